"""Tables, charts and rich text: what only messages may hold."""

from typing import Any

from tests.fakes.problems import OWN, Found, at, counted, entries, flag, keys, written

Json = dict[str, Any]
CHARTS = {"pie": {"segments"}, "bar": {"series", "axis_config"}}
CHARTS |= {"area": CHARTS["bar"], "line": CHARTS["bar"]}
RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
RICH_LEAVES = {"text": "text", "link": "url", "emoji": "name", "user": "user_id", "channel": "channel_id"}
TABLE_CHARACTERS = 10_000


def table(block: Json, path: str) -> Found:
    """What is wrong with a table."""
    rows = block.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= 100 or any(len(entries(row)) > 20 for row in rows):
        yield at("a table has at most 100 rows of 20 cells", f"{path}/rows")
    for y, row in enumerate(entries(rows)):
        yield from counted(row, 20, f"{path}/rows/{y}", "cells")
        for x, cell in enumerate(entries(row)):
            yield from _cell(cell, f"{path}/rows/{y}/{x}")
    if len(str(_texts(rows))) > TABLE_CHARACTERS:
        yield at(f"a table has at most {TABLE_CHARACTERS} characters", f"{path}/rows")
    if "column_settings" in block:
        yield from _columns(block["column_settings"], f"{path}/column_settings")


def _texts(value: Any) -> str:
    if isinstance(value, list):
        return "".join(map(_texts, value))
    if isinstance(value, dict):
        return _texts(value.get("text", "")) + _texts(value.get("elements", ""))
    return value if isinstance(value, str) else ""


def _cell(cell: Any, path: str) -> Found:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text":
        yield from keys(cell, {"type", "text"}, set(), path)
        yield from written(cell.get("text"), TABLE_CHARACTERS, f"{path}/text")
    elif kind == "rich_text":
        yield from keys(cell, {"type", "elements"}, {"block_id"}, path)
        yield from rich_text(cell, path)
    else:
        yield at(f"unsupported cell {kind}", path)


def _columns(columns: Any, path: str) -> Found:
    yield from counted(columns, 20, path, "columns")
    for place, column in enumerate(entries(columns)):
        here = f"{path}/{place}"
        if column is None:  # a column as it is by default
            continue
        yield from keys(column, set(), {"align", "is_wrapped"}, here)
        if isinstance(column, dict) and column.get("align", "left") not in {"left", "center", "right"}:
            yield at("align must be left, center or right", here)
        if isinstance(column, dict) and "is_wrapped" in column:
            yield from flag(column["is_wrapped"], here, "is_wrapped")


def rich_text(block: Json, path: str) -> Found:
    """What is wrong with rich text, as far down as text goes."""
    elements = block.get("elements")
    yield from counted(elements, 1000, f"{path}/elements")
    for place, element in enumerate(entries(elements)):
        here = f"{path}/elements/{place}"
        kind = element.get("type") if isinstance(element, dict) else None
        if kind in RICH:
            yield from rich_text(element, here)
        elif kind in {"broadcast", "usergroup"}:
            yield at(f"{OWN}: text pings with {kind}", here)
        elif kind not in RICH_LEAVES:
            yield at(f"unsupported element {kind}", here)
        else:
            yield from keys(element, {"type", RICH_LEAVES[kind]}, {"text", "style"}, here)


def chart(block: Json, path: str) -> Found:
    """What is wrong with a chart."""
    yield from written(block.get("title"), 50, f"{path}/title", "title")
    drawn, here = block.get("chart"), f"{path}/chart"
    kind = drawn.get("type") if isinstance(drawn, dict) else None
    if not isinstance(drawn, dict) or kind not in CHARTS:
        yield at(f"unsupported chart {kind}", here)
        return
    yield from keys(drawn, CHARTS[kind] | {"type"}, set(), here)
    if kind == "pie":
        yield from _points(drawn.get("segments"), 6, f"{here}/segments", "segments", above=0)
    else:
        yield from _axes(drawn, here)


def _axes(drawn: Json, path: str) -> Found:
    axis, series = drawn.get("axis_config"), drawn.get("series")
    yield from keys(axis, {"categories"}, {"x_label", "y_label"}, f"{path}/axis_config")
    axis = axis if isinstance(axis, dict) else {}
    for name in {"x_label", "y_label"} & axis.keys():
        yield from written(axis[name], 50, f"{path}/axis_config/{name}", name)
    yield from counted(axis.get("categories"), 20, f"{path}/axis_config/categories", "categories")
    for category in entries(axis.get("categories")):
        yield from written(category, 20, f"{path}/axis_config/categories", "category")
    yield from counted(series, 6, f"{path}/series", "series")
    for place, each in enumerate(entries(series)):
        yield from _series(each, axis.get("categories"), f"{path}/series/{place}")
    names = [each.get("name") for each in entries(series) if isinstance(each, dict)]
    if len(set(map(str, names))) < len(names):
        yield at("series have the same name", f"{path}/series")


def _series(series: Any, categories: Any, path: str) -> Found:
    yield from keys(series, {"name", "data"}, set(), path)
    if not isinstance(series, dict):
        return
    yield from written(series.get("name"), 20, f"{path}/name", "name")
    yield from _points(series.get("data"), 20, f"{path}/data", "points")
    labels = [each.get("label") for each in entries(series.get("data")) if isinstance(each, dict)]
    if labels != categories:
        yield at("labels must be the categories of the axis", f"{path}/data")


def _points(points: Any, most: int, path: str, what: str, above: float | None = None) -> Found:
    yield from counted(points, most, path, what)
    for place, point in enumerate(entries(points)):
        here = f"{path}/{place}"
        yield from keys(point, {"label", "value"}, set(), here)
        if not isinstance(point, dict):
            continue
        yield from written(point.get("label"), 20, f"{here}/label", "label")
        value = point.get("value")
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield at("value must be a number", here)
        elif above is not None and value <= above:
            yield at(f"value must be above {above}", here)

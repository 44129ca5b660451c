"""Small good pieces of Block Kit, for tests to break."""

from typing import Any

from tests.fakes.values import Json


def mrkdwn(text: str = "text") -> Json:
    """Text with markup."""
    return {"type": "mrkdwn", "text": text}


def plain(text: str = "text") -> Json:
    """Text without."""
    return {"type": "plain_text", "text": text}


def section(text: str = "text", **more: Any) -> Json:
    """A paragraph."""
    return {"type": "section", "text": mrkdwn(text), **more}


def button(**more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(), "action_id": "a", **more}


def row(*elements: Any, **more: Any) -> Json:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str = "1", **more: Any) -> Json:
    """One entry of a menu."""
    return {"text": plain(), "value": value, **more}


def menu(*values: str, kind: str = "static_select", **more: Any) -> Json:
    """A menu with an entry for each value."""
    return {"type": kind, "action_id": "m", "options": [option(each) for each in values], **more}


def requester(**more: Any) -> Json:
    """A field for text."""
    return field({"type": "plain_text_input", "action_id": "i", **more}, block_id="asked")


def field(element: Json, **more: Any) -> Json:
    """A field for anything."""
    return {"type": "input", "label": plain(), "element": element, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    """A form."""
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks) or [section()], **more}


def home(*blocks: Json, **more: Any) -> Json:
    """A home page."""
    return {"type": "home", "blocks": list(blocks) or [section()], **more}


def table(*rows: Any, **more: Any) -> Json:
    """A table; one of a single cell if nothing is said."""
    return {"type": "table", "rows": list(rows) or [[cell()]], **more}


def cell(text: str = "text") -> Json:
    """A cell of a table."""
    return {"type": "raw_text", "text": text}


def chart(drawn: Json | None = None, **more: Any) -> Json:
    """A chart; a pie if nothing is said."""
    pie = {"type": "pie", "segments": points("one", "two")}
    return {"type": "data_visualization", "title": "title", "chart": drawn or pie, **more}


def points(*labels: str, value: Any = 1) -> list[Json]:
    """What is drawn, for each label."""
    return [{"label": each, "value": value} for each in labels]


def bars(**more: Any) -> Json:
    """A chart of bars."""
    series = [{"name": "series", "data": points("one", "two")}]
    return {"type": "bar", "series": series, "axis_config": {"categories": ["one", "two"]}, **more}

"""What Slack refuses in messages and views, and a few things that we refuse although Slack would not.

Limits: docs.slack.dev/reference/block-kit. Ours begin with "rung_rule".
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

# For each block: the keys it must have, and those it may have.
BLOCKS: dict[str, tuple[set[str], set[str]]] = {
    "section": (set(), {"text", "fields", "accessory", "expand"}),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "divider": (set(), set()),
    "header": ({"text"}, set()),
    "image": ({"alt_text"}, {"image_url", "title", "slack_file"}),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "table": ({"rows"}, {"column_settings"}),
    "data_visualization": ({"title", "chart"}, set()),
}
MESSAGES_ONLY = {"table", "data_visualization"}
_MENU = {"action_id", "placeholder", "confirm", "focus_on_load"}
ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "button": ({"text", "action_id"}, {"value", "url", "style", "confirm", "accessibility_label"}),
    "static_select": ({"action_id", "options"}, _MENU | {"initial_option"}),
    "conversations_select": (
        {"action_id"},
        _MENU | {"initial_conversation", "default_to_current_conversation", "filter", "response_url_enabled"},
    ),
    "overflow": ({"action_id", "options"}, {"confirm"}),
    "radio_buttons": ({"action_id", "options"}, {"initial_option", "confirm", "focus_on_load"}),
    "checkboxes": ({"action_id", "options"}, {"initial_options", "confirm", "focus_on_load"}),
    "datepicker": ({"action_id"}, _MENU | {"initial_date"}),
    "plain_text_input": (
        {"action_id"},
        {"placeholder", "initial_value", "multiline", "min_length", "max_length", "focus_on_load"},
    ),
}
IN_ACTIONS = set(ELEMENTS) - {"plain_text_input"}
IN_INPUT = set(ELEMENTS) - {"button", "overflow"}
MOST_OPTIONS = {"static_select": 100, "radio_buttons": 10, "checkboxes": 10, "overflow": 5}
LENGTHS = {"action_id": 255, "block_id": 255, "value": 2000, "url": 3000, "alt_text": 2000, "image_url": 3000}
CONSTRUCT = re.compile(r"https?://[^\s|<>]+(\|[^<>]*)?|@[UW][A-Z0-9]+|#[CDG][A-Z0-9]+|!date\^[^<>]+")
VIEW_KEYS = {
    *("type", "title", "blocks", "close", "submit", "callback_id", "private_metadata"),
    *("clear_on_close", "notify_on_close", "external_id"),
}


def problems_of_message(message: Json) -> list[str]:
    """What is wrong with a message: its text and blocks."""
    text, blocks = message.get("text"), message.get("blocks")
    found: list[str] = []
    if blocks and not (text or "").strip():
        found.append("rung_rule: text is missing, and screen readers have nothing else")
    if text is not None:
        found += [*_markup(text, "text"), *_longer(text, 4000, "rung_rule: text")]
    if blocks is not None:
        found += _blocks(blocks, 50, is_view=False)
    return found


def problems_of_view(view: Json) -> list[str]:
    """What is wrong with a modal or a home page."""
    found = [f"unknown key {key}" for key in view.keys() - VIEW_KEYS]
    if view.get("type") not in {"modal", "home"}:
        found.append("type must be modal or home")
    for key in ("title", "submit", "close"):
        if key in view:
            found += _text(view[key], 24, key, kinds=("plain_text",))
    if view.get("type") == "modal" and "title" not in view:
        found.append("title is missing")
    blocks = view.get("blocks") or []
    if any(each.get("type") == "input" for each in blocks) and view.get("type") == "modal" and "submit" not in view:
        found.append("submit is missing, and there is an input")
    found += _longer(view.get("private_metadata", ""), 3000, "private_metadata")
    found += _longer(json.dumps(view), 250_000, "view")
    return found + _blocks(blocks, 100, is_view=True)


def _blocks(blocks: Any, most: int, *, is_view: bool) -> list[str]:
    if not isinstance(blocks, list):
        return ["blocks is no list"]
    found = [f"{len(blocks)} blocks; {most} is the most"] if len(blocks) > most else []
    for place, block in enumerate(blocks):
        found += [f"blocks/{place}: {problem}" for problem in _block(block, is_view=is_view)]
    ids = Counter(each.get("block_id") for each in blocks if isinstance(each, dict) and each.get("block_id"))
    found += [f"block_id {each} is there twice" for each, count in ids.items() if count > 1]
    pressed = Counter(
        element.get("action_id") for block in blocks if isinstance(block, dict) for element in _elements(block)
    )
    found += [f"rung_rule: action_id {each} is there twice" for each, count in pressed.items() if each and count > 1]
    tables = sum(isinstance(each, dict) and each.get("type") == "table" for each in blocks)
    return found + (["one table a message"] if tables > 1 else [])


def _elements(block: Json) -> Iterator[Json]:
    if block.get("type") == "actions":
        yield from (each for each in block.get("elements") or [] if isinstance(each, dict))
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield block[key]


def _block(block: Any, *, is_view: bool) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in BLOCKS or (is_view and kind in MESSAGES_ONLY):
        yield f"unsupported block {kind}"
        return
    yield from _keys(block, *BLOCKS[kind], extra={"type", "block_id"})
    yield from _longer(block.get("block_id", ""), 255, "block_id")
    if "block_id" in block and not block["block_id"]:
        yield "block_id is empty"
    if kind in _CHECKS:
        yield from _CHECKS[kind](block)


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "a section needs text or fields"
    if "text" in block:
        yield from _text(block["text"], 3000, "text")
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield f"{len(fields)} fields; 10 is the most"
    for field in fields:
        yield from _text(field, 2000, "fields")
    if "accessory" in block:
        yield from _element(block["accessory"], IN_ACTIONS)


def _context(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} elements; 1 to 10 are allowed"
    for element in block["elements"]:
        yield from _text(element, 3000, "elements")


def _actions(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield f"{len(block['elements'])} elements; 1 to 25 are allowed"
    for element in block["elements"]:
        yield from _element(element, IN_ACTIONS)


def _input(block: Json) -> Iterator[str]:
    yield from _text(block["label"], 2000, "label", kinds=("plain_text",))
    if "hint" in block:
        yield from _text(block["hint"], 2000, "hint", kinds=("plain_text",))
    yield from _element(block["element"], IN_INPUT)


def _header(block: Json) -> Iterator[str]:
    yield from _text(block["text"], 150, "text", kinds=("plain_text",))


def _table(block: Json) -> Iterator[str]:
    rows = block["rows"]
    if len(rows) > 100 or any(len(row) > 20 for row in rows):
        yield "a table has at most 100 rows of 20 cells"


_CHECKS = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "header": _header,
    "table": _table,
}


def _element(element: Any, allowed: set[str]) -> Iterator[str]:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed:
        yield f"unsupported element {kind}"
        return
    yield from _keys(element, *ELEMENTS[kind], extra={"type"})
    for key, most in LENGTHS.items():
        yield from _longer(element.get(key, ""), most, key)
    if element.get("style") not in {None, "primary", "danger"}:
        yield "style must be primary or danger"
    if kind == "button":
        yield from _text(element.get("text"), 75, "button", kinds=("plain_text",))
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder", kinds=("plain_text",))
    if kind in MOST_OPTIONS:
        yield from _options(element.get("options"), MOST_OPTIONS[kind])
    if kind == "plain_text_input":
        yield from _text_input(element)


def _text_input(element: Json) -> Iterator[str]:
    most = element.get("max_length", 3000)
    yield from _longer(element.get("initial_value", ""), most, "initial_value")
    if not 1 <= most <= 3000:
        yield "max_length is 1 to 3000"


def _options(options: Any, most: int) -> Iterator[str]:
    if not isinstance(options, list) or not 1 <= len(options) <= most:
        yield f"options: 1 to {most} are allowed"
        return
    for option in options:
        yield from _text(option.get("text"), 75, "option")
        yield from _longer(option.get("value", ""), 150, "option value")
    if len({each.get("value") for each in options}) < len(options):
        yield "options have the same value"


def _text(text: Any, most: int, where: str, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"{where}: must be {' or '.join(kinds)}"
        return
    yield from _keys(text, {"text"}, {"emoji"} if text["type"] == "plain_text" else {"verbatim"}, extra={"type"})
    written = text.get("text")
    if not isinstance(written, str) or not written:
        yield f"{where}: text is empty"
        return
    yield from _longer(written, most, where)
    if text["type"] == "mrkdwn":
        yield from _markup(written, where)


def _markup(text: str, where: str) -> Iterator[str]:
    for inside in re.findall(r"<([^<>]*)(?:>|$)", text):
        if re.match(r"!(channel|here|everyone|subteam)", inside):
            yield f"rung_rule: {where} pings with <{inside}>"
        elif not CONSTRUCT.fullmatch(inside):
            yield f"rung_rule: {where} has an unescaped < in {inside[:40]!r}"
    if re.search(r"&(?!amp;|lt;|gt;)", text):
        yield f"rung_rule: {where} has an unescaped &"
    if re.search(r"&amp;(amp|lt|gt);", text):  # right only for somebody who typed just that, which no test does
        yield f"rung_rule: {where} is escaped twice"


def _longer(text: str, most: int, where: str) -> list[str]:
    return [f"{where}: {len(text)} characters; {most} is the most"] if len(text) > most else []


def _keys(value: Json, needed: set[str], allowed: set[str], extra: set[str]) -> list[str]:
    unknown = value.keys() - needed - allowed - extra
    return [f"{key} is missing" for key in needed - value.keys()] + [f"unknown key {key}" for key in unknown]

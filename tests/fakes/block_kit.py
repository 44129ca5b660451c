"""What Slack refuses in messages and views, and a few things that we refuse although Slack would not.

Limits: docs.slack.dev/reference/block-kit. Blocks that Rung has no use for, such as video, are not known here.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes import elements as of
from tests.fakes.elements import element, picture
from tests.fakes.problems import OWN, Found, at, counted, entries, flag, keys, longer, written
from tests.fakes.tables import chart, rich_text, table
from tests.fakes.texts import PLAIN, markup, text_object
from tests.fakes.values import Json

# For each block: the keys it must have, and those it may have.
BLOCKS: dict[str, tuple[set[str], set[str]]] = {
    "section": (set(), {"text", "fields", "accessory", "expand"}),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "divider": (set(), set()),
    "header": ({"text"}, set()),
    "image": ({"alt_text"}, {"image_url", "title", "slack_file"}),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "rich_text": ({"elements"}, set()),
    "table": ({"rows"}, {"column_settings"}),
    "data_visualization": ({"title", "chart"}, set()),
}
MESSAGES_ONLY = {"table": 1, "data_visualization": 2}  # and how many of them a message may hold
LONGEST_TEXT = 4000
VIEW_BYTES = 250_000
_HOME_KEYS = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
_MODAL_KEYS = {*_HOME_KEYS, "title", "close", "submit", "clear_on_close", "notify_on_close", "submit_disabled"}


def problems_of_message(message: Json) -> list[str]:
    """What is wrong with a message: its text and blocks."""
    text, blocks = message.get("text"), message.get("blocks")
    found: list[str] = []
    if blocks and not (isinstance(text, str) and text.strip()):
        found.append(at(f"{OWN}: text is missing, and screen readers have nothing else", "/text"))
    if isinstance(text, str):
        found += [*markup(text, "/text"), *longer(text, LONGEST_TEXT, "/text", f"{OWN}: text")]
    if message.get("link_names") or message.get("parse") not in {None, "none"}:
        found.append(at(f"{OWN}: text pings when Slack looks for names in it", "/link_names"))
    if blocks is not None:
        found += _blocks(blocks, 50, is_view=False)
    return found


def problems_of_view(view: Any) -> list[str]:
    """What is wrong with a modal or a home page."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return [at("type must be modal or home", "/view")]
    found = [*_modal(view)] if view["type"] == "modal" else [*keys(view, {"type", "blocks"}, _HOME_KEYS, "/view")]
    for key, most in {"private_metadata": 3000, "callback_id": 255, "external_id": 255}.items():
        found += longer(str(view.get(key, "")), most, f"/{key}", key)
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > VIEW_BYTES:
        found.append(at(f"view: {size} bytes; {VIEW_BYTES} is the most", "/view"))
    return found + _blocks(view.get("blocks"), 100, is_view=True)


def _modal(view: Json) -> Found:
    yield from keys(view, {"type", "title", "blocks"}, _MODAL_KEYS, "/view")
    for key in ("title", "submit", "close"):
        if key in view:
            yield from text_object(view[key], 24, f"/{key}", PLAIN)
    asks = any(isinstance(each, dict) and each.get("type") == "input" for each in entries(view.get("blocks")))
    if asks and "submit" not in view:
        yield at("submit is missing, and there is an input", "/view")
    for key in {"clear_on_close", "notify_on_close", "submit_disabled"} & view.keys():
        yield from flag(view[key], f"/{key}", key)


def _blocks(blocks: Any, most: int, *, is_view: bool) -> list[str]:
    if not isinstance(blocks, list):
        return [at("blocks is no list", "/blocks")]
    found = [at(f"{len(blocks)} blocks; {most} is the most", "/blocks")] if len(blocks) > most else []
    for place, block in enumerate(blocks):
        found += _block(block, f"/blocks/{place}", is_view=is_view)
    whole = [each for each in blocks if isinstance(each, dict)]
    ids = Counter(str(each["block_id"]) for each in whole if each.get("block_id"))
    found += [at(f"block_id {each} is there twice", "/blocks") for each, count in ids.items() if count > 1]
    kinds = Counter(each.get("type") for each in whole)
    for kind, allowed in MESSAGES_ONLY.items():
        if kinds[kind] > allowed:
            found.append(at(f"{'one' if allowed == 1 else allowed} {kind} a message", "/blocks"))
    return [*found, *_action_ids(whole), *_focus(whole)]


def _action_ids(blocks: list[Json]) -> Found:
    """Slack minds the same action_id within a block; we mind it in all of a message, where clicks become ambiguous."""
    seen: set[str] = set()
    for block in blocks:
        here = Counter(str(each["action_id"]) for each in elements_in(block) if each.get("action_id"))
        for action_id, count in here.items():
            if count > 1:
                yield at(f"action_id {action_id} is there twice in a block", "/blocks")
            if action_id in seen:
                yield at(f"{OWN}: action_id {action_id} is there twice", "/blocks")
        seen |= here.keys()


def _focus(blocks: list[Json]) -> Found:
    if sum(bool(each.get("focus_on_load")) for block in blocks for each in elements_in(block)) > 1:
        yield at("focus_on_load is there twice", "/blocks")


def elements_in(block: Json) -> Iterator[Json]:
    """All that can be pressed, chosen or filled in."""
    if block.get("type") == "actions":
        yield from (each for each in entries(block.get("elements")) if isinstance(each, dict))
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield block[key]


def _block(block: Any, path: str, *, is_view: bool) -> Found:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in BLOCKS or (is_view and kind in MESSAGES_ONLY):
        yield at(f"unsupported block {kind}", path)
        return
    needed, allowed = BLOCKS[kind]
    yield from keys(block, needed, {*allowed, "type", "block_id"}, path)
    if "block_id" in block:
        yield from written(block["block_id"], 255, f"{path}/block_id", "block_id")
    if kind in _CHECKS:
        yield from _CHECKS[kind](block, path)


def _section(block: Json, path: str) -> Found:
    if "text" not in block and "fields" not in block:
        yield at("a section needs text or fields", path)
    if "text" in block:
        yield from text_object(block["text"], 3000, f"{path}/text")
    if "fields" in block:
        yield from counted(block["fields"], 10, f"{path}/fields", "fields")
    for place, field in enumerate(entries(block.get("fields"))):
        yield from text_object(field, 2000, f"{path}/fields/{place}")
    if "accessory" in block:
        yield from element(block["accessory"], of.IN_SECTION, f"{path}/accessory")
    if "expand" in block:
        yield from flag(block["expand"], path, "expand")


def _context(block: Json, path: str) -> Found:
    yield from counted(block.get("elements"), 10, f"{path}/elements")
    for place, each in enumerate(entries(block.get("elements"))):
        here = f"{path}/elements/{place}"
        if isinstance(each, dict) and each.get("type") == "image":
            yield from element(each, of.IN_CONTEXT, here)
        else:
            yield from text_object(each, 3000, here)


def _actions(block: Json, path: str) -> Found:
    yield from counted(block.get("elements"), 25, f"{path}/elements")
    for place, each in enumerate(entries(block.get("elements"))):
        yield from element(each, of.IN_ACTIONS, f"{path}/elements/{place}")


def _input(block: Json, path: str) -> Found:
    for key in {"label", "hint"} & block.keys():
        yield from text_object(block[key], 2000, f"{path}/{key}", PLAIN)
    for key in {"optional", "dispatch_action"} & block.keys():
        yield from flag(block[key], f"{path}/{key}", key)
    yield from element(block.get("element"), of.IN_INPUT, f"{path}/element")


def _header(block: Json, path: str) -> Found:
    yield from text_object(block.get("text"), 150, f"{path}/text", PLAIN)


def _image(block: Json, path: str) -> Found:
    yield from written(block.get("alt_text"), 2000, f"{path}/alt_text", "alt_text")
    if "title" in block:
        yield from text_object(block["title"], 2000, f"{path}/title", PLAIN)
    yield from longer(str(block.get("image_url", "")), 3000, f"{path}/image_url", "image_url")
    yield from picture(block, path)


_CHECKS: dict[str, Callable[[Json, str], Found]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "header": _header,
    "image": _image,
    "rich_text": rich_text,
    "table": table,
    "data_visualization": chart,
}

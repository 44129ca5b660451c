"""Buttons, menus and inputs: docs.slack.dev/reference/block-kit/block-elements."""

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.problems import Found, at, counted, entries, flag, keys, longer, number, written
from tests.fakes.texts import ANY, PLAIN, text_object

Json = dict[str, Any]
_FOCUS = {"focus_on_load"}
_MENU = {"placeholder", "confirm", "focus_on_load"}
_MANY = _MENU | {"max_selected_items"}
_OPTIONS = {"options", "option_groups"}
_CONVERSATIONS = {"default_to_current_conversation", "filter"}
_WRITING = {"placeholder", "focus_on_load", "initial_value", "dispatch_action_config"}
_PICTURE = {"image_url", "slack_file"}
# For each element: the keys it must have, and those it may have.
ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "button": ({"text", "action_id"}, {"value", "url", "style", "confirm", "accessibility_label"}),
    "overflow": ({"action_id", "options"}, {"confirm"}),
    "radio_buttons": ({"action_id", "options"}, {"initial_option", "confirm", *_FOCUS}),
    "checkboxes": ({"action_id", "options"}, {"initial_options", "confirm", *_FOCUS}),
    "static_select": ({"action_id"}, _MENU | _OPTIONS | {"initial_option"}),
    "multi_static_select": ({"action_id"}, _MANY | _OPTIONS | {"initial_options"}),
    "users_select": ({"action_id"}, _MENU | {"initial_user"}),
    "multi_users_select": ({"action_id"}, _MANY | {"initial_users"}),
    "channels_select": ({"action_id"}, _MENU | {"initial_channel", "response_url_enabled"}),
    "multi_channels_select": ({"action_id"}, _MANY | {"initial_channels"}),
    "conversations_select": ({"action_id"}, _MENU | _CONVERSATIONS | {"initial_conversation", "response_url_enabled"}),
    "multi_conversations_select": ({"action_id"}, _MANY | _CONVERSATIONS | {"initial_conversations"}),
    "datepicker": ({"action_id"}, _MENU | {"initial_date"}),
    "timepicker": ({"action_id"}, _MENU | {"initial_time", "timezone"}),
    "datetimepicker": ({"action_id"}, {"initial_date_time", "confirm", *_FOCUS}),
    "plain_text_input": ({"action_id"}, _WRITING | {"multiline", "min_length", "max_length"}),
    "email_text_input": ({"action_id"}, _WRITING),
    "url_text_input": ({"action_id"}, _WRITING),
    "number_input": ({"action_id", "is_decimal_allowed"}, _WRITING | {"min_value", "max_value"}),
    "image": ({"alt_text"}, _PICTURE),
}
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_SEVERAL = {each for each in ELEMENTS if each.startswith("multi_")}
IN_SECTION = set(ELEMENTS) - _TYPED - {"datetimepicker"}
IN_ACTIONS = set(ELEMENTS) - _TYPED - _SEVERAL - {"image"}
IN_INPUT = set(ELEMENTS) - {"button", "overflow", "image"}
IN_CONTEXT = {"image"}
MOST_OPTIONS = {"static_select": 100, "multi_static_select": 100, "radio_buttons": 10, "checkboxes": 10, "overflow": 5}
LENGTHS = {"action_id": 255, "value": 2000, "url": 3000, "alt_text": 2000, "image_url": 3000, "accessibility_label": 75}
FLAGS = {"focus_on_load", "multiline", "is_decimal_allowed", "default_to_current_conversation", "response_url_enabled"}
_PATTERNS = {"initial_date": r"\d{4}-\d\d-\d\d", "initial_time": r"([01]\d|2[0-3]):[0-5]\d"}


def element(value: Any, allowed: set[str], path: str) -> Found:
    """What is wrong with an element, in a block that allows these kinds."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in allowed:
        yield at(f"unsupported element {kind}", path)
        return
    needed, further = ELEMENTS[kind]
    yield from keys(value, needed, {*further, "type"}, path)
    yield from _plain_values(value, path)
    for key in _NESTED.keys() & value.keys():
        yield from _NESTED[key](value[key], f"{path}/{key}")
    if kind in MOST_OPTIONS:
        yield from _menu(value, MOST_OPTIONS[kind], path)
    if kind == "plain_text_input":
        yield from _typed(value, path)
    if kind == "image":
        yield from picture(value, path)


def _plain_values(value: Json, path: str) -> Found:
    for key, most in LENGTHS.items():
        if key in value:
            yield from written(value[key], most, f"{path}/{key}", key)
    for key in sorted(FLAGS & value.keys()):
        yield from flag(value[key], f"{path}/{key}", key)
    for key in _PATTERNS.keys() & value.keys():
        if not re.fullmatch(_PATTERNS[key], str(value[key])):
            yield at(f"{key} is not of the form {_PATTERNS[key]}", path)
    if value.get("style", "primary") not in {"primary", "danger"}:
        yield at("style must be primary or danger", f"{path}/style")


def picture(value: Json, path: str) -> Found:
    """Whether a picture says where it is, once."""
    if len(_PICTURE & value.keys()) != 1:
        yield at("a picture needs image_url or slack_file", path)
    if not str(value.get("image_url", "https://")).startswith(("https://", "http://")):
        yield at("image_url is no address", path)


def _typed(value: Json, path: str) -> Found:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    yield from number(least, 0, 3000, path, "min_length")
    yield from number(most, 1, 3000, path, "max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield at("min_length is above max_length", path)
    initial = value.get("initial_value", "")
    yield from longer(initial, most if isinstance(most, int) else 3000, path, "initial_value")


def _menu(value: Json, most: int, path: str) -> Found:
    groups = value.get("option_groups")
    if (groups is None) == ("options" not in value):
        yield at("needs options or option_groups", path)
        return
    lists = {"options": value.get("options")}
    if groups is not None:
        yield from counted(groups, 100, f"{path}/option_groups", "option_groups")
        for place, group in enumerate(entries(groups)):
            yield from keys(group, {"label", "options"}, set(), f"{path}/option_groups/{place}")
            yield from text_object(group.get("label"), 75, f"{path}/option_groups/{place}/label", PLAIN)
        lists = {f"option_groups/{place}": group.get("options") for place, group in enumerate(entries(groups))}
    for where, options in lists.items():
        yield from _options(options, most, value["type"], f"{path}/{where}")
    yield from _initial(value, [each for options in lists.values() for each in entries(options)], path)


def _options(options: Any, most: int, kind: str, path: str) -> Found:
    if not isinstance(options, list) or not 1 <= len(options) <= most:
        yield at(f"options: 1 to {most} are allowed", path)
        return
    for place, option in enumerate(options):
        yield from _option(option, kind, f"{path}/{place}")
    values = [each.get("value") for each in options if isinstance(each, dict)]
    if len(set(map(str, values))) < len(values):
        yield at("options have the same value", path)


def _option(option: Any, kind: str, path: str) -> Found:
    yield from keys(option, {"text", "value"}, {"description"} | ({"url"} if kind == "overflow" else set()), path)
    if not isinstance(option, dict):
        return
    kinds = ANY if kind in {"radio_buttons", "checkboxes"} else PLAIN
    yield from text_object(option.get("text"), 75, f"{path}/text", kinds)
    if "description" in option:
        yield from text_object(option["description"], 75, f"{path}/description", kinds)
    if "value" in option:
        yield from written(option["value"], 150, f"{path}/value", "option value")
    if "url" in option:
        yield from written(option["url"], 3000, f"{path}/url", "url")


def _initial(value: Json, options: list[Any], path: str) -> Found:
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if "initial_options" in value and not chosen:
        yield at("initial_options is empty", path)
    if any(each not in options for each in chosen):
        yield at("what is chosen at first is not one of the options", path)


def confirm(value: Any, path: str) -> Found:
    """What is wrong with a "Are you sure?" dialog."""
    yield from keys(value, {"title", "text", "confirm", "deny"}, {"style"}, path)
    if not isinstance(value, dict):
        return
    for key, most in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
        if key in value:
            yield from text_object(value[key], most, f"{path}/{key}", ANY if key == "text" else PLAIN)
    if value.get("style", "primary") not in {"primary", "danger"}:
        yield at("style must be primary or danger", f"{path}/style")


def _filter(value: Any, path: str) -> Found:
    yield from keys(value, set(), {"include", "exclude_external_shared_channels", "exclude_bot_users"}, path)
    if not value:
        yield at("a filter needs something to filter by", path)
    include = value.get("include", ["im"]) if isinstance(value, dict) else []
    if not include or not set(include) <= {"im", "mpim", "private", "public"}:
        yield at("include is some of im, mpim, private, public", path)


_NESTED: dict[str, Callable[[Any, str], Found]] = {
    "text": lambda value, path: text_object(value, 75, path, PLAIN),
    "placeholder": lambda value, path: text_object(value, 150, path, PLAIN),
    "confirm": confirm,
    "filter": _filter,
    "max_selected_items": lambda value, path: number(value, 1, 100, path, "max_selected_items"),
}

"""What a person did with an element, in the words of Slack's client."""

from typing import Any

from tests.fakes.values import Json

Chosen = str | list[str] | None
# The field in which the client sends what was chosen; the option itself is sent for menus of options.
FIELDS = {
    "button": "value",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "static_select": "selected_option",
    "overflow": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_STATELESS = {"button", "overflow"}


def chosen(element: Json, selected: Chosen) -> Json:
    """The part of a payload that says what was chosen; raises for what the menu does not hold."""
    kind = element["type"]
    name = FIELDS[kind]
    if kind == "button":
        return {name: element["value"]} if "value" in element else {}
    if name == "selected_option":
        return {name: None if selected is None else _option(element, selected)}
    if name == "selected_options":
        return {name: [_option(element, each) for each in _several(selected)]}
    if kind == "datetimepicker":
        return {name: int(str(selected)) if selected else None}
    return {name: _several(selected) if kind.startswith("multi_") else selected or None}


def _several(selected: Chosen) -> list[str]:
    return [selected] if isinstance(selected, str) else selected or []


def _option(element: Json, selected: object) -> Json:
    groups: list[Json] = element.get("option_groups") or [element]
    options: list[Json] = [option for group in groups for option in group["options"]]
    found = next((each for each in options if each["value"] == selected), None)
    assert found is not None, f"{selected} is not in the menu"
    return found


def at_first(element: Json) -> Json:
    """What is chosen before anybody touches it."""
    name = FIELDS[element["type"]]
    initial = "initial_value" if name == "value" else name.replace("selected_", "initial_")
    return {name: element.get(initial, [] if name.endswith("s") else None)}


def state_of(blocks: list[Json], touched: dict[str, Json]) -> Json:
    """`state.values` of a message or view: what each element stands at; `touched` by action_id."""
    values: dict[str, Json] = {}
    for place, block in enumerate(blocks):
        for each in _elements(block):
            if each["type"] not in _STATELESS and each["type"] in FIELDS:
                stands = touched.get(each["action_id"], at_first(each))
                values.setdefault(id_of(block, place), {})[each["action_id"]] = {"type": each["type"], **stands}
    return {"values": values}


def _elements(block: Json) -> list[Json]:
    row: list[Any] = block["elements"] if block["type"] == "actions" else [block.get("element"), block.get("accessory")]
    return [each for each in row if each]


def id_of(block: Json, place: int) -> str:
    """A block's id; Slack makes one up where there is none."""
    return str(block.get("block_id") or f"b{place}")


def home_of(element: Json, blocks: list[Json]) -> str:
    """The id of the block in which an element stands."""
    if element.get("block_id"):
        return str(element["block_id"])
    for place, block in enumerate(blocks):
        if any(each.get("action_id") == element["action_id"] for each in _elements(block)):
            return id_of(block, place)
    return "b0"  # an element of a message that has changed meanwhile


def filled_in(element: Json, value: Chosen, *, optional: bool) -> Json:
    """What an input is sent in with; raises where the client would not let it go."""
    name = element["action_id"]
    given = "" if value is None else value
    assert given or optional, f"{name} is required"
    if element["type"] == "plain_text_input" and given:
        assert len(given) <= element.get("max_length", 3000), f"{name} is too long"
        assert len(given) >= element.get("min_length", 0), f"{name} is too short"
    return chosen(element, given or None)

"""What Slack refuses in buttons, menus and inputs, row by row."""

from typing import Any

import pytest

from tests.fakes.block_kit import problems_of_message
from tests.fakes.elements import ELEMENTS, IN_ACTIONS, IN_INPUT, IN_SECTION
from tests.fakes.samples import button, field, menu, mrkdwn, option, plain, row, section


def element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "e", **more}


SURE = {"title": plain("x" * 100), "text": mrkdwn("x" * 300), "confirm": plain("x" * 30), "deny": plain("x" * 30)}
GROUPS = [{"label": plain("x" * 75), "options": [option("1")]}, {"label": plain(), "options": [option("2")]}]
FILTER = {"include": ["public", "private"], "exclude_external_shared_channels": True}
BOX = option(text=mrkdwn("x" * 75), description=mrkdwn("x" * 75))
PICTURE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}
CHANNEL = element("conversations_select", filter=FILTER, default_to_current_conversation=True)
GOOD = [
    button(
        text=plain("x" * 75), value="x" * 2000, style="danger", confirm={**SURE, "style": "primary"}, url="https://a"
    ),
    menu(*map(str, range(5)), kind="overflow"),
    menu(*map(str, range(10)), kind="radio_buttons", initial_option=option("3")),
    menu(kind="checkboxes", options=[BOX], initial_options=[BOX]),
    menu(*map(str, range(100)), placeholder=plain("x" * 150), initial_option=option("99")),
    element("static_select", option_groups=GROUPS, initial_option=option("2")),
    menu("1", "2", kind="multi_static_select", initial_options=[option("1")], max_selected_items=2),
    *(
        element(f"{kind}_select", placeholder=plain())
        for kind in ("users", "channels", "multi_users", "multi_channels")
    ),
    CHANNEL,
    element("multi_conversations_select", filter={"exclude_bot_users": True}),
    element("datepicker", initial_date="2027-01-19"),
    element("timepicker", initial_time="23:59", timezone="Europe/Berlin"),
    element("datetimepicker", initial_date_time=1700000000),
    element("plain_text_input", min_length=1, max_length=3000, multiline=True, initial_value="x" * 3000),
    element("email_text_input"),
    element("url_text_input"),
    element("number_input", is_decimal_allowed=False),
    PICTURE,
]


def found(value: dict[str, Any]) -> list[str]:
    """The problems of an element where it is at home."""
    kind = value.get("type")
    block = section(accessory=value) if kind in IN_SECTION else field(value) if kind in IN_INPUT else row(value)
    return problems_of_message({"text": "text", "blocks": [block]})


@pytest.mark.parametrize("value", GOOD)
def test_good_elements_pass(value):
    assert found(value) == []


def test_every_kind_of_element_is_shown_to_pass():
    assert {each["type"] for each in GOOD} == set(ELEMENTS)


@pytest.mark.parametrize("value", GOOD)
def test_elements_stand_only_in_the_blocks_that_take_them(value):
    kind = value["type"]
    for block, allowed in ((row(value), IN_ACTIONS), (section(accessory=value), IN_SECTION), (field(value), IN_INPUT)):
        problems = problems_of_message({"text": "text", "blocks": [block]})
        assert (problems == []) is (kind in allowed), (block, problems)


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        ("plain_text_input", "actions"),
        ("multi_static_select", "actions"),
        ("image", "actions"),
        ("datetimepicker", "section"),
        ("plain_text_input", "section"),
        ("button", "input"),
        ("overflow", "input"),
    ],
)
def test_some_of_slacks_own_examples(kind, block):
    assert kind not in {"actions": IN_ACTIONS, "section": IN_SECTION, "input": IN_INPUT}[block]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (button(text=plain("")), "text is empty"),
        (button(value=7), "value must be text"),
        (button(value=""), "value is empty"),
        (button(action_id=""), "action_id is empty"),
        (button(url="x" * 3001), "url: 3001 characters"),
        (button(accessibility_label="x" * 76), "accessibility_label: 76 characters"),
        (button(placeholder=plain()), "unknown key placeholder"),
        (button(confirm="Sure?"), "must be an object"),
        (button(confirm={**SURE, "title": plain("x" * 101)}), "text: 101 characters"),
        (button(confirm={**SURE, "text": plain("x" * 301)}), "text: 301 characters"),
        (button(confirm={**SURE, "confirm": plain("x" * 31)}), "text: 31 characters"),
        (button(confirm={**SURE, "deny": plain("x" * 31)}), "text: 31 characters"),
        (button(confirm={**SURE, "title": mrkdwn()}), "must be plain_text"),
        (button(confirm={**SURE, "style": "green"}), "style must be"),
        (button(confirm={"title": plain()}), "deny is missing"),
        (menu(*map(str, range(6)), kind="overflow"), "options: 1 to 5"),
        (menu(*map(str, range(11)), kind="radio_buttons"), "options: 1 to 10"),
        (menu(*map(str, range(11)), kind="checkboxes"), "options: 1 to 10"),
        (element("static_select"), "needs options or option_groups"),
        (menu("1", option_groups=GROUPS), "needs options or option_groups"),
        (element("static_select", option_groups=[]), "0 option_groups"),
        (element("static_select", option_groups=[{"label": plain()}]), "options is missing"),
        (element("static_select", option_groups=[{**GROUPS[0], "label": plain("x" * 76)}]), "text: 76 characters"),
        (element("static_select", option_groups=[{**GROUPS[0], "options": []}]), "options: 1 to 100"),
        (menu(options=[{"text": plain()}]), "value is missing"),
        (menu(options=["1"]), "must be an object"),
        (menu(options=[option("")]), "option value is empty"),
        (menu(options=[option(text=plain("x" * 76))]), "text: 76 characters"),
        (menu(options=[option(text=mrkdwn())]), "must be plain_text"),
        (menu(options=[option(description=plain("x" * 76))]), "text: 76 characters"),
        (menu(options=[option(url="https://a")]), "unknown key url"),
        (menu(kind="overflow", options=[option(url="x" * 3001)]), "url: 3001 characters"),
        (menu("1", initial_option=option("2")), "what is chosen at first"),
        (menu("1", kind="checkboxes", initial_options=[]), "initial_options is empty"),
        (menu("1", kind="multi_static_select", max_selected_items=0), "max_selected_items is 1 to 100"),
        (menu("1", placeholder=mrkdwn()), "must be plain_text"),
        (menu("1", focus_on_load="yes"), "focus_on_load must be true or false"),
        (element("datepicker", initial_date="19.1.2027"), "initial_date is not of the form"),
        (element("timepicker", initial_time="24:00"), "initial_time is not of the form"),
        (element("conversations_select", filter={}), "a filter needs"),
        (element("conversations_select", filter={"include": ["secret"]}), "include is some of"),
        (element("conversations_select", filter={"exclude": []}), "unknown key exclude"),
        (element("plain_text_input", min_length=-1), "min_length is 0 to 3000"),
        (element("plain_text_input", max_length=0), "max_length is 1 to 3000"),
        (element("plain_text_input", min_length=9, max_length=8), "min_length is above max_length"),
        (element("plain_text_input", initial_value="x" * 3001), "initial_value: 3001 characters"),
        (element("number_input"), "is_decimal_allowed is missing"),
        ({**PICTURE, "alt_text": "x" * 2001}, "alt_text: 2001 characters"),
        ({"type": "image", "alt_text": "a"}, "a picture needs"),
    ],
)
def test_bad_elements_are_refused(value, problem):
    assert any(each.startswith(problem) for each in found(value)), found(value)

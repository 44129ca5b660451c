"""Modals and the home page: opening, stacking, changing, sending in."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.fakes.samples import button, field, home, menu, modal, option, plain, requester, row, section


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)


@pytest.fixture
def person(slack) -> str:
    return str(slack.add_person("ml_engineer"))


@pytest.fixture
def opened(slack, client, person) -> Any:
    """Open a view for the person and return it as Slack has it."""

    def open_one(view: dict[str, Any], method: str = "views.open") -> Any:
        trigger = slack.slash_command(person, slack.dm(person), "")["trigger_id"]
        return client.api_call(method, json={"trigger_id": trigger, "view": view})["view"]

    return open_one


def test_slack_fills_in_what_was_left_out(slack, opened, person):
    view = opened(modal(callback_id="note"))
    assert (view["callback_id"], view["private_metadata"], view["root_view_id"]) == ("note", "", view["id"])
    assert slack.open_view(person) == view
    assert slack.open_view(slack.add_person("team_lead")) is None


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (modal(title=plain("x" * 25)), "invalid_arguments"),
        (home(), "invalid_arguments"),
        ("text", "invalid_arguments"),
        (modal(*[section("ü" * 3000)] * 45), "view_too_large"),
        (modal(section("<!here>")), "rung_rule: text pings"),
    ],
)
def test_bad_views_are_refused(slack, opened, person, view, error):
    with pytest.raises(SlackApiError, match=error):
        opened(view)
    assert slack.open_view(person) is None


def test_pushing_needs_an_open_view_and_room(slack, opened, person):
    with pytest.raises(SlackApiError, match="not_found"):
        opened(modal(), "views.push")
    root = opened(modal())
    second = opened(modal(), "views.push")
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    opened(modal(), "views.push")
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        opened(modal(), "views.push")
    assert slack.open_view(person)["previous_view_id"] == second["id"]


def test_an_update_needs_the_view_and_its_newest_hash(slack, client, opened, person):
    view = opened(modal(external_id="mine"))
    changed = client.views_update(external_id="mine", view=modal(section("new"), external_id="mine"), hash=view["hash"])
    assert changed["view"]["id"] == view["id"]
    assert changed["view"]["hash"] != view["hash"]
    assert "new" in str(slack.open_view(person))
    for how, error in (
        ({"view_id": view["id"], "hash": view["hash"]}, "hash_conflict"),
        ({"view_id": "V0"}, "not_found"),
        ({"external_id": "other"}, "not_found"),
        ({}, "invalid_arguments"),
    ):
        with pytest.raises(SlackApiError, match=error):
            client.api_call("views.update", json={"view": modal(), **how})


def test_an_external_id_is_there_once(client, opened):
    opened(modal(external_id="mine"))
    other = opened(modal(external_id="other"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        opened(modal(external_id="mine"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        client.views_update(view_id=other["id"], view=modal(external_id="mine"))


def test_the_home_page(slack, client, person):
    assert slack.home(person) is None
    view = client.views_publish(user_id=person, view=home(section("first")))["view"]
    client.views_publish(user_id=person, view=home(section("second")), hash=view["hash"])
    assert "second" in str(slack.home(person))
    gone = slack.add_person("former_colleague", deactivated=True)
    for how, error in (
        ({"user_id": person, "hash": view["hash"], "view": home()}, "hash_conflict"),
        ({"user_id": person, "view": modal()}, "invalid_arguments"),
        ({"user_id": "U0", "view": home()}, "user_not_found"),
        ({"user_id": gone, "view": home()}, "not_enabled"),
    ):
        with pytest.raises(SlackApiError, match=error):
            client.views_publish(**how)


FORM = modal(
    requester(max_length=5, min_length=2),
    field(menu("1", "2"), block_id="chosen"),
    field(menu("1", "2", kind="checkboxes", action_id="boxes"), optional=True, block_id="boxes"),
    section(accessory={"type": "datepicker", "action_id": "day", "initial_date": "2027-01-19"}),
)


def test_a_form_is_sent_with_its_state_by_block(slack, opened, person):
    view = opened(FORM)
    sent = slack.view_submission(person, view["id"], {"i": "four", "m": "2", "boxes": ["1"]})
    assert sent["view"]["state"]["values"] == {
        "asked": {"i": {"type": "plain_text_input", "value": "four"}},
        "chosen": {"m": {"type": "static_select", "selected_option": option("2")}},
        "boxes": {"boxes": {"type": "checkboxes", "selected_options": [option("1")]}},
        "b3": {"day": {"type": "datepicker", "selected_date": "2027-01-19"}},
    }
    assert sent["view"]["id"] == view["id"]
    assert slack.open_view(person) is None


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"m": "1"}, "i is required"),
        ({"i": "four"}, "m is required"),
        ({"i": "sixsix", "m": "1"}, "i is too long"),
        ({"i": "1", "m": "1"}, "i is too short"),
        ({"i": "four", "m": "3"}, "3 is not in the menu"),
        ({"i": "four", "m": "1", "boxes": ["3"]}, "3 is not in the menu"),
    ],
)
def test_slacks_client_does_not_send_a_wrong_form(slack, opened, person, values, problem):
    view = opened(FORM)
    with pytest.raises(AssertionError, match=problem):
        slack.view_submission(person, view["id"], values)
    assert slack.open_view(person)["id"] == view["id"]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({}, "first"),
        ({"response_action": "errors", "errors": {"asked": "Please say more."}}, "second"),
        ({"response_action": "update", "view": modal(section("changed"))}, "changed"),
        ({"response_action": "push", "view": modal(section("third"))}, "third"),
        ({"response_action": "clear"}, None),
    ],
)
def test_an_acknowledgement_closes_keeps_or_changes_the_form(slack, opened, person, answer, shown):
    opened(modal(section("first")))
    view = opened(modal(requester(), section("second")))
    sent = slack.view_submission(person, view["id"], {"i": "text"})
    slack.check_ack(200, json.dumps(answer).encode() if answer else b"", 0.1, sent=sent)
    top = slack.open_view(person)
    assert (shown is None and top is None) or f"'{shown}'" in str(top)
    assert slack.submitted == {}


def test_until_it_is_acknowledged_a_form_can_still_be_changed(slack, client, opened, person):
    view = opened(modal(requester()))
    sent = slack.view_submission(person, view["id"], {"i": "text"})
    client.views_update(view_id=view["id"], view=modal(requester(), section("working")))
    slack.check_ack(200, b'{"response_action": "errors", "errors": {"asked": "No."}}', 0.1, sent=sent)
    assert "working" in str(slack.open_view(person))
    sent = slack.view_submission(person, view["id"], {"i": "text"})
    slack.check_ack(200, b"", 0.1, sent=sent)
    slack.check_ack(200, b"", 0.1, sent=sent)  # the same form from another device changes nothing more
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id=view["id"], view=modal())


def test_a_fourth_form_cannot_be_pushed_and_errors_need_their_field(slack, opened, person):
    for _ in range(3):
        view = opened(modal(requester()))
    for answer in (
        {"response_action": "push", "view": modal()},
        {"response_action": "errors", "errors": {"elsewhere": "No."}},
        {"text": "thanks"},
    ):
        view = slack.open_view(person)
        sent = slack.view_submission(person, view["id"], {"i": "text"})
        with pytest.raises(AssertionError):
            slack.check_ack(200, json.dumps(answer).encode(), 0.1, sent=sent)
        slack.views[person][2:] = [view]


def test_closing_a_form_is_told_only_if_asked_for(slack, opened, person):
    view = opened(modal(notify_on_close=True))
    assert slack.view_closed(person, view["id"])["type"] == "view_closed"
    assert slack.open_view(person) is None
    view = opened(modal())
    with pytest.raises(AssertionError, match="tells nobody"):
        slack.view_closed(person, view["id"])


def test_clicks_in_a_form_and_on_the_home_page(slack, client, opened, person):
    view = opened(modal(row(button(), block_id="row"), requester()))
    sent = slack.view_action(person, view["id"], button())
    assert sent["container"] == {"type": "view", "view_id": view["id"]}
    assert (sent["actions"][0]["block_id"], sent["view"]["id"]) == ("row", view["id"])
    assert "response_url" not in sent
    published = client.views_publish(user_id=person, view=home(row(button())))["view"]
    assert slack.view_action(person, published["id"], button())["view"]["type"] == "home"

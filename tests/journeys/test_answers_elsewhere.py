"""A response_url that is over loses no answer: it comes by direct messages, and nothing is tried there again.

All places that answer by one go through `Presenter._responded`, which the last test holds:
 - the answer to a command that comes later, and the sentence on what is wrong with a command
 - the answer to a click, in place of what was clicked: an answer to a command, an invitation, a card
 - the answer to a form, in place of the message with the button that opened it, perhaps an hour ago
 - where the card is, after a command elsewhere
 - an apology
"""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.failures import drop, over, rate_limited, server_error, slack_error
from tests.journeys.test_teams import name, send, team_of
from tests.support.talk import Talk
from tests.support.teamwork import Teamwork, press

WAYS = {
    "expired": over("expired_url"),
    "used": over("used_url"),
    "no longer known": over(""),
    "refused": slack_error("channel_not_found"),
    "failed": server_error(),
    "dropped": drop(),
}
KEPT = "What you answered"


@pytest.fixture(params=WAYS)
def no_answers(request, talk):
    """Let every response_url fail from now on."""
    return lambda: talk.slack.fail("response_url", WAYS[request.param], times=50)


@pytest.fixture
def team(talk) -> Teamwork:
    """A team of the person alone."""
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    return Teamwork(talk.server, talk.channel, [talk])


def tries(talk: Talk) -> int:
    return len([call for call in talk.slack.calls if call.method == "response_url"])


def test_the_answer_to_a_command(talk, no_answers):
    no_answers()
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    assert talk.last.startswith("Fraud is a team now.")
    assert talk.whispers == []
    assert talk.slack.messages(talk.channel) == [], "nobody else reads it"
    assert len([each for each in talk.slack.messages(talk.dm) if "Slack did not take" in each.text]) == 0


def test_what_is_wrong_with_a_command(talk, no_answers):
    no_answers()
    talk.command("/rung team nwe Fraud")
    assert talk.last.startswith('I do not know "/rung team nwe"')


def test_the_answer_to_a_click_that_only_one_person_sees(talk, no_answers):
    talk.command("/rung team")
    no_answers()
    talk.press_whispered("Create and start")
    assert any(each.text.startswith("ml-fraud is a team now.") for each in talk.slack.messages(talk.dm))
    assert team_of(talk) is not None


def test_the_answer_to_a_click_on_a_message(talk, team, no_answers):
    team.start()
    no_answers()
    press(talk, "Not this time")
    assert [each.text for each in talk.slack.messages(talk.dm)][-1].startswith("Fine"), "in place of the invitation"
    assert len(talk.slack.messages(talk.dm)) == 1


def test_a_card_stays_where_it_is(talk, no_answers):
    talk.command("/rung assess")
    card = talk.card.ts
    no_answers()
    talk.click("No")
    assert ("1 answered" in talk.screen, talk.card.ts) == (True, card)


def test_where_the_card_is_need_not_be_said(talk, no_answers):
    no_answers()
    talk.command("/rung assess")
    assert "0 answered" in talk.screen
    assert len(talk.slack.messages(talk.dm)) == 1


def test_where_the_card_is_said_later_posts_no_second_card(talk):
    talk.slack.fail("response_url", rate_limited(1))
    talk.command("/rung assess")
    assert len(talk.slack.messages(talk.dm)) == 1


RHYTHM = {"every": "month", "day": "first tuesday", "hour": "10", "year": "january", "lasts": "5"}
RHYTHM |= {"nudging": "normal", "reminds": "no"}
FORMS: dict[str, tuple[str, dict[str, Any], str]] = {
    "/rung away": ("Add days", {"away_from": "2026-12-21"}, "You are not asked on 21 December 2026."),
    "/rung schedule": ("Change", RHYTHM, "Fraud is asked"),
    "/rung team": ("Settings", {"name": "Abuse"}, "Changed. This is how it stands."),
}
TEAM_FIELDS: dict[str, Any] = {"headline": "google", "scales": [], "leaderboard": "no", "answers": "no", "zone": "UTC"}


@pytest.mark.parametrize("command", FORMS)
def test_a_form_sent_in_an_hour_after_it_was_opened(talk, team, command):
    label, fields, begins = FORMS[command]
    talk.command(command)
    talk.press_whispered(label)
    if command == "/rung team":
        fields = fields | TEAM_FIELDS | {"roster": [talk.person], "owners": [talk.person]}
    later(talk, 3600)
    assert send(talk, **fields) == b""
    assert begins in talk.last


def test_the_form_of_a_new_team_an_hour_after_it_was_opened(talk):
    talk.command("/rung team")
    talk.press_whispered("Choose settings")
    later(talk, 3600)
    send(talk, name="Fraud", **TEAM_FIELDS, roster=[talk.person], owners=[talk.person])
    assert talk.last.startswith("Changed. This is how it stands.")


def later(talk: Talk, seconds: float) -> None:
    talk.slack.clock = lambda: time.monotonic() + seconds


def test_what_has_failed_is_not_tried_again_for_the_same_request(talk, no_answers):
    no_answers()
    talk.slack.fail("chat.postMessage", slack_error("messages_tab_disabled"), times=50)
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    assert tries(talk) == 1
    posts = [call for call in talk.slack.calls if call.method == "chat.postMessage"]
    assert len(posts) == 1, "nor does an apology go where the answer could not"


def test_one_that_says_wait_is_waited_for_and_then_the_answer_goes_elsewhere(talk, monkeypatch):
    monkeypatch.setattr("bot.process.reply_threads.MOST_TRIES", 2)
    talk.slack.fail("response_url", rate_limited(1), times=50)
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    assert talk.last.startswith("Fraud is a team now.")
    assert tries(talk) == 2


@pytest.mark.parametrize("command", ["/rung leaderboard", "/rung digest", "/rung history"])
def test_an_answer_that_is_to_come_later_does_come(talk, team, command):
    talk.slack.fail("response_url", rate_limited(1))
    before = len(talk.whispers)
    talk.command(command)
    assert len(talk.whispers) == before + 1


def apology(talk: Talk) -> str:
    said = [*talk.whispers, *(each.text for each in talk.slack.messages(talk.dm))]
    return next(text for text in said if text.startswith(("Slack did not take", "Something went wrong")))


@pytest.mark.parametrize(("label", "kept"), [("No", True), ("Not sure", True), ("Why this question", False)])
def test_that_an_answer_is_kept_is_said_of_answers(talk, label, kept):
    talk.command("/rung assess")
    talk.slack.fail("response_url", over())
    talk.slack.fail("chat.update", server_error())
    talk.click(label)
    assert (KEPT in apology(talk)) is kept


@pytest.mark.parametrize("command", ["/rung assess", "/rung export mine"])
def test_and_not_of_commands(talk, command):
    talk.slack.fail("conversations.open", slack_error("x"))
    talk.command(command)
    assert apology(talk) == "Slack did not take my reply (x). Please try once more."


def test_of_typed_answers_too(talk):
    talk.command("/rung assess")
    talk.slack.fail("chat.postMessage", slack_error("x"))
    talk.says("no")
    assert KEPT in apology(talk)


@pytest.mark.parametrize(("is_click", "kept"), [(True, True), (False, False)])
def test_after_an_error_that_nobody_foresaw(talk, monkeypatch, is_click, kept):
    talk.command("/rung assess")
    monkeypatch.setattr("flows.acts.shared.act.Act.lock_person", lambda *_: 1 / 0)
    monkeypatch.setattr("flows.acts.assessment.card_click.go_on", lambda *_: 1 / 0)
    if is_click:
        talk.press(talk.card, talk.element("No"))
        talk.server.wait()
    else:
        talk.command("/rung team rename Abuse")
    assert (KEPT in apology(talk)) is kept


def test_all_answers_go_one_way():
    places = [path for path in Path("bot").rglob("*.py") if ".respond(" in path.read_text(encoding="utf-8")]
    assert places == [Path("bot/sending/presenter.py")]
    assert places[0].read_text(encoding="utf-8").count(".respond(") == 1

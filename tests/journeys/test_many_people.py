"""However many people are named, Slack is asked about no more than a team has room for, and nobody else waits.

All places that ask Slack about people whom somebody has named or chosen, or who are in a channel:
 - /rung team new, add, owner add: TOO_MANY below
 - Create and start on an offer: at most twelve, whom the offer itself has chosen
 - the forms of a new team and of its settings: TOO_MANY_CHOSEN below; only those who are new there are asked about
 - the offer to make a channel a team: at most thirty members
 - /rung actions add: the first one named
Those that name people and ask nobody: /rung team remove, owner remove (TOO_MANY), /rung away @name (the first).
Those that ask about the sender alone: Choose settings, leaderboards and digests, whatever opens direct messages.
Rung invited to a channel, exports and reports ask about nobody.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fakes.failures import rate_limited
from tests.journeys.test_teams import asked, name, send, team_of
from tests.support.talk import Talk, eventually

CROWD = [f"U{number:06}" for number in range(180)]  # as many as fit into one command
ROOM = 100
TOO_MANY = {
    "new Fraud": "That would be 181 people to ask; 100 is the most. Nothing was changed.",
    "add": "That is 180 people; 100 at once is the most. Nothing was changed.",
    "remove": "That is 180 people; 100 at once is the most. Nothing was changed.",
    "owner add": "That is 180 people; 100 at once is the most. Nothing was changed.",
    "owner remove": "That is 180 people; 100 at once is the most. Nothing was changed.",
}
TOO_MANY_CHOSEN = {
    "roster": b"That would be 101 people to ask; 100 is the most.",
    "owners": b"That would be 101 owners; 10 is the most.",
}


def asked_about(talk: Talk) -> list[str]:
    return [call.payload["user"] for call in talk.slack.calls if call.method == "users.info"]


@pytest.mark.parametrize("words", TOO_MANY)
def test_a_crowd_is_counted_before_slack_is_asked_about_anybody(talk, words):
    if not words.startswith("new"):
        talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    before, team = asked_about(talk), team_of(talk)
    talk.command(f"/rung team {words} {name(talk, *CROWD)}")
    assert talk.whispers[-1] == TOO_MANY[words]
    assert asked_about(talk) == before
    assert team_of(talk) == team


def test_more_than_a_command_can_hold_is_refused_unread(talk):
    talk.command(f"/rung team new Fraud {' '.join(f'<@U{number:06}>' for number in range(2500))}")
    assert talk.whispers[-1] == "That has more than 4,000 characters. Please shorten it. Nothing was changed."
    assert asked_about(talk) == []
    assert team_of(talk) is None


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("field", TOO_MANY_CHOSEN)
def test_a_crowd_in_a_form_is_said_in_the_form(talk, field, is_new):
    if not is_new:
        talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    talk.command("/rung team")
    talk.press_whispered("Choose settings" if is_new else "Settings")
    before, team = asked_about(talk), team_of(talk)
    people = {"roster": [talk.person], "owners": [talk.person]} | {field: CROWD[:101]}
    said = send(talk, name="Abuse", **people, headline="google", scales=[], leaderboard="no", answers="no", zone="UTC")
    assert TOO_MANY_CHOSEN[field] in said
    assert asked_about(talk) == before
    assert team_of(talk) == team


def test_room_is_counted_with_those_who_are_there(talk):
    people = [talk.slack.add_person(f"engineer_{number}") for number in range(ROOM)]
    talk.command(f"/rung team new Fraud {name(talk, *people[1:])}")
    before = asked_about(talk)
    talk.command(f"/rung team add {name(talk, *people[:3])}")
    assert talk.whispers[-1] == "That would be 101 people to ask; 100 is the most. Nothing was changed."
    assert asked_about(talk) == before
    assert len(asked(talk)) == ROOM


@pytest.mark.parametrize("words", ["add", "owner add"])
def test_who_may_not_decide_makes_rung_ask_nobody(talk, words):
    other = Talk(talk.server, talk.slack.add_person("analyst"), talk.channel)
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    before = asked_about(talk)
    other.command(f"/rung team {words} {name(talk, *CROWD[:9])}")
    assert other.whispers[-1] == "Fraud's owners decide that; /rung team says who they are. Nothing was changed."
    assert asked_about(talk) == before


def test_a_name_that_cannot_be_is_said_before_slack_is_asked(talk):
    talk.command(f"/rung team new -- {name(talk, *CROWD[:9])}")
    assert "A team needs a name" in talk.whispers[-1]
    assert asked_about(talk) == []


def test_a_form_asks_about_those_who_are_new(talk):
    people = [talk.slack.add_person(f"engineer_{number}") for number in range(20)]
    talk.command(f"/rung team new Fraud {name(talk, *people)}")
    talk.press_whispered("Settings")
    before, newcomer = asked_about(talk), talk.slack.add_person("newcomer")
    chosen = {"roster": [*people, newcomer], "owners": [talk.person]}
    send(talk, name="Fraud", **chosen, headline="google", scales=[], leaderboard="no", answers="no", zone="UTC")
    assert asked_about(talk)[len(before) :] == [newcomer]
    assert asked(talk) == [*people, newcomer]


def test_after_a_pause_it_goes_on_where_it_stopped(talk):
    people = [talk.slack.add_person(f"engineer_{number}") for number in range(5)]
    chances = iter([None, None, None, rate_limited(1)])
    talk.slack.chance = lambda method: next(chances, None) if method == "users.info" else None
    talk.command(f"/rung team new Fraud {name(talk, *people)}")
    assert asked(talk) == [talk.person, *people]
    assert len([call for call in talk.slack.calls if call.method == "users.info" and call.answer["ok"]]) == 6


def test_four_people_with_large_teams_stop_nobodys_click(talk):
    """Slack answers no look-up of theirs before somebody else's click was answered."""
    talk.command("/rung assess")
    others = [Talk(talk.server, talk.slack.add_person("lead"), talk.slack.add_channel(f"ml-{n}")) for n in range(8)]
    for other in others:
        talk.slack.channels[other.channel].members.add(other.person)
    held, answered = [], threading.Event()

    def hold(method: str) -> None:
        if method == "users.info":
            held.append(method)
            talk.slack.lock.release()
            answered.wait(20)
            talk.slack.lock.acquire()

    talk.slack.chance = hold
    with ThreadPoolExecutor(len(others)) as pool:
        try:
            for other in others:
                pool.submit(other.command, f"/rung team new Fraud {name(talk, *CROWD[:99])}")
            eventually(lambda: bool(held))
            talk.press(talk.card, talk.element("No"))
            eventually(lambda: "1 answered" in talk.screen)
        finally:
            answered.set()
    talk.server.wait()


@pytest.mark.parametrize("words", ["team new", "team add", "team remove", "team owner add", "away", "actions add"])
def test_mentions_without_an_end_are_read_in_one_pass(talk, words):
    """Slack checks that the acknowledgement takes three seconds at most; each look from each beginning took twenty."""
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    before = team_of(talk)
    talk.command(f"/rung {words} {'&lt;@A|' * 9000}")
    talk.command(f"/rung {words} {'&lt;!subteam^S|' * 3000}")
    assert team_of(talk) == before

"""A word too many is used or named, never passed over: every route of typed words, each with one that means nothing."""

import pytest

from bot.listeners.routes import ROUTES
from tests.support.talk import Talk
from tests.support.teamwork import Teamwork, claim, team_of

RUBBISH = "xyzzy"
# What stands before the word, where a route needs something that it understands. Where it says so, the word is used.
TYPED = {
    "/rung": "",
    "/rung assess": "full",
    "/rung claim": "wrong",
    "/rung team add": "{person}",
    "/rung team remove": "{person}",
    "/rung team owner": "add {person}",
    "/rung team scale": "google",
    "/rung team leaderboard": "on",
    "/rung team answers": "open",
    "/rung team zone": "Europe/Berlin",
    "/rung team end": "Fraud",
    "/rung actions done": "1",
    "/rung actions drop": "1",
    "/rung away": "off",
    "/rung settings hours": "8-16",
    "/rung settings zone": "slack",
    "/rung settings schedule": "monthly",
    "/rung settings compared-from": "5",
    "/rung schedule …": "monthly",
    "/rung schedule move": "2027-02-12",
    "/rung team days off …": "2027-02-12",
    "/rung leaderboard …": "top 5",
    "/rung leaderboard here": "monthly",
    "/rung digest here": "monthly",
    "/rung quiz": "easy",
    "/rung report": "html",
    "/rung report …": "html",
    "/rung report workspace": "html",
}
USED = {"/rung team rename", "/rung actions add", "/rung settings away-words"}
NOT_SECRET = {"/rung claim"}  # whose word is a code, and is repeated to nobody
ROUTES_TYPED = sorted(route for route in ROUTES if route.startswith("/rung"))


def answer_to(team: Teamwork, owner: Talk, words: str) -> str:
    before = len(owner.whispers)
    answer = owner.command(words, team.channel)
    said = [*owner.whispers[before:], str(answer.get("text", ""))]
    return "\n".join(said)


def test_every_route_uses_or_names_a_word_too_many(server):
    """All in one conversation, since nothing is changed by any that is refused."""
    team = team_of(server, 3)
    owner = team.owner
    claim(owner)
    team.publish("Yes")
    unnamed = []
    for route in ROUTES_TYPED:
        given = TYPED.get(route, "").format(person=f"<@{team.people[1].person}>")
        words = f"{route.removesuffix(' …')} {given}".strip()
        said = answer_to(team, owner, f"{words} {RUBBISH}")
        if route == "/rung team new":
            # Its name is the word, and there is a team already.
            assert "This channel already has a team" in said
        elif route in NOT_SECRET:
            assert "You look after Rung here already." in said
        elif RUBBISH not in said:
            unnamed.append((route, said[:200]))
    assert not unnamed, "\n".join(map(str, unnamed))
    assert set(ROUTES_TYPED) >= USED


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("level azure", "on Azure's scale"),
        ("next azure", "on Azure's scale"),
        ("level on azure", "on Azure's scale"),
        ("level --scale azure", "on Azure's scale"),
        ('level "Azure"', "on Azure's scale"),
        ("history azure", "on Azure's scale"),
        ("level", "on Google Cloud's scale"),
        ("level 7", 'I do not know "7" here; there are google'),
        ("level azur", 'I do not know "azur" here; did you mean "azure"?'),
        ("next azure google", "One scale at a time, please"),
        ("check-in start now", 'I do not know "now" after /rung check-in start. Nothing was changed.'),
        ("upcoming <@U1|anna>", 'I do not know "@anna" after /rung upcoming.'),
    ],
)
def test_a_scale_after_a_result(server, words, told):
    team = team_of(server, 3)
    team.publish("Yes")
    assert told in answer_to(team, team.owner, f"/rung {words}")


def test_help_about_one_command(talk):
    about = talk.command("/rung help schedule")["text"]
    assert "/rung schedule says when the team is asked" in about
    assert "/rung learn has" not in about
    assert 'I do not know "xyzzy"' in talk.command("/rung help xyzzy")["text"]

"""A group of people, such as @ml-fraud, stands for who is in it at that moment.

All places where people can be named:
 - /rung team new, add, remove, owner add, owner remove: groups too, below
 - /rung away, /rung actions add: one person, so that a group is refused in a sentence; ONE_PERSON
 - the forms of a team: Slack offers people alone
"""

import pytest

from tests.fakes.failures import rate_limited, slack_error
from tests.journeys.test_many_people import CROWD, asked_about
from tests.journeys.test_teams import asked, name, team_of
from tests.support.talk import Talk

TODAY = "@ml-fraud has 2 people today; people who join or leave it later are not added or removed by themselves."
ONE_PERSON = {
    "/rung away": "I cannot read groups of people here. Please name them one by one, as @name.",
    "/rung actions add": "I cannot read groups of people here. Please name them one by one, as @name.",
}
NOT_ALLOWED = (
    "I may not see who is in @ml-fraud. Please name its people as @name, or ask whoever runs Rung here for the scope "
    "usergroups:read. Nothing was changed."
)
GONE = "Slack has no group @ml-fraud that is in use. Please name people as @name. Nothing was changed."


@pytest.fixture
def people(talk) -> list[str]:
    talk.slack.scopes.add("usergroups:read")
    return [talk.slack.add_person(role) for role in ("data_scientist", "team_lead")]


def group(*ids: str) -> str:
    return " ".join(f"<!subteam^{group_id}|@ml-fraud>" for group_id in ids)


def owners(talk: Talk) -> list[str]:
    with talk.server.database.reading() as repositories:
        return [person.slack_id for person in repositories.people.list_by_id(team_of(talk).owners)]


def test_a_group_is_who_is_in_it_now(talk, people):
    fraud = talk.slack.add_group(*people)
    talk.command(f"/rung team new Fraud {group(fraud)}")
    assert team_of(talk).name == "Fraud"
    assert asked(talk) == [talk.person, *people]
    assert TODAY in talk.whispers[-1]
    talk.command(f"/rung team owner add {group(fraud)}")
    assert owners(talk) == [talk.person, *people]
    talk.command(f"/rung team owner remove {group(fraud)}")
    assert owners(talk) == [talk.person]
    talk.command(f"/rung team remove {group(fraud)}")
    assert asked(talk) == [talk.person]
    assert TODAY in talk.whispers[-1]
    newcomer = talk.slack.add_person("newcomer")
    talk.slack.groups[fraud].members.append(newcomer)
    assert asked(talk) == [talk.person], "nobody is added by themselves"
    talk.command(f"/rung team add {group(fraud)}")
    assert asked(talk) == [talk.person, *people, newcomer]


def test_groups_and_people_together_count_once(talk, people):
    first, second = talk.slack.add_group(*people), talk.slack.add_group(people[1])
    talk.command(f"/rung team new Fraud {name(talk, people[0])} {group(first, second, first)}")
    assert asked(talk) == [talk.person, *people]
    assert sorted(asked_about(talk)) == sorted([talk.person, *people])
    assert talk.whispers[-1].count("@ml-fraud has") == 2


def test_bots_and_leavers_in_a_group_are_left_out(talk, people):
    gone = talk.slack.add_person("leaver", deactivated=True)
    talk.command(f"/rung team new Fraud {group(talk.slack.add_group(*people, gone))}")
    assert asked(talk) == [talk.person, *people]
    assert f"Left out: <@{gone}>." in talk.whispers[-1]


@pytest.mark.parametrize("words", ["new Fraud", "add", "owner add"])
def test_a_large_group_is_counted_before_its_people_are_looked_up(talk, people, words):
    if words != "new Fraud":
        talk.command(f"/rung team new Fraud {name(talk, *people)}")
    before, team = asked_about(talk), team_of(talk)
    talk.command(f"/rung team {words} {group(talk.slack.add_group(*CROWD))}")
    assert talk.whispers[-1].startswith("That would be 18")
    assert talk.whispers[-1].endswith("is the most. Nothing was changed.")
    assert asked_about(talk) == before
    assert team_of(talk) == team


def test_a_large_group_can_be_taken_off(talk, people):
    talk.command(f"/rung team new Fraud {name(talk, *people)}")
    talk.command(f"/rung team remove {group(talk.slack.add_group(*people, *CROWD))}")
    assert asked(talk) == [talk.person]


def without_scope(talk: Talk) -> str:
    talk.slack.scopes.discard("usergroups:read")
    return talk.slack.add_group(talk.person)


def without_plan(talk: Talk) -> str:
    talk.slack.has_groups = False
    return talk.slack.add_group(talk.person)


UNREADABLE = {
    "no scope": (without_scope, NOT_ALLOWED),
    "no plan": (without_plan, GONE),
    "unknown": (lambda _: "S0NOBODY", GONE),
    "disabled": (lambda talk: talk.slack.add_group(talk.person, disabled=True), GONE),
    "empty": (
        lambda talk: talk.slack.add_group(),
        "Nobody is in @ml-fraud now. Please name people as @name. Nothing was changed.",
    ),
}


@pytest.mark.parametrize("words", ["new Fraud", "add", "remove", "owner add", "owner remove"])
@pytest.mark.parametrize("why", UNREADABLE)
def test_a_group_that_cannot_be_read(talk, people, words, why):
    if words != "new Fraud":
        talk.command(f"/rung team new Fraud {name(talk, *people)}")
    make, sentence = UNREADABLE[why]
    team, group_id = team_of(talk), make(talk)
    talk.command(f"/rung team {words} {group(group_id)}")
    assert talk.whispers[-1] == sentence
    assert team_of(talk) == team


def test_who_may_not_decide_makes_rung_read_no_group(talk, people):
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    other = Talk(talk.server, people[0], talk.channel)
    for words in ("add", "remove", "owner add", "owner remove"):
        other.command(f"/rung team {words} {group(talk.slack.add_group(*people))}")
        assert other.whispers[-1].startswith("Fraud's owners decide that")
    assert "usergroups.users.list" not in {call.method for call in talk.slack.calls}


def test_too_many_groups(talk, people):
    talk.command(f"/rung team new Fraud {group(*(f'S{number}' for number in range(6)))}")
    assert talk.whispers[-1] == "That is 6 groups; 5 at once is the most. Nothing was changed."


def test_a_pause_that_slack_asks_for_is_kept(talk, people):
    talk.slack.fail("usergroups.users.list", rate_limited(1))
    talk.command(f"/rung team new Fraud {group(talk.slack.add_group(*people))}")
    assert asked(talk) == [talk.person, *people]


def test_another_error_is_told(talk, people):
    talk.slack.fail("usergroups.users.list", slack_error("invalid_auth"))
    talk.command(f"/rung team new Fraud {group(talk.slack.add_group(*people))}")
    assert talk.whispers[-1] == "Slack did not take my reply (invalid_auth). Please try once more."


def test_a_hostile_name_of_a_group_is_shown_as_it_is(talk, people):
    fraud = talk.slack.add_group(*people)
    talk.command(f"/rung team new Fraud <!subteam^{fraud}|@a&amp;b *c*>")
    assert "@a&amp;b *c* has 2 people today" in talk.whispers[-1]


@pytest.mark.parametrize("command", ONE_PERSON)
def test_where_one_person_is_meant(talk, people, command):
    talk.command(f"/rung team new Fraud {name(talk, talk.person)}")
    talk.command(f"{command} {group(talk.slack.add_group(*people))} 2027-02-01")
    assert talk.whispers[-1] == ONE_PERSON[command]

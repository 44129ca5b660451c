"""Teams as they are kept, on both databases."""

from dataclasses import replace

import pytest

from flows.errors import StorageBusyError
from flows.teams.person import Actor
from flows.teams.team import Team
from tests.support.clock import NOW

TEAM = Team(
    *("t1", "T1", "Fraud", "C1", "Europe/Berlin"),
    roster=("p2", "p1"),
    owners=("p1", "p3"),
    created_at=NOW,
    scales=("google", "azure"),
    on_leaderboard=True,
)


@pytest.fixture
def people(database):
    with database.transaction() as repositories:
        for number in range(1, 4):
            repositories.people.add(Actor("T1", f"U{number}"), new_id=f"p{number}", now=NOW)
    return database


def add(database, *teams: Team) -> None:
    with database.transaction() as repositories:
        for each in teams:
            repositories.teams.add(each)


def test_a_team_comes_back_as_it_was(people):
    add(people, TEAM)
    with people.reading() as repositories:
        teams = repositories.teams
        assert teams.find("t1") == teams.find_named("T1", "fraud") == teams.find_in_channel("T1", "C1") == TEAM
        assert teams.find("t2") is teams.find_named("T2", "fraud") is teams.find_in_channel("T1", "C2") is None
        assert [teams.list_of(each) for each in ("p1", "p2", "p3", "p4")] == [[TEAM], [TEAM], [TEAM], []]
    with people.transaction() as repositories:
        assert repositories.teams.lock("t1") == TEAM
        with pytest.raises(LookupError):
            repositories.teams.lock("t2")


def test_only_what_has_changed_is_written(people):
    add(people, TEAM)
    after = replace(TEAM, name="Abuse", roster=("p3", "p2"), owners=("p2",), scales=(), channel_id=None)
    with people.transaction() as repositories:
        repositories.teams.save(TEAM, after)
    with people.reading() as repositories:
        assert repositories.teams.find("t1") == after


@pytest.mark.parametrize("same", [{"channel_id": "C1"}, {"name": "FRAUD"}])
def test_living_teams_differ_in_name_and_channel(people, same):
    other = replace(TEAM, **{"id": "t2", "name": "Search", "channel_id": "C2"} | same)
    add(people, TEAM)
    with pytest.raises(StorageBusyError):
        add(people, other)
    with people.transaction() as repositories:
        repositories.teams.save(TEAM, replace(TEAM, ended_at=NOW))
    add(people, other)
    with people.reading() as repositories:
        assert repositories.teams.list_of("p1") == [other]
        assert repositories.teams.find("t1").ended_at == NOW


def test_a_team_without_a_channel_is_in_nobodys_way(people):
    add(people, *(replace(TEAM, id=f"t{number}", name=f"Team {number}", channel_id=None) for number in range(2)))


def test_people_are_listed_in_the_order_asked_for(people):
    with people.reading() as repositories:
        found = repositories.people.list_by_id(("p3", "p1"))
        assert [each.slack_id for each in found] == ["U3", "U1"]
        assert repositories.people.list_by_id(()) == []

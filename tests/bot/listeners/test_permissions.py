"""Who may do what is one table, and everything that can be done has its row."""

from collections import Counter

import pytest

from bot.listeners.roles import Requester, Role, check_allowed, depends_on_person
from bot.listeners.routes import ALL_ROUTES, ALLOWED, find_route
from bot.slack.ids import ActionId, EventId, FormId
from flows.errors import RefusedError
from flows.teams.person import Person
from flows.teams.team import Team
from tests.support.clock import NOW

FOR_PEOPLE = {
    *(ActionId.PREVIEW_SHARE, ActionId.CHOOSE_CHANNEL, ActionId.SHARE, ActionId.CREATE_TEAM, ActionId.PLAN_TEAM),
    *(ActionId.TEAM_CHANNEL, "/rung claim", "/rung team new", FormId.NEW_TEAM, "/rung leaderboard", "/rung digest"),
    *(ActionId.LEADERBOARD_PAGE, ActionId.LEADERBOARD_BACK, ActionId.LEADERBOARD_MORE, ActionId.SHARE_LEADERBOARD),
    *(ActionId.SHARE_DIGEST, "/rung leaderboard …", "/rung digest …"),
}
FOR_OWNERS = {
    *("/rung team add", "/rung team remove", "/rung team owner", "/rung team rename", "/rung team move"),
    *("/rung team scale", "/rung team leaderboard", "/rung team answers", "/rung team zone", "/rung team end"),
    *(ActionId.TEAM_SETTINGS, FormId.TEAM, ActionId.START_CHECK_IN, ActionId.START_REVISION, ActionId.AGREE),
    *(ActionId.CLOSE_CHECK_IN, ActionId.PUBLISH, ActionId.DISCUSS, ActionId.SUMMARY_CHANNEL),
    *("/rung check-in start", "/rung check-in close", "/rung check-in cancel", "/rung check-in discuss"),
    *("/rung check-in publish", "/rung schedule …", ActionId.CHANGE_SCHEDULE, ActionId.PAUSE_SCHEDULE),
    *(ActionId.RESUME_SCHEDULE, FormId.SCHEDULE, ActionId.LEAVE_LEADERBOARD, "/rung export team", ActionId.EXPORT_TEAM),
    "/rung team days off …",
    *("/rung schedule pause", "/rung schedule resume", "/rung schedule move"),
}
FOR_ADMINS = {
    "/rung report workspace",
    *("/rung settings schedule", "/rung settings away-words", "/rung settings compared-from"),
    ActionId.SEND_AGAIN,
    *("/rung leaderboard here", "/rung leaderboard off", "/rung digest here", "/rung digest off"),
    "/rung export workspace",
    ActionId.EXPORT_WORKSPACE,
}
FOR_TEAM = {
    *("/rung report", "/rung report …"),
    *("/rung actions add", "/rung actions done", "/rung actions drop", ActionId.TAKE_ON),
}
TEAM = Team("t1", "T1", "Fraud", "C1", "UTC", roster=("p1", "p2", "p3"), owners=("p1", "p3"), created_at=NOW)


def may(what, person: Person | None, *, is_admin: bool = False, from_elsewhere: bool = False) -> bool:
    try:
        check_allowed(ALLOWED[what], Requester(person, TEAM, is_admin), from_elsewhere=from_elsewhere)
    except RefusedError:
        return False
    return True


def test_everything_that_can_be_done_has_one_row():
    times = Counter(route.id for route in ALL_ROUTES)
    assert [route_id for route_id, rows in times.items() if rows > 1] == []
    typed = {route_id for route_id in times if route_id.startswith("/rung")}
    assert set(times) - typed == {*ActionId, *FormId, *EventId}
    assert set(times) >= FOR_PEOPLE | FOR_OWNERS | FOR_ADMINS | FOR_TEAM


@pytest.mark.parametrize(
    ("command", "typed", "route", "left"),
    [
        ("/rung leaderboard", "", "/rung leaderboard", ""),
        ("/rung leaderboard", "HERE  monthly --sort level", "/rung leaderboard here", "monthly --sort level"),
        ("/rung leaderboard", "--sort level", "/rung leaderboard …", "--sort level"),
        ("/rung schedule", "", "/rung schedule", ""),
        ("/rung schedule", "monthly", "/rung schedule …", "monthly"),
        ("/rung schedule", "…", "/rung schedule …", "…"),
        ("/rung schedule", "move 2027-01-19", "/rung schedule move", "2027-01-19"),
        ("/rung team", "days", "/rung team days", ""),
        ("/rung team", "Days  off", "/rung team days off", ""),
        ("/rung team", "days off 2027-02-12", "/rung team days off …", "2027-02-12"),
        ("/rung team", "days off …", "/rung team days off …", "…"),
        ("/rung team", "add <@U1>", "/rung team add", "<@U1>"),
        ("/rung assess", "private quick", "/rung assess", "private quick"),
    ],
)
def test_the_longest_words_that_have_a_route_are_meant(command, typed, route, left):
    assert find_route(command, typed) == (route, left)


@pytest.mark.parametrize("what", list(ALLOWED))
def test_the_table(what):
    expected = {Role.PERSON, Role.GUEST}
    if what in FOR_PEOPLE:
        expected = {Role.PERSON}
    if what in FOR_OWNERS:
        expected = {Role.OWNER, Role.ADMIN}
    if what in FOR_TEAM:
        expected = {Role.OWNER, Role.ADMIN, Role.RESPONDENT}
    if what in FOR_ADMINS:
        expected = {Role.ADMIN}
    assert ALLOWED[what] == expected
    assert depends_on_person(ALLOWED[what], from_elsewhere=False) == (
        what in FOR_PEOPLE | FOR_OWNERS | FOR_TEAM | FOR_ADMINS
    )
    assert depends_on_person(ALLOWED[what], from_elsewhere=True)


@pytest.mark.parametrize("what", list(ALLOWED))
def test_each_role(what):
    respondent, owner, stranger = (Person(each, "T1", "U1", is_guest=False) for each in ("p2", "p1", "p9"))
    guest, guest_named_owner = (Person(each, "T1", "U1", is_guest=True) for each in ("p2", "p3"))
    assert may(what, owner) == (what not in FOR_ADMINS)
    assert may(what, stranger, is_admin=True)
    assert may(what, respondent) == (what not in FOR_OWNERS | FOR_ADMINS)
    assert may(what, stranger) == may(what, None) == (what not in FOR_OWNERS | FOR_TEAM | FOR_ADMINS)
    of_guests = what not in FOR_PEOPLE | FOR_OWNERS | FOR_ADMINS
    assert may(what, guest) == may(what, guest_named_owner, is_admin=True) == of_guests


@pytest.mark.parametrize("what", list(ALLOWED))
def test_people_of_another_workspace_answer_once_they_are_on_a_list_and_do_nothing_else(what):
    assert not may(what, None, from_elsewhere=True)
    assert not may(what, Person("p1", "T1", "U1", is_guest=False), is_admin=True, from_elsewhere=True)
    known = Person("p2", "T1", "U1", is_guest=True)
    assert may(what, known, from_elsewhere=True) == (what not in FOR_PEOPLE | FOR_OWNERS | FOR_ADMINS)
    with pytest.raises(RefusedError, match="people of this workspace only"):
        check_allowed(ALLOWED[what], Requester(), from_elsewhere=True)


@pytest.mark.parametrize(("is_guest", "allowed"), [(True, False), (False, True), (None, True)])
def test_guests_do_not_share(is_guest, allowed):
    assert may(ActionId.SHARE, Person("p1", "T1", "U1", is_guest=is_guest)) == allowed

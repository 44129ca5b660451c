"""Who may do what is one table, and everything that can be done has its row."""

import pytest

from bot.listeners.cards import HANDLERS
from bot.listeners.check_ins import CHECK_IN_WORDS
from bot.listeners.commands import COMMANDS
from bot.listeners.exports import EXPORT_WORDS
from bot.listeners.permissions import ALLOWED, Doing, Requester, Role, check_allowed, depends_on_person
from bot.listeners.teams import TEAM_WORDS
from bot.listeners.teams_actions import ACTION_WORDS
from bot.slack.ids import ActionId, FormId
from bot.slack.payloads import Inbound
from flows.errors import RefusedError
from flows.teams.person import Actor, Person
from flows.teams.team import Team
from tests.support.clock import NOW

FOR_PEOPLE = {
    *(ActionId.PREVIEW_SHARE, ActionId.CHOOSE_CHANNEL, ActionId.SHARE, ActionId.CREATE_TEAM, ActionId.PLAN_TEAM),
    *(ActionId.TEAM_CHANNEL, Doing.CLAIM, Doing.NEW_TEAM, FormId.NEW_TEAM, Doing.SEE_LEADERBOARD, Doing.SEE_DIGEST),
    *(ActionId.LEADERBOARD_PAGE, ActionId.LEADERBOARD_BACK, ActionId.LEADERBOARD_MORE, ActionId.SHARE_LEADERBOARD),
    ActionId.SHARE_DIGEST,
}
FOR_OWNERS = {
    *(Doing.ADD_PEOPLE, Doing.REMOVE_PEOPLE, Doing.CHANGE_OWNERS, Doing.RENAME_TEAM, Doing.MOVE_TEAM),
    *(Doing.CHOOSE_SCALE, Doing.CHOOSE_LEADERBOARD, Doing.CHOOSE_ANSWERS, Doing.CHOOSE_ZONE, Doing.END_TEAM),
    *(ActionId.TEAM_SETTINGS, FormId.TEAM, ActionId.START_CHECK_IN, ActionId.START_REVISION, ActionId.AGREE),
    *(ActionId.CLOSE_CHECK_IN, ActionId.PUBLISH, ActionId.DISCUSS, ActionId.SUMMARY_CHANNEL),
    *(Doing.START_CHECK_IN, Doing.CLOSE_CHECK_IN, Doing.CANCEL_CHECK_IN, Doing.DISCUSS_CHECK_IN),
    *(Doing.PUBLISH_CHECK_IN, Doing.CHANGE_SCHEDULE, ActionId.CHANGE_SCHEDULE, ActionId.PAUSE_SCHEDULE),
    *(ActionId.RESUME_SCHEDULE, FormId.SCHEDULE, ActionId.LEAVE_LEADERBOARD, Doing.EXPORT_TEAM, ActionId.EXPORT_TEAM),
}
FOR_ADMINS = {
    Doing.REPORT_WORKSPACE,
    Doing.WORKSPACE_SETTINGS,
    ActionId.SEND_AGAIN,
    Doing.POST_LEADERBOARD,
    Doing.POST_DIGEST,
    Doing.EXPORT_WORKSPACE,
    ActionId.EXPORT_WORKSPACE,
}
FOR_TEAM = {Doing.REPORT, Doing.ADD_ACTION, Doing.END_ACTION, Doing.DROP_ACTION, ActionId.TAKE_ON}
TEAM = Team("t1", "T1", "Fraud", "C1", "UTC", roster=("p1", "p2", "p3"), owners=("p1", "p3"), created_at=NOW)


def sent(*, from_elsewhere: bool = False) -> Inbound:
    return Inbound(Actor("T1", "U1"), "r1", from_elsewhere=from_elsewhere)


def may(what, person: Person | None, *, is_admin: bool = False, from_elsewhere: bool = False) -> bool:
    try:
        check_allowed(what, sent(from_elsewhere=from_elsewhere), Requester(person, TEAM, is_admin))
    except RefusedError:
        return False
    return True


def test_everything_that_can_be_done_has_a_row():
    assert set(ALLOWED) == {*Doing, *ActionId, *FormId}
    assert set(HANDLERS) == set(ActionId)
    words = [*COMMANDS, *(f"team {word}" for word in TEAM_WORDS if word)]
    words += [f"actions {word}" for word in ACTION_WORDS if word]
    words += [f"check-in {word}" for word in CHECK_IN_WORDS if word]
    words += [f"export {word}" for word in EXPORT_WORDS if word != "mine"]
    without_word = {Doing.TYPE, Doing.INVITE, Doing.OPEN_HOME, Doing.CHANGE_SCHEDULE, Doing.WORKSPACE_SETTINGS}
    without_word |= {Doing.REPORT_WORKSPACE, Doing.POST_LEADERBOARD, Doing.POST_DIGEST}
    assert {f"/rung {word}".strip() for word in words} == set(Doing) - without_word


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
    assert depends_on_person(what, from_elsewhere=False) == (what in FOR_PEOPLE | FOR_OWNERS | FOR_TEAM | FOR_ADMINS)
    assert depends_on_person(what, from_elsewhere=True)


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
        check_allowed(what, sent(from_elsewhere=True))


@pytest.mark.parametrize(("is_guest", "allowed"), [(True, False), (False, True), (None, True)])
def test_guests_do_not_share(is_guest, allowed):
    assert may(ActionId.SHARE, Person("p1", "T1", "U1", is_guest=is_guest)) == allowed

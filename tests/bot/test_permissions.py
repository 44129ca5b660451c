"""Who may do what is one table, and everything that can be done has its row."""

import pytest

from bot.listeners.actions import HANDLERS
from bot.listeners.commands import COMMANDS
from bot.payloads import Inbound
from bot.permissions import ALLOWED, Doing, Role, check_allowed, depends_on_person
from bot.slack_ids import ActionId, FormId
from flows.errors import RefusedError
from flows.person import Acting, Person

NOT_FOR_GUESTS = {ActionId.PREVIEW_SHARE, ActionId.CHOOSE_CHANNEL, ActionId.SHARE, Doing.CLAIM}


def sent(*, from_elsewhere: bool = False) -> Inbound:
    return Inbound(Acting("T1", "U1"), "r1", from_elsewhere=from_elsewhere)


def test_everything_that_can_be_done_has_a_row():
    assert set(ALLOWED) == {*Doing, *ActionId, *FormId}
    assert set(HANDLERS) == set(ActionId)
    assert {f"/rung {word}".strip() for word in COMMANDS} == set(Doing) - {Doing.TYPE, Doing.INVITE}


@pytest.mark.parametrize("what", list(ALLOWED))
def test_the_table(what):
    expected = {Role.PERSON} if what in NOT_FOR_GUESTS else {Role.PERSON, Role.GUEST}
    assert ALLOWED[what] == expected
    assert depends_on_person(what) == (what in NOT_FOR_GUESTS)


@pytest.mark.parametrize("what", list(ALLOWED))
def test_nobody_of_another_workspace_may_do_anything(what):
    with pytest.raises(RefusedError, match="people of this workspace only"):
        check_allowed(what, sent(from_elsewhere=True))


@pytest.mark.parametrize(("is_guest", "may"), [(True, False), (False, True), (None, True)])
def test_guests_do_not_share(is_guest, may):
    person = Person("p1", "T1", "U1", is_guest=is_guest)
    if may:
        check_allowed(ActionId.SHARE, sent(), person)
    else:
        with pytest.raises(RefusedError, match="Guests"):
            check_allowed(ActionId.SHARE, sent(), person)

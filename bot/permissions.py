"""Who may do what, in one table. A listener without a row fails the tests."""

from collections.abc import Mapping
from enum import StrEnum

from bot.payloads import Inbound
from bot.slack_ids import ActionId, FormId
from flows.errors import RefusedError
from flows.person import Person


class Role(StrEnum):
    """What somebody is to the workspace a request came from."""

    PERSON = "person"
    GUEST = "guest"
    ELSEWHERE = "person of another workspace"


class Doing(StrEnum):
    """What can be done without pressing anything."""

    SEE_STANDING = "/rung"
    HELP = "/rung help"
    ASSESS = "/rung assess"
    CLAIM = "/rung claim"
    TYPE = "typing in the direct messages"
    INVITE = "inviting Rung to a channel"


_HERE = frozenset({Role.PERSON, Role.GUEST})
# What is shared in a channel speaks for the company, of which a guest is no part.
_PEOPLE = frozenset({Role.PERSON})

ALLOWED: Mapping[str, frozenset[Role]] = {
    Doing.SEE_STANDING: _HERE,
    Doing.HELP: _HERE,
    Doing.ASSESS: _HERE,
    Doing.CLAIM: _PEOPLE,
    Doing.TYPE: _HERE,
    Doing.INVITE: _HERE,
    ActionId.YES: _HERE,
    ActionId.PARTIAL: _HERE,
    ActionId.NO: _HERE,
    ActionId.UNKNOWN: _HERE,
    ActionId.WHY: _HERE,
    ActionId.NOTE: _HERE,
    ActionId.BACK: _HERE,
    ActionId.MORE: _HERE,
    ActionId.LESS: _HERE,
    ActionId.NOT_APPLICABLE: _HERE,
    ActionId.GIVE_REASON: _HERE,
    ActionId.PAUSE: _HERE,
    ActionId.GO_ON: _HERE,
    ActionId.START_OVER: _HERE,
    ActionId.BEGIN_AGAIN: _HERE,
    ActionId.SHOW_RESULT: _HERE,
    ActionId.SHOW_PROOF: _HERE,
    ActionId.SHOW_COMPARISON: _HERE,
    ActionId.SHOW_ANSWERS: _HERE,
    ActionId.CHANGE_ANSWER: _HERE,
    ActionId.ASK_MORE: _HERE,
    ActionId.PREVIEW_SHARE: _PEOPLE,
    ActionId.CHOOSE_CHANNEL: _PEOPLE,
    ActionId.SHARE: _PEOPLE,
    ActionId.ASSESS: _HERE,
    FormId.NOTE: _HERE,
    FormId.REASON: _HERE,
}


def depends_on_person(what: str) -> bool:
    """Whether one has to look up who the person is to decide."""
    return ALLOWED[what] != _HERE


def check_allowed(what: str, inbound: Inbound, person: Person | None = None) -> None:
    """Raise RefusedError when the sender may not do this."""
    role = _role(inbound, person)
    if role in ALLOWED[what]:
        return
    if role is Role.ELSEWHERE:
        raise RefusedError("Rung answers people of this workspace only. Yours may have a Rung of its own.")
    raise RefusedError("Guests answer for themselves; this is for people of the workspace.")


def _role(inbound: Inbound, person: Person | None) -> Role:
    if inbound.from_elsewhere:
        return Role.ELSEWHERE
    return Role.GUEST if person and person.is_guest else Role.PERSON

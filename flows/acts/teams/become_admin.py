"""Become the one who looks after Rung in a workspace, with the code that whoever started it has seen."""

from enum import StrEnum
from hmac import compare_digest

from flows.acts.shared.act import Act


class AdminAnswer(StrEnum):
    """What came of it."""

    DONE = "done"
    ALREADY = "already"
    TAKEN = "taken"
    WRONG = "wrong"


def claim(act: Act, given: str, code: str) -> AdminAnswer:
    """Make the acting person an admin, if the code is right and the workspace has none."""
    person, people = act.lock_person(), act.repositories.people
    act.repositories.workspaces.lock(person.workspace_id)  # of two who claim at once, one is first
    admins = people.list_admins(person.workspace_id)
    if admins:
        return AdminAnswer.ALREADY if person.id in {each.id for each in admins} else AdminAnswer.TAKEN
    if not code or not compare_digest(_bare(given), _bare(code)):
        return AdminAnswer.WRONG
    people.make_admin(person.id)
    return AdminAnswer.DONE


def _bare(code: str) -> bytes:
    return "".join(code.split()).replace("-", "").upper().encode()

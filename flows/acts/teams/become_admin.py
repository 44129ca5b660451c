"""Become the admin of a workspace, with the code that was printed when Rung started."""

from enum import StrEnum
from hmac import compare_digest

from flows.acts.shared.act import Act


class AdminAnswer(StrEnum):
    """The answer to a person who gives the code."""

    DONE = "done"
    ALREADY = "already"
    TAKEN = "taken"
    WRONG = "wrong"


def become_admin(act: Act, given: str, code: str) -> AdminAnswer:
    """Make the acting person an admin, if the code is right and the workspace has none."""
    person, people = act.lock_person(), act.repositories.people
    act.repositories.workspaces.lock(person.workspace_id)  # of two people at once, one is first
    admins = people.list_admins(person.workspace_id)
    if person.id in {admin.id for admin in admins}:
        return AdminAnswer.ALREADY
    if admins:
        return AdminAnswer.TAKEN
    if not code or not compare_digest(_bare(given), _bare(code)):
        return AdminAnswer.WRONG
    people.make_admin(person.id)
    return AdminAnswer.DONE


def _bare(code: str) -> bytes:
    return "".join(code.split()).replace("-", "").upper().encode()

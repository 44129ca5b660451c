"""Who may do what: the roles that routes allow, what somebody is, and what those read who may not."""

from dataclasses import dataclass
from enum import StrEnum

from flows.errors import RefusedError
from flows.teams.person import Person
from flows.teams.team import Team


class Role(StrEnum):
    """What somebody is to the workspace a request came from, and to the team it is about."""

    ADMIN = "admin"
    OWNER = "owner"
    RESPONDENT = "respondent"
    PERSON = "person"
    GUEST = "guest"
    ELSEWHERE = "person of another workspace"


HERE = frozenset({Role.PERSON, Role.GUEST})
# What is shared in a channel speaks for the company, of which a guest is no part.
PEOPLE = frozenset({Role.PERSON})
# Who is of a team.
TEAM = frozenset({Role.ADMIN, Role.OWNER, Role.RESPONDENT})
# Who decides for a team. A guest of the workspace does not, whatever a list says.
DECIDING = frozenset({Role.ADMIN, Role.OWNER})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True)
class Requester:
    """Who sent a request, as far as we know them, and the team it is about."""

    person: Person | None = None
    team: Team | None = None
    is_admin: bool = False

    @property
    def team_name(self) -> str:
        """What a refusal calls the team."""
        return self.team.name if self.team else "The team"

    def roles(self, *, from_elsewhere: bool) -> frozenset[Role]:
        """All that they are."""
        is_guest = bool(self.person and self.person.is_guest)
        if from_elsewhere and not is_guest:
            return frozenset({Role.ELSEWHERE})
        roles = {Role.GUEST if is_guest else Role.PERSON}
        if self.person and self.team and self.person.id in self.team.roster:
            roles.add(Role.RESPONDENT)
        if self.person and self.team and self.person.id in self.team.owners and not is_guest:
            roles.add(Role.OWNER)
        if self.is_admin and not is_guest:
            roles.add(Role.ADMIN)
        return frozenset(roles)


def depends_on_person(allowed: frozenset[Role], *, from_elsewhere: bool) -> bool:
    """Whether one has to look up who the sender is to decide."""
    return allowed != HERE or from_elsewhere


def check_allowed(allowed: frozenset[Role], requester: Requester, *, from_elsewhere: bool) -> None:
    """Raise RefusedError when the requester is none of those to whom something is allowed.

    Somebody of another workspace may do what a guest may, once an owner has put them on a team's list.
    """
    roles = requester.roles(from_elsewhere=from_elsewhere)
    if roles & allowed:
        return
    if Role.ELSEWHERE in roles:
        raise RefusedError("Rung answers people of this workspace only. Yours may have a Rung of its own.")
    if allowed == ADMINS:
        raise RefusedError("That is for those who look after Rung here; /rung claim makes one. Nothing was changed.")
    name = requester.team_name
    if allowed == TEAM:
        raise RefusedError(f"That is for those whom {name} asks, and for its owners. Nothing was changed.")
    if Role.GUEST in roles:
        raise RefusedError("Guests answer for themselves; this is for people of the workspace.")
    raise RefusedError(f"{name}'s owners decide that; /rung team says who they are. Nothing was changed.")

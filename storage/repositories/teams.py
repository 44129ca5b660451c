from operator import attrgetter
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select
from typing_extensions import override

from flows.ports import Actions, Teams
from flows.teams.action_item import ActionItem, ActionStatus
from flows.teams.team import Team
from storage.repositories.base import MappedRepository, RepositoryById
from storage.rows import ActionItemRow, Mapper, TeamOwnerRow, TeamRosterRow, TeamRow, table_of

_TEAMS = Mapper(TeamRow, Team, elsewhere=("roster", "owners"), derived={"name_key": attrgetter("name_key")})
_TEAM, _ROSTER, _OWNERS = _TEAMS.table.c, table_of(TeamRosterRow), table_of(TeamOwnerRow)
_IN_WORKSPACE = _TEAMS.select.where(_TEAM.workspace_id == bindparam("workspace_id"))
_LIVING = _IN_WORKSPACE.where(_TEAM.ended_at.is_(None))
_IN_CHANNEL = _LIVING.where(_TEAM.channel_id == bindparam("channel_id"))
_NAMED = _LIVING.where(_TEAM.name_key == bindparam("name_key"))
_ALL = _IN_WORKSPACE.order_by(_TEAM.name_key, _TEAM.created_at, _TEAM.id)
_THEIRS = [
    _TEAM.id.in_(select(people.c.team_id).where(people.c.person_id == bindparam("person_id")))
    for people in (_ROSTER, _OWNERS)
]
_OF_PERSON = _TEAMS.select.where(_TEAM.ended_at.is_(None), or_(*_THEIRS)).order_by(_TEAM.name_key)
_PEOPLE = {
    table: select(table.c.person_id).where(table.c.team_id == bindparam("team_id")).order_by(table.c.place)
    for table in (_ROSTER, _OWNERS)
}
_ADD_PEOPLE = {table: insert(table) for table in _PEOPLE}
_FORGET_PEOPLE = {table: delete(table).where(table.c.team_id == bindparam("the_team")) for table in _PEOPLE}

_ACTIONS = Mapper(ActionItemRow, ActionItem)
_ACTION = _ACTIONS.table.c
_OF_TEAM = _ACTION.team_id == bindparam("the_team")
_ACTIONS_OF_TEAM = _ACTIONS.select.where(_OF_TEAM).order_by(_ACTION.number)
_OPEN_ACTIONS = _ACTIONS_OF_TEAM.where(_ACTION.status == ActionStatus.OPEN)
_COUNT = select(func.count()).where(_OF_TEAM)


class SqlTeams(RepositoryById[Team], Teams):
    """The tables of teams, of who is asked, and of who decides."""

    _mapper = _TEAMS

    @override
    def add(self, team: Team) -> None:
        self._connection.execute(_TEAMS.insert, _TEAMS.columns_of(team))
        self._add_people(team)

    @override
    def save(self, before: Team, after: Team) -> None:
        changed = _TEAMS.changes(before, after)
        if changed:
            self._connection.execute(_TEAMS.update, {"the_id": after.id, **changed})
        if (before.roster, before.owners) != (after.roster, after.owners):
            for forget in _FORGET_PEOPLE.values():
                self._connection.execute(forget, {"the_team": after.id})
            self._add_people(after)

    @override
    def find(self, team_id: str) -> Team | None:
        return self._find(_TEAMS.by_key, the_id=team_id)

    @override
    def find_in_channel(self, workspace_id: str, channel_id: str) -> Team | None:
        return self._find(_IN_CHANNEL, workspace_id=workspace_id, channel_id=channel_id)

    @override
    def find_named(self, workspace_id: str, name_key: str) -> Team | None:
        return self._find(_NAMED, workspace_id=workspace_id, name_key=name_key)

    @override
    def list_all(self, workspace_id: str) -> list[Team]:
        return self._list(_ALL, workspace_id=workspace_id)

    @override
    def list_of(self, person_id: str) -> list[Team]:
        return self._list(_OF_PERSON, person_id=person_id)

    @override
    def _value(self, row: Row[Any]) -> Team:
        people = {"team_id": row.id}
        roster, owners = (
            tuple(self._connection.execute(statement, people).scalars()) for statement in _PEOPLE.values()
        )
        return _TEAMS.value(row, roster=roster, owners=owners)

    def _add_people(self, team: Team) -> None:
        for table, people in ((_ROSTER, team.roster), (_OWNERS, team.owners)):
            rows = [{"team_id": team.id, "person_id": person, "place": place} for place, person in enumerate(people)]
            if rows:
                self._connection.execute(_ADD_PEOPLE[table], rows)


class SqlActions(MappedRepository[ActionItem], Actions):
    """The table of what teams have set out to do."""

    _mapper = _ACTIONS

    @override
    def add(self, action: ActionItem) -> None:
        self._connection.execute(_ACTIONS.insert, _ACTIONS.columns_of(action))

    @override
    def save(self, action: ActionItem) -> None:
        self._connection.execute(_ACTIONS.update, {"the_id": action.id, **_ACTIONS.columns_of(action)})

    @override
    def count(self, team_id: str) -> int:
        return int(self._scalar(_COUNT, the_team=team_id))

    @override
    def list_open(self, team_id: str) -> list[ActionItem]:
        return self._list(_OPEN_ACTIONS, the_team=team_id)

    @override
    def list_of(self, team_id: str) -> list[ActionItem]:
        return self._list(_ACTIONS_OF_TEAM, the_team=team_id)

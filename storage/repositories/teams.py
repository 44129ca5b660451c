from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, or_, select, update

from flows.teams.team import Team
from storage.rows import TeamOwnerRow, TeamRosterRow, TeamRow, table_of

_TEAM, _ROSTER, _OWNERS = table_of(TeamRow), table_of(TeamRosterRow), table_of(TeamOwnerRow)
_COLUMNS = tuple(name for name in Team.__dataclass_fields__ if name not in {"roster", "owners"})
_TEAMS = select(*(_TEAM.c[name] for name in _COLUMNS))
_BY_ID = _TEAMS.where(_TEAM.c.id == bindparam("team_id"))
_LOCKED = _BY_ID.with_for_update()
_LIVING = _TEAMS.where(_TEAM.c.workspace_id == bindparam("workspace_id"), _TEAM.c.ended_at.is_(None))
_IN_CHANNEL = _LIVING.where(_TEAM.c.channel_id == bindparam("channel_id"))
_NAMED = _LIVING.where(_TEAM.c.name_key == bindparam("name_key"))
_ALL = _TEAMS.where(_TEAM.c.workspace_id == bindparam("workspace_id")).order_by(
    _TEAM.c.name_key, _TEAM.c.created_at, _TEAM.c.id
)
_OF_PERSON = _TEAMS.where(
    _TEAM.c.ended_at.is_(None),
    or_(
        *(
            _TEAM.c.id.in_(select(each.c.team_id).where(each.c.person_id == bindparam("person_id")))
            for each in (_ROSTER, _OWNERS)
        )
    ),
).order_by(_TEAM.c.name_key)
_PEOPLE = {
    table: select(table.c.person_id).where(table.c.team_id == bindparam("team_id")).order_by(table.c.place)
    for table in (_ROSTER, _OWNERS)
}
_UPDATE = update(_TEAM).where(_TEAM.c.id == bindparam("the_id"))


class SqlTeams:
    """Teams with those who are asked and those who decide."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, team: Team) -> None:
        """Add one. A StorageBusyError when another living team has its name or channel."""
        self._connection.execute(insert(_TEAM), _columns(team))
        self._add_people(team)

    def save(self, before: Team, after: Team) -> None:
        """Keep what changed; `before` is as it was read in this transaction."""
        old, new = _columns(before), _columns(after)
        changed = {name: value for name, value in new.items() if value != old[name]}
        if changed:
            self._connection.execute(_UPDATE, changed | {"the_id": after.id})
        if (before.roster, before.owners) != (after.roster, after.owners):
            for table in (_ROSTER, _OWNERS):
                self._connection.execute(delete(table).where(table.c.team_id == after.id))
            self._add_people(after)

    def find(self, team_id: str) -> Team | None:
        """The team of that id."""
        return self._first(_BY_ID, {"team_id": team_id})

    def lock(self, team_id: str) -> Team:
        """The same, locked until the transaction ends; a LookupError when there is none."""
        found = self._first(_LOCKED, {"team_id": team_id})
        if found is None:
            raise LookupError(f"there is no team {team_id}")
        return found

    def find_in_channel(self, workspace_id: str, channel_id: str) -> Team | None:
        """The living team of a channel."""
        return self._first(_IN_CHANNEL, {"workspace_id": workspace_id, "channel_id": channel_id})

    def find_named(self, workspace_id: str, name_key: str) -> Team | None:
        """The living team of a name."""
        return self._first(_NAMED, {"workspace_id": workspace_id, "name_key": name_key})

    def list_all(self, workspace_id: str) -> list[Team]:
        """All teams of a workspace, those that have ended too, by name."""
        rows = self._connection.execute(_ALL, {"workspace_id": workspace_id}).mappings().all()
        return [self._team(row) for row in rows]

    def list_of(self, person_id: str) -> list[Team]:
        """The living teams in which a person is asked or decides, by name."""
        rows = self._connection.execute(_OF_PERSON, {"person_id": person_id}).mappings().all()
        return [self._team(row) for row in rows]

    def _first(self, statement: Select[*tuple[Any, ...]], key: dict[str, str]) -> Team | None:
        row = self._connection.execute(statement, key).mappings().first()
        return None if row is None else self._team(row)

    def _team(self, row: Mapping[Any, Any]) -> Team:
        roster, owners = (
            tuple(self._connection.execute(_PEOPLE[table], {"team_id": row["id"]}).scalars())
            for table in (_ROSTER, _OWNERS)
        )
        return Team(**{**row, "scales": tuple(row["scales"])}, roster=roster, owners=owners)

    def _add_people(self, team: Team) -> None:
        for table, people in ((_ROSTER, team.roster), (_OWNERS, team.owners)):
            rows = [{"team_id": team.id, "person_id": each, "place": place} for place, each in enumerate(people)]
            if rows:
                self._connection.execute(insert(table), rows)


def _columns(team: Team) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(team, name) for name in _COLUMNS}
    return values | {"scales": list(team.scales), "name_key": team.name_key}

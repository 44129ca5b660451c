from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from flows.teams.action_item import ActionItem, ActionStatus
from storage.rows import ActionItemRow, table_of

_ACTION = table_of(ActionItemRow)
_OF_TEAM = (
    select(*(_ACTION.c[name] for name in ActionItem.__dataclass_fields__))
    .where(_ACTION.c.team_id == bindparam("the_team"))
    .order_by(_ACTION.c.number)
)
_OPEN = _OF_TEAM.where(_ACTION.c.status == ActionStatus.OPEN)
_COUNT = select(func.count()).where(_ACTION.c.team_id == bindparam("the_team"))
_UPDATE = update(_ACTION).where(_ACTION.c.id == bindparam("the_id"))


class SqlActions:
    """What teams have set out to do."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, action: ActionItem) -> None:
        """Add one."""
        self._connection.execute(insert(_ACTION), asdict(action))

    def save(self, action: ActionItem) -> None:
        """Keep how it stands."""
        self._connection.execute(_UPDATE, asdict(action) | {"the_id": action.id})

    def count(self, team_id: str) -> int:
        """How many a team ever had."""
        return int(self._connection.execute(_COUNT, {"the_team": team_id}).scalar_one())

    def list_open(self, team_id: str) -> list[ActionItem]:
        """A team's open ones, the oldest first."""
        return self._all(_OPEN, team_id)

    def list_of(self, team_id: str) -> list[ActionItem]:
        """All that a team ever had, the oldest first."""
        return self._all(_OF_TEAM, team_id)

    def _all(self, statement: Select[*tuple[Any, ...]], team_id: str) -> list[ActionItem]:
        rows = self._connection.execute(statement, {"the_team": team_id}).mappings()
        return [ActionItem(**{**row, "status": ActionStatus(row["status"])}) for row in rows]

from dataclasses import asdict

from sqlalchemy import Connection, bindparam, func, insert, select, update

from flows.action import ActionItem, ActionStatus
from storage.rows import ActionItemRow, table_of

_ACTION = table_of(ActionItemRow)
_OPEN = (
    select(*(_ACTION.c[name] for name in ActionItem.__dataclass_fields__))
    .where(_ACTION.c.team_id == bindparam("the_team"), _ACTION.c.status == ActionStatus.OPEN)
    .order_by(_ACTION.c.number)
)
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
        rows = self._connection.execute(_OPEN, {"the_team": team_id}).mappings()
        return [ActionItem(**{**row, "status": ActionStatus(row["status"])}) for row in rows]

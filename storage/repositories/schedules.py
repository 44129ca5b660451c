from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from flows.calendar.periods import Every
from flows.calendar.rhythm import Rhythm
from flows.check_ins.check_in import Nudging
from flows.schedules.schedule import Schedule
from storage.rows import ScheduleRow, table_of

_SCHEDULE = table_of(ScheduleRow)
_BY_TEAM = select(_SCHEDULE).where(_SCHEDULE.c.team_id == bindparam("the_team"))
_FORGET = delete(_SCHEDULE).where(_SCHEDULE.c.team_id == bindparam("the_team"))
_POSTPONE = update(_SCHEDULE).where(_SCHEDULE.c.team_id == bindparam("the_team"))
_DUE = (
    select(_SCHEDULE.c.team_id)
    .where(_SCHEDULE.c.workspace_id == bindparam("workspace_id"), _SCHEDULE.c.due_at <= bindparam("now"))
    .order_by(_SCHEDULE.c.due_at)
    .limit(1)
)
_RHYTHM = tuple(name for name in Rhythm.__dataclass_fields__ if name not in {"every", "hour"})


class SqlSchedules:
    """The schedules of teams. Whoever changes one has locked the team."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, schedule: Schedule) -> None:
        """Keep one, and when it is to be looked at next."""
        self._connection.execute(_FORGET, {"the_team": schedule.team_id})
        self._connection.execute(insert(_SCHEDULE), _columns(schedule))

    def find(self, team_id: str) -> Schedule | None:
        """A team's schedule."""
        row = self._connection.execute(_BY_TEAM, {"the_team": team_id}).first()
        return None if row is None else _schedule(row)

    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        """The id of the team that is to be looked at first."""
        found: str | None = self._connection.execute(_DUE, {"workspace_id": workspace_id, "now": now}).scalar()
        return found

    def postpone(self, team_id: str, until: datetime | None) -> None:
        """Look at one only then, or not until it is saved again."""
        self._connection.execute(_POSTPONE, {"the_team": team_id, "due_at": until})


def _columns(schedule: Schedule) -> dict[str, Any]:
    rhythm = schedule.rhythm
    return {
        **{name: getattr(rhythm, name) for name in _RHYTHM},
        "every": rhythm.every,
        "hour": rhythm.hour.isoformat("minutes"),
        "team_id": schedule.team_id,
        "workspace_id": schedule.workspace_id,
        "covered_until": schedule.covered_until,
        "lasts": schedule.lasts,
        "nudging": schedule.nudging,
        "reminds_channel": schedule.reminds_channel,
        "is_paused": schedule.is_paused,
        "shifted": {day.isoformat(): on.isoformat() for day, on in schedule.shifted.items()},
        "due_at": schedule.looked_at,
        "next_on": schedule.next_on,
    }


def _schedule(row: Row[Any]) -> Schedule:
    kept = row._mapping  # noqa: SLF001 - its name in SQLAlchemy's documentation
    rhythm = Rhythm(**{name: kept[name] for name in _RHYTHM}, every=Every(row.every), hour=time.fromisoformat(row.hour))
    return Schedule(
        team_id=row.team_id,
        workspace_id=row.workspace_id,
        rhythm=rhythm,
        covered_until=row.covered_until,
        lasts=row.lasts,
        nudging=Nudging(row.nudging),
        reminds_channel=row.reminds_channel,
        is_paused=row.is_paused,
        shifted={date.fromisoformat(day): date.fromisoformat(on) for day, on in row.shifted.items()},
    )

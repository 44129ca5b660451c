from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, Select, and_, bindparam, delete, false, func, insert, select, true

from flows.leaderboards.standing import Standing, TakingPart
from storage.rows import ScheduleRow, StandingRow, TeamGapRow, TeamOwnerRow, TeamRow, table_of

_STANDING, _GAP, _TEAM = table_of(StandingRow), table_of(TeamGapRow), table_of(TeamRow)
_SCHEDULE, _OWNERS = table_of(ScheduleRow), table_of(TeamOwnerRow)
MOST_FOLLOWING = 3  # days
_COLUMNS = tuple(_STANDING.c[each] for each in Standing._fields)
_OF_TEAM = select(_STANDING.c.scale, *_COLUMNS).where(_STANDING.c.team_id == bindparam("team_id"))
_FORGET = {table: delete(table).where(table.c.team_id == bindparam("the_team")) for table in (_STANDING, _GAP)}


def _of_those_shown(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Only teams that are on leaderboards by now."""
    return statement.where(
        _TEAM.c.workspace_id == bindparam("workspace_id"),
        _TEAM.c.on_leaderboard.is_(true()),
        _TEAM.c.leaderboard_from <= bindparam("now"),
        _TEAM.c.ended_at.is_(None),
    )


_ON_SCALE = and_(_STANDING.c.team_id == _TEAM.c.id, _STANDING.c.scale == bindparam("scale"))
_HEADLINE = _STANDING.alias("headline")
_ON_HEADLINE = and_(
    _HEADLINE.c.team_id == _TEAM.c.id, _HEADLINE.c.scale == _TEAM.c.headline_scale, _HEADLINE.c.settled.is_(true())
)
_TAKING_PART = _of_those_shown(
    select(_TEAM.c.name, _TEAM.c.shows_lowest, _HEADLINE.c.is_lowest.is_(true()), *_COLUMNS).select_from(
        _TEAM.outerjoin(_STANDING, _ON_SCALE).outerjoin(_HEADLINE, _ON_HEADLINE)
    )
).order_by(_TEAM.c.name_key)
_GAPS = (
    _of_those_shown(
        select(_GAP.c.capability, func.count()).select_from(
            _TEAM.join(_STANDING, _ON_SCALE).join(_GAP, _TEAM.c.id == _GAP.c.team_id)
        )
    )
    .where(_STANDING.c.settled.is_(true()), _STANDING.c.answered >= bindparam("fewest"))
    .group_by(_GAP.c.capability)
)
_FOLLOWING = (
    _of_those_shown(
        select(_SCHEDULE.c.next_on, func.count()).select_from(_TEAM.join(_SCHEDULE, _SCHEDULE.c.team_id == _TEAM.c.id))
    )
    .where(_SCHEDULE.c.next_on >= bindparam("today", type_=Date))
    .group_by(_SCHEDULE.c.next_on)
    .order_by(_SCHEDULE.c.next_on)
    .limit(MOST_FOLLOWING)
)
_NEWCOMER = (
    select(_TEAM.c.id)
    .where(
        _TEAM.c.workspace_id == bindparam("workspace_id"),
        _TEAM.c.on_leaderboard.is_(true()),
        _TEAM.c.was_announced.is_(false()),
        _TEAM.c.ended_at.is_(None),
        _TEAM.c.id.in_(select(_STANDING.c.team_id)),
        _TEAM.c.id.in_(select(_OWNERS.c.team_id)),
    )
    .limit(1)
)


class SqlStandings:
    """Where teams' last published results have put them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, team_id: str, standings: Mapping[str, Standing], gaps: Collection[str]) -> None:
        """Keep a team's rows by scale, and the practices that it lacks, in place of those before."""
        for forget in _FORGET.values():
            self._connection.execute(forget, {"the_team": team_id})
        self._insert(
            _STANDING, [{"team_id": team_id, "scale": name, **each._asdict()} for name, each in standings.items()]
        )
        self._insert(_GAP, [{"team_id": team_id, "capability": each} for each in gaps])

    def list_of(self, team_id: str) -> dict[str, Standing]:
        """A team's rows by scale."""
        rows = self._connection.execute(_OF_TEAM, {"team_id": team_id}).all()
        return {row[0]: Standing._make(row[1:]) for row in rows}

    def list_taking_part(self, workspace_id: str, scale: str, now: datetime) -> list[TakingPart]:
        """The teams that are on leaderboards by then, each with its row on a scale."""
        key = {"workspace_id": workspace_id, "scale": scale, "now": now}
        return [
            TakingPart(row[0], row[1], bool(row[2]), None if row[3] is None else Standing._make(row[3:]))
            for row in self._connection.execute(_TAKING_PART, key).all()
        ]

    def count_gaps(self, workspace_id: str, scale: str, fewest: int, now: datetime) -> Mapping[str, int]:
        """How many of these teams lack each practice, of those with so many answers and a level on the scale."""
        key = {"workspace_id": workspace_id, "scale": scale, "fewest": fewest, "now": now}
        return {row[0]: row[1] for row in self._connection.execute(_GAPS, key).all()}

    def list_following(self, workspace_id: str, now: datetime) -> list[tuple[date, int]]:
        """The first days, from that of the moment on, on which some of these teams are asked next, and how many."""
        key = {"workspace_id": workspace_id, "now": now, "today": now.date()}
        return [(row[0], row[1]) for row in self._connection.execute(_FOLLOWING, key).all()]

    def find_newcomer(self, workspace_id: str) -> str | None:
        """The id of a team that wants to be on leaderboards, has a result, and has not been shown its row."""
        found: str | None = self._connection.execute(_NEWCOMER, {"workspace_id": workspace_id}).scalar()
        return found

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a table
        if rows:
            self._connection.execute(insert(table), rows)

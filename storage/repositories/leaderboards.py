from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, delete, false, func, insert, select, true
from typing_extensions import override

from flows.leaderboards.posting import Posting, PostingKind
from flows.leaderboards.who_is_named import TakingPart
from flows.ports import Postings, Standings
from flows.results.standing import Standing
from storage.repositories.base import MappedRepository, SqlRepository
from storage.rows import Mapper, PostingRow, ScheduleRow, StandingRow, TeamGapRow, TeamOwnerRow, TeamRow, table_of

_STANDING, _GAP, _TEAM = table_of(StandingRow), table_of(TeamGapRow), table_of(TeamRow)
_SCHEDULE, _OWNERS = table_of(ScheduleRow), table_of(TeamOwnerRow)
MOST_FOLLOWING = 3  # days
_COLUMNS = tuple(_STANDING.c[name] for name in Standing._fields)
_OF_TEAM = select(_STANDING.c.scale, *_COLUMNS).where(_STANDING.c.team_id == bindparam("team_id"))
_FORGET = [delete(table).where(table.c.team_id == bindparam("the_team")) for table in (_STANDING, _GAP)]
_ADD_STANDINGS, _ADD_GAPS = insert(_STANDING), insert(_GAP)


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

_POSTINGS = Mapper(PostingRow, Posting)
_POSTING = _POSTINGS.table.c
_OF_WORKSPACE = _POSTINGS.select.where(_POSTING.workspace_id == bindparam("workspace_id")).order_by(
    _POSTING.due_at, _POSTING.kind, _POSTING.channel_id
)
_DUE = _OF_WORKSPACE.where(_POSTING.due_at <= bindparam("now")).limit(1)
_TAKE = _DUE.with_for_update(skip_locked=True)
_END = delete(_POSTINGS.table).where(*_POSTINGS.key)


class SqlStandings(SqlRepository, Standings):
    """The tables of where teams stand, and of what they lack."""

    @override
    def save(self, team_id: str, standings: Mapping[str, Standing], gaps: Collection[str]) -> None:
        for forget in _FORGET:
            self._connection.execute(forget, {"the_team": team_id})
        rows = [{"team_id": team_id, "scale": name, **standing._asdict()} for name, standing in standings.items()]
        if rows:
            self._connection.execute(_ADD_STANDINGS, rows)
        if gaps:
            self._connection.execute(_ADD_GAPS, [{"team_id": team_id, "capability": gap} for gap in gaps])

    @override
    def list_of(self, team_id: str) -> dict[str, Standing]:
        rows = self._connection.execute(_OF_TEAM, {"team_id": team_id}).all()
        return {row[0]: Standing._make(row[1:]) for row in rows}

    @override
    def list_taking_part(self, workspace_id: str, scale: str, now: datetime) -> list[TakingPart]:
        key = {"workspace_id": workspace_id, "scale": scale, "now": now}
        return [
            TakingPart(row[0], row[1], bool(row[2]), None if row[3] is None else Standing._make(row[3:]))
            for row in self._connection.execute(_TAKING_PART, key).all()
        ]

    @override
    def count_gaps(self, workspace_id: str, scale: str, fewest: int, now: datetime) -> Mapping[str, int]:
        key = {"workspace_id": workspace_id, "scale": scale, "fewest": fewest, "now": now}
        return {row[0]: row[1] for row in self._connection.execute(_GAPS, key).all()}

    @override
    def list_following(self, workspace_id: str, now: datetime) -> list[tuple[date, int]]:
        key = {"workspace_id": workspace_id, "now": now, "today": now.date()}
        return [(row[0], row[1]) for row in self._connection.execute(_FOLLOWING, key).all()]

    @override
    def find_newcomer(self, workspace_id: str) -> str | None:
        team_id: str | None = self._scalar(_NEWCOMER, workspace_id=workspace_id)
        return team_id


class SqlPostings(MappedRepository[Posting], Postings):
    """The table of what is posted by itself."""

    _mapper = _POSTINGS

    @override
    def save(self, posting: Posting) -> None:
        self.end(posting.workspace_id, posting.kind, posting.channel_id)
        self._connection.execute(_POSTINGS.insert, _POSTINGS.columns_of(posting))

    @override
    def end(self, workspace_id: str, kind: PostingKind, channel_id: str) -> bool:
        return self._connection.execute(_END, _posting_key(workspace_id, kind, channel_id)).rowcount > 0

    @override
    def list_of(self, workspace_id: str) -> list[Posting]:
        return self._list(_OF_WORKSPACE, workspace_id=workspace_id)

    @override
    def has_due(self, workspace_id: str, now: datetime) -> bool:
        return self._find(_DUE, workspace_id=workspace_id, now=now) is not None

    @override
    def take_due(self, workspace_id: str, now: datetime) -> Posting | None:
        return self._find(_TAKE, workspace_id=workspace_id, now=now)

    @override
    def advance(self, posting: Posting) -> None:
        key = _posting_key(posting.workspace_id, posting.kind, posting.channel_id)
        self._connection.execute(_POSTINGS.update, {**key, "due_at": posting.due_at, "last_at": posting.last_at})


def _posting_key(workspace_id: str, kind: PostingKind, channel_id: str) -> dict[str, str]:
    return {"the_workspace_id": workspace_id, "the_kind": kind, "the_channel_id": channel_id}

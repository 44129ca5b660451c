"""The order in which messages leave: one lane for each recipient, and a pace for each workspace."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, case, exists, func, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from typing_extensions import override

from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryStatus, Lane, Pace
from flows.ports import Deliveries
from storage.repositories.base import RepositoryById
from storage.rows import DeliveryLaneRow, DeliveryRow, Mapper, WorkspaceRow, table_of

DELIVERIES = Mapper(DeliveryRow, Delivery, parts={"key": DeliveryKey})
_LANES = Mapper(DeliveryLaneRow, Lane)
_DELIVERY, _LANE, _WORKSPACE = DELIVERIES.table, _LANES.table, table_of(WorkspaceRow)
# As literals, which is how both databases recognise their partial index.
OPEN_STATUSES: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in DeliveryStatus if status.is_open]

_OF_WORKSPACE = _LANE.c.workspace_id == bindparam("workspace_id")
_DUE_LANES = (
    _LANES.select.where(_OF_WORKSPACE, _LANE.c.due_at <= bindparam("now"))
    .order_by(_LANE.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_OPEN = _DELIVERY.alias("open_delivery")
_FIRST = (
    select(_OPEN.c.id)
    .where(
        _OPEN.c.workspace_id == _LANE.c.workspace_id,
        _OPEN.c.recipient == _LANE.c.recipient,
        _OPEN.c.status.in_(OPEN_STATUSES),
    )
    .order_by(case((_OPEN.c.status == DeliveryStatus.PENDING, 1), else_=0), _OPEN.c.due_at, _OPEN.c.number)
    .limit(1)
    .scalar_subquery()
)
_HEADS = (
    DELIVERIES.select.select_from(_LANE)
    .join(_DELIVERY, _DELIVERY.c.id == _FIRST)
    .where(_OF_WORKSPACE, _LANE.c.recipient.in_(bindparam("recipients", expanding=True)))
)

_PACE_COLUMNS = (_WORKSPACE.c.id, _WORKSPACE.c.ready_at, _WORKSPACE.c.failures)
_THE_WORKSPACE = _WORKSPACE.c.id == bindparam("the_workspace")
_PACE = select(*_PACE_COLUMNS).where(_THE_WORKSPACE).with_for_update()
_SAVE_PACE = update(_WORKSPACE).where(_THE_WORKSPACE)
# The lane comes first, and is so locked first.
_IN_LANE = (
    select(*_LANES.columns, *_PACE_COLUMNS, *DELIVERIES.columns)
    .select_from(_DELIVERY)
    .join(_LANE, (_LANE.c.workspace_id == _DELIVERY.c.workspace_id) & (_LANE.c.recipient == _DELIVERY.c.recipient))
    .join(_WORKSPACE, _WORKSPACE.c.id == _DELIVERY.c.workspace_id)
    .where(*DELIVERIES.key)
    .with_for_update(of=[_LANE, _DELIVERY])
)
_SERVED = _WORKSPACE.c.id.in_(bindparam("served", expanding=True))
_EARLIEST = select(func.min(_LANE.c.due_at))
_HAS_DUE = exists().where(_LANE.c.workspace_id == _WORKSPACE.c.id, _LANE.c.due_at <= bindparam("now"))
# By workspace and not by lane: a thousand lanes of one that has to wait must not stand before those of another.
_DUE = (
    select(_WORKSPACE.c.id)
    .where(_SERVED, _WORKSPACE.c.ready_at <= bindparam("now"), _HAS_DUE)
    .order_by(_WORKSPACE.c.ready_at)
    .limit(bindparam("most", type_=Integer))
)
_EARLIEST_THERE = select(func.min(_LANE.c.due_at)).where(_LANE.c.workspace_id == _WORKSPACE.c.id).scalar_subquery()
_WAITING = select(_WORKSPACE.c.ready_at, _EARLIEST_THERE.label("due_at")).where(_SERVED).subquery()
_NEXT = select(
    func.min(case((_WAITING.c.ready_at > _WAITING.c.due_at, _WAITING.c.ready_at), else_=_WAITING.c.due_at))
).where(_WAITING.c.due_at.is_not(None))

# What runs again and again, and must not get slower with all that was ever sent.
LOOKS = (_EARLIEST, _DUE_LANES, _HEADS)


class SqlLanes(RepositoryById[Delivery], Deliveries):
    """What of the deliveries is about lanes and paces."""

    _mapper = DELIVERIES

    @override
    def find_earliest(self) -> datetime | None:
        """When something is to be done next in any workspace; the past, if it is now. One look at an index."""
        due_at: datetime | None = self._scalar(_EARLIEST)
        return due_at

    @override
    def find_due(self, served: Collection[str], now: datetime, most: int) -> Sequence[str]:
        return self._connection.execute(_DUE, {"served": list(served), "now": now, "most": most}).scalars().all()

    @override
    def find_next(self, served: Collection[str]) -> datetime | None:
        """When something can go next in the workspaces served, pauses included. It looks at each of them."""
        due_at: datetime | None = self._scalar(_NEXT, served=list(served))
        return due_at

    @override
    def take_lanes(self, workspace_id: str, now: datetime, most: int) -> Sequence[tuple[Lane, Delivery | None]]:
        """Lanes that are due, with their first messages; those that somebody else has just taken are left out."""
        if most < 1:
            return []
        due = {"workspace_id": workspace_id, "now": now, "most": most}
        lanes = [Lane(*row) for row in self._connection.execute(_DUE_LANES, due)]
        # Read after the locks: another act, which had a lane a moment ago, may have sent its first message.
        heads = {head.key.recipient: head for head in self._heads(workspace_id, lanes)}
        return [(lane, heads.get(lane.recipient)) for lane in lanes]

    @override
    def lock_in_lane(self, delivery_id: str) -> tuple[Delivery, Lane, Pace]:
        row = self._connection.execute(_IN_LANE, {"the_id": delivery_id}).one()
        lane_ends = len(_LANES.columns)
        pace_ends = lane_ends + len(_PACE_COLUMNS)
        return DELIVERIES.value(row[pace_ends:]), Lane(*row[:lane_ends]), Pace(*row[lane_ends:pace_ends])

    @override
    def find_head(self, lane: Lane) -> Delivery | None:
        return next(iter(self._heads(lane.workspace_id, [lane])), None)

    @override
    def save_lanes(self, *lanes: Lane) -> None:
        if lanes:
            self._connection.execute(_LANES.update, [_lane_changes(lane) for lane in lanes])

    @override
    def lock_pace(self, workspace_id: str) -> Pace:
        return Pace(*self._connection.execute(_PACE, {"the_workspace": workspace_id}).one())

    @override
    def save_pace(self, pace: Pace) -> None:
        changes = {"ready_at": pace.ready_at, "failures": pace.failures}
        self._connection.execute(_SAVE_PACE, {"the_workspace": pace.workspace_id, **changes})

    def _add_to_lane(self, delivery: Delivery) -> int:
        """Have the lane looked at when the message can go, and return the message's number in it.

        The lane stays locked until the transaction ends, so an act that finishes another message there sees this one.
        """
        lane = {
            "workspace_id": delivery.key.workspace_id,
            "recipient": delivery.key.recipient,
            "due_at": delivery.not_before,
            "free_at": delivery.created_at,
            "last_number": 1,
        }
        return int(self._connection.execute(_add_lane(self._connection.dialect.name), lane).scalar_one())

    def _heads(self, workspace_id: str, lanes: Sequence[Lane]) -> list[Delivery]:
        if not lanes:
            return []
        return self._list(_HEADS, workspace_id=workspace_id, recipients=[lane.recipient for lane in lanes])


def _lane_changes(lane: Lane) -> dict[str, Any]:
    key = {"the_workspace_id": lane.workspace_id, "the_recipient": lane.recipient}
    return key | {"due_at": lane.due_at, "free_at": lane.free_at, "trouble": lane.trouble}


@cache
def _add_lane(dialect: str) -> Any:  # noqa: ANN401 - each dialect has its own class
    insert: Any = sqlite_insert if dialect == "sqlite" else postgresql_insert
    statement = insert(_LANE)
    wanted = case((statement.excluded.due_at > _LANE.c.free_at, statement.excluded.due_at), else_=_LANE.c.free_at)
    sooner = or_(_LANE.c.due_at.is_(None), _LANE.c.due_at > wanted)
    changes = {"due_at": case((sooner, wanted), else_=_LANE.c.due_at), "last_number": _LANE.c.last_number + 1}
    return statement.on_conflict_do_update(
        index_elements=[_LANE.c.workspace_id, _LANE.c.recipient], set_=changes
    ).returning(_LANE.c.last_number)

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, case, exists, func, literal_column, select, update

from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryStatus, Lane, Pace, Transport
from flows.deliveries.kinds import DeliveryKind
from storage.repositories.adding import add_if_new
from storage.repositories.delivery_lanes import add_to_lane
from storage.repositories.delivery_looks import COUNT_SENT, FAILED, PLANNED, REACHED, SENT_ABOUT, SENT_SINCE
from storage.rows import DeliveryLaneRow, DeliveryRow, WorkspaceRow, table_of

_DELIVERY, _LANE, _WORKSPACE = table_of(DeliveryRow), table_of(DeliveryLaneRow), table_of(WorkspaceRow)
_KEY = tuple(DeliveryKey.__dataclass_fields__)
_OWN = tuple(name for name in Delivery.__dataclass_fields__ if name != "key")
_BY_KEY = select(_DELIVERY).where(*(_DELIVERY.c[name] == bindparam(f"the_{name}") for name in _KEY))
_BY_ID = select(_DELIVERY).where(_DELIVERY.c.id == bindparam("the_id"))
_LOCKED = _BY_ID.with_for_update()
_UPDATE = update(_DELIVERY).where(_DELIVERY.c.id == bindparam("the_id"))

_UNSENT = (
    select(_DELIVERY)
    .where(
        _DELIVERY.c.workspace_id == bindparam("the_workspace"),
        _DELIVERY.c.recipient == bindparam("the_recipient"),
        _DELIVERY.c.status.in_([DeliveryStatus.FAILED, DeliveryStatus.DROPPED]),
        _DELIVERY.c.created_at >= bindparam("since"),
    )
    .order_by(_DELIVERY.c.number)
)
_MARK_OVER = (
    update(_DELIVERY)
    .where(
        _DELIVERY.c.subject_id == bindparam("the_subject"),
        _DELIVERY.c.kind == bindparam("the_kind"),
        _DELIVERY.c.recipient.in_(bindparam("recipients", expanding=True)),
    )
    .values(is_over=True)
)
_MARK_OVER_SINCE = _MARK_OVER.where(_DELIVERY.c.sent_at >= bindparam("since"))
_ANY_OVER = (
    select(_DELIVERY)
    .where(
        _DELIVERY.c.workspace_id == bindparam("the_workspace"),
        _DELIVERY.c.is_over,
        _DELIVERY.c.status == DeliveryStatus.SENT,
    )
    .limit(1)
)
_OVER = _ANY_OVER.with_for_update(skip_locked=True)
_RETIRED = update(_DELIVERY).where(_DELIVERY.c.id == bindparam("the_id")).values(is_over=False)

# ---- lanes and their first messages

_LANE_NAMES = tuple(Lane.__dataclass_fields__)
_LANE_COLUMNS = select(*(_LANE.c[name] for name in _LANE_NAMES))
_OF_WORKSPACE = _LANE.c.workspace_id == bindparam("the_workspace")
_DUE_LANES = (
    _LANE_COLUMNS.where(_OF_WORKSPACE, _LANE.c.due_at <= bindparam("now"))
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
        # As literals, which is how both databases recognise their partial index.
        _OPEN.c.status.in_([literal_column(f"'{status}'") for status in DeliveryStatus if status.is_open]),
    )
    .order_by(case((_OPEN.c.status == DeliveryStatus.PENDING, 1), else_=0), _OPEN.c.due_at, _OPEN.c.number)
    .limit(1)
    .scalar_subquery()
)
_HEADS = (
    select(_DELIVERY)
    .select_from(_LANE)
    .join(_DELIVERY, _DELIVERY.c.id == _FIRST)
    .where(_OF_WORKSPACE, _LANE.c.recipient.in_(bindparam("recipients", expanding=True)))
)
_SAVE_LANE = update(_LANE).where(
    _LANE.c.workspace_id == bindparam("the_workspace"), _LANE.c.recipient == bindparam("the_recipient")
)

# ---- workspaces

_PACE = (
    select(_WORKSPACE.c.id, _WORKSPACE.c.ready_at, _WORKSPACE.c.failures)
    .where(_WORKSPACE.c.id == bindparam("the_workspace"))
    .with_for_update()
)
# The lane comes first, and is so locked first.
_IN_LANE = (
    select(*(_LANE.c[name] for name in _LANE_NAMES), _WORKSPACE.c.ready_at, _WORKSPACE.c.failures, _DELIVERY)
    .select_from(_DELIVERY)
    .join(_LANE, (_LANE.c.workspace_id == _DELIVERY.c.workspace_id) & (_LANE.c.recipient == _DELIVERY.c.recipient))
    .join(_WORKSPACE, _WORKSPACE.c.id == _DELIVERY.c.workspace_id)
    .where(_DELIVERY.c.id == bindparam("the_id"))
    .with_for_update(of=[_LANE, _DELIVERY])
)
_SAVE_PACE = update(_WORKSPACE).where(_WORKSPACE.c.id == bindparam("the_workspace"))
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


class SqlDeliveries:
    """Outgoing messages, their lanes, and the pace of each workspace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, delivery: Delivery) -> bool:
        """Add it at the end of its lane; False when one with its key is there."""
        if self.find(delivery.key) is not None:
            return False
        number = add_to_lane(self._connection, delivery)
        return add_if_new(self._connection, DeliveryRow, _columns(replace(delivery, number=number)))

    def reopen(self, delivery: Delivery) -> None:
        """Put one that failed or was dropped at the end of its lane again."""
        self.save(replace(delivery, number=add_to_lane(self._connection, delivery)))

    def find(self, key: DeliveryKey) -> Delivery | None:
        """The delivery of that key."""
        parameters = {f"the_{name}": getattr(key, name) for name in _KEY}
        row = self._connection.execute(_BY_KEY, parameters).mappings().first()
        return None if row is None else _delivery(row)

    def find_sent(self, kind: DeliveryKind, subject_id: str, recipient: str) -> Delivery | None:
        """The last one of a kind about something that a recipient has got."""
        wanted = {"the_kind": kind, "the_subject": subject_id, "the_recipient": recipient}
        row = self._connection.execute(SENT_ABOUT, wanted).mappings().first()
        return _delivery(row) if row else None

    def list_reached(self, kind: DeliveryKind, workspace_id: str, subject_id: str) -> Sequence[str]:
        """The recipients who have got one of a kind about something."""
        wanted = {"the_kind": kind, "the_workspace": workspace_id, "the_subject": subject_id}
        return self._connection.execute(REACHED, wanted).scalars().all()

    def has_sent(self, kind: DeliveryKind, recipient: str, since: datetime) -> bool:
        """Whether a recipient has got one of a kind since then."""
        wanted = {"the_kind": kind, "the_recipient": recipient, "since": since}
        return self._connection.execute(SENT_SINCE, wanted).first() is not None

    def count_sent(self, kind: DeliveryKind, recipients: Collection[str], since: datetime) -> int:
        """How many of a kind these recipients have got since then."""
        wanted = {"the_kind": kind, "recipients": list(recipients), "since": since}
        return int(self._connection.execute(COUNT_SENT, wanted).scalar_one())

    def list_failed(self, workspace_id: str, since: datetime, most: int) -> list[Delivery]:
        """The last ones that will not arrive by themselves, added since then."""
        wanted = {"the_workspace": workspace_id, "since": since, "most": most}
        return [_delivery(row) for row in self._connection.execute(FAILED, wanted).mappings()]

    def list_planned(self, workspace_id: str, recipients: Collection[str]) -> list[Delivery]:
        """Those that are still to be sent to these recipients, by when they are due."""
        wanted = {"the_workspace": workspace_id, "recipients": list(recipients)}
        rows = self._connection.execute(PLANNED, wanted).mappings()
        return [_delivery(row) for row in rows]

    def list_unsent(self, workspace_id: str, recipient: str, since: datetime) -> list[Delivery]:
        """Those to a recipient that failed or were dropped, added since then, in their order."""
        wanted = {"the_workspace": workspace_id, "the_recipient": recipient, "since": since}
        return [_delivery(row) for row in self._connection.execute(_UNSENT, wanted).mappings()]

    def get(self, delivery_id: str) -> Delivery:
        """The delivery of that id; a NoResultFound when there is none."""
        return _delivery(self._connection.execute(_BY_ID, {"the_id": delivery_id}).mappings().one())

    def lock(self, delivery_id: str) -> Delivery:
        """The same, locked until the transaction ends."""
        return _delivery(self._connection.execute(_LOCKED, {"the_id": delivery_id}).mappings().one())

    def save(self, *deliveries: Delivery) -> None:
        """Keep how they went."""
        if deliveries:
            rows = [_columns(each) | {"the_id": each.id} for each in deliveries]
            for each in rows:
                del each["is_over"]  # which is decided while the message may be on its way
            self._connection.execute(_UPDATE, rows)

    def mark_over(
        self, subject_id: str, kind: DeliveryKind, recipients: Collection[str], since: datetime | None = None
    ) -> None:
        """Have the messages of a kind to these recipients lose their buttons, once they are there."""
        wanted = {"the_subject": subject_id, "the_kind": kind, "recipients": list(recipients)}
        if since is None:
            self._connection.execute(_MARK_OVER, wanted)
        else:
            self._connection.execute(_MARK_OVER_SINCE, wanted | {"since": since})

    def has_over(self, workspace_id: str) -> bool:
        """Whether there is a message that has to lose its buttons."""
        return self._connection.execute(_ANY_OVER, {"the_workspace": workspace_id}).first() is not None

    def take_over_message(self, workspace_id: str) -> Delivery | None:
        """A message that is there and has to lose its buttons, locked; one that others have locked is passed over."""
        row = self._connection.execute(_OVER, {"the_workspace": workspace_id}).mappings().first()
        return _delivery(row) if row else None

    def note_retired(self, delivery_id: str) -> None:
        """Note that it has lost them."""
        self._connection.execute(_RETIRED, {"the_id": delivery_id})

    def find_earliest(self) -> datetime | None:
        """When something is to be done next in any workspace; the past, if it is now. One look at an index."""
        found: datetime | None = self._connection.execute(_EARLIEST).scalar()
        return found

    def find_due(self, served: Collection[str], now: datetime, most: int) -> Sequence[str]:
        """Up to `most` of the workspaces served in which something can go now, the one served longest ago first."""
        return self._connection.execute(_DUE, {"served": list(served), "now": now, "most": most}).scalars().all()

    def find_next(self, served: Collection[str]) -> datetime | None:
        """When something can go next in the workspaces served, pauses included. It looks at each of them."""
        found: datetime | None = self._connection.execute(_NEXT, {"served": list(served)}).scalar()
        return found

    def take_lanes(self, workspace_id: str, now: datetime, most: int) -> Sequence[tuple[Lane, Delivery | None]]:
        """Lanes that are due, with their first messages; those that somebody else has just claimed are left out."""
        if most < 1:
            return []
        due = {"the_workspace": workspace_id, "now": now, "most": most}
        lanes = [Lane(*row) for row in self._connection.execute(_DUE_LANES, due)]
        # Read after the locks: whoever had a lane a moment ago may have sent its first message.
        heads = {head.key.recipient: head for head in self._heads(workspace_id, lanes)}
        return [(lane, heads.get(lane.recipient)) for lane in lanes]

    def lock_in_lane(self, delivery_id: str) -> tuple[Delivery, Lane, Pace]:
        """A message with its lane, both locked until the transaction ends, and the pace of its workspace."""
        row = self._connection.execute(_IN_LANE, {"the_id": delivery_id}).one()
        split = len(_LANE_NAMES)
        pace = Pace(row[0], *row[split : split + 2])
        return _delivery(dict(zip(_DELIVERY.c.keys(), row[split + 2 :], strict=True))), Lane(*row[:split]), pace

    def find_head(self, lane: Lane) -> Delivery | None:
        """The first message of a lane: the one that may be on its way, else the one that is due first."""
        return next(iter(self._heads(lane.workspace_id, [lane])), None)

    def save_lanes(self, *lanes: Lane) -> None:
        """Keep when they are looked at next."""
        if lanes:
            self._connection.execute(_SAVE_LANE, [_lane_columns(each) for each in lanes])

    def lock_pace(self, workspace_id: str) -> Pace:
        """How fast a workspace may be sent to, locked until the transaction ends."""
        return Pace(*self._connection.execute(_PACE, {"the_workspace": workspace_id}).one())

    def save_pace(self, pace: Pace) -> None:
        """Keep it."""
        values = {"the_workspace": pace.workspace_id, "ready_at": pace.ready_at, "failures": pace.failures}
        self._connection.execute(_SAVE_PACE, values)

    def _heads(self, workspace_id: str, lanes: Sequence[Lane]) -> list[Delivery]:
        if not lanes:
            return []
        wanted = {"the_workspace": workspace_id, "recipients": [lane.recipient for lane in lanes]}
        return [_delivery(row) for row in self._connection.execute(_HEADS, wanted).mappings()]


def _lane_columns(lane: Lane) -> dict[str, Any]:
    place = {"the_workspace": lane.workspace_id, "the_recipient": lane.recipient}
    return place | {"due_at": lane.due_at, "free_at": lane.free_at, "trouble": lane.trouble}


def _columns(delivery: Delivery) -> dict[str, Any]:
    key, values = delivery.key, {name: getattr(delivery, name) for name in _OWN}
    return {name: getattr(key, name) for name in _KEY} | values


def _delivery(row: Mapping[Any, Any]) -> Delivery:
    values = dict(row)
    key = DeliveryKey(**{name: values.pop(name) for name in _KEY})
    return Delivery(
        **values
        | {
            "key": replace(key, kind=DeliveryKind(key.kind)),
            "status": DeliveryStatus(values["status"]),
            "transport": Transport(values["transport"]),
        }
    )

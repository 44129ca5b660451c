from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Integer, bindparam, delete, func, select, update
from typing_extensions import override

from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryStatus
from flows.deliveries.kinds import DeliveryKind
from flows.ports import SeenRequests
from storage.repositories.base import SqlRepository
from storage.repositories.lanes import DELIVERIES, OPEN_STATUSES, SqlLanes
from storage.rows import DeliveryRow, SeenRequestRow, table_of

_DELIVERY = DELIVERIES.table.c
_IN_WORKSPACE = _DELIVERY.workspace_id == bindparam("workspace_id")
_TO_RECIPIENT = _DELIVERY.recipient == bindparam("recipient")
_TO_RECIPIENTS = _DELIVERY.recipient.in_(bindparam("recipients", expanding=True))
_OF_KIND = _DELIVERY.kind == bindparam("kind")
_ABOUT = _DELIVERY.subject_id == bindparam("subject_id")
_ADDED_SINCE = _DELIVERY.created_at >= bindparam("since")
_SENT_SINCE = _DELIVERY.sent_at >= bindparam("since")
_IS_SENT = _DELIVERY.status == DeliveryStatus.SENT
_DID_NOT_ARRIVE = _DELIVERY.status.in_([DeliveryStatus.FAILED, DeliveryStatus.DROPPED])

_BY_KEY = DELIVERIES.select.where(
    _IN_WORKSPACE, _OF_KIND, _ABOUT, _TO_RECIPIENT, _DELIVERY.occurrence == bindparam("occurrence")
)
_LAST_SENT = DELIVERIES.select.where(_TO_RECIPIENT, _OF_KIND, _IS_SENT).order_by(_DELIVERY.sent_at.desc()).limit(1)
_LAST_SENT_ABOUT, _LAST_SENT_SINCE = _LAST_SENT.where(_ABOUT), _LAST_SENT.where(_SENT_SINCE)
_REACHED = select(_DELIVERY.recipient).where(_IN_WORKSPACE, _OF_KIND, _ABOUT, _IS_SENT).distinct()
_COUNT_SENT = select(func.count()).where(_TO_RECIPIENTS, _OF_KIND, _SENT_SINCE)
_FAILED = (
    DELIVERIES.select.where(_IN_WORKSPACE, _DELIVERY.status == DeliveryStatus.FAILED, _ADDED_SINCE)
    .order_by(_DELIVERY.created_at.desc(), _DELIVERY.id)
    .limit(bindparam("most", type_=Integer))
)
_PLANNED = DELIVERIES.select.where(_IN_WORKSPACE, _TO_RECIPIENTS, _DELIVERY.status.in_(OPEN_STATUSES)).order_by(
    _DELIVERY.due_at, _DELIVERY.number
)
_UNSENT = DELIVERIES.select.where(_IN_WORKSPACE, _TO_RECIPIENT, _DID_NOT_ARRIVE, _ADDED_SINCE).order_by(
    _DELIVERY.number
)
_MARK_OVER = (
    update(DELIVERIES.table)
    .where(_DELIVERY.subject_id == bindparam("the_subject"), _DELIVERY.kind == bindparam("the_kind"), _TO_RECIPIENTS)
    .values(is_over=True)
)
_MARK_OVER_SINCE = _MARK_OVER.where(_SENT_SINCE)
_ANY_OVER = DELIVERIES.select.where(_IN_WORKSPACE, _DELIVERY.is_over, _IS_SENT).limit(1)
_OVER = _ANY_OVER.with_for_update(skip_locked=True)

_SEEN = table_of(SeenRequestRow)
_FORGET = delete(_SEEN).where(_SEEN.c.seen_at < bindparam("moment"))


class SqlDeliveries(SqlLanes):
    """The tables of outgoing messages and of their lanes."""

    @override
    def add(self, delivery: Delivery) -> bool:
        if self.find(delivery.key) is not None:
            return False
        numbered = replace(delivery, number=self._add_to_lane(delivery))
        return self._add_if_new(DeliveryRow, DELIVERIES.columns_of(numbered))

    @override
    def reopen(self, delivery: Delivery) -> None:
        self.save(replace(delivery, number=self._add_to_lane(delivery)))

    @override
    def find(self, key: DeliveryKey) -> Delivery | None:
        return self._find(_BY_KEY, **asdict(key))

    @override
    def find_sent(self, kind: DeliveryKind, subject_id: str, recipient: str) -> Delivery | None:
        return self._find(_LAST_SENT_ABOUT, kind=kind, subject_id=subject_id, recipient=recipient)

    @override
    def list_reached(self, kind: DeliveryKind, workspace_id: str, subject_id: str) -> Sequence[str]:
        wanted = {"kind": kind, "workspace_id": workspace_id, "subject_id": subject_id}
        return self._connection.execute(_REACHED, wanted).scalars().all()

    @override
    def has_sent(self, kind: DeliveryKind, recipient: str, since: datetime) -> bool:
        return self._find(_LAST_SENT_SINCE, kind=kind, recipient=recipient, since=since) is not None

    @override
    def count_sent(self, kind: DeliveryKind, recipients: Collection[str], since: datetime) -> int:
        return int(self._scalar(_COUNT_SENT, kind=kind, recipients=list(recipients), since=since))

    @override
    def list_failed(self, workspace_id: str, since: datetime, most: int) -> list[Delivery]:
        return self._list(_FAILED, workspace_id=workspace_id, since=since, most=most)

    @override
    def list_planned(self, workspace_id: str, recipients: Collection[str]) -> list[Delivery]:
        return self._list(_PLANNED, workspace_id=workspace_id, recipients=list(recipients))

    @override
    def list_unsent(self, workspace_id: str, recipient: str, since: datetime) -> list[Delivery]:
        return self._list(_UNSENT, workspace_id=workspace_id, recipient=recipient, since=since)

    @override
    def save(self, *deliveries: Delivery) -> None:
        if deliveries:
            rows = [DELIVERIES.columns_of(delivery) | {"the_id": delivery.id} for delivery in deliveries]
            for row in rows:
                del row["is_over"]  # which is decided while the message may be on its way
            self._connection.execute(DELIVERIES.update, rows)

    @override
    def mark_over(
        self, subject_id: str, kind: DeliveryKind, recipients: Collection[str], since: datetime | None = None
    ) -> None:
        wanted = {"the_subject": subject_id, "the_kind": kind, "recipients": list(recipients)}
        if since is None:
            self._connection.execute(_MARK_OVER, wanted)
        else:
            self._connection.execute(_MARK_OVER_SINCE, wanted | {"since": since})

    @override
    def has_over(self, workspace_id: str) -> bool:
        return self._scalar(_ANY_OVER, workspace_id=workspace_id) is not None

    @override
    def take_retired_message(self, workspace_id: str) -> Delivery | None:
        return self._find(_OVER, workspace_id=workspace_id)

    @override
    def note_retired(self, delivery_id: str) -> None:
        self._connection.execute(DELIVERIES.update, {"the_id": delivery_id, "is_over": False})


class SqlSeenRequests(SqlRepository, SeenRequests):
    """The table of requests that have had their effect."""

    @override
    def add(self, workspace_id: str, request_id: str, *, now: datetime) -> bool:
        seen = {"workspace_id": workspace_id, "request_id": request_id, "seen_at": now}
        return self._add_if_new(SeenRequestRow, seen)

    @override
    def forget_before(self, moment: datetime) -> int:
        return self._connection.execute(_FORGET, {"moment": moment}).rowcount

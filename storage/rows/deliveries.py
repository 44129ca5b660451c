from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.deliveries.delivery import DeliveryStatus, Transport
from flows.deliveries.kinds import DeliveryKind
from storage.rows.base import Row, id_column, one_of
from storage.types import Stored

_OVER = text("is_over")
# Checked here and not by the table, so that a new kind of message needs no migration.
_Kind = Stored(Text(), DeliveryKind, DeliveryKind)
_OPEN = text("status IN ('pending', 'sending', 'uncertain')")


class DeliveryRow(Row):
    """One outgoing message."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject_id", "recipient", "occurrence"),
        Index("ix_delivery_open", "workspace_id", "recipient", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_delivery_over", "workspace_id", sqlite_where=_OVER, postgresql_where=_OVER),
        Index("ix_delivery_sent", "recipient", "kind", "sent_at"),
    )
    id: Mapped[str] = id_column()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    kind: Mapped[DeliveryKind] = mapped_column(_Kind)
    subject_id: Mapped[str]
    recipient: Mapped[str]
    occurrence: Mapped[str]
    transport: Mapped[Transport] = one_of("transport", Transport)
    status: Mapped[DeliveryStatus] = one_of("status", DeliveryStatus)
    payload: Mapped[str | None]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    not_before: Mapped[datetime]
    number: Mapped[int]
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    was_repeated: Mapped[bool]
    owner: Mapped[str | None]
    first_tried_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str | None]
    reason: Mapped[str | None]
    is_over: Mapped[bool] = mapped_column(server_default=false())


class DeliveryLaneRow(Row):
    """The messages to one recipient; `due_at` is null while nothing waits."""

    __tablename__ = "delivery_lane"
    __table_args__ = (
        Index("ix_delivery_lane_workspace_id_due_at", "workspace_id", "due_at"),
        Index("ix_delivery_lane_due_at", "due_at"),
    )
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    recipient: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime | None]
    free_at: Mapped[datetime]
    trouble: Mapped[str | None]
    last_number: Mapped[int]


class SeenRequestRow(Row):
    """A request that has had its effect. It can come before its workspace is known, and is forgotten after a day."""

    __tablename__ = "seen_request"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)

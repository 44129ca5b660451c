"""What was sent to somebody, and what is going to be."""

from sqlalchemy import Integer, bindparam, func, literal_column, select

from flows.deliveries.delivery import DeliveryStatus
from storage.rows import DeliveryRow, table_of

_DELIVERY = table_of(DeliveryRow)
_SENT_TO = (
    select(_DELIVERY)
    .where(
        _DELIVERY.c.recipient == bindparam("the_recipient"),
        _DELIVERY.c.kind == bindparam("the_kind"),
        _DELIVERY.c.status == DeliveryStatus.SENT,
    )
    .order_by(_DELIVERY.c.sent_at.desc())
    .limit(1)
)
SENT_ABOUT = _SENT_TO.where(_DELIVERY.c.subject_id == bindparam("the_subject"))
SENT_SINCE = _SENT_TO.where(_DELIVERY.c.sent_at >= bindparam("since"))
PLANNED = (
    select(_DELIVERY)
    .where(
        _DELIVERY.c.workspace_id == bindparam("the_workspace"),
        _DELIVERY.c.recipient.in_(bindparam("recipients", expanding=True)),
        _DELIVERY.c.status.in_([literal_column(f"'{status}'") for status in DeliveryStatus if status.is_open]),
    )
    .order_by(_DELIVERY.c.due_at, _DELIVERY.c.number)
)
REACHED = (
    select(_DELIVERY.c.recipient)
    .where(
        _DELIVERY.c.workspace_id == bindparam("the_workspace"),
        _DELIVERY.c.kind == bindparam("the_kind"),
        _DELIVERY.c.subject_id == bindparam("the_subject"),
        _DELIVERY.c.status == DeliveryStatus.SENT,
    )
    .distinct()
)
COUNT_SENT = select(func.count()).where(
    _DELIVERY.c.recipient.in_(bindparam("recipients", expanding=True)),
    _DELIVERY.c.kind == bindparam("the_kind"),
    _DELIVERY.c.sent_at >= bindparam("since"),
)
FAILED = (
    select(_DELIVERY)
    .where(
        _DELIVERY.c.workspace_id == bindparam("the_workspace"),
        _DELIVERY.c.status == DeliveryStatus.FAILED,
        _DELIVERY.c.created_at >= bindparam("since"),
    )
    .order_by(_DELIVERY.c.created_at.desc(), _DELIVERY.c.id)
    .limit(bindparam("most", type_=Integer))
)

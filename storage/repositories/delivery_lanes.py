from functools import cache
from typing import Any

from sqlalchemy import Connection, case, or_
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from flows.deliveries.delivery import Delivery
from storage.rows import DeliveryLaneRow, table_of

_LANE = table_of(DeliveryLaneRow)


def add_to_lane(connection: Connection, delivery: Delivery) -> int:
    """Have the lane looked at when the message can go, and return the message's number in it.

    The lane stays locked until the transaction ends, so whoever finishes another message there sees this one.
    """
    values = {
        "workspace_id": delivery.key.workspace_id,
        "recipient": delivery.key.recipient,
        "due_at": delivery.not_before,
        "free_at": delivery.created_at,
        "last_number": 1,
    }
    number: int = connection.execute(_upsert(connection.dialect.name), values).scalar_one()
    return number


@cache
def _upsert(dialect: str) -> Any:  # noqa: ANN401 - each dialect has its own class
    insert: Any = sqlite_insert if dialect == "sqlite" else postgresql_insert
    statement = insert(_LANE)
    wanted = case((statement.excluded.due_at > _LANE.c.free_at, statement.excluded.due_at), else_=_LANE.c.free_at)
    sooner = or_(_LANE.c.due_at.is_(None), _LANE.c.due_at > wanted)
    changes = {"due_at": case((sooner, wanted), else_=_LANE.c.due_at), "last_number": _LANE.c.last_number + 1}
    return statement.on_conflict_do_update(
        index_elements=[_LANE.c.workspace_id, _LANE.c.recipient], set_=changes
    ).returning(_LANE.c.last_number)

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from flows.delivery import Delivery, DeliveryKey, DeliveryKind, DeliveryStatus, Transport
from storage.repositories.adding import add_if_new
from storage.rows import DeliveryRow

_CLAIMABLE = {DeliveryStatus.PENDING, DeliveryStatus.FAILED}


class SqlDeliveries:
    """Outgoing messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, delivery: Delivery) -> bool:
        """Add it; False when one with its key is there."""
        return add_if_new(self._connection, DeliveryRow, _columns(delivery))

    def find(self, key: DeliveryKey) -> Delivery | None:
        """The delivery of that key."""
        return self._find(key, lock=False)

    def claim(self, key: DeliveryKey, *, now: datetime, lease_until: datetime) -> Delivery | None:
        """Take it for sending. One whose sender has vanished becomes uncertain: it may have been posted."""
        found = self._find(key, lock=True)
        if found is None:
            return None
        if found.status is DeliveryStatus.SENDING and found.lease_until and found.lease_until <= now:
            self.save(replace(found, status=DeliveryStatus.UNCERTAIN))
        if found.status not in _CLAIMABLE:
            return None
        claimed = replace(
            found,
            status=DeliveryStatus.SENDING,
            attempts=found.attempts + 1,
            first_tried_at=found.first_tried_at or now,
            lease_until=lease_until,
        )
        self.save(claimed)
        return claimed

    def save(self, delivery: Delivery) -> None:
        """Keep how it went."""
        self._connection.execute(update(DeliveryRow).where(DeliveryRow.id == delivery.id).values(_columns(delivery)))

    def _find(self, key: DeliveryKey, *, lock: bool) -> Delivery | None:
        statement = select(DeliveryRow.__table__).where(*_is(key))
        row = self._connection.execute(statement.with_for_update() if lock else statement).mappings().first()
        return None if row is None else _delivery(dict(row))


def _is(key: DeliveryKey) -> list[ColumnElement[bool]]:
    return [getattr(DeliveryRow, name) == value for name, value in asdict(key).items()]


def _columns(delivery: Delivery) -> dict[str, Any]:
    values = asdict(delivery)
    key: dict[str, Any] = values.pop("key")
    return key | values


def _delivery(values: dict[str, Any]) -> Delivery:
    key = DeliveryKey(**{name: values.pop(name) for name in DeliveryKey.__dataclass_fields__})
    return Delivery(
        **values
        | {
            "key": replace(key, kind=DeliveryKind(key.kind)),
            "status": DeliveryStatus(values["status"]),
            "transport": Transport(values["transport"]),
        }
    )

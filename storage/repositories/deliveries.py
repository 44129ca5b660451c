from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from flows.delivery import Delivery, DeliveryKey, DeliveryKind, DeliveryStatus, Transport
from storage.repositories.adding import add_if_new
from storage.rows import DeliveryRow, table_of

_DELIVERY = table_of(DeliveryRow)
_KEY = tuple(DeliveryKey.__dataclass_fields__)
_BY_KEY = select(_DELIVERY).where(*(_DELIVERY.c[name] == bindparam(f"the_{name}") for name in _KEY))
_LOCKED = _BY_KEY.with_for_update(skip_locked=True)
_UPDATE = update(_DELIVERY).where(_DELIVERY.c.id == bindparam("the_id"))
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
        row = self._connection.execute(_BY_KEY, _parameters(key)).mappings().first()
        return None if row is None else _delivery(row)

    def claim(self, key: DeliveryKey, *, now: datetime, lease_until: datetime) -> Delivery | None:
        """Take one that is pending or has failed, until `lease_until`.

        One that somebody has taken and never brought back becomes uncertain and is not handed out: it may have been
        posted, so it has to be looked up first.
        """
        row = self._connection.execute(_LOCKED, _parameters(key)).mappings().first()
        found = None if row is None else _delivery(row)
        if found is None or found.status not in _CLAIMABLE:
            if found and found.status is DeliveryStatus.SENDING and found.lease_until and found.lease_until <= now:
                self.save(replace(found, status=DeliveryStatus.UNCERTAIN, lease_until=None))
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
        self._connection.execute(_UPDATE, _columns(delivery) | {"the_id": delivery.id})


def _parameters(key: DeliveryKey) -> dict[str, str]:
    return {f"the_{name}": getattr(key, name) for name in _KEY}


def _columns(delivery: Delivery) -> dict[str, Any]:
    values = asdict(delivery)
    key: dict[str, Any] = values.pop("key")
    return key | values


def _delivery(row: RowMapping) -> Delivery:
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

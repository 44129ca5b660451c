from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from storage.repositories.adding import add_if_new
from storage.rows import SeenRequestRow, table_of

_SEEN = table_of(SeenRequestRow)
_FORGET = delete(_SEEN).where(_SEEN.c.seen_at < bindparam("moment"))


class SqlSeenRequests:
    """Requests that have had their effect."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workspace_id: str, request_id: str, *, now: datetime) -> bool:
        """Remember it; False when it was seen before."""
        seen = {"workspace_id": workspace_id, "request_id": request_id, "seen_at": now}
        return add_if_new(self._connection, SeenRequestRow, seen)

    def forget_before(self, moment: datetime) -> int:
        """Forget those seen before that moment and say how many they were."""
        return self._connection.execute(_FORGET, {"moment": moment}).rowcount

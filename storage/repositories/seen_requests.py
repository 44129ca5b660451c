from datetime import datetime

from sqlalchemy import Connection, delete

from storage.repositories.adding import add_if_new
from storage.rows import SeenRequestRow


class SqlSeenRequests:
    """Requests that have had their effect."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workspace_id: str, request_id: str, *, now: datetime) -> bool:
        """Remember it; False when it was seen before."""
        seen = {"workspace_id": workspace_id, "request_id": request_id, "seen_at": now}
        return add_if_new(self._connection, SeenRequestRow, seen)

    def forget_before(self, moment: datetime) -> int:
        """Forget old ones and say how many."""
        return self._connection.execute(delete(SeenRequestRow).where(SeenRequestRow.seen_at < moment)).rowcount

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage.repositories.adding import add_if_new
from storage.rows import WorkspaceRow, table_of

_WORKSPACE = table_of(WorkspaceRow).c
_LOCK = select(_WORKSPACE.id).where(_WORKSPACE.id == bindparam("workspace_id")).with_for_update()


class SqlWorkspaces:
    """Slack workspaces under Slack's own ids."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workspace_id: str, *, now: datetime) -> None:
        """Add it, unless it is there."""
        add_if_new(self._connection, WorkspaceRow, {"id": workspace_id, "created_at": now})

    def lock(self, workspace_id: str) -> None:
        """Let nobody else who does this go on until the transaction ends."""
        self._connection.execute(_LOCK, {"workspace_id": workspace_id})

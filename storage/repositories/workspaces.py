from datetime import datetime

from sqlalchemy import Connection

from storage.repositories.adding import add_if_new
from storage.rows import WorkspaceRow


class SqlWorkspaces:
    """Slack workspaces under Slack's own ids."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workspace_id: str, *, now: datetime) -> None:
        """Add it, unless it is there."""
        add_if_new(self._connection, WorkspaceRow, {"id": workspace_id, "created_at": now})

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.rows.base import Row, id_column

# As text, with which SQLite compares, and as PostgreSQL reads it.
_LONG_AGO = "2000-01-01 00:00:00.000000"


class WorkspaceRow(Row):
    """A Slack workspace, under Slack's own id, and how fast it may be sent to."""

    __tablename__ = "workspace"
    id: Mapped[str] = mapped_column(primary_key=True)
    enterprise_id: Mapped[str | None]
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime] = mapped_column(server_default=_LONG_AGO)
    failures: Mapped[int] = mapped_column(server_default="0")
    away_words: Mapped[list[str] | None]
    schedule_words: Mapped[str | None]
    compared_from: Mapped[int] = mapped_column(server_default="3")


class PersonRow(Row):
    """A human under an id of ours; the Slack id can be erased."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)
    id: Mapped[str] = id_column()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    slack_id: Mapped[str | None]
    dm_channel_id: Mapped[str | None]
    time_zone: Mapped[str]
    is_guest: Mapped[bool | None]
    is_admin: Mapped[bool] = mapped_column(server_default=false())
    is_gone: Mapped[bool] = mapped_column(server_default=false())
    zone_is_own: Mapped[bool] = mapped_column(server_default=false())
    works_from: Mapped[int] = mapped_column(server_default="9")
    works_until: Mapped[int] = mapped_column(server_default="17")
    created_at: Mapped[datetime]

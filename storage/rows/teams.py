from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.teams.action_item import ActionStatus
from storage.rows.base import Row, id_column, one_of

# As text, with which SQLite compares, and as PostgreSQL reads it.
_LONG_AGO = "2000-01-01 00:00:00.000000"
_LIVING = text("ended_at IS NULL")


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


class TeamRow(Row):
    """The people who are assessed together. Of those that have not ended, each has its own name and channel."""

    __tablename__ = "team"
    __table_args__ = (
        Index("uq_team_name", "workspace_id", "name_key", unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING),
        Index(
            *("uq_team_channel", "workspace_id", "channel_id"),
            unique=True,
            sqlite_where=_LIVING,
            postgresql_where=_LIVING,
        ),
    )
    id: Mapped[str] = id_column()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"), index=True)
    name: Mapped[str]
    name_key: Mapped[str]
    channel_id: Mapped[str | None]
    headline_scale: Mapped[str] = mapped_column(server_default="google")
    scales: Mapped[tuple[str, ...]]
    on_leaderboard: Mapped[bool]
    shows_lowest: Mapped[bool] = mapped_column(server_default=false())
    was_announced: Mapped[bool] = mapped_column(server_default=false())
    leaderboard_from: Mapped[datetime | None]
    has_open_answers: Mapped[bool]
    time_zone: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TeamRosterRow(Row):
    """Who of a team is asked, in this order."""

    __tablename__ = "team_roster"
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    place: Mapped[int]


class TeamOwnerRow(Row):
    """Who decides for a team, in this order."""

    __tablename__ = "team_owner"
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    place: Mapped[int]


class ActionItemRow(Row):
    """Something that a team has set out to do after a check-in."""

    __tablename__ = "action_item"
    id: Mapped[str] = id_column()
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), index=True)
    check_in_id: Mapped[str] = mapped_column(ForeignKey("check_in.id"))
    number: Mapped[int]
    text: Mapped[str]
    capability: Mapped[str | None]
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    status: Mapped[ActionStatus] = one_of("status", ActionStatus)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

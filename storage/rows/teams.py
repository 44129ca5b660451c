from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.check_ins.check_in import CheckInStatus, Nudging
from flows.maturity.answer import Answer
from flows.teams.action_item import ActionStatus
from storage.rows.base import Row, id_column, one_of

_LIVING = text("ended_at IS NULL")
_RUNNING = text("status IN ('open', 'in_review')")


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
    scales: Mapped[list[str]]
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


class CheckInRow(Row):
    """One occasion for one team, which has at most one that is running."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("team_id", "occurrence_on", "revision"),
        Index("uq_check_in_running", "team_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_check_in_due", "workspace_id", "due_at"),
        one_of("status", CheckInStatus),
        one_of("nudging", Nudging),
    )
    id: Mapped[str] = id_column()
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    occurrence_on: Mapped[date]
    revision: Mapped[int]
    period: Mapped[str]
    team_name: Mapped[str]
    channel_id: Mapped[str]
    time_zone: Mapped[str]
    headline_scale: Mapped[str]
    scale_hashes: Mapped[list[str]]
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    jumps_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    has_open_answers: Mapped[bool]
    status: Mapped[str]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    was_extended: Mapped[bool]
    was_discussed: Mapped[bool]
    closed_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    causes: Mapped[list[Any]]
    answered: Mapped[int | None]
    published_in: Mapped[str | None]
    asks_on: Mapped[date]
    lasts: Mapped[int]
    nudging: Mapped[str]
    reminds_channel: Mapped[bool]
    away_days: Mapped[int]
    due_at: Mapped[datetime | None]  # when it is looked at next: its deadline, or when it is published
    card_is_stale: Mapped[bool]
    card_shown_at: Mapped[datetime]


class RosterEntryRow(Row):
    """Who was asked in a check-in, in this order, and who said not this time."""

    __tablename__ = "roster_entry"
    check_in_id: Mapped[str] = mapped_column(ForeignKey("check_in.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    place: Mapped[int]
    has_declined: Mapped[bool]


class AgreedAnswerRow(Row):
    """What a team agreed on for one practice of a check-in; no answer: that it does not apply."""

    __tablename__ = "agreed_answer"
    __table_args__ = (one_of("answer", Answer),)
    check_in_id: Mapped[str] = mapped_column(ForeignKey("check_in.id"), primary_key=True)
    capability: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str | None]
    decided_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]


class ActionItemRow(Row):
    """Something that a team has set out to do after a check-in."""

    __tablename__ = "action_item"
    __table_args__ = (one_of("status", ActionStatus),)
    id: Mapped[str] = id_column()
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), index=True)
    check_in_id: Mapped[str] = mapped_column(ForeignKey("check_in.id"))
    number: Mapped[int]
    text: Mapped[str]
    capability: Mapped[str | None]
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    status: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

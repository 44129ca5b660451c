"""The tables. Repositories turn their rows into values of flows; nothing else sees them.

Nothing is deleted along with what it refers to: history does not move, and what privacy asks to forget is named.
"""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from flows.assessment import Length, View
from flows.delivery import DeliveryKind, DeliveryStatus, Transport
from flows.maturity.answer import Answer
from storage.types import Json, UTCDateTime


class Row(DeclarativeBase):
    """A table. Every constraint has a name, so that migrations can change it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text(), datetime: UTCDateTime(), dict[str, Any]: Json, list[str]: Json}  # noqa: RUF012


def table_of(row: type[Row]) -> Table:
    """The table of a row class: statements on it take half the time of those on the class."""
    return cast("Table", row.__table__)


def _one_of(column: str, words: type[Any]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _id() -> Mapped[str]:
    return mapped_column(String(36), primary_key=True)


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


class PersonRow(Row):
    """A human under an id of ours; the Slack id can be erased."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)
    id: Mapped[str] = _id()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    slack_id: Mapped[str | None]
    dm_channel_id: Mapped[str | None]
    time_zone: Mapped[str]
    is_guest: Mapped[bool | None]
    is_admin: Mapped[bool] = mapped_column(server_default=false())
    is_gone: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime]


_LIVING = text("ended_at IS NULL")


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
    id: Mapped[str] = _id()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"), index=True)
    name: Mapped[str]
    name_key: Mapped[str]
    channel_id: Mapped[str | None]
    headline_scale: Mapped[str] = mapped_column(server_default="google")
    scales: Mapped[list[str]]
    on_leaderboard: Mapped[bool]
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
    """One occasion for one team."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("team_id", "occurrence_on"),)
    id: Mapped[str] = _id()
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"))
    occurrence_on: Mapped[date]
    period: Mapped[str]
    channel_id: Mapped[str]
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ContentRow(Row):
    """A scale, the catalogue or the jumps, as they were when something was recorded with them. Never deleted."""

    __tablename__ = "content"
    __table_args__ = (CheckConstraint("kind IN ('catalogue', 'scale', 'jumps')", name="kind"),)
    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    version: Mapped[int]
    canonical_json: Mapped[str]
    stored_at: Mapped[datetime]


_ACTIVE = text("closed_at IS NULL AND check_in_id IS NULL")


class AssessmentRow(Row):
    """One person's filled-in questionnaire, with the card that shows it."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("uq_assessment_active", "person_id", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
        Index("ix_assessment_person_id_closed_at", "person_id", "closed_at"),
        _one_of("length", Length),
        _one_of("card_view", View),
    )
    id: Mapped[str] = _id()
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    check_in_id: Mapped[str | None] = mapped_column(ForeignKey("check_in.id"), index=True)
    length: Mapped[str]
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    card_view: Mapped[str]
    card_subject: Mapped[str | None]
    card_number: Mapped[int]
    card_message_id: Mapped[str | None]
    card_replaces: Mapped[str | None]
    card_is_last: Mapped[bool]
    origin_channel_id: Mapped[str | None]
    revision: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class AnswerRevisionRow(Row):
    """What was said about one capability, each change as a row of its own; the highest number stands."""

    __tablename__ = "answer_revision"
    __table_args__ = (
        _one_of("answer", Answer),
        CheckConstraint("answer IS NULL OR claim_reason IS NULL", name="answer_or_claim"),
    )
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    capability: Mapped[str]
    answer: Mapped[str | None]
    claim_reason: Mapped[str | None]
    claim_ends_on: Mapped[date | None]
    note: Mapped[str | None]
    links: Mapped[list[str] | None]  # None for none: most have none, and reading JSON costs more than all the rest
    answered_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    place: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PlacementRow(Row):
    """Where an assessment or a check-in stood on one scale, with its proof."""

    __tablename__ = "placement"
    __table_args__ = (CheckConstraint("(assessment_id IS NULL) <> (check_in_id IS NULL)", name="of_one"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[str | None] = mapped_column(ForeignKey("assessment.id"), index=True)
    check_in_id: Mapped[str | None] = mapped_column(ForeignKey("check_in.id"), index=True)
    scale_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    level: Mapped[int]
    best_case: Mapped[int]
    settled: Mapped[bool]
    proof: Mapped[dict[str, Any]]
    placed_at: Mapped[datetime]


_OPEN = text("status IN ('pending', 'sending', 'uncertain')")


class DeliveryRow(Row):
    """One outgoing message."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject_id", "recipient", "occurrence"),
        Index("ix_delivery_open", "workspace_id", "recipient", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        _one_of("kind", DeliveryKind),
        _one_of("status", DeliveryStatus),
        _one_of("transport", Transport),
    )
    id: Mapped[str] = _id()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    kind: Mapped[str]
    subject_id: Mapped[str]
    recipient: Mapped[str]
    occurrence: Mapped[str]
    transport: Mapped[str]
    status: Mapped[str]
    payload: Mapped[str | None]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    not_before: Mapped[datetime]
    number: Mapped[int]
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    was_repeated: Mapped[bool]
    owner: Mapped[str | None]
    first_tried_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str | None]
    reason: Mapped[str | None]


class DeliveryLaneRow(Row):
    """The messages to one recipient; `due_at` is null while nothing waits."""

    __tablename__ = "delivery_lane"
    __table_args__ = (
        Index("ix_delivery_lane_workspace_id_due_at", "workspace_id", "due_at"),
        Index("ix_delivery_lane_due_at", "due_at"),
    )
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    recipient: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime | None]
    free_at: Mapped[datetime]
    trouble: Mapped[str | None]
    last_number: Mapped[int]


class SeenRequestRow(Row):
    """A request that has had its effect. It can come before its workspace is known, and is forgotten after a day."""

    __tablename__ = "seen_request"
    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)

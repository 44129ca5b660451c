from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, func, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.assessment.assessment import Length, View
from flows.maturity.answer import Answer
from storage.rows.base import Row, id_column, one_of
from storage.types import FewNames

_PRIVATE = text("closed_at IS NULL AND check_in_id IS NULL")
_IN_CHECK_IN = text("closed_at IS NULL AND check_in_id IS NOT NULL")
_CURRENT = text("is_current")


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


class AssessmentRow(Row):
    """One person's filled-in questionnaire, with the card that shows it."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("uq_assessment_private", "person_id", unique=True, sqlite_where=_PRIVATE, postgresql_where=_PRIVATE),
        Index("uq_assessment_current", "person_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
        Index(
            *("uq_assessment_check_in", "check_in_id", "person_id"),
            unique=True,
            sqlite_where=_IN_CHECK_IN,
            postgresql_where=_IN_CHECK_IN,
        ),
        Index("ix_assessment_person_id_closed_at", "person_id", "closed_at"),
    )
    id: Mapped[str] = id_column()
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    check_in_id: Mapped[str | None] = mapped_column(ForeignKey("check_in.id"))
    length: Mapped[Length] = one_of("length", Length)
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    card_view: Mapped[View] = one_of("card_view", View)
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
    is_current: Mapped[bool]
    counted_revision: Mapped[int | None]
    follows: Mapped[str | None] = mapped_column(ForeignKey("assessment.id"))
    asked_again: Mapped[tuple[str, ...]] = mapped_column(FewNames, nullable=True)


class AnswerRevisionRow(Row):
    """What was said about one capability, each change as a row of its own; the highest number stands."""

    __tablename__ = "answer_revision"
    __table_args__ = (CheckConstraint("answer IS NULL OR claim_reason IS NULL", name="answer_or_claim"),)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    capability: Mapped[str]
    answer: Mapped[Answer | None] = one_of("answer", Answer)
    claim_reason: Mapped[str | None]
    claim_ends_on: Mapped[date | None]
    note: Mapped[str | None]
    links: Mapped[tuple[str, ...]] = mapped_column(FewNames, nullable=True)
    answered_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    place: Mapped[int]
    shows_note: Mapped[bool] = mapped_column(server_default=false())
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

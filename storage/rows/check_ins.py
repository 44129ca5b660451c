from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.check_ins.check_in import CheckInStatus, Nudging
from flows.maturity.answer import Answer
from storage.rows.base import Row, id_column, one_of
from storage.types import FewDays, Json, Stored

_RUNNING = text("status IN ('open', 'in_review')")
_Causes = Stored(Json, lambda causes: tuple((kind, levels) for kind, levels in causes))


class CheckInRow(Row):
    """One occasion for one team, which has at most one that is running."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("team_id", "occurrence_on", "revision"),
        Index("uq_check_in_running", "team_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_check_in_due", "workspace_id", "due_at"),
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
    scale_hashes: Mapped[tuple[str, ...]]
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    jumps_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    has_open_answers: Mapped[bool]
    status: Mapped[CheckInStatus] = one_of("status", CheckInStatus)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    was_extended: Mapped[bool]
    was_discussed: Mapped[bool]
    closed_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    causes: Mapped[tuple[tuple[str, int], ...]] = mapped_column(_Causes)
    answered: Mapped[int | None]
    published_in: Mapped[str | None]
    asks_on: Mapped[date]
    lasts: Mapped[int]
    nudging: Mapped[Nudging] = one_of("nudging", Nudging)
    reminds_channel: Mapped[bool]
    away_days: Mapped[int]
    days_off: Mapped[tuple[date, ...] | None] = mapped_column(FewDays)
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
    check_in_id: Mapped[str] = mapped_column(ForeignKey("check_in.id"), primary_key=True)
    capability: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[Answer | None] = one_of("answer", Answer)
    decided_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]

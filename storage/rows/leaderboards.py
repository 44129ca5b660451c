from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from flows.calendar.periods import Every
from flows.leaderboards.posting import PostingKind
from storage.rows.base import Row, one_of


class StandingRow(Row):
    """Where a team's last published result has put it on one scale: worked out once, when it is published."""

    __tablename__ = "standing"
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    scale: Mapped[str] = mapped_column(primary_key=True)
    scale_hash: Mapped[str] = mapped_column(ForeignKey("content.content_hash"))
    level: Mapped[int]
    settled: Mapped[bool]
    in_place: Mapped[int | None]
    of: Mapped[int | None]
    not_applicable: Mapped[int]
    level_before: Mapped[int | None]
    highest_before: Mapped[int | None]
    in_place_before: Mapped[int | None]
    newly: Mapped[int]
    answered: Mapped[int]
    asked: Mapped[int]
    published_on: Mapped[date]
    published_at: Mapped[datetime]
    is_lowest: Mapped[bool]


class TeamGapRow(Row):
    """A practice that a team was asked about and has not fully in place, by its last published result."""

    __tablename__ = "team_gap"
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    capability: Mapped[str] = mapped_column(primary_key=True)


class PostingRow(Row):
    """What is posted into a channel by itself."""

    __tablename__ = "posting"
    __table_args__ = (Index("ix_posting_due", "workspace_id", "due_at"),)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    kind: Mapped[PostingKind] = one_of("kind", PostingKind, primary_key=True)
    channel_id: Mapped[str] = mapped_column(primary_key=True)
    every: Mapped[Every] = one_of("every", Every)
    words: Mapped[str]
    time_zone: Mapped[str]
    year_begins: Mapped[int]
    due_at: Mapped[datetime]
    last_at: Mapped[datetime]

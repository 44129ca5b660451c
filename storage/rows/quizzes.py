from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.learning.quiz import Mix
from storage.rows.base import Row, id_column, one_of

_OPEN = text("ended_at IS NULL")


class QuizRow(Row):
    """One person's quiz, with its questions as they were drawn. A person has at most one that has not ended."""

    __tablename__ = "quiz"
    __table_args__ = (
        Index("uq_quiz_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_quiz_ended", "person_id", "ended_at"),
        one_of("mix", Mix),
    )
    id: Mapped[str] = id_column()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    mix: Mapped[str]
    asked: Mapped[list[Any]]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class QuizAnswerRow(Row):
    """What was chosen for the question at a place of a quiz; places count from 0."""

    __tablename__ = "quiz_answer"
    quiz_id: Mapped[str] = mapped_column(ForeignKey("quiz.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[str]
    chosen: Mapped[int]
    is_right: Mapped[bool]

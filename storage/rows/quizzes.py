from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.learning.quiz import Mix, QuizAsked
from storage.rows.base import Row, id_column, one_of
from storage.types import Json, Stored

_OPEN = text("ended_at IS NULL")
_Questions = Stored(
    Json,
    lambda asked: tuple(QuizAsked.model_validate(question) for question in asked),
    lambda asked: [question.model_dump(mode="json") for question in asked],
)


class QuizRow(Row):
    """One person's quiz, with its questions as they were drawn. A person has at most one that has not ended."""

    __tablename__ = "quiz"
    __table_args__ = (
        Index("uq_quiz_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_quiz_ended", "person_id", "ended_at"),
    )
    id: Mapped[str] = id_column()
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    mix: Mapped[Mix] = one_of("mix", Mix)
    asked: Mapped[tuple[QuizAsked, ...]] = mapped_column(_Questions)
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

"""Quizzes, which nobody but the person who answers them sees."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from flows.learning.quiz import Quiz, Score


class Quizzes(Protocol):
    """What people were asked in quizzes, and what they chose. A person has at most one that has not ended."""

    def add(self, quiz: Quiz) -> None:
        """Add a quiz that begins."""

    def save(self, before: Quiz, after: Quiz) -> None:
        """Keep what was answered in a quiz since it was read, and when it ended."""

    def find(self, quiz_id: str, person_id: str) -> Quiz | None:
        """The person's quiz of this id."""

    def find_open(self, person_id: str) -> Quiz | None:
        """The person's quiz that has not ended."""

    def list_scores(self, person_id: str, most: int) -> Sequence[Score]:
        """How the person's last quizzes ended, the newest first; quizzes without an answer are left out."""

    def last_answers(self, person_id: str) -> Mapping[str, bool]:
        """Whether each question was answered right, by its id, the last time the person was asked it."""

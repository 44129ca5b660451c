"""A quiz: ten questions, drawn when it begins, answered one after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import cycle, islice
from random import Random

from flows.learning.describing import describe, difficulty_of, is_describable
from flows.learning.loading import Learning
from flows.learning.question import LEVELS, Difficulty, Question
from flows.maturity.loading import Maturity
from flows.maturity.wording import Content, Identifier


class Mix(StrEnum):
    """What a quiz consists of."""

    MIXED = "mixed"
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


# For each difficulty how many questions are taken from those that are written down, and how many are made up.
_PARTS: Mapping[Mix, tuple[tuple[Difficulty, int, int], ...]] = {
    Mix.MIXED: (("easy", 2, 1), ("medium", 3, 1), ("hard", 3, 0)),
    Mix.EASY: (("easy", 8, 2),),
    Mix.MEDIUM: (("medium", 8, 2),),
    Mix.HARD: (("hard", 8, 2),),
}
_RANKS = {None: 0, False: 1, True: 2}  # by whether a question was answered right; the lowest are drawn first


class QuizAsked(Content):
    """A question as a quiz asks it, with its options in the order shown; the topic may be that of the levels."""

    topic: Identifier
    question: Question


@dataclass(frozen=True)
class Quiz:
    """One person's quiz; `chosen` are the places, from 0, of the options chosen so far."""

    id: str
    workspace_id: str
    person_id: str
    mix: Mix
    asked: tuple[QuizAsked, ...]
    began_at: datetime
    chosen: tuple[int, ...] = ()
    ended_at: datetime | None = None

    @property
    def right(self) -> int:
        """How many questions were answered right."""
        return sum(self.is_right(place) for place in range(len(self.chosen)))

    @property
    def is_answered(self) -> bool:
        """Whether nothing is left to answer."""
        return len(self.chosen) == len(self.asked)

    @property
    def wrong_topics(self) -> tuple[str, ...]:
        """The topics of the questions answered wrong, from the topic with most of them down."""
        wrong = [self.asked[place].topic for place in range(len(self.chosen)) if not self.is_right(place)]
        return tuple(sorted(dict.fromkeys(wrong), key=lambda topic: -wrong.count(topic)))

    def is_right(self, place: int) -> bool:
        """Whether an answered question was answered right."""
        return self.chosen[place] == self.asked[place].question.right

    def answered(self, option: int, now: datetime) -> "Quiz":
        """The quiz with the next question answered; the last answer ends it."""
        after = replace(self, chosen=(*self.chosen, option))
        return replace(after, ended_at=now) if after.is_answered else after


@dataclass(frozen=True)
class Score:
    """How a quiz ended, or was left: of `answered` questions so many were right."""

    mix: Mix
    right: int
    answered: int
    ended_at: datetime


def draw(
    learning: Learning, maturity: Maturity, mix: Mix, was_right: Mapping[str, bool], chance: Random
) -> tuple[QuizAsked, ...]:
    """Draw the questions of a quiz, from easy to hard; equal states of `chance` draw equal questions.

    `was_right` says of each question that the person has answered whether it was right the last time.
    """
    drawn: list[QuizAsked] = []
    for difficulty, written, made_up in _PARTS[mix]:
        fitting = [asked for asked in _all_written(learning) if asked.question.difficulty == difficulty]
        topics = [asked.topic for asked in drawn]
        part = [*_best(chance.sample(fitting, len(fitting)), written, was_right, topics)]
        part += _made_up(learning, maturity, difficulty, made_up, chance)
        drawn += chance.sample(part, len(part))
    return tuple(_shuffled(asked, chance) for asked in drawn)


def _all_written(learning: Learning) -> Iterator[QuizAsked]:
    for topic, questions in learning.questions.items():
        yield from (QuizAsked(topic=topic, question=question) for question in questions)


def _best(fitting: list[QuizAsked], most: int, was_right: Mapping[str, bool], topics: list[str]) -> Iterator[QuizAsked]:
    """Questions that are new to the person, else were answered wrong, else any; of topics that were not drawn yet."""

    def novelty_and_variety(asked: QuizAsked) -> tuple[int, int]:
        return _RANKS[was_right.get(asked.question.id)], topics.count(asked.topic)

    for _ in range(min(most, len(fitting))):
        best = min(fitting, key=novelty_and_variety)
        fitting.remove(best)
        topics.append(best.topic)
        yield best


def _made_up(
    learning: Learning, maturity: Maturity, difficulty: Difficulty, most: int, chance: Random
) -> Iterator[QuizAsked]:
    """Descriptions of teams, on as many scales as there are."""
    scales = [scale for scale in maturity.scales if is_describable(scale) and difficulty_of(scale) == difficulty]
    chance.shuffle(scales)
    for scale in islice(cycle(scales), most):
        question = describe(maturity, learning.descriptions, scale, chance)
        yield QuizAsked(topic=LEVELS, question=question)


def _shuffled(asked: QuizAsked, chance: Random) -> QuizAsked:
    options = tuple(chance.sample(asked.question.options, len(asked.question.options)))
    return asked.model_copy(update={"question": asked.question.model_copy(update={"options": options})})

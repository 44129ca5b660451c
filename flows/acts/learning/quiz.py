"""Ask a person ten questions, one at a time, and say after each why the answer is right."""

from dataclasses import dataclass, replace
from random import Random

from flows.acts.shared.act import Act
from flows.errors import RefusedError
from flows.learning.loading import Learning
from flows.learning.question import LEVELS
from flows.learning.quiz import Mix, Quiz, draw
from flows.learning.topic import Topic
from flows.maturity.wording import did_you_mean

MOST_TO_READ = 2


@dataclass(frozen=True)
class QuizQuestion:
    """The next question of a quiz, perhaps with its hint."""

    quiz: Quiz
    shows_hint: bool = False

    @property
    def place(self) -> int:
        """The place of the question in the quiz, from 0."""
        return len(self.quiz.chosen)


@dataclass(frozen=True)
class QuizFeedback:
    """The feedback on an answer. `topic` is None for the levels; `was_before`: it was given earlier and stays."""

    quiz: Quiz
    place: int
    topic: Topic | None
    was_before: bool = False

    @property
    def is_last(self) -> bool:
        """Whether the result comes next."""
        return self.place + 1 == len(self.quiz.asked)


@dataclass(frozen=True)
class QuizResult:
    """The result of a quiz, and at most two topics to read; None stands for the levels."""

    quiz: Quiz
    to_read: tuple[Topic | None, ...]


QuizCard = QuizQuestion | QuizFeedback | QuizResult


def take_quiz(act: Act, learning: Learning, typed: str = "") -> QuizCard:
    """Go on with the quiz that is open, or begin one; another difficulty than that of the open one ends it."""
    person = act.lock_person()
    mix = _mix(typed)
    quizzes = act.repositories.quizzes
    current = quizzes.find_open(person.id)
    if current and mix in {None, current.mix}:
        return QuizQuestion(current)
    if current:
        quizzes.save(current, replace(current, ended_at=act.now))
    return QuizQuestion(_begin(act, learning, person.id, mix or Mix.MIXED))


def answer(act: Act, learning: Learning, quiz_id: str, place: int, option: int) -> QuizCard:
    """Record the answer to a question of a quiz; one that was given before stays."""
    quiz = _quiz(act, quiz_id)
    if place < len(quiz.chosen):
        return _feedback(learning, quiz, place, was_before=quiz.chosen[place] != option)
    if quiz.ended_at or place > len(quiz.chosen) or option >= len(quiz.asked[place].question.options):
        raise _over()
    after = quiz.answered(option, act.now)
    act.repositories.quizzes.save(quiz, after)
    return _feedback(learning, after, place)


def hint(act: Act, learning: Learning, quiz_id: str, place: int) -> QuizCard:
    """Show the hint of the open question of a quiz."""
    quiz = _quiz(act, quiz_id)
    if place < len(quiz.chosen):
        return _feedback(learning, quiz, place)
    if quiz.ended_at:
        raise _over()
    return QuizQuestion(quiz, shows_hint=True)


def go_on(act: Act, learning: Learning, quiz_id: str) -> QuizCard:
    """Show the next question of a quiz, or its result."""
    quiz = _quiz(act, quiz_id)
    if not quiz.is_answered:
        if quiz.ended_at:
            raise _over()
        return QuizQuestion(quiz)
    by_id = learning.topics.by_id
    wrong = [topic_id for topic_id in quiz.wrong_topics if topic_id == LEVELS or topic_id in by_id]
    return QuizResult(quiz, tuple(map(by_id.get, wrong[:MOST_TO_READ])))


def _begin(act: Act, learning: Learning, person_id: str, mix: Mix) -> Quiz:
    quizzes, quiz_id = act.repositories.quizzes, act.new_id()
    was_right = quizzes.last_answers(person_id)
    quiz = Quiz(
        id=quiz_id,
        workspace_id=act.actor.workspace_id,
        person_id=person_id,
        mix=mix,
        asked=draw(learning, act.maturity, mix, was_right, Random(quiz_id)),  # noqa: S311 - no secret
        began_at=act.now,
    )
    quizzes.add(quiz)
    return quiz


def _quiz(act: Act, quiz_id: str) -> Quiz:
    """The acting person's quiz of this id; two clicks at once come one after the other."""
    quiz = act.repositories.quizzes.find(quiz_id, act.lock_person().id)
    if quiz is None:
        raise _over()
    return quiz


def _over() -> RefusedError:
    return RefusedError("That quiz is over. /rung quiz begins another one, or goes on with the one that is open.")


def _feedback(learning: Learning, quiz: Quiz, place: int, *, was_before: bool = False) -> QuizFeedback:
    return QuizFeedback(quiz, place, learning.topics.by_id.get(quiz.asked[place].topic), was_before)


def _mix(typed: str) -> Mix | None:
    if not typed:
        return None
    try:
        return Mix(typed.casefold())
    except ValueError:
        meant = did_you_mean(typed.casefold(), list(Mix)) or "."
        raise RefusedError(
            f'"{typed}" is no kind of quiz{meant} There are easy, medium, hard and mixed, as in /rung quiz easy.'
        ) from None

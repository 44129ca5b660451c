"""`/rung quiz …` and its buttons."""

from collections.abc import Callable
from functools import partial

from bot.listeners.listening import Listening, Route
from bot.listeners.roles import HERE
from bot.messages.learning import ANY_QUIZ
from bot.messages.quizzes import LETTERS, quiz_card
from bot.slack.blocks import Message
from bot.slack.errors import PayloadError
from bot.slack.ids import ActionId
from bot.slack.inbound import Command, Inbound, Pressed
from flows.acts.learning.quiz import QuizCard, answer, go_on, hint, take_quiz
from flows.acts.shared.act import Act
from flows.learning.loading import Learning
from flows.maturity.wording import whole_number


def handle_quiz(listening: Listening, command: Command) -> Message | None:
    """Go on with the quiz, or begin one."""
    return _shown(listening, command, lambda act, learning: take_quiz(act, learning, command.words))


def handle_begin(listening: Listening, pressed: Pressed) -> Message | None:
    """Go on or begin by a button, which may name the difficulty."""
    wanted = "" if pressed.handle.id == ANY_QUIZ else pressed.handle.id
    return _shown(listening, pressed, lambda act, learning: take_quiz(act, learning, wanted))


def handle_option(listening: Listening, pressed: Pressed, *, option: int) -> Message | None:
    """A, B, C or D."""
    quiz_id, place = pressed.handle.id, _place(pressed)
    return _shown(listening, pressed, lambda act, learning: answer(act, learning, quiz_id, place, option))


def handle_hint(listening: Listening, pressed: Pressed) -> Message | None:
    """Hint."""
    quiz_id, place = pressed.handle.id, _place(pressed)
    return _shown(listening, pressed, lambda act, learning: hint(act, learning, quiz_id, place))


def handle_next(listening: Listening, pressed: Pressed) -> Message | None:
    """The next question, or the result."""
    return _shown(listening, pressed, lambda act, learning: go_on(act, learning, pressed.handle.id))


def _place(pressed: Pressed) -> int:
    place = whole_number(pressed.words)
    if place < 0:
        raise PayloadError("That button is from an older Rung. /rung quiz shows where you are.")
    return place


def _shown(listening: Listening, inbound: Inbound, use_case: Callable[[Act, Learning], QuizCard]) -> Message | None:
    card = listening.once(inbound, lambda act: use_case(act, listening.runner.learning))
    return quiz_card(card) if card else None


ROUTES = (
    Route("/rung quiz", HERE, handle_quiz, takes_words=True),
    Route(ActionId.QUIZ, HERE, handle_begin),
    *(Route(action, HERE, partial(handle_option, option=option)) for option, action in enumerate(LETTERS.values())),
    Route(ActionId.QUIZ_HINT, HERE, handle_hint),
    Route(ActionId.QUIZ_NEXT, HERE, handle_next),
)

"""`/rung quiz …` and its buttons."""

from collections.abc import Callable

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.messages.learning import ANY_QUIZ
from bot.messages.quizzes import LETTERS, quiz_card
from bot.slack.blocks import Message
from bot.slack.errors import PayloadError
from bot.slack.ids import ActionId
from bot.slack.payloads import Inbound, Pressed
from flows.acts.learning.quiz import QuizCard, answer, go_on, hint, take_quiz
from flows.acts.shared.act import Act

_OPTIONS = {action: number for number, action in enumerate(LETTERS.values())}


def handle_quiz(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Go on with the quiz, or begin one."""
    card = listening.once(Doing.QUIZ, inbound, lambda act: take_quiz(act, listening.runner.learning, words))
    return quiz_card(card) if card else None


def handle_begin(listening: Listening, pressed: Pressed) -> None:
    """The same by a button, which may name the difficulty."""
    wanted = "" if pressed.handle.id == ANY_QUIZ else pressed.handle.id
    _show(listening, pressed, lambda act: take_quiz(act, listening.runner.learning, wanted))


def handle_option(listening: Listening, pressed: Pressed) -> None:
    """A, B, C or D."""
    option, place = _OPTIONS[ActionId(pressed.action)], _place(pressed)
    _show(listening, pressed, lambda act: answer(act, listening.runner.learning, pressed.handle.id, place, option))


def handle_hint(listening: Listening, pressed: Pressed) -> None:
    """Hint."""
    place = _place(pressed)
    _show(listening, pressed, lambda act: hint(act, listening.runner.learning, pressed.handle.id, place))


def handle_next(listening: Listening, pressed: Pressed) -> None:
    """The next question, or the result."""
    _show(listening, pressed, lambda act: go_on(act, listening.runner.learning, pressed.handle.id))


def _place(pressed: Pressed) -> int:
    subject = pressed.handle.subject or ""
    if not subject.isdecimal():
        raise PayloadError("That button is from an older Rung. /rung quiz shows where you are.")
    return int(subject)


def _show(listening: Listening, pressed: Pressed, use_case: Callable[[Act], QuizCard]) -> None:
    card = listening.once(pressed.action, pressed.inbound, use_case)
    listening.answer(quiz_card(card) if card else None, pressed.inbound)


QUIZ_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.QUIZ: handle_begin,
    **dict.fromkeys(_OPTIONS, handle_option),
    ActionId.QUIZ_HINT: handle_hint,
    ActionId.QUIZ_NEXT: handle_next,
}

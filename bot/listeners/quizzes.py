"""`/rung quiz …` and its buttons."""

from collections.abc import Callable

from bot.listeners.listening import Front
from bot.listeners.permissions import Doing
from bot.messages.learning import ANY_QUIZ
from bot.messages.quizzes import LETTERS, quiz_card
from bot.slack.blocks import Message
from bot.slack.errors import PayloadError
from bot.slack.ids import ActionId
from bot.slack.payloads import Inbound, Pressed
from flows.acts.learning.quiz import QuizCard, answer, go_on, hint, take_quiz
from flows.acts.shared.act import Interaction

_OPTIONS = {action: number for number, action in enumerate(LETTERS.values())}


def handle_quiz(front: Front, inbound: Inbound, words: str) -> Message | None:
    """Go on with the quiz, or begin one."""
    card = front.once(Doing.QUIZ, inbound, lambda it: take_quiz(it, front.desk.learning, words))
    return quiz_card(card) if card else None


def handle_begin(front: Front, pressed: Pressed) -> None:
    """The same by a button, which may name the difficulty."""
    wanted = "" if pressed.handle.id == ANY_QUIZ else pressed.handle.id
    _show(front, pressed, lambda it: take_quiz(it, front.desk.learning, wanted))


def handle_option(front: Front, pressed: Pressed) -> None:
    """A, B, C or D."""
    option, place = _OPTIONS[ActionId(pressed.action)], _place(pressed)
    _show(front, pressed, lambda it: answer(it, front.desk.learning, pressed.handle.id, place, option))


def handle_hint(front: Front, pressed: Pressed) -> None:
    """Hint."""
    place = _place(pressed)
    _show(front, pressed, lambda it: hint(it, front.desk.learning, pressed.handle.id, place))


def handle_next(front: Front, pressed: Pressed) -> None:
    """The next question, or the result."""
    _show(front, pressed, lambda it: go_on(it, front.desk.learning, pressed.handle.id))


def _place(pressed: Pressed) -> int:
    subject = pressed.handle.subject or ""
    if not subject.isdecimal():
        raise PayloadError("That button is from an older Rung. /rung quiz shows where you are.")
    return int(subject)


def _show(front: Front, pressed: Pressed, use_case: Callable[[Interaction], QuizCard]) -> None:
    card = front.once(pressed.action, pressed.inbound, use_case)
    front.answer(quiz_card(card) if card else None, pressed.inbound)


QUIZ_HANDLERS: dict[str, Callable[[Front, Pressed], None]] = {
    ActionId.QUIZ: handle_begin,
    **dict.fromkeys(_OPTIONS, handle_option),
    ActionId.QUIZ_HINT: handle_hint,
    ActionId.QUIZ_NEXT: handle_next,
}

"""Replies to `/rung quiz`."""

from bot.messages.learning import SCALE, TOPIC
from bot.slack.blocks import Block, Message, actions, bold, button, context, message, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice
from flows.acts.learning.quiz import QuizCard, QuizFeedback, QuizQuestion, QuizResult
from flows.learning.topic import Topic

LETTERS = {"A": ActionId.QUIZ_A, "B": ActionId.QUIZ_B, "C": ActionId.QUIZ_C, "D": ActionId.QUIZ_D}
_NAMES = "".join(LETTERS)


def quiz_card(card: QuizCard) -> Message:
    """Show a question of a quiz, what an answer was worth, or the result."""
    if isinstance(card, QuizQuestion):
        return _question(card)
    if isinstance(card, QuizFeedback):
        return _feedback(card)
    return _result(card)


def _question(card: QuizQuestion) -> Message:
    question = card.quiz.asked[card.place].question
    options = list(zip(_NAMES, question.options, strict=False))
    words = render_notice("quiz_question", card, place=card.place, question=question, options=options)
    part, handle = words.parts, Handle(card.quiz.id, str(card.place))
    row = [handle.button(letter, LETTERS[letter]) for letter, _ in options]
    if not card.shows_hint:
        row.append(handle.button("Hint", ActionId.QUIZ_HINT))
    return message(
        words.text,
        context(part["progress"]),
        sections(f"{bold(part['asks'])}\n{part['options']}", part["hint"]),
        actions(*row),
        context(part["how"]),
    )


def _feedback(card: QuizFeedback) -> Message:
    quiz, place = card.quiz, card.place
    question = quiz.asked[place].question
    words = render_notice(
        "quiz_feedback",
        card,
        question=question,
        is_right=quiz.is_right(place),
        chosen=(_NAMES[quiz.chosen[place]], question.options[quiz.chosen[place]]),
        right=(_NAMES[question.right], question.options[question.right]),
    )
    part = words.parts
    following = "Next question"
    if card.is_last:
        following = "See the result"
    return message(
        words.text,
        context(part["progress"]),
        sections(f"{part['asks']}\n{bold(part['verdict'])} {part['mistake']}".strip(), part["reason"]),
        actions(
            Handle(quiz.id).button(following, ActionId.QUIZ_NEXT, style="primary"),
            _reading(card.topic, ActionId.READ_MORE),
        ),
    )


def _result(card: QuizResult) -> Message:
    words = render_notice("quiz_result", card)
    part = words.parts
    reading = [_reading(topic, action) for topic, action in zip(card.to_read, _READING, strict=False)]
    again = button("Another ten", ActionId.QUIZ, card.quiz.mix)
    shown = sections("\n".join(filter(None, [bold(part["score"]), part["to_read"]])))
    return message(words.text, shown, actions(*reading, again), context(part["how"]))


def _reading(topic: Topic | None, action: ActionId) -> Block:
    """A button that shows a topic, or the levels, below."""
    if topic is None:
        return SCALE.button("Read: the levels", action)
    return TOPIC.about(topic.id).button(f"Read: {topic.title}", action)


_READING = (ActionId.READ_MORE, ActionId.READ_ALSO)

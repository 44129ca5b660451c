"""`/rung learn …`, `/rung what-if …`, and what leads to a topic."""

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import HERE
from bot.messages.learning import SCALE, TOPIC, scale_lesson, topic_card, topic_list
from bot.messages.what_if import what_if_answer, which_practice
from bot.slack.blocks import Message
from bot.slack.ids import ActionId
from bot.slack.inbound import Command, Pressed
from flows.acts.learning.learn import TopicCard, TopicList, learn, learn_levels, see_topic, see_topic_of_practice
from flows.acts.learning.what_if import WhichPractice, ask_what_if
from flows.acts.shared.act import Act

_LEVELS = {"level", "levels", "scale", "scales"}


def handle_learn(listening: Listening, command: Command) -> Message | None:
    """A topic, the list of topics, or a scale level by level."""
    word, _, rest = command.words.partition(" ")
    if word.casefold() in _LEVELS:
        return _levels(listening, command, rest.strip())
    return _topics(listening, command, command.words)


def handle_topics(listening: Listening, pressed: Pressed) -> Message | None:
    """All topics."""
    return _topics(listening, pressed, "")


def handle_topic(listening: Listening, pressed: Pressed) -> Message | None:
    """A topic chosen from the list, or the next one."""
    learning = listening.runner.learning
    return rendered(listening.once(pressed, lambda act: see_topic(act, learning, pressed.words)), topic_card)


def handle_levels(listening: Listening, pressed: Pressed) -> Message | None:
    """A scale, chosen from the menu or the one that is told here."""
    return _levels(listening, pressed, pressed.words)


def handle_read_more(listening: Listening, pressed: Pressed) -> None:
    """What belongs to a question, below the question: its topic, or the levels."""
    lesson = _lesson(listening, pressed)
    if lesson:
        listening.tell(lesson, pressed)


def _lesson(listening: Listening, pressed: Pressed) -> Message | None:
    if pressed.handle.id == SCALE.id:
        return _levels(listening, pressed, pressed.words)
    if pressed.handle.id == TOPIC.id:
        return handle_topic(listening, pressed)

    def topic(act: Act) -> TopicCard:
        return see_topic_of_practice(act, listening.runner.learning, pressed.words)

    return rendered(listening.once(pressed, topic), topic_card)


def handle_what_if(listening: Listening, request: Command | Pressed) -> Message | None:
    """What would happen if the practice typed or chosen were taken on now."""
    answer = listening.once(request, lambda act: ask_what_if(act, request.place, request.words))
    if isinstance(answer, WhichPractice):
        return which_practice(answer)
    return rendered(answer, what_if_answer)


def _levels(listening: Listening, request: Command | Pressed, typed: str) -> Message | None:
    return rendered(listening.once(request, lambda act: learn_levels(act, request.place, typed)), scale_lesson)


def _topics(listening: Listening, request: Command | Pressed, typed: str) -> Message | None:
    learning = listening.runner.learning
    topics = listening.once(request, lambda act: learn(act, learning, request.place, typed))
    if isinstance(topics, TopicList):
        return topic_list(topics)
    return rendered(topics, topic_card)


ROUTES = (
    Route("/rung learn", HERE, handle_learn, takes_words=True),
    Route(ActionId.LEARN, HERE, handle_topic),
    Route(ActionId.LEARN_TOPICS, HERE, handle_topics),
    Route(ActionId.LEARN_LEVELS, HERE, handle_levels),
    Route(ActionId.READ_MORE, HERE, handle_read_more),
    Route(ActionId.READ_ALSO, HERE, handle_read_more),
    Route("/rung what-if", HERE, handle_what_if, takes_words=True),
    Route(ActionId.WHAT_IF, HERE, handle_what_if),
)

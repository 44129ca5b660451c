"""`/rung learn …`, and what leads to a topic."""

from collections.abc import Callable

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of
from bot.messages.learning import SCALE, TOPIC, scale_lesson, topic_card, topic_list
from bot.slack.blocks import Message
from bot.slack.ids import ActionId
from bot.slack.payloads import Inbound, Pressed
from flows.acts.learning.learn import (
    TopicCard,
    TopicList,
    learn,
    learn_levels,
    see_topic,
    see_topic_of_practice,
)
from flows.acts.shared.act import Act

_LEVELS = {"level", "levels", "scale", "scales"}


def handle_learn(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """A topic, the list of topics, or a scale level by level."""
    word, _, rest = words.partition(" ")
    if word.casefold() in _LEVELS:
        return _levels(listening, Doing.LEARN, inbound, rest.strip())
    return _shown(
        listening.once(
            Doing.LEARN, inbound, lambda act: learn(act, listening.runner.learning, place_of(inbound), words)
        )
    )


def handle_topic(listening: Listening, pressed: Pressed) -> None:
    """A topic chosen from the list, or the next one."""
    topic_id = pressed.handle.subject or ""
    card = listening.once(
        pressed.action, pressed.inbound, lambda act: see_topic(act, listening.runner.learning, topic_id)
    )
    listening.answer(_shown(card), pressed.inbound)


def handle_topics(listening: Listening, pressed: Pressed) -> None:
    """All topics."""
    where = place_of(pressed.inbound)
    found = listening.once(pressed.action, pressed.inbound, lambda act: learn(act, listening.runner.learning, where))
    listening.answer(_shown(found), pressed.inbound)


def handle_levels(listening: Listening, pressed: Pressed) -> None:
    """A scale, chosen from the menu or the one that is told here."""
    listening.answer(_levels(listening, pressed.action, pressed.inbound, pressed.handle.subject or ""), pressed.inbound)


def handle_read_more(listening: Listening, pressed: Pressed) -> None:
    """What belongs to a question, below the question: its topic, or the levels."""
    subject, learning = pressed.handle.subject or "", listening.runner.learning

    def topic(act: Act) -> TopicCard:
        find = see_topic if pressed.handle.id == TOPIC.id else see_topic_of_practice
        return find(act, learning, subject)

    if pressed.handle.id == SCALE.id:
        found = _levels(listening, pressed.action, pressed.inbound, subject)
    else:
        found = _shown(listening.once(pressed.action, pressed.inbound, topic))
    if found:
        listening.tell(found, pressed.inbound)


def _levels(listening: Listening, what: str, inbound: Inbound, typed: str) -> Message | None:
    found = listening.once(what, inbound, lambda act: learn_levels(act, place_of(inbound), typed))
    return scale_lesson(found) if found else None


def _shown(found: TopicCard | TopicList | None) -> Message | None:
    if found is None:
        return None
    return topic_card(found) if isinstance(found, TopicCard) else topic_list(found)


LEARNING_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.LEARN: handle_topic,
    ActionId.LEARN_TOPICS: handle_topics,
    ActionId.LEARN_LEVELS: handle_levels,
    ActionId.READ_MORE: handle_read_more,
    ActionId.READ_ALSO: handle_read_more,
}

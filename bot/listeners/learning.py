"""`/rung learn …`, and what leads to a topic."""

from collections.abc import Callable

from bot.listeners.listening import Front
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
from flows.acts.shared.act import Interaction

_LEVELS = {"level", "levels", "scale", "scales"}


def handle_learn(front: Front, inbound: Inbound, words: str) -> Message | None:
    """A topic, the list of topics, or a scale level by level."""
    word, _, rest = words.partition(" ")
    if word.casefold() in _LEVELS:
        return _levels(front, Doing.LEARN, inbound, rest.strip())
    return _shown(front.once(Doing.LEARN, inbound, lambda it: learn(it, front.desk.learning, place_of(inbound), words)))


def handle_topic(front: Front, pressed: Pressed) -> None:
    """A topic chosen from the list, or the next one."""
    topic_id = pressed.handle.subject or ""
    card = front.once(pressed.action, pressed.inbound, lambda it: see_topic(it, front.desk.learning, topic_id))
    front.answer(_shown(card), pressed.inbound)


def handle_topics(front: Front, pressed: Pressed) -> None:
    """All topics."""
    where = place_of(pressed.inbound)
    found = front.once(pressed.action, pressed.inbound, lambda it: learn(it, front.desk.learning, where))
    front.answer(_shown(found), pressed.inbound)


def handle_levels(front: Front, pressed: Pressed) -> None:
    """A scale, chosen from the menu or the one that is told here."""
    front.answer(_levels(front, pressed.action, pressed.inbound, pressed.handle.subject or ""), pressed.inbound)


def handle_read_more(front: Front, pressed: Pressed) -> None:
    """What belongs to a question, below the question: its topic, or the levels."""
    subject, learning = pressed.handle.subject or "", front.desk.learning

    def topic(interaction: Interaction) -> TopicCard:
        find = see_topic if pressed.handle.id == TOPIC.id else see_topic_of_practice
        return find(interaction, learning, subject)

    if pressed.handle.id == SCALE.id:
        found = _levels(front, pressed.action, pressed.inbound, subject)
    else:
        found = _shown(front.once(pressed.action, pressed.inbound, topic))
    if found:
        front.tell(found, pressed.inbound)


def _levels(front: Front, what: str, inbound: Inbound, typed: str) -> Message | None:
    found = front.once(what, inbound, lambda it: learn_levels(it, place_of(inbound), typed))
    return scale_lesson(found) if found else None


def _shown(found: TopicCard | TopicList | None) -> Message | None:
    if found is None:
        return None
    return topic_card(found) if isinstance(found, TopicCard) else topic_list(found)


LEARNING_HANDLERS: dict[str, Callable[[Front, Pressed], None]] = {
    ActionId.LEARN: handle_topic,
    ActionId.LEARN_TOPICS: handle_topics,
    ActionId.LEARN_LEVELS: handle_levels,
    ActionId.READ_MORE: handle_read_more,
    ActionId.READ_ALSO: handle_read_more,
}

"""Messages that nobody's click is waiting for, as Slack messages."""

from dataclasses import fields

from bot.blocks import Message, context, message, sections
from bot.rendering import render_words
from flows.delivery_notices import DeliveryNotice, Undelivered, Welcome

_TEMPLATES: dict[type[DeliveryNotice], str] = {Welcome: "welcome", Undelivered: "undelivered"}


def render_letter(notice: DeliveryNotice) -> Message:
    """The message for a notice: what it says, and under it why it came."""
    values = {each.name: getattr(notice, each.name) for each in fields(notice)}
    words = render_words(_TEMPLATES[type(notice)], **values)
    return message(words.text, sections(words.parts["news"]), context(words.parts["why"]))

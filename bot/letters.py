"""Messages that nobody's click is waiting for, as Slack messages."""

from bot.blocks import Message, context, message, sections
from bot.rendering import render_notice
from flows.delivery_notices import DeliveryNotice, Undelivered, Welcome

_TEMPLATES: dict[type[DeliveryNotice], str] = {Welcome: "welcome", Undelivered: "undelivered"}


def render_letter(notice: DeliveryNotice) -> Message:
    """The message for a notice: what it says, and under it why it came."""
    words = render_notice(_TEMPLATES[type(notice)], notice)
    return message(words.text, sections(words.parts["news"]), context(words.parts["why"]))

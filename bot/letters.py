"""Messages that nobody's click is waiting for, as Slack messages."""

from dataclasses import replace

from bot.blocks import Message, context, message, sections
from bot.check_ins import render_check_in_notice
from bot.errors import SlackError
from bot.nudges import render_nudge
from bot.outgoing import Gateway
from bot.rendering import render_notice
from flows.check_in_notices import ResultPreview
from flows.delivery_notices import DeliveryNotice, Undelivered, Welcome
from flows.nudges import NotStarted, Nudge

_TEMPLATES: dict[type[Welcome | Undelivered | NotStarted], str] = {
    Welcome: "welcome",
    Undelivered: "undelivered",
    NotStarted: "not_started",
}


def render_letter(notice: DeliveryNotice) -> Message:
    """The message for a notice: what it says, and under it why it came."""
    if isinstance(notice, Nudge):
        return render_nudge(notice)
    if not isinstance(notice, Welcome | Undelivered | NotStarted):
        return render_check_in_notice(notice)
    words = render_notice(_TEMPLATES[type(notice)], notice)
    return message(words.text, sections(words.parts["news"]), context(words.parts["why"]))


def with_readers(notice: DeliveryNotice, gateway: Gateway) -> DeliveryNotice:
    """The notice with how many people can read what it announces, where Slack says so."""
    if not isinstance(notice, ResultPreview):
        return notice
    try:
        members = gateway.channel(notice.result.check_in.summary_channel).members
    except SlackError:
        return notice
    return replace(notice, readers=members or None)

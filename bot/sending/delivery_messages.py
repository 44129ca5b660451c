"""Messages that nobody's click is waiting for, as Slack messages."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from bot.messages.check_ins import render_check_in_notice, render_nudge
from bot.messages.digests import render_digest, render_digest_details
from bot.messages.leaderboards import render_leaderboard, render_leaderboard_preview
from bot.slack.blocks import Message, context, message, sections
from bot.slack.errors import SlackError
from bot.slack.gateway_port import Gateway
from bot.slack.rendering import render_notice
from flows.acts.check_ins.check_in_notices import CheckInNotice, ResultPreview
from flows.acts.check_ins.nudges import NotStarted, Nudge
from flows.acts.deliveries.delivery_notices import DeliveryNotice, Undelivered, Welcome
from flows.acts.leaderboards.leaderboard_reading import DigestDetails, LeaderboardPreview
from flows.leaderboards.digest import Digest
from flows.leaderboards.leaderboard import Leaderboard


def render_delivery(notice: DeliveryNotice) -> Message:
    """The message for a notice."""
    render = _OTHERS.get(type(notice))
    return render(notice) if render else render_check_in_notice(cast("CheckInNotice", notice))


def _short(template: str, notice: Welcome | Undelivered | NotStarted) -> Message:
    """What it says, and under it why it came."""
    words = render_notice(template, notice)
    return message(words.text, sections(words.parts["news"]), context(words.parts["why"]))


_OTHERS: dict[type[Any], Callable[[Any], Message]] = {
    Welcome: partial(_short, "welcome"),
    Undelivered: partial(_short, "undelivered"),
    NotStarted: partial(_short, "not_started"),
    Nudge: render_nudge,
    Leaderboard: render_leaderboard,
    LeaderboardPreview: render_leaderboard_preview,
    Digest: render_digest,
    DigestDetails: render_digest_details,
}


def with_readers(notice: DeliveryNotice, gateway: Gateway) -> DeliveryNotice:
    """The notice with how many people can read what it announces, where Slack says so."""
    if not isinstance(notice, ResultPreview):
        return notice
    try:
        members = gateway.channel(notice.result.check_in.summary_channel).members
    except SlackError:
        return notice
    return replace(notice, readers=members or None)

"""Messages that leave without a click, as Slack messages."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.messages.check_ins import (
    render_channel_reminder,
    render_check_in_card,
    render_discussion,
    render_invitation,
    render_nudge,
    render_preview,
)
from bot.messages.digests import render_digest, render_digest_details
from bot.messages.leaderboards import render_leaderboard, render_leaderboard_preview
from bot.slack.blocks import Message, context, message, sections
from bot.slack.errors import SlackError
from bot.slack.gateway_port import Gateway
from bot.slack.rendering import render_notice
from flows.acts.check_ins.check_in_notices import CheckInCard, Discussion, Invitation, ResultPreview
from flows.acts.check_ins.nudge_notices import ChannelReminder, Nudge
from flows.acts.deliveries.delivery_notices import DeliveryNotice
from flows.acts.leaderboards.leaderboard_reading import DigestDetails, LeaderboardPreview
from flows.leaderboards.digest import Digest
from flows.leaderboards.leaderboard import Leaderboard


def render_delivery(notice: DeliveryNotice) -> Message:
    """The message for a notice; a kind without a row of its own says its news, and under it why it came."""
    return RENDERERS.get(type(notice), _news_and_why)(notice)


def _news_and_why(notice: DeliveryNotice) -> Message:
    words = render_notice(template_of(type(notice)), notice)
    return message(words.text, sections(words.parts["news"]), context(words.parts["why"]))


def template_of(notice: type) -> str:
    """The template folder of a notice: `LevelChange` has its words in `level_change`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", notice.__name__).lower()


# Whatever has buttons, or is more than news and why it came.
RENDERERS: Mapping[type[Any], Callable[[Any], Message]] = {
    Invitation: render_invitation,
    CheckInCard: render_check_in_card,
    ResultPreview: render_preview,
    Discussion: render_discussion,
    Nudge: render_nudge,
    ChannelReminder: render_channel_reminder,
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

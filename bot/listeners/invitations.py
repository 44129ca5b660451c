from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.slack.payloads import Joined, read_joined
from flows.acts.teams.welcome import welcome


def register(app: App, listening: Listening) -> None:
    """Register being invited to a channel."""

    @app.event("member_joined_channel")
    def handle_joined(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        joined = read_joined(body)
        if joined.slack_id == context.bot_user_id:
            handle_invitation(listening, joined)
        ack()


def handle_invitation(listening: Listening, joined: Joined) -> None:
    """Rung is in a channel now."""
    listening.once(
        Doing.INVITE,
        joined.inbound,
        lambda act: welcome(act, joined.channel_id, is_by_person=joined.inbound.actor.slack_id != joined.slack_id),
    )
    listening.sender.wake()

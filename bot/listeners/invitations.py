from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.listeners.listening import Front
from bot.listeners.permissions import Doing
from bot.slack.payloads import Joined, read_joined
from flows.acts.teams.welcome import welcome


def register(app: App, front: Front) -> None:
    """Register being invited to a channel."""

    @app.event("member_joined_channel")
    def handle_joined(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        joined = read_joined(body)
        if joined.slack_id == context.bot_user_id:
            handle_invitation(front, joined)
        ack()


def handle_invitation(front: Front, joined: Joined) -> None:
    """Rung is in a channel now."""
    front.once(
        Doing.INVITE,
        joined.inbound,
        lambda it: welcome(it, joined.channel_id, is_by_person=joined.inbound.acting.slack_id != joined.slack_id),
    )
    front.sender.wake()

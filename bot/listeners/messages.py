from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Front
from bot.listeners.permissions import Doing
from bot.slack.payloads import Inbound, read_direct_message
from flows.acts.assessment.typed_reply import Typed, say
from flows.acts.shared.act import Turn


def register(app: App, front: Front) -> None:
    """Register typed replies."""

    @app.event("message")
    def handle_message(ack: Ack, body: dict[str, Any]) -> None:
        found = read_direct_message(body)
        if found:
            handle_typed(front, *found)
        ack()


def handle_typed(front: Front, inbound: Inbound, typed: Typed) -> None:
    """Words typed to Rung."""
    said: tuple[Turn | None] | None = front.once(Doing.TYPE, inbound, lambda it: (say(it, typed),))
    if said == (None,):
        front.reply(inbound, lambda: front.presenter.tell_nothing_waits(inbound))
    elif said:
        front.show(said[0], inbound)

from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.slack.payloads import Inbound, read_direct_message
from flows.acts.assessment.turn import Turn
from flows.acts.assessment.typed_reply import Typed, say


def register(app: App, listening: Listening) -> None:
    """Register typed replies."""

    @app.event("message")
    def handle_message(ack: Ack, body: dict[str, Any]) -> None:
        found = read_direct_message(body)
        if found:
            handle_typed(listening, *found)
        ack()


def handle_typed(listening: Listening, inbound: Inbound, typed: Typed) -> None:
    """Words typed to Rung."""
    said: tuple[Turn | None] | None = listening.once(Doing.TYPE, inbound, lambda act: (say(act, typed),))
    if said == (None,):
        listening.reply(inbound, lambda: listening.presenter.tell_nothing_waits(inbound))
    elif said:
        listening.show(said[0], inbound)

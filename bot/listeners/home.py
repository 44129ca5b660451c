from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.messages.home import home_page
from bot.slack.payloads import Inbound, read_home_opened
from flows.acts.own_time.home import see_home


def register(app: App, listening: Listening) -> None:
    """Register opening Rung's own page."""

    @app.event("app_home_opened")
    def handle_opened(ack: Ack, body: dict[str, Any]) -> None:
        inbound = read_home_opened(body)
        if inbound:
            handle_home(listening, inbound)
        ack()


def handle_home(listening: Listening, inbound: Inbound) -> None:
    """Somebody looks at the page."""
    home = listening.once(Doing.OPEN_HOME, inbound, see_home)
    if home:
        listening.reply(inbound, lambda: listening.gateway.publish_home(inbound.actor.slack_id, home_page(home)))

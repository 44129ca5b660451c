from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Front
from bot.listeners.permissions import Doing
from bot.messages.home import home_page
from bot.slack.payloads import Inbound, read_home_opened
from flows.acts.own_time.home import see_home


def register(app: App, front: Front) -> None:
    """Register opening Rung's own page."""

    @app.event("app_home_opened")
    def handle_opened(ack: Ack, body: dict[str, Any]) -> None:
        inbound = read_home_opened(body)
        if inbound:
            handle_home(front, inbound)
        ack()


def handle_home(front: Front, inbound: Inbound) -> None:
    """Somebody looks at the page."""
    home = front.once(Doing.OPEN_HOME, inbound, see_home)
    if home:
        front.reply(inbound, lambda: front.gateway.publish_home(inbound.acting.slack_id, home_page(home)))

"""Whatever else Slack sends is acknowledged, so that Slack neither repeats it nor shows a warning sign."""

import re

from slack_bolt import Ack, App

from bot.listeners.listening import Listening

ANYTHING = re.compile(".*")


def register(app: App, _: Listening) -> None:
    """Register what nothing else handles."""

    def handle_anything(ack: Ack) -> None:
        ack()

    app.event(ANYTHING)(handle_anything)
    app.view(ANYTHING)(handle_anything)
    app.view_closed(ANYTHING)(handle_anything)
    app.shortcut(ANYTHING)(handle_anything)
    app.options(ANYTHING)(handle_anything)
    app.command(ANYTHING)(handle_anything)

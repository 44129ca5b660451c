"""What Slack can send: acknowledge, parse, one act, hand over the reply."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.listeners.listening import Listening
from bot.listeners.routes import handle, handle_command, handle_press
from bot.slack.ids import EventId, FormId
from bot.slack.payloads import read_command, read_event, read_form, read_press

ANYTHING = re.compile(".*")


def register(app: App, listening: Listening) -> None:
    """Register the few functions that Bolt calls; they look up the route of what has come."""

    @app.command("/rung")
    def handle_typed(ack: Ack, body: dict[str, Any]) -> None:
        answer = handle_command(listening, read_command(body))
        if answer is None:
            ack()
        else:
            ack(response_type="ephemeral", text=answer.text, blocks=answer.blocks)

    @app.action(ANYTHING)
    def handle_pressed(ack: Ack, body: dict[str, Any]) -> None:
        handle_press(listening, read_press(body))
        ack()

    _register_forms(app, listening)
    _register_events(app, listening)
    _acknowledge_the_rest(app)


def _register_forms(app: App, listening: Listening) -> None:
    def handle_sent(ack: Ack, body: dict[str, Any]) -> None:
        sent = read_form(body)
        handle(listening, sent.form, sent)
        ack()

    for form_id in FormId:
        app.view(form_id)(handle_sent)


def _register_events(app: App, listening: Listening) -> None:
    def handle_event(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        inbound = read_event(body, context.bot_user_id)
        if inbound:
            event = body["event"]
            handle(listening, EventId.EDITED if event.get("subtype") == EventId.EDITED else event["type"], inbound)
        ack()

    app.event("message")(handle_event)
    app.event("app_home_opened")(handle_event)
    app.event("member_joined_channel")(handle_event)


def _acknowledge_the_rest(app: App) -> None:
    """Acknowledge whatever else Slack sends, so that it neither repeats it nor shows a warning sign."""

    def acknowledge(ack: Ack) -> None:
        ack()

    for listen in (app.event, app.view, app.view_closed, app.shortcut, app.options, app.command):
        listen(ANYTHING)(acknowledge)

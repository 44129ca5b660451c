from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Listening
from bot.slack.ids import YES, Field, FormId
from bot.slack.payloads import read_form
from flows.acts.assessment.card_click import note, record_not_applicable
from flows.assessment.typed_replies import links_in


def register(app: App, listening: Listening) -> None:
    """Register the forms."""

    @app.view(FormId.NOTE)
    def handle_note(ack: Ack, body: dict[str, Any]) -> None:
        sent = read_form(body)
        links = links_in(sent.written)
        text = "" if sent.written.split() == list(links) else sent.written
        shows_note = YES in sent.fields.get(Field.SHOW_NOTE, ())
        turn = listening.once(
            FormId.NOTE, sent.inbound, lambda act: note(act, sent.clicked, text, links, shows_note=shows_note)
        )
        listening.show(turn, sent.inbound)
        ack()

    @app.view(FormId.REASON)
    def handle_reason(ack: Ack, body: dict[str, Any]) -> None:
        sent = read_form(body)
        listening.show(
            listening.once(
                FormId.REASON, sent.inbound, lambda act: record_not_applicable(act, sent.clicked, sent.written)
            ),
            sent.inbound,
        )
        ack()

"""Replies about a person's own time: days away, what is going to be sent, and preferences."""

from bot.slack.blocks import Block, Message, actions, context, menu, message, sections
from bot.slack.form_blocks import form_of, input_of
from bot.slack.handles import Handle
from bot.slack.ids import ActionId, Field, FormId
from bot.slack.rendering import render_notice, render_words
from flows.acts.own_time.preferences import Preferences
from flows.acts.own_time.time_off import AbsenceCard
from flows.acts.own_time.upcoming import Upcoming

MINE = Handle("mine")


def absence_card(card: AbsenceCard) -> Message:
    """Show the days on which a person is not asked."""
    words = render_notice("absence_card", card)
    row = [] if card.whose else [MINE.button("Add days", ActionId.SET_AWAY)]
    return message(words.text, sections(words.parts["days"]), actions(*row), context(words.parts["how"]))


def absence_form(response_url: str | None) -> Block:
    """Make the form for days away."""
    words = render_words("absence_form")
    blocks = [
        *sections(words.parts["about"]),
        input_of(words, Field.AWAY_FROM, {"type": "datepicker"}),
        input_of(words, Field.AWAY_UNTIL, {"type": "datepicker"}, optional=True),
    ]
    return form_of(words, FormId.ABSENCE, Handle(MINE.id, response_url), blocks)


def upcoming(messages: Upcoming) -> Message:
    """Show what is going to be sent, and when."""
    words = render_notice("upcoming", messages)
    part = words.parts
    options = [(str(failed.kind).replace("_", " "), Handle(failed.delivery_id).value) for failed in messages.failed]
    row = actions(menu("Send again", ActionId.SEND_AGAIN, options))
    return message(words.text, sections(part["mine"], part["planned"], part["failed"]), row, context(part["how"]))


def preferences_card(preferences: Preferences) -> Message:
    """Show what a person has chosen, and an admin for the workspace."""
    words = render_notice("preferences_card", preferences)
    return message(words.text, sections(words.parts["mine"], words.parts["workspace"]), context(words.parts["how"]))

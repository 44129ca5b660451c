"""`/rung away`, `/rung upcoming`, `/rung settings`, and the buttons that ask for a later moment."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of, read_people
from bot.listeners.words import handler_of
from bot.messages.own_time import absence_card, absence_form, settings_card, upcoming
from bot.slack.blocks import Message
from bot.slack.errors import PayloadError
from bot.slack.ids import ActionId, Field, FormId
from bot.slack.payloads import Inbound, Pressed, SentForm, read_form
from flows.acts.own_time.preferences import (
    Preferences,
    choose_away_words,
    choose_compared_from,
    choose_hours,
    choose_schedule,
    choose_zone,
    see_settings,
)
from flows.acts.own_time.time_off import AbsenceCard, Snooze, be_away, be_back, see_absences, snooze
from flows.acts.own_time.upcoming import see_upcoming, send_again
from flows.acts.shared.act import Act
from flows.errors import FieldError, RefusedError

Choice = Callable[[Act, str], Preferences]
_OFF = {"off", "back", "none"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def register(app: App, listening: Listening) -> None:
    """Register the form."""

    @app.view(FormId.ABSENCE)
    def handle_absence(ack: Ack, body: dict[str, Any]) -> None:
        handle_form(listening, read_form(body))
        ack()


def handle_snooze(listening: Listening, pressed: Pressed) -> None:
    """Ask me later."""
    try:
        until = Snooze(pressed.handle.subject or "")
    except ValueError:
        raise PayloadError("That choice is from an older message. /rung assess starts where you are.") from None
    found = listening.once(pressed.action, pressed.inbound, lambda act: snooze(act, pressed.handle.id, until))
    listening.sender.wake()
    if found:  # the invitation turns into a line that says when it comes again
        listening.reply(pressed.inbound, listening.check_ins.retire_messages)


def handle_away(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung away`: see, add and forget days away; for somebody else as their team's owner."""
    people, text = read_people(words)
    whose = people[0] if people else None

    def change(act: Act) -> AbsenceCard:
        if not text and not whose:
            return see_absences(act)
        if text.casefold() in _OFF:
            return be_back(act, whose)
        first, last = _days(text)
        return be_away(act, first, last, whose)

    card = listening.once(Doing.AWAY, inbound, change)
    return absence_card(card) if card else None


def handle_add_days(listening: Listening, pressed: Pressed) -> None:
    """The form for days away."""
    listening.open_form(pressed.inbound, lambda: absence_form(pressed.inbound.response_url))


def handle_form(listening: Listening, sent: SentForm) -> None:
    """Days chosen in it."""
    first = _day("".join(sent.fields.get(Field.AWAY_FROM, ())))
    chosen = "".join(sent.fields.get(Field.AWAY_UNTIL, ()))
    last = _day(chosen) if chosen else first
    try:
        card = listening.once(FormId.ABSENCE, sent.inbound, lambda act: be_away(act, first, last))
    except FieldError as error:
        raise FieldError(Field.AWAY_UNTIL, str(error)) from None
    inbound = replace(sent.inbound, response_url=sent.handle.subject, message_id=sent.handle.id)
    listening.answer(absence_card(card) if card else None, inbound)


def handle_upcoming(listening: Listening, inbound: Inbound, _: str) -> Message | None:
    """`/rung upcoming`."""
    found = listening.once(Doing.UPCOMING, inbound, lambda act: see_upcoming(act, place_of(inbound)))
    return upcoming(found) if found else None


def handle_send_again(listening: Listening, pressed: Pressed) -> None:
    """A message that did not arrive, chosen by an admin."""
    found = listening.once(pressed.action, pressed.inbound, lambda act: send_again(act, pressed.handle.id))
    listening.sender.wake()
    listening.answer(upcoming(found) if found else None, pressed.inbound)


def handle_settings(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung settings …`."""
    (what, choose), rest = handler_of(words, "/rung settings", SETTING_WORDS)
    found = listening.once(what, inbound, lambda act: choose(act, rest))
    return settings_card(found) if found else None


def _days(text: str) -> tuple[date, date]:
    """The first and the last of the days written; one day is both."""
    found = [_day(each) for each in _DAY.findall(text)]
    if not 1 <= len(found) <= 2:
        raise RefusedError("Please write the days like 2027-02-01 2027-02-12. Nothing was noted.")
    return found[0], found[-1]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f'"{text}" is no day. Please write one like 2027-02-01. Nothing was noted.') from None


SETTING_WORDS: dict[str, tuple[str, Choice]] = {
    "": (Doing.SETTINGS, lambda act, _: see_settings(act)),
    "hours": (Doing.SETTINGS, choose_hours),
    "zone": (Doing.SETTINGS, choose_zone),
    "schedule": (Doing.WORKSPACE_SETTINGS, choose_schedule),
    "away-words": (Doing.WORKSPACE_SETTINGS, choose_away_words),
    "compared-from": (Doing.WORKSPACE_SETTINGS, choose_compared_from),
}
OWN_TIME_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.SNOOZE: handle_snooze,
    ActionId.SNOOZE_UNTIL: handle_snooze,
    ActionId.SET_AWAY: handle_add_days,
    ActionId.SEND_AGAIN: handle_send_again,
}

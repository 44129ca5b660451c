"""`/rung away`, `/rung upcoming`, `/rung settings`, and the buttons that ask for a later moment."""

from collections.abc import Callable
from functools import partial

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import ADMINS, HERE
from bot.listeners.typed_words import read_people
from bot.messages.own_time import absence_card, absence_form, preferences_card, upcoming
from bot.slack.blocks import Message
from bot.slack.errors import PayloadError
from bot.slack.ids import ActionId, Field, FormId
from bot.slack.inbound import Command, Pressed, SentForm
from flows.acts.own_time.preferences import (
    Preferences,
    choose_away_words,
    choose_compared_from,
    choose_hours,
    choose_schedule,
    choose_zone,
    see_preferences,
)
from flows.acts.own_time.time_off import NOT_NOTED, Snooze, be_away, change_absences, snooze
from flows.acts.own_time.upcoming import see_upcoming, send_again
from flows.acts.shared.act import Act
from flows.calendar.typed_days import read_typed_days
from flows.errors import FieldError, RefusedError
from flows.schedules.typed_schedule import read_schedule


def handle_snooze(listening: Listening, pressed: Pressed) -> None:
    """Ask me later."""
    try:
        until = Snooze(pressed.words)
    except ValueError:
        raise PayloadError("That choice is from an older message. /rung assess starts where you are.") from None
    again_at = listening.once(pressed, lambda act: snooze(act, pressed.handle.id, until))
    listening.sender.wake()
    if again_at:  # the invitation turns into a line that says when it comes again
        listening.work(pressed, listening.check_ins.retire_messages)


def handle_away(listening: Listening, command: Command) -> Message | None:
    """`/rung away`: see, add and forget days away; for somebody else as their team's owner."""
    people, typed = read_people(command.marked)
    if len(people) > 1:
        raise RefusedError(f"Please name one person at a time. {NOT_NOTED}")
    whose = next(iter(people), None)
    return rendered(listening.once(command, lambda act: change_absences(act, typed, whose)), absence_card)


def handle_add_days(listening: Listening, pressed: Pressed) -> None:
    """The form for days away."""
    listening.open_form(pressed, lambda: absence_form(pressed.response_url))


def handle_days(listening: Listening, sent: SentForm) -> None:
    """Days away that were chosen in the form."""
    today = listening.runner.now().date()  # which counts for no day that is chosen from a calendar
    first = read_typed_days(sent.one(Field.AWAY_FROM), NOT_NOTED).day(today)
    last = read_typed_days(sent.one(Field.AWAY_UNTIL) or sent.one(Field.AWAY_FROM), NOT_NOTED).day(today)
    try:
        card = listening.once(sent, lambda act: be_away(act, first, last))
    except FieldError as error:
        raise FieldError(Field.AWAY_UNTIL, str(error)) from None
    listening.answer(rendered(card, absence_card), sent.opener)


def handle_upcoming(listening: Listening, command: Command) -> Message | None:
    """`/rung upcoming`."""
    return rendered(listening.once(command, lambda act: see_upcoming(act, command.place)), upcoming)


def handle_send_again(listening: Listening, pressed: Pressed) -> Message | None:
    """A message that did not arrive, chosen by an admin."""
    waiting = listening.once(pressed, lambda act: send_again(act, pressed.handle.id))
    listening.sender.wake()
    return rendered(waiting, upcoming)


def handle_settings(listening: Listening, command: Command) -> Message | None:
    """What the person has chosen, and their workspace."""
    return rendered(listening.once(command, see_preferences), preferences_card)


def handle_setting(
    listening: Listening, command: Command, *, choose: Callable[[Act, str], Preferences]
) -> Message | None:
    """Choose one of the settings."""
    return rendered(listening.once(command, lambda act: choose(act, command.words)), preferences_card)


def handle_usual_schedule(listening: Listening, command: Command) -> Message | None:
    """Choose how new teams are asked."""
    read_schedule(command.words)  # what means nothing is said before a transaction begins
    return handle_setting(listening, command, choose=choose_schedule)


ROUTES = (
    Route(ActionId.SNOOZE, HERE, handle_snooze),
    Route(ActionId.SNOOZE_UNTIL, HERE, handle_snooze),
    Route("/rung away", HERE, handle_away, takes_words=True),
    Route(ActionId.SET_AWAY, HERE, handle_add_days),
    Route(FormId.ABSENCE, HERE, handle_days),
    Route("/rung upcoming", HERE, handle_upcoming),
    Route(ActionId.SEND_AGAIN, ADMINS, handle_send_again),
    Route("/rung settings", HERE, handle_settings),
    Route("/rung settings hours", HERE, partial(handle_setting, choose=choose_hours), takes_words=True),
    Route("/rung settings zone", HERE, partial(handle_setting, choose=choose_zone), takes_words=True),
    Route("/rung settings schedule", ADMINS, handle_usual_schedule, takes_words=True),
    Route("/rung settings away-words", ADMINS, partial(handle_setting, choose=choose_away_words), takes_words=True),
    Route(
        "/rung settings compared-from", ADMINS, partial(handle_setting, choose=choose_compared_from), takes_words=True
    ),
)

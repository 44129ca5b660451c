"""`/rung schedule …`: when a team is asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.listeners.listening import Listening, unopened
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of
from bot.messages.schedules import schedule_card, schedule_form
from bot.slack.blocks import Block, Message
from bot.slack.handles import Handle
from bot.slack.ids import YES, ActionId, Field, FormId
from bot.slack.payloads import Inbound, Pressed, SentForm, read_form
from flows.acts.schedules.schedules import ScheduleCard, change_schedule, choose, plan_of, see_schedule
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where
from flows.calendar.periods import Every
from flows.calendar.rhythm import checked_rule
from flows.calendar.working_days import day_of
from flows.errors import FieldError, RefusedError
from flows.schedules.schedule import Schedule, SchedulePlan, moved_to, resumed
from flows.schedules.typed_schedule import read_days, read_hour, read_month, read_nudging, read_schedule, read_weeks
from flows.teams.team import Team

Change = Callable[[Act, Team], ScheduleCard]


def register(app: App, listening: Listening) -> None:
    """Register the form."""

    @app.view(FormId.SCHEDULE)
    def handle_schedule(ack: Ack, body: dict[str, Any]) -> None:
        handle_form(listening, read_form(body))
        ack()


def handle_schedule(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung schedule` alone shows it; any words change it."""
    word, _, rest = words.partition(" ")
    change = _changes(rest).get(word.casefold()) or (
        lambda act, team: choose(act, team, read_schedule(words, plan_of(act, team)))
    )
    what = Doing.CHANGE_SCHEDULE if word else Doing.SEE_SCHEDULE
    card = listening.once_for_team(what, inbound, place_of(inbound), change)
    return schedule_card(card) if card else None


def handle_change(listening: Listening, pressed: Pressed) -> None:
    """Change, on a schedule."""
    where = Where(team_id=pressed.handle.id)

    def form() -> Block:
        plan = unopened(listening.once_for_team(pressed.action, pressed.inbound, where, plan_of), "Change")
        today = day_of(listening.runner.now(), plan.rhythm.time_zone)
        return schedule_form(Handle(pressed.handle.id, pressed.inbound.response_url), plan, today)

    listening.open_form(pressed.inbound, form)


def handle_pause(listening: Listening, pressed: Pressed) -> None:
    """Pause, or go on."""
    change = _changes("")["pause" if pressed.action == ActionId.PAUSE_SCHEDULE else "resume"]
    card = listening.once_for_team(pressed.action, pressed.inbound, Where(team_id=pressed.handle.id), change)
    listening.answer(schedule_card(card) if card else None, pressed.inbound)


def handle_form(listening: Listening, sent: SentForm) -> None:
    """What was chosen; what is wrong is said in the form."""

    def chosen(act: Act, team: Team) -> ScheduleCard:
        return choose(act, team, _chosen(sent, plan_of(act, team)))

    card = listening.once_for_team(FormId.SCHEDULE, sent.inbound, Where(team_id=sent.handle.id), chosen)
    inbound = replace(sent.inbound, response_url=sent.handle.subject, message_id=sent.handle.id)
    listening.answer(schedule_card(card) if card else None, inbound)


def _changes(rest: str) -> dict[str, Change]:
    def changing(change: Callable[[Act, Schedule], Schedule]) -> Change:
        return lambda act, team: change_schedule(act, team, partial(change, act))

    return {
        "": see_schedule,
        "pause": changing(lambda _, found: replace(found, is_paused=True)),
        "resume": changing(lambda act, found: resumed(found, act.now)),
        "move": changing(lambda act, found: moved_to(found, _day(rest), act.now)),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusedError(f'"{text}" is no day. Please write one like 2027-01-19. Nothing was changed.') from None


def _chosen(sent: SentForm, plan: SchedulePlan) -> SchedulePlan:
    """The plan as a form has it; what does not count is left as it was."""

    def one(field: Field) -> str:
        return "".join(sent.fields.get(field, ())[:1])

    every = Every(one(Field.EVERY) or plan.rhythm.every)
    plan = read_schedule(one(Field.DAY), plan)
    rhythm = replace(
        plan.rhythm,
        every=every,
        hour=read_hour(one(Field.HOUR)),
        year_begins=read_month(one(Field.YEAR) or "january"),
        weeks=read_weeks(one(Field.WEEKS)) if every is Every.WEEKS else plan.rhythm.weeks,
        rule_of_own=_own_rule(one(Field.RULE), plan) if every is Every.RULE else plan.rhythm.rule_of_own,
    )
    return SchedulePlan(
        rhythm=rhythm,
        lasts=read_days(one(Field.LASTS) or str(plan.lasts)),
        nudging=read_nudging(one(Field.NUDGING) or plan.nudging),
        reminds_channel=one(Field.REMINDS) == YES,
    )


def _own_rule(text: str, plan: SchedulePlan) -> str:
    try:
        return checked_rule(text, plan.rhythm.starts_on)
    except FieldError as error:
        raise FieldError(Field.RULE, str(error)) from None


SCHEDULE_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.CHANGE_SCHEDULE: handle_change,
    ActionId.PAUSE_SCHEDULE: handle_pause,
    ActionId.RESUME_SCHEDULE: handle_pause,
}

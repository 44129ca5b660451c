"""`/rung schedule …` and `/rung team days off …`: when a team is asked."""

from dataclasses import replace

from bot.listeners.listening import Listening, Route, rendered, unopened
from bot.listeners.roles import DECIDING, HERE
from bot.messages.schedules import schedule_card, schedule_form
from bot.slack.blocks import Block, Message
from bot.slack.handles import Handle
from bot.slack.ids import YES, ActionId, Field, FormId
from bot.slack.inbound import Command, Inbound, Pressed, SentForm
from flows.acts.schedules.schedules import ScheduleCard, change_days_off, change_schedule, choose, plan_of, see_schedule
from flows.acts.shared.act import Act
from flows.calendar.periods import Every
from flows.calendar.rhythm import checked_rule
from flows.calendar.typed_days import read_typed_days
from flows.calendar.working_days import day_of
from flows.errors import FieldError
from flows.schedules.schedule import moved_to, resumed
from flows.schedules.typed_schedule import (
    PlanChange,
    read_days,
    read_hour,
    read_month,
    read_nudging,
    read_schedule,
    read_weeks,
)
from flows.teams.team import Team

_FIELDS = {"rule_of_own": Field.RULE}


def handle_see(listening: Listening, command: Command) -> Message | None:
    """When the team is asked."""
    return rendered(listening.once_for_team(command, see_schedule), schedule_card)


def handle_words(listening: Listening, command: Command) -> Message | None:
    """Words that say when the team is asked from now on."""
    return _changed(listening, command, read_schedule(command.words))


def handle_pause(listening: Listening, inbound: Inbound) -> Message | None:
    """Pause."""

    def pause(act: Act, team: Team) -> ScheduleCard:
        return change_schedule(act, team, lambda schedule: replace(schedule, is_paused=True))

    return rendered(listening.once_for_team(inbound, pause), schedule_card)


def handle_resume(listening: Listening, inbound: Inbound) -> Message | None:
    """Go on."""

    def resume(act: Act, team: Team) -> ScheduleCard:
        return change_schedule(act, team, lambda schedule: resumed(schedule, act.now))

    return rendered(listening.once_for_team(inbound, resume), schedule_card)


def handle_move(listening: Listening, command: Command) -> Message | None:
    """Have the next check-in on another day."""
    days = read_typed_days(command.words)

    def move(act: Act, team: Team) -> ScheduleCard:
        day = days.day(day_of(act.now, team.time_zone))
        return change_schedule(act, team, lambda schedule: moved_to(schedule, day, act.now))

    return rendered(listening.once_for_team(command, move), schedule_card)


def handle_days_off(listening: Listening, command: Command) -> Message | None:
    """Days on which the team is off, or, after `remove`, is not off any more."""
    word, _, rest = command.words.partition(" ")
    off = word.casefold() != "remove"
    days = read_typed_days(command.words if off else rest)

    def change(act: Act, team: Team) -> ScheduleCard:
        spans = days.spans(day_of(act.now, team.time_zone), each_alone=True)
        return change_days_off(act, team, spans, off=off)

    return rendered(listening.once_for_team(command, change), schedule_card)


def handle_change(listening: Listening, pressed: Pressed) -> None:
    """Change, on a schedule."""

    def form() -> Block:
        plan = unopened(listening.once_for_team(pressed, plan_of), "Change")
        today = day_of(listening.runner.now(), plan.rhythm.time_zone)
        return schedule_form(Handle(pressed.handle.id, pressed.response_url), plan, today)

    listening.open_form(pressed, form)


def handle_form(listening: Listening, sent: SentForm) -> None:
    """What was chosen; what is wrong is said in the form."""
    changed = _changed(listening, sent, _chosen(sent))
    listening.answer(changed, sent.opener)


def _changed(listening: Listening, inbound: Inbound, change: PlanChange) -> Message | None:
    """What was typed or chosen has been read by now, so that nothing is read in the transaction."""

    def changed(act: Act, team: Team) -> ScheduleCard:
        return choose(act, team, change.on(plan_of(act, team)))

    try:
        return rendered(listening.once_for_team(inbound, changed), schedule_card)
    except FieldError as error:
        raise _in_form(error) from None


def _chosen(sent: SentForm) -> PlanChange:
    """The plan as a form has it; what does not count is left as it was."""
    plan: dict[str, object] = {"reminds_channel": sent.one(Field.REMINDS) == YES}
    if sent.one(Field.LASTS):
        plan["lasts"] = read_days(sent.one(Field.LASTS))
    if sent.one(Field.NUDGING):
        plan["nudging"] = read_nudging(sent.one(Field.NUDGING))
    return read_schedule(sent.one(Field.DAY)).and_then(PlanChange(plan, _rhythm(sent)))


def _rhythm(sent: SentForm) -> dict[str, object]:
    rhythm: dict[str, object] = {
        "hour": read_hour(sent.one(Field.HOUR)),
        "year_begins": read_month(sent.one(Field.YEAR) or "january"),
    }
    every = sent.one(Field.EVERY)
    if every:
        rhythm["every"] = Every(every)
    if every == Every.WEEKS:
        rhythm["weeks"] = read_weeks(sent.one(Field.WEEKS))
    if every == Every.RULE:
        rhythm["rule_of_own"] = _own_rule(sent.one(Field.RULE))
    return rhythm


def _own_rule(text: str) -> str:
    try:
        return checked_rule(text)
    except FieldError as error:
        raise _in_form(error) from None


def _in_form(error: FieldError) -> FieldError:
    """What is wrong with a rule is said at its field."""
    return FieldError(_FIELDS.get(error.field, error.field), str(error))


ROUTES = (
    Route("/rung schedule", HERE, handle_see),
    Route("/rung schedule …", DECIDING, handle_words, takes_words=True),
    Route("/rung schedule pause", DECIDING, handle_pause),
    Route(ActionId.PAUSE_SCHEDULE, DECIDING, handle_pause),
    Route("/rung schedule resume", DECIDING, handle_resume),
    Route(ActionId.RESUME_SCHEDULE, DECIDING, handle_resume),
    Route("/rung schedule move", DECIDING, handle_move, takes_words=True),
    *(Route(words, HERE, handle_see) for words in ("/rung team days", "/rung team days off")),
    Route("/rung team days off …", DECIDING, handle_days_off, takes_words=True),
    Route(ActionId.CHANGE_SCHEDULE, DECIDING, handle_change),
    Route(FormId.SCHEDULE, DECIDING, handle_form),
)

"""What people read and fill in about a team's schedule."""

from datetime import date

from bot.messages.team_forms import one_of, option, text_field
from bot.slack.blocks import Block, Message, actions, bold, context, message, sections
from bot.slack.form_blocks import form_of, input_of
from bot.slack.handles import Handle
from bot.slack.ids import NO, YES, ActionId, Field, FormId
from bot.slack.rendering import render_notice, render_words
from flows.acts.schedules.schedules import ScheduleCard
from flows.calendar.periods import MONTHS, Every
from flows.calendar.rhythm import WEEKDAYS
from flows.calendar.typed_rule import LONGEST_RULE
from flows.calendar.working_days import ONE_DAY, holiday_on, whose_holidays
from flows.check_ins.check_in import Nudging
from flows.schedules.schedule import LONGEST, SchedulePlan
from flows.schedules.typed_schedule import NTHS

_SEEN_AHEAD = 120  # days in which holidays are named
_MOST_HOLIDAYS = 4
_EVERY = {
    Every.MONTH: "Once a month",
    Every.QUARTER: "Once a quarter",
    Every.HALF_YEAR: "Twice a year",
    Every.YEAR: "Once a year",
    Every.WEEKS: "Every few weeks",
    Every.RULE: "By a rule of our own",
}
_NUDGING = {
    Nudging.GENTLE: "is reminded once, before it closes",
    Nudging.NORMAL: "is reminded twice at most",
    Nudging.OFF: "is not reminded",
}
_REMINDS = {YES: "is reminded once, without names", NO: "is not reminded"}
_YES_NO = {True: YES, False: NO}
_WORKING_WEEK = 5
START_ONE = {True: "Start the first one now", False: "Start one now"}  # by whether it has just been changed


def schedule_card(card: ScheduleCard) -> Message:
    """Show when a team is asked, and how."""
    holidays_of = card.schedule and whose_holidays(card.schedule.rhythm.time_zone)
    words = render_notice("schedule_card", card, holidays_of=holidays_of)
    part = words.parts
    return message(
        words.text,
        sections(part["news"], bold(part["rule"]), part["following"], part["how"]),
        _row(card),
        context(part["typing"]),
    )


def _row(card: ScheduleCard) -> Block | None:
    if not card.can_decide:
        return None
    handle = Handle(card.team.id)
    row = [handle.button("Change", ActionId.CHANGE_SCHEDULE)]
    if not card.running:
        row.append(handle.button(START_ONE[card.has_changed], ActionId.START_CHECK_IN))
    if card.schedule and card.schedule.is_paused:
        row.append(handle.button("Go on", ActionId.RESUME_SCHEDULE))
    elif card.schedule:
        row.append(handle.button("Pause", ActionId.PAUSE_SCHEDULE))
    return actions(*row)


def schedule_form(handle: Handle, plan: SchedulePlan, today: date) -> Block:
    """Make the form of a schedule, with all that is chosen so far."""
    rhythm = plan.rhythm
    zone = rhythm.time_zone
    words = render_words("schedule_form", holidays_of=whose_holidays(zone), holidays=_holidays(today, zone))
    nth = next(name for name, number in NTHS.items() if number == rhythm.nth)
    chosen_day = f"{nth} {WEEKDAYS[rhythm.weekday]}".casefold()
    days = [f"{name} {day}".casefold() for name in NTHS for day in WEEKDAYS[:_WORKING_WEEK]]
    own = text_field(LONGEST_RULE, rhythm.rule_of_own or "")
    blocks = [
        *sections(words.parts["about"]),
        input_of(words, Field.EVERY, _menu(_EVERY, rhythm.every)),
        input_of(words, Field.DAY, _menu({day: day.capitalize() for day in days}, chosen_day)),
        input_of(words, Field.HOUR, text_field(5, rhythm.hour.isoformat("minutes"))),
        input_of(words, Field.WEEKS, text_field(2, str(rhythm.weeks)), optional=True),
        input_of(words, Field.RULE, own, optional=True),
        input_of(words, Field.YEAR, _menu({month.casefold(): month for month in MONTHS}, _month(rhythm.year_begins))),
        input_of(words, Field.LASTS, _menu({str(day): str(day) for day in range(1, LONGEST + 1)}, str(plan.lasts))),
        input_of(words, Field.NUDGING, _menu(_NUDGING, plan.nudging)),
        input_of(words, Field.REMINDS, _menu(_REMINDS, _YES_NO[plan.reminds_channel])),
    ]
    return form_of(words, FormId.SCHEDULE, handle, blocks)


def _menu(labels: dict[Every, str] | dict[Nudging, str] | dict[str, str], chosen: str) -> Block:
    options = [option(label, value) for value, label in labels.items()]
    return one_of(options, [menu_option for menu_option in options if menu_option["value"] == chosen])


def _month(number: int) -> str:
    return MONTHS[number - 1].casefold()


def _holidays(today: date, zone: str) -> list[tuple[date, str]]:
    days = (today + ONE_DAY * ahead for ahead in range(_SEEN_AHEAD))
    named = [(day, name) for day in days if (name := holiday_on(day, zone))]
    return named[:_MOST_HOLIDAYS]

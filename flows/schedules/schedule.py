"""When a team is asked: what is done with the days of its rhythm. Pure.

A check-in is for a period: a quarter, say. The rhythm gives each period its day; what is done with the schedule or with
single days changes which day a period has, and never how often it is asked.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from flows.calendar.periods import Every, Period
from flows.calendar.rhythm import LONG_AGO, Rhythm
from flows.calendar.working_days import ONE_DAY, day_of, holiday_on, instant, working_day_from
from flows.check_ins.check_in import LASTS, Nudging
from flows.errors import FieldError

EARLIEST_ZONE = "Pacific/Kiritimati"  # 14 hours before UTC
LONGEST = 20  # working days


@dataclass(frozen=True)
class Occurrence:
    """One time that a team is asked: for which period, on which day, and why not on the rule's own day."""

    period: Period
    rule_day: date
    on: date
    holiday: str | None = None

    @property
    def is_moved(self) -> bool:
        """Whether it is not the rule's own day."""
        return self.on != self.rule_day


@dataclass(frozen=True)
class SchedulePlan:
    """All that owners choose about a schedule."""

    rhythm: Rhythm
    lasts: int
    nudging: Nudging
    reminds_channel: bool


@dataclass(frozen=True)
class Schedule:
    """A team's rhythm, and how it is asked. All before `covered_until` has been asked for, or is not going to be.

    `shifted` has other days for single days of the rule. `lasts` is in working days.
    """

    team_id: str
    workspace_id: str
    rhythm: Rhythm
    covered_until: date
    lasts: int = LASTS
    nudging: Nudging = Nudging.GENTLE
    reminds_channel: bool = True
    is_paused: bool = False
    shifted: Mapping[date, date] = field(default_factory=dict)

    def occurrences(self) -> Iterator[Occurrence]:
        """All that are to come, those included that are due."""
        return (self._occurrence(each) for each in self.rhythm.days(self.covered_until))

    def next(self, most: int = 4) -> tuple[Occurrence, ...]:
        """The next ones; none while it is paused."""
        return () if self.is_paused else tuple(islice(self.occurrences(), most))

    @property
    def next_on(self) -> date | None:
        """The day of the next one; None when there is none."""
        return next((each.on for each in self.next(1)), None)

    def next_at(self, zones: Collection[str] = ()) -> datetime | None:
        """When the next one begins, as in `begins_at`; None when there is none."""
        return next((self.begins_at(each, zones) for each in self.next(1)), None)

    @property
    def due_at(self) -> datetime | None:
        """When the next one begins where its days are."""
        return self.next_at()

    @property
    def looked_at(self) -> datetime | None:
        """When to look who is where: as the hour of the next one's day comes in the earliest zone there is."""
        return self.next_at([EARLIEST_ZONE])

    def begins_at(self, occurrence: Occurrence, zones: Iterable[str] = ()) -> datetime:
        """When the hour of its day comes in the zone of the rule, or in one of these if that is earlier."""
        hour = self.rhythm.hour
        return min(instant(occurrence.on, hour, each) for each in (self.rhythm.time_zone, *zones))

    def _occurrence(self, day: date) -> Occurrence:
        zone = self.rhythm.time_zone
        shifted = self.shifted.get(day)
        on = working_day_from(shifted or day, zone)
        return Occurrence(self.rhythm.period(day), day, on, None if shifted else holiday_on(day, zone))


def new_schedule(team_id: str, workspace_id: str, rhythm: Rhythm, now: datetime) -> Schedule:
    """A schedule that begins with the first day of its rule still to come."""
    today = day_of(now, rhythm.time_zone)
    schedule = Schedule(team_id, workspace_id, _anchored(rhythm, today), covered_until=today)
    first = schedule.due_at
    return replace(schedule, covered_until=today + ONE_DAY) if first and first <= now else schedule


def with_plan(schedule: Schedule, plan: SchedulePlan) -> Schedule:
    """The schedule with all of a plan but its rhythm."""
    return replace(schedule, lasts=plan.lasts, nudging=plan.nudging, reminds_channel=plan.reminds_channel)


def with_rhythm(schedule: Schedule, rhythm: Rhythm, now: datetime) -> Schedule:
    """Another rhythm. A period that has been asked for is not asked for again, and none that has begun is left out.

    One that was still to be asked for, and has no day left in the new rhythm, is asked for at once. Days of the rule
    that were moved stay so while the rule is the same.
    """
    if schedule.rhythm.rule == rhythm.rule:
        return replace(schedule, rhythm=replace(rhythm, starts_on=schedule.rhythm.starts_on))
    today = day_of(now, rhythm.time_zone)
    pending = next(schedule.occurrences(), None)
    has_begun = pending is not None and pending.period.begins_on <= today
    covered_until = schedule.covered_until if has_begun else max(schedule.covered_until, today)
    return replace(
        schedule, rhythm=_anchored(rhythm, max(covered_until, today)), covered_until=covered_until, shifted={}
    )


def _anchored(rhythm: Rhythm, day: date) -> Rhythm:
    """The rhythm beginning there, where it matters from when on one counts."""
    if rhythm.every is Every.WEEKS:
        return replace(rhythm, starts_on=day + timedelta(days=(rhythm.weekday - day.weekday()) % 7))
    return replace(rhythm, starts_on=day if rhythm.every is Every.RULE else LONG_AGO)


def due_by(schedule: Schedule, now: datetime, zones: Collection[str] = ()) -> Occurrence | None:
    """The last one that is due by now in one of these zones: after a long stop, only that one counts."""
    due = None
    for each in () if schedule.is_paused else schedule.occurrences():
        if schedule.begins_at(each, zones) > now:
            break
        due = each
    return due


def covered(schedule: Schedule, period: Period) -> Schedule:
    """The schedule once a period has been asked for, or been left out."""
    until = max(schedule.covered_until, period.ends_before)
    return replace(
        schedule, covered_until=until, shifted={day: on for day, on in schedule.shifted.items() if day >= until}
    )


def resumed(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule after a pause; what fell into the pause is not made up for."""
    today = day_of(now, schedule.rhythm.time_zone)
    shifted = {day: on for day, on in schedule.shifted.items() if on > today}
    return replace(schedule, is_paused=False, covered_until=max(schedule.covered_until, today), shifted=shifted)


def moved_to(schedule: Schedule, day: date, now: datetime) -> Schedule:
    """The schedule with another day for the next occurrence, and the rhythm as it was."""
    following = schedule.next(2)
    if not following:
        raise FieldError("day", "Nothing is planned that could be moved. /rung schedule resume goes on.")
    today = day_of(now, schedule.rhythm.time_zone)
    if day <= today:
        raise FieldError("day", f"{day} is not after today. To ask now, type /rung check-in start.")
    if len(following) > 1 and day >= following[1].on:
        raise FieldError("day", f"The one after is on {following[1].on} already. Please choose an earlier day.")
    return replace(schedule, shifted={**schedule.shifted, following[0].rule_day: day})

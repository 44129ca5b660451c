"""When a team is asked: what is done with the days of its rhythm. Pure.

A check-in is for a period: a quarter, say. The rhythm gives each period its day; what is done with the schedule or with
single days changes which day a period has, and never how often it is asked.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from flows.calendar.periods import Every, Period
from flows.calendar.rhythm import LOOKED_AHEAD, NO_DAY, Rhythm
from flows.calendar.typed_rule import LONG_AGO
from flows.calendar.working_days import MOST_DAYS_OFF, ONE_DAY, day_of, holiday_on, instant, working_day_from
from flows.check_ins.check_in import LASTS, Nudging
from flows.errors import FieldError

EARLIEST_ZONE = "Pacific/Kiritimati"  # 14 hours before UTC
LONGEST = 20  # working days
_MOST_SHIFTED = 20
DAY_OFF = "a day off"  # that a team has noted itself


@dataclass(frozen=True)
class Occurrence:
    """One time that a team is asked: for which period, on which day, and which holiday moved it if one did."""

    period: Period
    rule_day: date
    on: date
    holiday: str | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the team is asked on another day than the rule's own."""
        return self.on != self.rule_day


@dataclass(frozen=True)
class SchedulePlan:
    """What owners choose about a schedule."""

    rhythm: Rhythm
    lasts: int
    nudging: Nudging
    reminds_channel: bool


@dataclass(frozen=True)
class Schedule:
    """A team's rhythm, and how it is asked.

    All days before `covered_until` have been asked for, or are not going to be. `shifted` has other days for single
    days of the rule. `lasts` is in working days; the team's own `days_off`, in order, are none.
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
    days_off: tuple[date, ...] = ()

    def check(self) -> None:
        """Raise a FieldError where a field holds what nobody can choose."""
        self.rhythm.check()
        if not 1 <= self.lasts <= LONGEST:
            raise FieldError("lasts", f"{self.lasts} is not a number of working days from 1 to {LONGEST}.")
        if len(self.shifted) > _MOST_SHIFTED:
            raise FieldError("shifted", f"{len(self.shifted)} days were moved; {_MOST_SHIFTED} is the most.")
        if len(self.days_off) > MOST_DAYS_OFF or list(self.days_off) != sorted(set(self.days_off)):
            raise FieldError("days_off", f"Days off are at most {MOST_DAYS_OFF}, in order and each once.")
        if next(self.occurrences(), None) is None:
            raise FieldError("rule_of_own", NO_DAY)

    def occurrences(self) -> Iterator[Occurrence]:
        """All occurrences still to come, due ones included."""
        return (self._occurrence(day) for day in self.rhythm.days(self.covered_until))

    def next(self, most: int = 4) -> tuple[Occurrence, ...]:
        """The next occurrences; none while the schedule is paused."""
        return () if self.is_paused else tuple(islice(self.occurrences(), most))

    @property
    def next_on(self) -> date | None:
        """The day of the next occurrence; None when there is none."""
        return next((occurrence.on for occurrence in self.next(1)), None)

    def next_at(self, zones: Collection[str] = ()) -> datetime | None:
        """When the next occurrence begins, as in `begins_at`; None when there is none."""
        return next((self.begins_at(occurrence, zones) for occurrence in self.next(1)), None)

    @property
    def looked_at(self) -> datetime | None:
        """When to look who is where: as the next occurrence begins in the earliest zone there is."""
        return self.next_at([EARLIEST_ZONE])

    def begins_at(self, occurrence: Occurrence, zones: Iterable[str] = ()) -> datetime:
        """When the hour of an occurrence's day comes in the zone of the rule, or in one of these if that is earlier."""
        hour = self.rhythm.hour
        return min(instant(occurrence.on, hour, zone) for zone in (self.rhythm.time_zone, *zones))

    def _occurrence(self, day: date) -> Occurrence:
        zone, period = self.rhythm.time_zone, self.rhythm.period(day)
        on = working_day_from(self.shifted.get(day, day), zone, self.days_off)
        if day in self.shifted:
            return Occurrence(period, day, on)
        return Occurrence(period, day, on, DAY_OFF if day in self.days_off else holiday_on(day, zone))


def new_schedule(team_id: str, workspace_id: str, rhythm: Rhythm, now: datetime) -> Schedule:
    """A schedule that begins with the first day of its rule still to come."""
    today = day_of(now, rhythm.time_zone)
    schedule = Schedule(team_id, workspace_id, _anchored(rhythm, today), covered_until=today)
    first = schedule.next_at()
    return replace(schedule, covered_until=today + ONE_DAY) if first and first <= now else schedule


def with_plan(schedule: Schedule, plan: SchedulePlan) -> Schedule:
    """The schedule with all of a plan but its rhythm."""
    return replace(schedule, lasts=plan.lasts, nudging=plan.nudging, reminds_channel=plan.reminds_channel)


def with_rhythm(schedule: Schedule, rhythm: Rhythm, now: datetime) -> Schedule:
    """The schedule with another rhythm: no period is asked for twice, and none that has begun is left out.

    A period that was still to be asked for, and has no day left in the new rhythm, is asked for at once. Days of the
    rule that were moved stay moved while the rule does not change.
    """
    if schedule.rhythm.rule == rhythm.rule:
        return replace(schedule, rhythm=replace(rhythm, starts_on=schedule.rhythm.starts_on))
    today = day_of(now, rhythm.time_zone)
    covered_until = max(schedule.covered_until, today)
    anchored = _anchored(rhythm, covered_until)
    pending = next(schedule.occurrences(), None)
    if pending and pending.period.begins_on <= today:
        covered_until = schedule.covered_until
    return replace(schedule, rhythm=anchored, covered_until=covered_until, shifted={})


def _anchored(rhythm: Rhythm, day: date) -> Rhythm:
    """The rhythm with the day from which weeks, or a rule of its own, are counted; others count from no day."""
    if rhythm.every is Every.WEEKS:
        return replace(rhythm, starts_on=day + timedelta(days=(rhythm.weekday - day.weekday()) % 7))
    if rhythm.every is Every.RULE:
        return replace(rhythm, starts_on=day)
    return replace(rhythm, starts_on=LONG_AGO)


def due_by(schedule: Schedule, now: datetime, zones: Collection[str] = ()) -> Occurrence | None:
    """The last occurrence that is due by now in one of these zones: after a long stop, only that one counts."""
    if schedule.is_paused:
        return None
    due = None
    for occurrence in schedule.occurrences():
        if schedule.begins_at(occurrence, zones) > now:
            break
        due = occurrence
    return due


def covered(schedule: Schedule, period: Period) -> Schedule:
    """The schedule once a period has been asked for, or been left out."""
    until = max(schedule.covered_until, period.ends_before)
    shifted = {day: on for day, on in schedule.shifted.items() if day >= until}
    return replace(schedule, covered_until=until, shifted=shifted)


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
    if day > following[0].on + LOOKED_AHEAD:
        raise FieldError("day", f"{day} is too far away. Please choose an earlier day.")
    return replace(schedule, shifted={**schedule.shifted, following[0].rule_day: day})

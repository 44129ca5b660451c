"""How often a team is asked, and on which days: rules on local dates (RFC 5545). Pure."""

from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from dateutil.rrule import rrulebase, rruleset

from flows.calendar.periods import Every, Period, part_of_year
from flows.calendar.typed_rule import CODES, EXAMPLE, LONG_AGO, MOST_WEEKS, one_line, read_rule
from flows.calendar.working_days import ONE_DAY
from flows.errors import FieldError

HOUR = time(10)
SECOND, LAST = 2, -1  # of a month's weekdays
PLACES = (1, SECOND, 3, 4, LAST)
TUESDAY = 1
WEEKDAYS = tuple(day_name)
NO_DAY = f"That rule has no day in the next years. An example of one that has: {EXAMPLE}."
LOOKED_AHEAD = timedelta(days=366 * 12)  # any rule that is taken has a day in it
_LEAST_GAP = timedelta(days=7)
_CHOICES = {"nth": PLACES, "weekday": range(7), "year_begins": range(1, 13), "weeks": range(1, MOST_WEEKS + 1)}
_SPAN = 40  # days of a rule that are looked at when it is chosen


@dataclass(frozen=True)
class Rhythm:
    """How often and when a team is asked.

    That is on the `nth` `weekday` (Monday is 0) of each period's first month, every `weeks` weeks from `starts_on`, or
    by a rule of one's own. `hour` is for each person where they are; the days are those of `time_zone`.
    """

    time_zone: str
    every: Every = Every.QUARTER
    nth: int = SECOND
    weekday: int = TUESDAY
    hour: time = HOUR
    year_begins: int = 1
    weeks: int = 13
    rule_of_own: str | None = None
    starts_on: date = LONG_AGO

    def check(self) -> None:
        """Raise a FieldError where a field holds what nobody can choose."""
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise FieldError(name, f"{getattr(self, name)} is not one of {choices[0]} to {choices[-1]}.")
        if self.hour != time(self.hour.hour, self.hour.minute):
            raise FieldError("hour", f"{self.hour} is no time of day in hours and minutes.")
        if self.rule_of_own is None and self.every is not Every.RULE:
            return
        if checked_rule(self.rule_of_own or "") != self.rule_of_own:
            raise FieldError("rule_of_own", f"A rule is written without blanks, in capitals: {EXAMPLE}.")

    def with_readable_rule(self) -> "Rhythm":
        """The rhythm without a rule of one's own that an earlier version took and this one does not."""
        try:
            checked_rule(self.rule_of_own or EXAMPLE)
        except FieldError:
            return replace(self, rule_of_own=None)
        return self

    @property
    def rule(self) -> str:
        """The rule as RFC 5545 has it."""
        if self.every is Every.RULE:
            return self.rule_of_own or ""
        day = CODES[self.weekday]
        if self.every is Every.WEEKS:
            return f"FREQ=WEEKLY;INTERVAL={self.weeks};BYDAY={day}"
        step = self.every.months or 1
        months = sorted((self.year_begins - 1 + place) % 12 + 1 for place in range(0, 12, step))
        return f"FREQ=MONTHLY;BYMONTH={','.join(map(str, months))};BYDAY={self.nth}{day}"

    def days(self, since: date) -> Iterator[date]:
        """The days of the rule from `since` on."""
        rule = _kept_rule(self.rule, self.starts_on, since)
        return (moment.date() for moment in rule.xafter(_midnight(since), inc=True))

    def period(self, day: date) -> Period:
        """The period that a day lies in: a part of the year, or what lies between two days of the rule."""
        if self.every.months:
            return part_of_year(day, self.every, self.year_begins)
        begins_at = _kept_rule(self.rule, self.starts_on).before(_midnight(day), inc=True)
        begins_on = (begins_at or _midnight(day)).date()
        following = next(self.days(begins_on + ONE_DAY), begins_on + LOOKED_AHEAD)
        return Period(begins_on, following, f"{begins_on.day} {begins_on:%B %Y}")


def checked_rule(text: str) -> str:
    """A rule of one's own that can be kept; a FieldError says what is wrong with it."""
    rule = one_line(text)
    until = _midnight(LONG_AGO + LOOKED_AHEAD)
    days = takewhile(lambda day: day < until, islice(read_rule(rule, LONG_AGO), _SPAN))
    if any(after - before < _LEAST_GAP for before, after in pairwise(days)):
        raise FieldError(
            "rule_of_own", "That rule asks more often than once a week, which nobody would answer for long."
        )
    return rule


@lru_cache(maxsize=1000)
def _kept_rule(rule: str, starts_on: date, since: date = LONG_AGO) -> rrulebase:
    """A rule that is kept; one that an earlier version took and this one does not has no days."""
    try:
        return read_rule(rule, starts_on, since)
    except FieldError:
        return rruleset()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())

"""How often a team is asked, and on which days: rules on local dates (RFC 5545). Pure."""

from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise

from dateutil.rrule import rrule, rrulestr

from flows.calendar.periods import Every, Period, part_of_year
from flows.calendar.working_days import ONE_DAY
from flows.errors import FieldError

HOUR = time(10)
SECOND, LAST = 2, -1  # of a month's weekdays
TUESDAY = 1
MOST_WEEKS = 52
LONG_AGO = date(2020, 1, 1)
WEEKDAYS = tuple(day_name)
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST_RULE = 200  # characters
_AHEAD = timedelta(days=366 * 6)  # how far one looks for the next day
_LEAST_GAP = timedelta(days=7)
_SPAN = 40  # days of a rule that are looked at when it is chosen
_EXAMPLE = "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=2TU"
_UNKNOWN = {"BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART", "RDATE", "EXDATE", "COUNT", "UNTIL"}


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

    @property
    def rule(self) -> str:
        """The rule as RFC 5545 has it."""
        if self.every is Every.RULE:
            return self.rule_of_own or ""
        day = _CODES[self.weekday]
        if self.every is Every.WEEKS:
            return f"FREQ=WEEKLY;INTERVAL={self.weeks};BYDAY={day}"
        step = self.every.months or 1
        months = sorted((self.year_begins - 1 + place) % 12 + 1 for place in range(0, 12, step))
        return f"FREQ=MONTHLY;BYMONTH={','.join(map(str, months))};BYDAY={self.nth}{day}"

    def days(self, since: date) -> Iterator[date]:
        """The days of the rule from `since` on."""
        rule = _parsed(self.rule, self.starts_on)
        return (moment.date() for moment in rule.xafter(datetime.combine(since, time()), inc=True))

    def period(self, day: date) -> Period:
        """The period that a day lies in: a part of the year, or what lies between two days of the rule."""
        if self.every.months:
            return part_of_year(day, self.every, self.year_begins)
        moment = datetime.combine(day, time())
        begins_on = (_parsed(self.rule, self.starts_on).before(moment, inc=True) or moment).date()
        following = next(self.days(begins_on + ONE_DAY), begins_on + _AHEAD)
        return Period(begins_on, following, f"{begins_on.day} {begins_on:%B %Y}")


def checked_rule(text: str, starts_on: date) -> str:
    """A rule of one's own that can be kept; a FieldError says what is wrong with it."""
    rule = text.strip().upper().removeprefix("RRULE:")
    if len(rule) > _LONGEST_RULE or not rule.isascii() or "\n" in rule:
        raise FieldError("rule", f"A rule is one line of at most {_LONGEST_RULE} letters, such as {_EXAMPLE}.")
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.get("FREQ") not in {"WEEKLY", "MONTHLY", "YEARLY"} or parts.keys() & _UNKNOWN:
        raise FieldError(
            "rule", f"A rule has FREQ=WEEKLY, MONTHLY or YEARLY, no hours and no end. An example: {_EXAMPLE}."
        )
    try:
        until = datetime.combine(starts_on + 2 * _AHEAD, time())
        days = [moment.date() for moment in islice(_parsed(rule, starts_on).replace(until=until), _SPAN)]
    except (ValueError, TypeError, LookupError, OverflowError):
        raise FieldError("rule", f"I cannot read that rule. RFC 5545 says how to write one: {_EXAMPLE}.") from None
    if not days:
        raise FieldError("rule", f"That rule has no day in the next years. An example of one that has: {_EXAMPLE}.")
    if any(after - before < _LEAST_GAP for before, after in pairwise(days)):
        raise FieldError("rule", "That rule asks more often than once a week, which nobody would answer for long.")
    return rule


@lru_cache(maxsize=1000)
def _parsed(rule: str, starts_on: date) -> rrule:
    parsed = rrulestr(rule, dtstart=datetime.combine(starts_on, time()))
    if not isinstance(parsed, rrule):
        raise ValueError("more than one rule")  # noqa: TRY004 - it is the text that is wrong
    return parsed

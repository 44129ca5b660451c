"""Repeated days: weeks, months or years that count, and which days of them. Pure.

A look for the next day ends after so many years, so a rule without any day costs no more than one with many.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

from flows.calendar.periods import first_of_month
from flows.calendar.working_days import ONE_DAY

LOOKED_AHEAD = timedelta(days=366 * 12)  # there is a 29 February in any twelve years
_WEEK = timedelta(days=7)
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}  # in one stretch of the rule
_END = date(MAXYEAR - 19, 1, 1)  # nothing is looked for where the calendar ends


@dataclass(frozen=True)
class Recurrence:
    """A rule that begins on a day: in every `interval`th week, month or year, the days that have all it names.

    `days_of_month` count from the end below 0, and so does the place of a weekday, which is 0 for each of them.
    `positions` are those of the days of one stretch that count; none for all.
    """

    starts_on: date
    frequency: str
    interval: int
    months: frozenset[int]
    days_of_month: frozenset[int]
    weekdays: frozenset[tuple[int, int]]
    positions: tuple[int, ...]
    week_begins: int

    def with_days(self) -> "Recurrence":
        """The same rule; where it names no day, the one on which it begins says which is meant, as in RFC 5545."""
        if self.days_of_month or self.weekdays:
            return self
        if self.frequency == "WEEKLY":
            return replace(self, weekdays=frozenset({(0, self.starts_on.weekday())}))
        if self.frequency == "YEARLY" and not self.months:
            return replace(self, months=frozenset({self.starts_on.month})).with_days()
        return replace(self, days_of_month=frozenset({self.starts_on.day}))

    def days(self, since: date) -> Iterator[date]:
        """The days from one on, as far as Rung looks ahead."""
        since = max(since, self.starts_on)
        if since > _END:
            return
        until, number = since + LOOKED_AHEAD, self._number_of(since)
        while (stretch := self._stretch(number))[0] <= until:
            yield from (day for day in self._days_in(*stretch) if since <= day <= until)
            number += 1

    def last(self, on: date) -> date | None:
        """The last day up to one, as far as Rung looks back."""
        since = max(self.starts_on, on - LOOKED_AHEAD)
        numbers = range(self._number_of(on), self._number_of(since) - 1, -1)
        stretches = (self._days_in(*self._stretch(number)) for number in numbers)
        return next((day for days in stretches for day in reversed(days) if since <= day <= on), None)

    def _number_of(self, day: date) -> int:
        """The number of the stretch that a day lies in, or of the one before it."""
        if self.frequency == "WEEKLY":
            return (day - self._first_week) // _WEEK // self.interval
        return (_months(day) - self._first_month) // (_MONTHS[self.frequency] * self.interval)

    def _stretch(self, number: int) -> tuple[date, date]:
        """The first day of a week, month or year that counts, and the day after its last."""
        if self.frequency == "WEEKLY":
            first = self._first_week + number * self.interval * _WEEK
            return first, first + _WEEK
        months = _MONTHS[self.frequency]
        first_month = self._first_month + number * self.interval * months
        return first_of_month(first_month), first_of_month(first_month + months)

    @property
    def _first_week(self) -> date:
        return self.starts_on - timedelta(days=(self.starts_on.weekday() - self.week_begins) % 7)

    @property
    def _first_month(self) -> int:
        months = _months(self.starts_on)
        return months - months % _MONTHS[self.frequency]

    def _days_in(self, first: date, after: date) -> list[date]:
        days = [day for day in map(date.fromordinal, range(first.toordinal(), after.toordinal())) if self._takes(day)]
        if not self.positions:
            return days
        places = (position - (position > 0) for position in self.positions)  # the first one has the place 0
        return sorted({days[place] for place in places if -len(days) <= place < len(days)})

    def _takes(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.days_of_month and self.days_of_month.isdisjoint(_places(day, _month_of(day), 1)):
            return False
        return not self.weekdays or self._takes_weekday(day)

    def _takes_weekday(self, day: date) -> bool:
        places = {place for place, weekday in self.weekdays if weekday == day.weekday()}
        if not places or 0 in places:
            return bool(places)
        within = _month_of(day)
        if self.frequency == "YEARLY" and not self.months:
            within = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        return not places.isdisjoint(_places(day, within, 7))


def _places(day: date, within: tuple[date, date], step: int) -> tuple[int, int]:
    """The place of a day within a month or a year, counted in days or weeks from its begin, and from its end."""
    first, after = within
    return 1 + (day - first).days // step, -1 - (after - day - ONE_DAY).days // step


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_of(day: date) -> tuple[date, date]:
    return first_of_month(_months(day)), first_of_month(_months(day) + 1)

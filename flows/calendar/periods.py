"""Quarters and other parts of a year, which may begin in another month than January. Pure."""

from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = tuple(month_name)[1:]


class Every(StrEnum):
    """How often a team is asked."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    WEEKS = "weeks"
    RULE = "rule"

    @property
    def months(self) -> int | None:
        """How many months one period has, or None where periods are not parts of a year."""
        return _MONTHS.get(self)


_MONTHS: Mapping[Every, int] = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """What a check-in is for: two periods that begin on one day are one, `label` is what people call the period."""

    begins_on: date
    ends_before: date
    label: str


def part_of_year(day: date, every: Every, year_begins: int = 1) -> Period:
    """The part of a year, which begins in the month of that number, that a day lies in."""
    months = every.months or 3
    since = (day.year * 12 + day.month - 1) - (year_begins - 1)  # months, as if the year began in January
    first = since - since % 12 % months
    begins_on, ends_before = _first_of(first + year_begins - 1), _first_of(first + months + year_begins - 1)
    return Period(begins_on, ends_before, _label(every, begins_on, first, year_begins))


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _label(every: Every, begins_on: date, first: int, year_begins: int) -> str:
    if every is Every.MONTH:
        return f"{MONTHS[begins_on.month - 1]} {begins_on.year}"
    year, place = str(first // 12), first % 12
    if year_begins != 1:
        year = f"{year}/{(first // 12 + 1) % 100:02}"
    if every is Every.YEAR:
        return year
    if every is Every.HALF_YEAR:
        return f"H{place // 6 + 1} {year}"
    return f"Q{place // 3 + 1} {year}"

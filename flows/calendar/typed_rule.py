"""A rule as people write it, in the part of RFC 5545 that Rung takes: each part once, all numbers in bounds. Pure."""

import re
from collections.abc import Container, Mapping
from datetime import date

from flows.calendar.recurrence import Recurrence
from flows.errors import FieldError

LONGEST_RULE = 200  # characters
MOST_WEEKS = 52
EXAMPLE = "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=2TU"
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_INTERVALS = {"WEEKLY": MOST_WEEKS, "MONTHLY": 60, "YEARLY": 5}
_LISTS = {"BYMONTH": range(1, 13), "BYMONTHDAY": range(-31, 32), "BYSETPOS": range(-366, 367)}
_TAKEN = ("FREQ", "INTERVAL", *_LISTS, "BYDAY", "WKST")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
_DAY = re.compile(rf"([+-]?[1-9][0-9]?)?({'|'.join(CODES)})")
_OF_A_MONTH, _OF_A_YEAR = range(-5, 6), range(-53, 54)


def read_recurrence(text: str, starts_on: date) -> Recurrence:
    """The rule in a text, beginning on a day; a FieldError says which part of it is not taken."""
    parts = _parts(text)
    frequency = parts.get("FREQ", "")
    if frequency not in _INTERVALS:
        raise FieldError("rule_of_own", f"A rule has FREQ=WEEKLY, MONTHLY or YEARLY. An example: {EXAMPLE}.")
    months, days_of_month, positions = (_numbers(parts, name, bounds) for name, bounds in _LISTS.items())
    read = Recurrence(
        starts_on=starts_on,
        frequency=frequency,
        interval=_interval(parts, frequency),
        months=frozenset(months),
        days_of_month=frozenset(days_of_month),
        weekdays=_weekdays(parts, _places_in(frequency, months)),
        positions=positions,
        week_begins=_week_begins(parts),
    )
    return read.with_days()


def one_line(text: str) -> str:
    """A rule as it is kept: without what is written around it elsewhere."""
    if len(text) > LONGEST_RULE or not text.isascii():
        raise FieldError("rule_of_own", f"A rule has at most {LONGEST_RULE} letters, such as {EXAMPLE}.")
    return "".join(text.split()).upper().removeprefix("RRULE:")


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in one_line(text).split(";"):
        name, _, value = part.partition("=")
        if name not in _TAKEN or name in parts:
            raise _refused(part)
        parts[name] = value
    return parts


def _numbers(parts: Mapping[str, str], name: str, bounds: Container[int]) -> tuple[int, ...]:
    """The numbers of a part; they are few digits before they are numbers."""
    if name not in parts:
        return ()
    typed = parts[name].split(",")
    numbers = tuple(int(number) for number in typed if _NUMBER.fullmatch(number))
    if len(numbers) != len(typed) or not all(number and number in bounds for number in numbers):
        raise _refused(f"{name}={parts[name]}")
    return numbers


def _interval(parts: Mapping[str, str], frequency: str) -> int:
    numbers = _numbers(parts, "INTERVAL", range(1, _INTERVALS[frequency] + 1)) or (1,)
    if len(numbers) > 1:
        raise _refused(f"INTERVAL={parts['INTERVAL']}")
    return numbers[0]


def _weekdays(parts: Mapping[str, str], places: Container[int]) -> frozenset[tuple[int, int]]:
    if "BYDAY" not in parts:
        return frozenset()
    read = [_DAY.fullmatch(typed) for typed in parts["BYDAY"].split(",")]
    weekdays = frozenset((int(day[1] or 0), CODES.index(day[2])) for day in read if day)
    if not all(read) or not all(place in places for place, _ in weekdays):
        raise _refused(f"BYDAY={parts['BYDAY']}")
    return weekdays


def _week_begins(parts: Mapping[str, str]) -> int:
    code = parts.get("WKST", CODES[0])
    if code not in CODES:
        raise _refused(f"WKST={code}")
    return CODES.index(code)


def _places_in(frequency: str, months: tuple[int, ...]) -> Container[int]:
    """Which places a weekday can have: those of a month or of a year, and 0, which stands for all of them."""
    if frequency == "WEEKLY":
        return (0,)
    return _OF_A_YEAR if frequency == "YEARLY" and not months else _OF_A_MONTH


def _refused(part: str) -> FieldError:
    return FieldError(
        "rule_of_own",
        f'I do not take "{part}" in a rule. Its parts are {", ".join(_TAKEN[:-1])} and {_TAKEN[-1]}, each once and '
        f"with numbers that a calendar has. An example: {EXAMPLE}.",
    )

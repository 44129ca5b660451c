"""A rule as people write it, in the part of RFC 5545 that Rung takes. Pure.

dateutil looks for the days of a rule without any up to the year 9999, and for ever at INTERVAL=0. So a rule is taken
only if all its numbers stand for days that come within twelve years, on whichever day it begins.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, weekday

from flows.errors import FieldError
from flows.plain_text import listed

LONG_AGO = date(2020, 1, 1)
LONGEST_RULE = 200  # characters
MOST_WEEKS = 52
EXAMPLE = "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=2TU"
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_END = date(2119, 12, 31)  # nothing is looked for any later
_INTERVALS = {WEEKLY: MOST_WEEKS, MONTHLY: 60, YEARLY: 5}
_FREQUENCIES: Final[Mapping[str, Literal[0, 1, 2]]] = {"WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_OF_WEEKS = ("FREQ", "INTERVAL", "BYDAY", "WKST")
_TAKEN = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")
_MONTHS = range(1, 13)
_LEAP_YEAR, _OTHER_YEAR = 2028, 2027
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
_DAY = re.compile(rf"([+-]?[1-9])?({'|'.join(CODES)})")


def read_rule(text: str, starts_on: date, since: date = LONG_AGO) -> rrule:
    """The rule in a text, beginning on a day; a FieldError says which part of it is not taken.

    Days before `since` may be missing: dateutil goes through all days from the first, so a look into an old rule
    begins where that one would have come by then.
    """
    parts = _parts(text)
    frequency = _FREQUENCIES[parts["FREQ"]]
    months = _numbers(parts, "BYMONTH", _MONTHS)
    interval = _interval(parts, frequency, months)
    longest = _longest_month(frequency, interval, months)
    places = _places(frequency, interval, longest)
    weekdays = _weekdays(parts, places)
    return rrule(
        frequency,
        dtstart=_begun_by(min(since, _END), min(max(starts_on, LONG_AGO), _END), frequency, interval),
        until=_END,
        interval=interval,
        wkst=_week_begins(parts),
        bymonth=months or None,
        bymonthday=_numbers(parts, "BYMONTHDAY", _either_way(longest)) or None,
        byweekday=[weekday(day, place or None) for place, day in weekdays] or None,
        bysetpos=_positions(parts, weekdays, places) or None,
    )


def _begun_by(since: date, starts_on: date, frequency: int, interval: int) -> date:
    """A day up to `since` from which the rule goes on as from its first, a whole number of intervals after that."""
    if since <= starts_on:
        return starts_on
    if frequency == WEEKLY:
        step = timedelta(weeks=interval)
        return starts_on + (since - starts_on) // step * step
    passed = relativedelta(since, starts_on)
    months = interval * {MONTHLY: 1, YEARLY: 12}[frequency]
    return starts_on + relativedelta(months=(passed.years * 12 + passed.months) // months * months)


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
            raise _refused(part, f"its parts are {listed(_TAKEN)}, each once")
        parts[name] = value
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise FieldError("rule_of_own", f"A rule has FREQ=WEEKLY, MONTHLY or YEARLY. An example: {EXAMPLE}.")
    if frequency == "WEEKLY":
        _check_of_weeks(parts)
    elif ("BYDAY" in parts) == ("BYMONTHDAY" in parts):
        raise _refused(f"FREQ={frequency}", "it needs BYDAY or BYMONTHDAY, and not both")
    return parts


def _check_of_weeks(parts: Mapping[str, str]) -> None:
    for name, value in parts.items():
        if name not in _OF_WEEKS:
            raise _refused(f"{name}={value}", f"the parts of a weekly one are {listed(_OF_WEEKS)}")


def _numbers(parts: Mapping[str, str], name: str, bounds: range) -> tuple[int, ...]:
    """The numbers of a part; they are few digits before they are numbers."""
    if name not in parts:
        return ()
    typed = parts[name].split(",")
    numbers = tuple(int(number) for number in typed if _NUMBER.fullmatch(number))
    if len(numbers) != len(typed) or not all(number and number in bounds for number in numbers):
        raise _refused(f"{name}={parts[name]}", f"with the rest of it, {name} is {_said(bounds)}")
    return numbers


def _interval(parts: Mapping[str, str], frequency: int, months: tuple[int, ...]) -> int:
    numbers = _numbers(parts, "INTERVAL", range(1, _INTERVALS[frequency] + 1)) or (1,)
    if len(numbers) > 1:
        raise _refused(f"INTERVAL={parts['INTERVAL']}", "it has one number")
    if months and frequency == MONTHLY and numbers != (1,):  # every second month may never be an April
        raise _refused(f"INTERVAL={parts['INTERVAL']}", "BYMONTH says which months count. Please leave INTERVAL out")
    return numbers[0]


def _longest_month(frequency: int, interval: int, months: tuple[int, ...]) -> int:
    """How many days a month has that comes again soon enough, whichever is the first."""
    if frequency == MONTHLY and interval > 1:
        return 28  # every twelfth month may be a February
    year = {1: _LEAP_YEAR}.get(interval, _OTHER_YEAR)
    return max(monthrange(year, month)[1] for month in months or _MONTHS)


def _places(frequency: int, interval: int, longest: int) -> range:
    """The places that a weekday can have in a month; a fifth one in February comes once in 28 years."""
    if frequency == WEEKLY:
        return _either_way(0)
    return _either_way(4 + (interval == 1 and longest > 29))


def _weekdays(parts: Mapping[str, str], places: range) -> set[tuple[int, int]]:
    """Places and weekdays. To dateutil, 2TU and WE together are the days that are both: none."""
    if "BYDAY" not in parts:
        return set()
    read = [_DAY.fullmatch(typed) for typed in parts["BYDAY"].split(",")]
    weekdays = {(int(day[1] or 0), CODES.index(day[2])) for day in read if day}
    with_places = {bool(place) for place, _ in weekdays}
    if not all(read) or len(with_places) > 1 or not all(place in places for place, _ in weekdays):
        raise _refused(f"BYDAY={parts['BYDAY']}", f"its days are {CODES[0]} to {CODES[-1]}, {_said_of_places(places)}")
    return weekdays


def _positions(parts: Mapping[str, str], weekdays: set[tuple[int, int]], places: range) -> tuple[int, ...]:
    """Which of the days count; two weekdays have eight days in any month."""
    if "BYSETPOS" in parts and (not weekdays or any(place for place, _ in weekdays)):
        raise _refused(f"BYSETPOS={parts['BYSETPOS']}", "it needs BYDAY without places")
    return _numbers(parts, "BYSETPOS", places if len(weekdays) == 1 else _either_way(5))


def _week_begins(parts: Mapping[str, str]) -> int:
    code = parts.get("WKST", CODES[0])
    if code not in CODES:
        raise _refused(f"WKST={code}", f"WKST is one of {listed(CODES)}")
    return CODES.index(code)


def _either_way(most: int) -> range:
    """From the beginning, and below 0 from the end."""
    return range(-most, most + 1)


def _said(bounds: range) -> str:
    if bounds[0] < 0:
        return f"1 to {bounds[-1]} or -1 to {bounds[0]}"
    return f"1 to {bounds[-1]}"


def _said_of_places(places: range) -> str:
    if len(places) == 1:
        return "without places"
    return f"all without places or all with places that are {_said(places)}"


def _refused(part: str, why: str) -> FieldError:
    return FieldError("rule_of_own", f'I do not take "{part}" in a rule: {why}. An example: {EXAMPLE}.')

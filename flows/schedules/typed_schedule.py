"""What people type about a schedule: a word or two changes one thing of it, in any order. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from flows.calendar.periods import MONTHS, Every
from flows.calendar.rhythm import LAST, WEEKDAYS, checked_rule
from flows.calendar.typed_rule import MOST_WEEKS
from flows.check_ins.check_in import Nudging
from flows.errors import FieldError
from flows.maturity.wording import did_you_mean, whole_number
from flows.plain_text import listed_words
from flows.schedules.schedule import LONGEST, SchedulePlan

OFTEN = {
    "monthly": Every.MONTH,
    "quarterly": Every.QUARTER,
    "half-yearly": Every.HALF_YEAR,
    "yearly": Every.YEAR,
    "weekly": Every.WEEKS,
}
NTHS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST}
ON_OFF = {"on": True, "off": False}
EXAMPLE = "/rung schedule quarterly second tuesday at 10:00 for 5 days nudges gentle"
_FILLING = {"the", "of", "days", "working", "weeks", "from", "begins", "in", "open"}


@dataclass(frozen=True)
class PlanChange:
    """What was typed or filled in about a schedule: values for fields of its plan, and of its rhythm.

    It has been read before the plan is known, so that nothing is read in a transaction.
    """

    plan: Mapping[str, Any] = field(default_factory=dict)
    rhythm: Mapping[str, Any] = field(default_factory=dict)

    def and_then(self, other: "PlanChange") -> "PlanChange":
        """Both, the other one last."""
        return PlanChange({**self.plan, **other.plan}, {**self.rhythm, **other.rhythm})

    def on(self, plan: SchedulePlan) -> SchedulePlan:
        """The plan with what was typed; the rest stays."""
        return replace(plan, **{"rhythm": replace(plan.rhythm, **self.rhythm), **self.plan})


def read_schedule(text: str) -> PlanChange:
    """All that was typed about a schedule; a FieldError names the first word that means nothing here."""
    rest, _, own = text.partition("rule ")
    change = PlanChange()
    if own:
        change = PlanChange(rhythm={"every": Every.RULE, "rule_of_own": checked_rule(own)})
    words = iter([word for word in listed_words(rest) if word not in _FILLING])
    for word in words:
        if word in _VALUED:
            change = change.and_then(_VALUED[word](next(words, "")))
        elif word != "on":  # as in "on friday"; that of "reminder on" has been read with its word
            change = change.and_then(PlanChange(rhythm=_one_word(word)))
    return change


def _one_word(word: str) -> dict[str, Any]:
    if word == "weekly":
        return {"every": Every.WEEKS, "weeks": 1}
    if word in OFTEN:
        return {"every": OFTEN[word]}
    if word in NTHS:
        return {"nth": NTHS[word]}
    if word.title() in WEEKDAYS:
        return {"weekday": WEEKDAYS.index(word.title())}
    hint = did_you_mean(word, (*_VALUED, "rule", *OFTEN, *NTHS, *map(str.casefold, WEEKDAYS)))
    raise FieldError("rule", f'I do not know "{word}" here{hint or "."} An example: {EXAMPLE}. Nothing was changed.')


def _every(value: str) -> PlanChange:
    if value in {"month", "quarter", "half-year", "year"}:
        return PlanChange(rhythm={"every": Every(value)})
    return PlanChange(rhythm={"every": Every.WEEKS, "weeks": read_weeks(value)})


def _reminder(value: str) -> PlanChange:
    if value not in ON_OFF:
        raise FieldError("reminds", "The channel's reminder is on or off. Nothing was changed.")
    return PlanChange({"reminds_channel": ON_OFF[value]})


def read_hour(text: str) -> time:
    """The time of day that was typed, such as 9 or 10:30."""
    typed = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", text.strip())
    if typed is None or int(typed[1]) > 23 or int(typed[2] or 0) > 59:
        raise FieldError("hour", f'"{text}" is no time of day; use one like 10:00. Nothing was changed.')
    return time(int(typed[1]), int(typed[2] or 0))


def read_weeks(text: str) -> int:
    """The number of weeks that was typed."""
    weeks = whole_number(text)
    if not 1 <= weeks <= MOST_WEEKS:
        raise FieldError("weeks", f'"{text}" is not a number of weeks from 1 to {MOST_WEEKS}. Nothing was changed.')
    return weeks


def read_days(text: str) -> int:
    """The number of working days that was typed."""
    days = whole_number(text)
    if not 1 <= days <= LONGEST:
        raise FieldError("lasts", f'"{text}" is not a number of working days from 1 to {LONGEST}. Nothing was changed.')
    return days


def read_nudging(text: str) -> Nudging:
    """How often people are to be nudged, as it was typed."""
    try:
        return Nudging(text)
    except ValueError:
        raise FieldError("nudging", "Nudges are gentle (one), normal (two) or off. Nothing was changed.") from None


def read_month(text: str) -> int:
    """The number of a month typed by name; its first letters are enough."""
    months = [place for place, name in enumerate(MONTHS, 1) if len(text) >= 3 and name.casefold().startswith(text)]
    if len(months) != 1:
        raise FieldError("year", f'"{text}" is no month; a year begins in January or April, say. Nothing was changed.')
    return months[0]


_VALUED: dict[str, Callable[[str], PlanChange]] = {
    "every": _every,
    "at": lambda value: PlanChange(rhythm={"hour": read_hour(value)}),
    "year": lambda value: PlanChange(rhythm={"year_begins": read_month(value)}),
    "for": lambda value: PlanChange({"lasts": read_days(value)}),
    "nudges": lambda value: PlanChange({"nudging": read_nudging(value)}),
    "reminder": _reminder,
}

"""Days that a team has off beside weekends and holidays, and so is not asked. Pure."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from flows.calendar.typed_days import Span
from flows.calendar.working_days import MOST_DAYS_OFF, ONE_DAY
from flows.errors import RefusedError
from flows.schedules.schedule import Schedule

_FURTHEST = timedelta(days=2 * 366)  # ahead; a later day is a slip of the pen


def with_days_off(schedule: Schedule, spans: Collection[Span], today: date) -> Schedule:
    """The schedule with the days of these spans off, the last ones included; what is over is forgotten."""
    for _, last in spans:
        if last < today:
            raise RefusedError(f"{last} is over. Nothing was changed.")
        if last - today > _FURTHEST:
            raise RefusedError(f"{last} is more than two years ahead. Nothing was changed.")
    return _kept(schedule, {*schedule.days_off, *_days_of(spans)}, today)


def without_days_off(schedule: Schedule, spans: Collection[Span], today: date) -> Schedule:
    """The schedule with the days of these spans not off any more."""
    gone = set(_days_of(spans)) & set(schedule.days_off)
    if not gone:
        raise RefusedError("None of those is a day off of the team. /rung team days off lists them.")
    return _kept(schedule, set(schedule.days_off) - gone, today)


def coming_days_off(schedule: Schedule, today: date) -> tuple[date, ...]:
    """The days off from today on."""
    return tuple(day for day in schedule.days_off if day >= today)


def spans_of(days: Collection[date]) -> tuple[Span, ...]:
    """Days in order as spans of days that follow each other, the last ones included."""
    spans: list[Span] = []
    for day in days:
        if spans and spans[-1].last + ONE_DAY == day:
            spans[-1] = Span(spans[-1].first, day)
        else:
            spans.append(Span(day, day))
    return tuple(spans)


def _days_of(spans: Collection[Span]) -> list[date]:
    """The days of these spans, which are counted before they are gone through."""
    for first, last in spans:
        if last < first:
            raise RefusedError(f"{last} is before {first}. Nothing was changed.")
    if sum((last - first).days + 1 for first, last in spans) > MOST_DAYS_OFF:
        raise RefusedError(f"{MOST_DAYS_OFF} days off are the most. Nothing was changed.")
    return [first + ONE_DAY * ahead for first, last in spans for ahead in range((last - first).days + 1)]


def _kept(schedule: Schedule, days: Collection[date], today: date) -> Schedule:
    kept = tuple(sorted(day for day in days if day >= today))
    if len(kept) > MOST_DAYS_OFF:
        raise RefusedError(f"That would be {len(kept)} days off; {MOST_DAYS_OFF} are the most. Nothing was changed.")
    return replace(schedule, days_off=kept)

"""Days as people type them: `2027-02-01 to 12`, `1 Feb`, `tomorrow`. What could be two days is asked back. Pure."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flows.calendar.periods import MONTHS
from flows.calendar.rhythm import WEEKDAYS
from flows.calendar.working_days import ONE_DAY
from flows.errors import RefusedError
from flows.plain_text import bare_words

EXAMPLE = "2027-02-01"
MOST_SPANS, MOST_TYPED = 10, 300  # a text longer than so many characters names no days
_LEAP = 8  # years after which the 29th of February has come again
_MONTHS = {name[:length].casefold(): place for place, name in enumerate(MONTHS, 1) for length in (3, 4, len(name))}
_WEEKDAYS = {name[:length].casefold(): place for place, name in enumerate(WEEKDAYS) for length in (3, 4, 5, len(name))}
_MONTH, _WEEKDAY = ("|".join(sorted(names, key=len, reverse=True)) for names in (_MONTHS, _WEEKDAYS))
_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_DAY = rf"""
    (?P<iso>[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}})(?![0-9])
    | (?P<numbers>[0-9]{{1,4}}[/.][0-9]{{1,2}}(?:[/.][0-9]{{1,4}})?)(?![0-9])
    | (?P<day>{_NUMBER})\.?\ (?:of\ )?(?P<month>{_MONTH})\b\.?(?:,?\ (?P<year>[0-9]{{4}})\b)?
    | (?P<month_first>{_MONTH})\b\.?\ (?P<day_after>{_NUMBER})\b(?:,?\ (?P<year_after>[0-9]{{4}})\b)?
    | (?P<near>today|tomorrow|(?:this|next)\ week)\b
    | (?P<next>next\ )?(?P<weekday>{_WEEKDAY})\b
"""
_TOKEN = re.compile(
    rf"""{_DAY}
    | (?P<range>-|(?:to|until|till|through)\b)
    | (?P<apart>[,;&]|and\b)
    | (?P<number>{_NUMBER})(?!\w)
    | (?P<filling>(?:from|on|the)\b|[.])
    | (?P<unknown>[^\s,;]+)
    """,
    re.VERBOSE,
)
_BEFORE_DAY = re.compile(r"^(?:until|by|due) (?:on )?", re.IGNORECASE)
_WHOLE = r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
_DUE = re.compile(rf"\b(?:until|by|due)\ (?:on\ )?(?:{_DAY})|{_WHOLE}", re.VERBOSE | re.IGNORECASE)


class Span(NamedTuple):
    """Days in a row, the first and the last among them."""

    first: date
    last: date


@dataclass(frozen=True)
class _Named:
    """A day, a week or a number as it was typed; a day without `year` is the next such day."""

    typed: str
    day: int = 0
    month: int | None = None
    year: int | None = None
    span: Span | None = None


class _Reader:
    """Says which days are meant, by the day on which they were typed."""

    def __init__(self, today: date, nothing: str) -> None:
        self._today = today
        self._nothing = nothing

    def spans(self, tokens: tuple[re.Match[str], ...], *, each_alone: bool) -> Iterator[Span]:
        """The days of some words with no comma between them.

        Two days with nothing between are the first and the last, unless `each_alone`; so are those round a `to`.
        """
        words = [token[0] for token in tokens]
        rest = deque(None if token["range"] else self._named(token) for token in tokens)
        is_pair = len(rest) == 2 and None not in rest and not each_alone
        while rest:
            first, last = rest.popleft(), None
            if rest and (is_pair or rest[0] is None):
                if not is_pair:
                    rest.popleft()
                last = rest.popleft() if rest else None
                if last is None:
                    first = None
            if first is None:
                raise self.refused(f'I do not know what "{" ".join(words)[:80]}" means.')
            yield self._between(first, last) if last else first.span or self._alone(first)

    def _alone(self, named: _Named) -> Span:
        if named.month is None:
            raise self.refused(f'I do not know which month "{named.typed}" is in.')
        day = self._next(named, self._today)
        return Span(day, day)

    def _between(self, first: _Named, last: _Named) -> Span:
        if first.month is None and first.span is None:  # as in "1 to 12 February"
            first = _Named(first.typed, first.day, last.month, last.year)
        if last.month is None and last.span is None:  # as in "2027-02-01 to 12"
            begins = first.span.first if first.span else self._next(first, self._today)
            return self._ordered(begins, self._on(last, begins.year, begins.month))
        if last.span:
            return self._ordered(self._alone_or_span(first).first, last.span.last)
        if first.span or first.year:
            begins = self._alone_or_span(first).first
            return self._ordered(begins, self._next(last, begins))
        ends = self._next(last, self._today)
        wraps = (first.month or 0) > (last.month or 0)
        return self._ordered(self._on(first, ends.year - 1 if wraps else ends.year, first.month or 0), ends)

    def _alone_or_span(self, named: _Named) -> Span:
        return named.span or self._alone(named)

    def _ordered(self, first: date, last: date) -> Span:
        if last < first:
            raise self.refused(f"{last} is before {first}.")
        return Span(first, last)

    def _next(self, named: _Named, from_on: date) -> date:
        """The day of that name, or the next one if no year is named."""
        month = named.month or 0
        if named.year:
            return self._on(named, named.year, month)
        for year in range(from_on.year, from_on.year + _LEAP + 1):
            try:
                day = date(year, month, named.day)
            except ValueError:
                continue
            if day >= from_on:
                return day
        raise self.refused(f'"{named.typed}" is no day.')

    def _on(self, named: _Named, year: int, month: int) -> date:
        try:
            return date(year, month, named.day)
        except ValueError:
            raise self.refused(f'"{named.typed}" is no day.') from None

    def _named(self, token: re.Match[str]) -> _Named:
        if token["iso"]:
            return self._whole(token[0], *map(int, token[0].split("-")))
        if token["numbers"]:
            return self._of_numbers(token[0])
        if token["near"]:
            return _Named(token[0], span=self._near(token[0]))
        if token["weekday"]:
            return _Named(token[0], span=self._on_weekday(token))
        month, year = token["month"] or token["month_first"], token["year"] or token["year_after"]
        day = int(re.sub(r"\D", "", token["day"] or token["day_after"] or token["number"]))
        return _Named(token[0], day, _MONTHS[month] if month else None, int(year) if year else None)

    def _whole(self, typed: str, year: int, month: int, day: int) -> _Named:
        named = _Named(typed, day, month, year)
        self._on(named, year, month)
        return named

    def _of_numbers(self, typed: str) -> _Named:
        """A day in numbers alone: which of them is the month differs from country to country."""
        first, second, *year = map(int, re.split("[/.]", typed))
        if first > 31 and year:
            return self._whole(typed, first, second, year[0])
        could_be = {(day, month) for day, month in ((first, second), (second, first)) if day <= 31 and 1 <= month <= 12}
        if len(could_be) != 1 or (year and year[0] < 100):
            days = " or ".join(f"{day} {MONTHS[month - 1]}" for day, month in sorted(could_be))
            raise self.refused(f'"{typed}" can be {days}.' if len(could_be) > 1 else f'"{typed}" is not clear.')
        ((day, month),) = could_be
        return _Named(typed, day, month, year[0] if year else None)

    def _near(self, typed: str) -> Span:
        monday = self._today - timedelta(days=self._today.weekday())
        if typed.endswith("week"):
            monday += timedelta(days=7 * typed.startswith("next"))
            return Span(monday, monday + timedelta(days=6))
        day = self._today + (ONE_DAY if typed == "tomorrow" else timedelta())
        return Span(day, day)

    def _on_weekday(self, token: re.Match[str]) -> Span:
        ahead = timedelta(days=(_WEEKDAYS[token["weekday"]] - self._today.weekday()) % 7)
        soon, later = self._today + ahead, self._today + ahead + timedelta(days=7)
        if token["next"] or not ahead:
            raise self.refused(f'"{token[0]}" can be {soon} or {later}.')
        return Span(soon, soon)

    def refused(self, why: str) -> RefusedError:
        return _refused(why, self._nothing)


@dataclass(frozen=True)
class TypedDays:
    """Days that were typed, in words that are known. `nothing` is what is said in the end when they are no days."""

    typed: str
    groups: tuple[tuple[re.Match[str], ...], ...]
    nothing: str

    def spans(self, today: date, *, each_alone: bool = False) -> tuple[Span, ...]:
        """The days, at least one, in a row or apart; a RefusedError names what could be two days, or is none.

        Two days with only a blank between them are the first and the last, unless `each_alone`.
        """
        reader = _Reader(today, self.nothing)
        return tuple(span for group in self.groups for span in reader.spans(group, each_alone=each_alone))

    def day(self, today: date) -> date:
        """The one day."""
        spans = self.spans(today)
        if len(spans) > 1 or spans[0].first != spans[0].last:
            raise RefusedError(f'"{self.typed}" is more than one day. Please write one like {EXAMPLE}. {self.nothing}')
        return spans[0].first


def read_typed_days(typed: str, nothing: str = "Nothing was changed.") -> TypedDays:
    """Read days that were typed, within bounds; a RefusedError names the first word that means nothing here."""
    text = bare_words(typed[: MOST_TYPED + 1]).casefold()
    groups: list[tuple[re.Match[str], ...]] = [()]
    for token in _TOKEN.finditer(text):
        if token["unknown"] or len(text) > MOST_TYPED:
            raise _refused(f'I do not know "{token[0][:40]}" here.', nothing)
        if token["apart"]:
            groups.append(())
        elif not token["filling"]:
            groups[-1] += (token,)
    named = tuple(filter(None, groups))
    if not 1 <= len(named) <= MOST_SPANS:
        raise _refused("", nothing)
    return TypedDays(text, named, nothing)


def split_due(typed: str, today: date, nothing: str = "Nothing was changed.") -> tuple[str, date | None]:
    """What is to be done, and until when: a day such as 2027-02-01, or another one after until, by or due."""
    due = _DUE.search(typed)
    if due is None:
        return typed, None
    words = _BEFORE_DAY.sub("", due[0])
    text = " ".join(f"{typed[: due.start()]} {typed[due.end() :]}".split())
    return text, read_typed_days(words, nothing).day(today)


def _refused(why: str, nothing: str) -> RefusedError:
    """The error that says why, and how days can be written."""
    how = f"Please write days like {EXAMPLE}, or {EXAMPLE} to 2027-02-12."
    return RefusedError(f"{why} {how} {nothing}".strip())

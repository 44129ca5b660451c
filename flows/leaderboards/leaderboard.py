"""Teams side by side on one scale: who is named, in which order, and what is said about all the others. Pure.

A team is named only if it takes part, enough people answered for it, and it is above the lowest level or has chosen to
be shown there too. All others are counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from flows.calendar.working_days import instant
from flows.leaderboards.standing import Standing
from flows.maturity.scale import Level, Scale

FEWEST = 3  # answers, unless a workspace has chosen another number
RANKED_FROM = 5  # teams
STALE_AFTER = timedelta(days=183)
NEWS_FOR = timedelta(days=100)  # a quarter, and the days that a check-in takes


class Sort(StrEnum):
    """What the rows are ordered by."""

    LEVEL = "level"
    MOVEMENT = "movement"
    PROGRESS = "progress"


@dataclass(frozen=True)
class Selection:
    """What somebody wants to see: a scale by name, only teams above a level, only the first so many.

    `since` is from when on a result is news; None for the last quarter.
    """

    scale: str
    above: int | None = None
    sort: Sort = Sort.LEVEL
    top: int | None = None
    since: datetime | None = None

    @property
    def is_part(self) -> bool:
        """Whether it leaves out teams that would be named."""
        return self.above is not None or self.top is not None


class TakingPart(NamedTuple):
    """A team that has chosen to be on leaderboards, with its standing on one scale if it has one.

    `is_low`: it is at the lowest level of its own headline scale.
    """

    name: str
    shows_lowest: bool
    is_low: bool
    standing: Standing | None


class Named(NamedTuple):
    """A team that may be named, with its standing."""

    name: str
    standing: Standing


@dataclass(frozen=True)
class Terms:
    """On which scale teams are compared, from how many answers on, and on which day in which time zone."""

    scale: Scale
    fewest: int
    on: date
    zone: str = "UTC"


class LeaderboardRow(NamedTuple):
    """A team that is named. `rank` is None where teams are not numbered; `is_stale`: its result is old.

    `is_of_earlier`: the scale has changed since.
    """

    name: str
    standing: Standing
    level: Level
    next_level: Level | None
    rank: int | None
    is_stale: bool
    is_of_earlier: bool


@dataclass(frozen=True)
class Leaderboard:
    """All that is shown, of a day. The other teams are counted.

    `on_their_way` are at the lowest level, `further` are higher and not named, and `not_compared` have too few answers,
    or no level on this scale. `newly_unnamed` is how many practices all but the rows have newly in place.
    """

    scale: Scale
    selection: Selection
    on: date
    takes_part: int
    rows: tuple[LeaderboardRow, ...]
    on_their_way: int
    further: int
    not_compared: int
    newly_unnamed: int
    headlines: "Headlines"


@dataclass(frozen=True)
class Headlines:
    """Who is at a level for the first time, the highest levels first, and who has put most practices in place.

    That is said of those who are named; `is_furthest_of_all` says whether nobody has moved further.
    """

    new_at: tuple[tuple[Level, tuple[str, ...]], ...] = ()
    furthest: tuple[str, ...] = ()
    furthest_by: int = 0
    is_furthest_of_all: bool = True


@dataclass(frozen=True)
class Compared:
    """Teams sorted out by what may be said about them; all of them in the order of their names.

    `lowest` are at the lowest level and `low` at that of their own headline scale, from which one could tell who they
    are there: both are counted and not named. `not_compared` is how many have no level that counts.
    """

    named: tuple[Named, ...]
    lowest: tuple[Standing, ...]
    low: tuple[Standing, ...]
    not_compared: int

    @property
    def all(self) -> list[Standing]:
        """The standings of all teams that have a level that counts."""
        return [*(each.standing for each in self.named), *self.lowest, *self.low]


def compare(teams: Iterable[TakingPart], terms: Terms) -> Compared:
    """Sort out who may be named; every output about several teams begins with this."""
    levels = {each.level for each in terms.scale.levels}
    bottom, fewest = terms.scale.levels[0].level, terms.fewest
    named: list[Named] = []
    lowest: list[Standing] = []
    low: list[Standing] = []
    not_compared = 0
    for name, shows_lowest, is_low, found in teams:
        if found is None or not found.settled or found.answered < fewest or found.level not in levels:
            not_compared += 1
        elif shows_lowest or not (is_low or found.level == bottom):
            named.append(Named(name, found))
        else:
            (lowest if found.level == bottom else low).append(found)
    return Compared(tuple(named), tuple(lowest), tuple(low), not_compared)


def leaderboard_of(teams: Sequence[TakingPart], selection: Selection, terms: Terms) -> Leaderboard:
    """The leaderboard of a selection; the teams come in the order of their names."""
    compared = compare(teams, terms)
    ordered = _ordered(compared, selection.sort)
    above = selection.above
    shown = [each for each in ordered if above is None or each[0].standing.level > above]
    rows = rows_of(shown[: selection.top], terms)
    everybody = compared.all
    return Leaderboard(
        scale=terms.scale,
        selection=selection,
        on=terms.on,
        takes_part=len(teams),
        rows=rows,
        on_their_way=len(compared.lowest),
        further=len(everybody) - len(compared.lowest) - len(rows),
        not_compared=compared.not_compared,
        newly_unnamed=sum(each.newly for each in everybody) - sum(each.standing.newly for each in rows),
        headlines=headlines_of(rows, news_since(selection, terms), everybody),
    )


def rows_of(teams: Iterable[tuple[Named, int | None]], terms: Terms) -> tuple[LeaderboardRow, ...]:
    """The rows of teams that may be named, each with its number."""
    levels = {each.level: (each, terms.scale.level_after(each)) for each in terms.scale.levels}
    stale_before, scale_hash = terms.on - STALE_AFTER, terms.scale.content_hash
    return tuple(
        LeaderboardRow(
            name,
            standing,
            *levels[standing.level],
            rank,
            standing.published_on < stale_before,
            standing.scale_hash != scale_hash,
        )
        for (name, standing), rank in teams
    )


def news_since(selection: Selection, terms: Terms) -> datetime:
    """After which moment a result is news."""
    return selection.since or instant(terms.on - NEWS_FOR, time(), terms.zone)


def headlines_of(rows: Iterable[LeaderboardRow], since: datetime, everybody: Sequence[Standing]) -> Headlines:
    """What is news about teams that are named; where one alone is compared, it is not said to be ahead."""
    fresh = [each for each in rows if each.standing.published_at > since]
    most = max((each.standing.newly for each in fresh), default=0) if len(everybody) > 1 else 0
    furthest = tuple(each.name for each in fresh if most and each.standing.newly == most)
    is_furthest = most >= max((each.newly for each in everybody if each.published_at > since), default=0)
    return Headlines(_new_at(fresh), furthest, most, is_furthest)


def _by_level(team: Named) -> tuple[int, float]:
    return -team.standing.level, -team.standing.progress


def _by_movement(team: Named) -> tuple[int, int]:
    return -team.standing.newly, -team.standing.up


def _by_progress(team: Named) -> tuple[bool, float]:
    """Those that are at the top last."""
    return not team.standing.of, -team.standing.progress


_KEYS: Mapping[Sort, Callable[[Named], tuple[float, float]]] = {
    Sort.LEVEL: _by_level,
    Sort.MOVEMENT: _by_movement,
    Sort.PROGRESS: _by_progress,
}


def _ordered(compared: Compared, sort: Sort) -> list[tuple[Named, int | None]]:
    """The teams that may be named, in order, each with its number; equal ones share one that counts all before them."""
    keys = [*map(_KEYS[sort], compared.named)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    if sort is not Sort.LEVEL or len(compared.all) < RANKED_FROM:
        return [(compared.named[each], None) for each in order]
    first: dict[tuple[float, float], int] = {}
    return [(compared.named[each], first.setdefault(keys[each], place)) for place, each in enumerate(order, 1)]


def _new_at(rows: Iterable[LeaderboardRow]) -> tuple[tuple[Level, tuple[str, ...]], ...]:
    """Who is at a level for the first time, the highest levels first."""
    new: dict[int, list[LeaderboardRow]] = {}
    for each in rows:
        if each.standing.is_new_high:
            new.setdefault(each.level.level, []).append(each)
    return tuple((found[0].level, tuple(each.name for each in found)) for _, found in sorted(new.items(), reverse=True))

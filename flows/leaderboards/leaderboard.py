"""Teams side by side on one scale: in which order they are named, and what is said about all the others. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from flows.calendar.working_days import instant
from flows.leaderboards.who_is_named import Compared, Named, TakingPart, Terms, sort_out_who_is_named
from flows.maturity.scale import Level, Scale
from flows.results.standing import Standing

RANKED_FROM = 5  # teams
STALE_AFTER = timedelta(days=183)
NEWS_FOR = timedelta(days=100)  # a quarter, and the days that a check-in takes


class Sort(StrEnum):
    """What the rows of a leaderboard are ordered by."""

    LEVEL = "level"
    MOVEMENT = "movement"
    PROGRESS = "progress"


@dataclass(frozen=True)
class Selection:
    """What somebody wants to see of a leaderboard: a scale by name, only teams above a level, only the first so many.

    `since` is from when on a result is news; None for the last quarter.
    """

    scale: str
    above: int | None = None
    sort: Sort = Sort.LEVEL
    top: int | None = None
    since: datetime | None = None

    @property
    def is_part(self) -> bool:
        """Whether the selection leaves out teams that would be named."""
        return self.above is not None or self.top is not None


class LeaderboardRow(NamedTuple):
    """The row of a team that is named; `rank` is None where teams are not numbered.

    `is_stale`: the result is old. `is_of_earlier`: the scale has changed since.
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
    """The leaderboard of a day: the rows of the teams named, and how many other teams there are.

    `on_their_way` are at the lowest level, `further` are higher and not named, and `not_compared` have too few answers,
    or no level on this scale. `newly_unnamed` is how many practices the teams without a row have newly in place.
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

    Only named teams are in the headlines; `is_furthest_of_all` says whether no other team has moved further.
    """

    new_at: tuple[tuple[Level, tuple[str, ...]], ...]
    furthest: tuple[str, ...]
    furthest_by: int
    is_furthest_of_all: bool


def leaderboard_of(teams: Sequence[TakingPart], selection: Selection, terms: Terms) -> Leaderboard:
    """The leaderboard of a selection; the teams come in the order of their names."""
    compared = sort_out_who_is_named(teams, terms)
    shown = _ordered(compared, selection.sort)
    if selection.above is not None:
        shown = [(team, rank) for team, rank in shown if team.standing.level > selection.above]
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
        newly_unnamed=sum(standing.newly for standing in everybody) - sum(row.standing.newly for row in rows),
        headlines=headlines_of(rows, news_since(selection, terms), everybody),
    )


def rows_of(teams: Iterable[tuple[Named, int | None]], terms: Terms) -> tuple[LeaderboardRow, ...]:
    """The rows of teams that may be named, each with its number."""
    levels = {level.level: (level, terms.scale.level_after(level)) for level in terms.scale.levels}
    stale_before, scale_hash = terms.on - STALE_AFTER, terms.scale.content_hash
    rows = []
    for (name, standing), rank in teams:
        is_stale, is_of_earlier = standing.published_on < stale_before, standing.scale_hash != scale_hash
        rows.append(LeaderboardRow(name, standing, *levels[standing.level], rank, is_stale, is_of_earlier))
    return tuple(rows)


def news_since(selection: Selection, terms: Terms) -> datetime:
    """The moment after which a result is news."""
    return selection.since or instant(terms.on - NEWS_FOR, time(), terms.zone)


def headlines_of(rows: Iterable[LeaderboardRow], since: datetime, everybody: Sequence[Standing]) -> Headlines:
    """The headlines about teams that are named; where one team alone is compared, it is not said to be ahead."""
    fresh = [row for row in rows if row.standing.published_at > since]
    most = 0
    if len(everybody) > 1:
        most = max((row.standing.newly for row in fresh), default=0)
    furthest = tuple(row.name for row in fresh if most and row.standing.newly == most)
    most_of_all = max((standing.newly for standing in everybody if standing.published_at > since), default=0)
    return Headlines(_new_at(fresh), furthest, most, is_furthest_of_all=most >= most_of_all)


_KEYS: Mapping[Sort, Callable[[Standing], tuple[float, float]]] = {
    Sort.LEVEL: lambda standing: (-standing.level, -standing.progress),
    Sort.MOVEMENT: lambda standing: (-standing.newly, -standing.up),
    Sort.PROGRESS: lambda standing: (not standing.of, -standing.progress),  # teams at the top come last
}


def _ordered(compared: Compared, sort: Sort) -> list[tuple[Named, int | None]]:
    """The teams that may be named, in order, each with its number; teams that are equal share the first one's."""
    ordered = sorted(((_KEYS[sort](team.standing), team) for team in compared.named), key=itemgetter(0))
    if sort is not Sort.LEVEL or len(compared.all) < RANKED_FROM:
        return [(team, None) for _, team in ordered]
    ranks: dict[tuple[float, float], int] = {}
    return [(team, ranks.setdefault(key, place)) for place, (key, team) in enumerate(ordered, 1)]


def _new_at(rows: Iterable[LeaderboardRow]) -> tuple[tuple[Level, tuple[str, ...]], ...]:
    """The teams at a level for the first time, by level, the highest first."""
    levels: dict[int, Level] = {}
    names: dict[int, list[str]] = {}
    for row in rows:
        if row.standing.is_new_high:
            levels[row.level.level] = row.level
            names.setdefault(row.level.level, []).append(row.name)
    return tuple((levels[number], tuple(names[number])) for number in sorted(levels, reverse=True))

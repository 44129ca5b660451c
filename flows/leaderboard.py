"""Teams side by side on one scale: who is named, in which order, and what is said about all the others. Pure.

A team is named only if it takes part, enough people answered for it, and it is above the lowest level or has chosen to
be shown there too. All others are counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from flows.maturity.scale import Level, Scale
from flows.standing import Standing

FEWEST = 3  # answers, unless a workspace has chosen another number
RANKED_FROM = 5  # teams
STALE_AFTER = timedelta(days=183)
NEWS_FOR = timedelta(days=92)  # a quarter


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
    since: date | None = None

    @property
    def is_part(self) -> bool:
        """Whether it leaves out teams that would be named."""
        return self.above is not None or self.top is not None


@dataclass(frozen=True)
class TakingPart:
    """A team that has chosen to be on leaderboards, with its standing on one scale if it has one."""

    team_id: str
    name: str
    name_key: str
    shows_lowest: bool
    standing: Standing | None


@dataclass(frozen=True)
class Terms:
    """On which scale teams are compared, from how many answers on, and on which day."""

    scale: Scale
    fewest: int
    on: date


@dataclass(frozen=True)
class LeaderboardRow:
    """A team that is named. `rank` is None where teams are not numbered; `is_stale`: its result is old.

    `is_of_earlier`: the scale has changed since.
    """

    name: str
    standing: Standing
    level: Level
    next_level: Level | None
    rank: int | None = None
    is_stale: bool = False
    is_of_earlier: bool = False


@dataclass(frozen=True)
class Leaderboard:
    """All that is shown, of a day. The other teams are counted.

    `on_their_way` are at the lowest level, `further` would be named but for the selection, and `not_compared` have too
    few answers, or no level on this scale. `newly_unnamed` is how many practices all but the rows have newly in place.
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
    """Who is at a level for the first time, the highest levels first, and who has put most practices in place."""

    new_at: tuple[tuple[Level, tuple[str, ...]], ...] = ()
    furthest: tuple[str, ...] = ()
    furthest_by: int = 0


@dataclass(frozen=True)
class Compared:
    """Teams sorted out by what may be said about them. `named` are in no order."""

    named: tuple[LeaderboardRow, ...]
    lowest: tuple[Standing, ...]
    not_compared: tuple[TakingPart, ...]

    @property
    def count(self) -> int:
        """How many teams have a level that counts."""
        return len(self.named) + len(self.lowest)


def compare(teams: Iterable[TakingPart], terms: Terms) -> Compared:
    """Sort out who may be named; every output about several teams begins with this."""
    levels = {each.level: each for each in terms.scale.levels}
    named: list[LeaderboardRow] = []
    lowest: list[Standing] = []
    not_compared: list[TakingPart] = []
    for team in teams:
        found = team.standing
        level = levels.get(found.level) if found and found.settled and found.answered >= terms.fewest else None
        if found is None or level is None:
            not_compared.append(team)
        elif level is terms.scale.levels[0] and not team.shows_lowest:
            lowest.append(found)
        else:
            named.append(_row(team, found, level, terms))
    return Compared(tuple(named), tuple(lowest), tuple(not_compared))


def _row(team: TakingPart, found: Standing, level: Level, terms: Terms) -> LeaderboardRow:
    return LeaderboardRow(
        name=team.name,
        standing=found,
        level=level,
        next_level=terms.scale.level_after(level),
        is_stale=found.published_on < terms.on - STALE_AFTER,
        is_of_earlier=found.scale_hash != terms.scale.content_hash,
    )


def leaderboard_of(teams: Sequence[TakingPart], selection: Selection, terms: Terms) -> Leaderboard:
    """The leaderboard of a selection."""
    compared = compare(teams, terms)
    ordered = _ordered(compared.named, selection.sort)
    if selection.sort is Sort.LEVEL and compared.count >= RANKED_FROM:
        ordered = _ranked(ordered)
    rows = tuple(each for each in ordered if selection.above is None or each.level.level > selection.above)
    rows = rows[: selection.top]
    newly = sum(each.standing.newly for each in compared.named) - sum(each.standing.newly for each in rows)
    return Leaderboard(
        scale=terms.scale,
        selection=selection,
        on=terms.on,
        takes_part=len(teams),
        rows=rows,
        on_their_way=len(compared.lowest),
        further=len(compared.named) - len(rows),
        not_compared=len(compared.not_compared),
        newly_unnamed=newly + sum(each.newly for each in compared.lowest),
        headlines=headlines_of(rows, news_since(selection, terms.on), compared.count),
    )


def news_since(selection: Selection, on: date) -> date:
    """From when on a result is news."""
    return selection.since or on - NEWS_FOR


def headlines_of(rows: Iterable[LeaderboardRow], since: date, compared: int) -> Headlines:
    """What is news about teams that are named; where one alone is compared, it is not said to be ahead."""
    fresh = [each for each in rows if each.standing.published_on >= since]
    most = max((each.standing.newly for each in fresh), default=0) if compared > 1 else 0
    return Headlines(_new_at(fresh), tuple(each.name for each in fresh if most and each.standing.newly == most), most)


def _ordered(rows: Iterable[LeaderboardRow], sort: Sort) -> tuple[LeaderboardRow, ...]:
    by_name = sorted(rows, key=lambda each: each.name.casefold())
    if sort is Sort.MOVEMENT:
        return tuple(sorted(by_name, key=lambda each: (-each.standing.newly, -each.standing.up)))
    if sort is Sort.PROGRESS:
        return tuple(sorted(by_name, key=lambda each: (each.next_level is None, -each.standing.progress)))
    return tuple(sorted(by_name, key=_place, reverse=True))


def _place(row: LeaderboardRow) -> tuple[int, float]:
    return row.level.level, row.standing.progress


def _ranked(rows: tuple[LeaderboardRow, ...]) -> tuple[LeaderboardRow, ...]:
    """The same with numbers; equal ones share one, and the next number counts all before it."""
    numbered: list[LeaderboardRow] = []
    for _, equal in groupby(rows, _place):
        rank = len(numbered) + 1
        numbered += [_with_rank(each, rank) for each in equal]
    return tuple(numbered)


def _with_rank(row: LeaderboardRow, rank: int) -> LeaderboardRow:
    return LeaderboardRow(row.name, row.standing, row.level, row.next_level, rank, row.is_stale, row.is_of_earlier)


def _new_at(rows: Iterable[LeaderboardRow]) -> tuple[tuple[Level, tuple[str, ...]], ...]:
    """Who is at a level for the first time, the highest levels first."""
    new: dict[int, list[LeaderboardRow]] = {}
    for each in rows:
        if each.standing.is_new_high:
            new.setdefault(each.level.level, []).append(each)
    return tuple((found[0].level, tuple(each.name for each in found)) for _, found in sorted(new.items(), reverse=True))

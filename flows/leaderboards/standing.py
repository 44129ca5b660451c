"""Where teams stand on one scale by their last published results, and which of them may be named. Pure.

A team is named only if it takes part, enough people answered for it, and it is above the lowest level or has chosen to
be shown there too. All others are counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flows.maturity.scale import Scale

FEWEST = 3  # answers, unless a workspace has chosen another number


class Standing(NamedTuple):
    """Where a team's last published result has put it on one scale, and what has changed by it.

    `in_place` of `of` practices on the way to the next level are in place; both are None at the top. `level_before` is
    the level of the result before, `in_place_before` its number of practices where that level was this one, and
    `highest_before` the highest level of all results before. These three are None where there was no result on this
    version of the scale, or none that was settled. `newly` counts the practices fully in place that were not before, of
    the practices asked both times. `published_on` is the team's day of `published_at`.

    A tuple, because ten thousand of them are made in a moment.
    """

    scale_hash: str
    level: int
    settled: bool
    in_place: int | None
    of: int | None
    not_applicable: int
    level_before: int | None
    highest_before: int | None
    in_place_before: int | None
    newly: int
    answered: int
    asked: int
    published_on: date
    published_at: datetime
    is_lowest: bool

    @property
    def progress(self) -> float:
        """How far the team has come to the next level, from 0 to 1; 0 at the top."""
        if not self.of:
            return 0.0
        return (self.in_place or 0) / self.of

    @property
    def is_new_high(self) -> bool:
        """Whether the team is at its level for the first time, having had lower ones."""
        return self.highest_before is not None and self.level > self.highest_before

    @property
    def up(self) -> int:
        """How many levels the team is above the level before; 0 when it is not above."""
        return 0 if self.level_before is None else max(0, self.level - self.level_before)

    @property
    def gain(self) -> int:
        """How many more practices than before are in place for the next level, where that has not changed."""
        if self.in_place is None or self.in_place_before is None:
            return 0
        return max(0, self.in_place - self.in_place_before)


class TakingPart(NamedTuple):
    """A team that has chosen to be on leaderboards, with its standing on one scale if it has one.

    `is_low`: the team is at the lowest level of its own headline scale.
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
    """The terms of a comparison: a scale, the fewest answers that count, and a day in a time zone."""

    scale: Scale
    fewest: int
    on: date
    zone: str = "UTC"


@dataclass(frozen=True)
class Compared:
    """Teams sorted out by what may be said about them, in the order of their names.

    `lowest` are at the lowest level, and `low` at the lowest level of their own headline scale: named here, one could
    tell that they are at the lowest level there. Both are counted and not named. `not_compared` is how many have no
    level that counts.
    """

    named: tuple[Named, ...]
    lowest: tuple[Standing, ...]
    low: tuple[Standing, ...]
    not_compared: int

    @property
    def all(self) -> list[Standing]:
        """The standings of all teams that have a level that counts."""
        return [*(team.standing for team in self.named), *self.lowest, *self.low]


def compare(teams: Iterable[TakingPart], terms: Terms) -> Compared:
    """Sort out who may be named; every output about several teams begins with this."""
    levels = {level.level for level in terms.scale.levels}
    bottom, fewest = terms.scale.levels[0].level, terms.fewest
    named: list[Named] = []
    lowest: list[Standing] = []
    low: list[Standing] = []
    not_compared = 0
    for name, shows_lowest, is_low, standing in teams:
        if standing is None or not standing.settled or standing.answered < fewest or standing.level not in levels:
            not_compared += 1
        elif shows_lowest or not (is_low or standing.level == bottom):
            named.append(Named(name, standing))
        elif standing.level == bottom:
            lowest.append(standing)
        else:
            low.append(standing)
    return Compared(tuple(named), tuple(lowest), tuple(low), not_compared)

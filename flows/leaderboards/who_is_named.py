"""Which teams may be named on a leaderboard, and which are only counted. Pure.

A team is named only if it takes part, enough people answered for it, and it is above the lowest level or has chosen to
be shown there too. All others are counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flows.errors import FieldError
from flows.maturity.scale import Scale
from flows.results.standing import Standing

FEWEST = 3  # answers, unless a workspace has chosen another number
LEAST_COMPARED, MOST_COMPARED = 2, 20  # below, what one person said would stand for a team


def check_compared_from(answers: int) -> None:
    """Refuse to compare teams from that many answers on."""
    if not LEAST_COMPARED <= answers <= MOST_COMPARED:
        raise FieldError(
            "compared_from", f"A number of answers from {LEAST_COMPARED} to {MOST_COMPARED}. Nothing was changed."
        )


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


def sort_out_who_is_named(teams: Iterable[TakingPart], terms: Terms) -> Compared:
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

"""What is drawn, before it has a form: levels over time, and teams by level. Every number is in its words too."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.digest import Digest
from flows.maturity.scale import Scale
from flows.team_result import TeamResult

MOST_POINTS = 20  # which is what Slack's charts take


@dataclass(frozen=True)
class TrendPoint:
    """A result: its period, the level, and on how many practices that do not apply that rests."""

    label: str
    level: int
    not_applicable: int


@dataclass(frozen=True)
class Trend:
    """A team's levels on one scale, the oldest first."""

    team: str
    scale: Scale
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class Distribution:
    """How many teams are at each level of a scale, from the lowest up."""

    scale: Scale
    teams: tuple[tuple[int, int], ...]


Picture = Trend | Distribution


def trend_of(results: Sequence[TeamResult]) -> Trend | None:
    """The settled results, the newest first, that are told on the newest one's scale; None where there are not two."""
    if not results:
        return None
    scale = results[0].result.headline.scale
    same = [each for each in results if each.result.headline.scale.scale == scale.scale]
    settled = [each for each in same if each.result.headline.settled][:MOST_POINTS]
    if len(settled) < 2:
        return None
    points = [
        TrendPoint(
            each.check_in.period + (f" ({each.check_in.revision + 1})" if each.check_in.revision else ""),
            each.result.headline.level.level,
            len(each.result.headline.not_applicable),
        )
        for each in reversed(settled)
    ]
    return Trend(results[0].check_in.team_name, scale, tuple(points))


def distribution_of(digest: Digest) -> Distribution | None:
    """The teams by level; None where fewer than two are compared."""
    if digest.compared < 2:
        return None
    counts = {level.level: teams for level, teams in digest.levels}
    return Distribution(digest.scale, tuple((each.level, counts.get(each.level, 0)) for each in digest.scale.levels))

"""What is drawn, before it has a form: levels over time, and teams by level. Every number is in its words too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.acts.results.team_result import TeamResult
from flows.leaderboards.digest import Digest
from flows.maturity.scale import Scale
from flows.ports import PlacedResult

MOST_POINTS = 20  # which is what Slack's charts take


@dataclass(frozen=True)
class TrendPoint:
    """A result in a trend: its period, its level, and how many practices do not apply.

    `revision` is how many results there were before for the period.
    """

    period: str
    level: int
    not_applicable: int = 0
    revision: int = 0


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


def trend_of(team: str, scale: Scale, placed: Iterable[PlacedResult]) -> Trend | None:
    """A team's levels by this version of a scale, from results, the newest first; None where there are not two.

    Other versions may mean something else by the same number, and are left out.
    """
    points = [
        TrendPoint(result.period, result.level, result.not_applicable, result.revision)
        for result in placed
        if result.scale_hash == scale.content_hash and result.settled
    ][:MOST_POINTS]
    return Trend(team, scale, tuple(reversed(points))) if len(points) > 1 else None


def trend_of_results(team: str, results: Sequence[TeamResult]) -> Trend | None:
    """A team's levels from whole results, the newest first, on the scale that the newest one is told on."""
    if not results:
        return None
    scale = results[0].result.headline.scale
    return trend_of(team, scale, [_placed(result, scale.scale) for result in results])


def _placed(result: TeamResult, scale: str) -> PlacedResult:
    placements = {placement.scale.scale: placement for placement in result.result.placements}
    placement = placements.get(scale, result.result.headline)
    return PlacedResult(
        period=result.check_in.period,
        revision=result.check_in.revision,
        scale_hash=placement.scale.content_hash,
        level=placement.level.level,
        settled=placement.settled,
        not_applicable=len(placement.not_applicable),
    )


def distribution_of(digest: Digest) -> Distribution | None:
    """How many of a digest's teams are at each level; None where fewer than two are compared."""
    if digest.compared < 2:
        return None
    counts = {level.level: teams for level, teams in digest.levels}
    return Distribution(digest.scale, tuple((level.level, counts.get(level.level, 0)) for level in digest.scale.levels))

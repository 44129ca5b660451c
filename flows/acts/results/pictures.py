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
    """A result: its period, how many there were before for that, its level, and what that rests on.

    `not_applicable` counts the practices that do not apply.
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
    same = [each for each in placed if each.scale_hash == scale.content_hash and each.settled][:MOST_POINTS]
    points = [TrendPoint(each.period, each.level, each.not_applicable, each.revision) for each in reversed(same)]
    return Trend(team, scale, tuple(points)) if len(points) > 1 else None


def trend_of_results(team: str, results: Sequence[TeamResult]) -> Trend | None:
    """The same from whole results, on the scale that the newest one is told on."""
    if not results:
        return None
    scale = results[0].result.headline.scale
    return trend_of(team, scale, [_placed(each, scale.scale) for each in results])


def _placed(result: TeamResult, scale: str) -> PlacedResult:
    check_in = result.check_in
    found = next((each for each in result.result.placements if each.scale.scale == scale), result.result.headline)
    return PlacedResult(
        period=check_in.period,
        revision=check_in.revision,
        scale_hash=found.scale.content_hash,
        level=found.level.level,
        settled=found.settled,
        not_applicable=len(found.not_applicable),
    )


def distribution_of(digest: Digest) -> Distribution | None:
    """The teams by level; None where fewer than two are compared."""
    if digest.compared < 2:
        return None
    counts = {level.level: teams for level, teams in digest.levels}
    return Distribution(digest.scale, tuple((each.level, counts.get(each.level, 0)) for each in digest.scale.levels))

"""What is kept of a result when it is published: where it stands on the scales, and the team's rows on leaderboards."""

from collections.abc import Mapping
from datetime import datetime

from flows.acts.results.team_result import TeamResult
from flows.calendar.working_days import day_of
from flows.maturity.answer import Answer
from flows.maturity.placement import Placement
from flows.ports import PlacedOn, Repositories
from flows.results.standing import Standing


def keep_result(repositories: Repositories, result: TeamResult, before: TeamResult | None, now: datetime) -> None:
    """Keep the placements of a result that is being published, and the team's rows in place of those it had."""
    check_in = result.check_in
    repositories.placements.add(
        PlacedOn(check_in_id=check_in.id),
        result.result.placements,
        catalogue_hash=check_in.catalogue_hash,
        now=now,
    )
    keep_standings(repositories, result, before)


def keep_standings(repositories: Repositories, result: TeamResult, before: TeamResult | None) -> None:
    """Keep the team's rows on leaderboards that a result brings, in place of those it had."""
    team_id, standings = result.check_in.team_id, repositories.standings
    standings.save(team_id, standings_of(result, before, standings.list_of(team_id)), result.gaps)


def standings_of(result: TeamResult, before: TeamResult | None, earlier: Mapping[str, Standing]) -> dict[str, Standing]:
    """The rows of a result by scale; `earlier` are those that they replace."""
    newly = _newly_in_place(result, before)
    rows = {}
    for placement in result.result.placements:
        name = placement.scale.scale
        rows[name] = _standing_of(result, placement, earlier.get(name), newly)
    return rows


def _newly_in_place(result: TeamResult, before: TeamResult | None) -> int:
    """How many practices that were answered last time too are in place since then."""
    if before is None:
        return 0
    in_place = {practice for practice in before.sheet.answers if result.sheet.says(practice, Answer.YES)}
    return len(in_place - before.in_place)


def _standing_of(result: TeamResult, placement: Placement, earlier: Standing | None, newly: int) -> Standing:
    check_in = result.check_in
    published_at = check_in.ended_at or check_in.closes_at
    level_before, in_place_before = _before(earlier, placement)
    in_place, of = progress_of(placement)
    return Standing(
        scale_hash=placement.scale.content_hash,
        level=placement.level.level,
        settled=placement.settled,
        in_place=in_place,
        of=of,
        not_applicable=len(placement.not_applicable),
        level_before=level_before,
        highest_before=_highest_before(earlier, placement),
        in_place_before=in_place_before,
        newly=newly,
        answered=result.turnout.answered,
        asked=result.turnout.asked,
        published_on=day_of(published_at, check_in.time_zone),
        published_at=published_at,
        is_lowest=placement.level is placement.scale.levels[0],
    )


def progress_of(placement: Placement) -> tuple[int | None, int | None]:
    """How many practices towards the next level are in place, and of how many."""
    if placement.progress is None:
        return None, None
    return placement.progress.in_place, placement.progress.of


def _before(earlier: Standing | None, placement: Placement) -> tuple[int | None, int | None]:
    """The level of the row before, and, if the level is still that, how many practices were in place."""
    if earlier is None or not earlier.settled or earlier.scale_hash != placement.scale.content_hash:
        return None, None
    if earlier.level != placement.level.level:
        return earlier.level, None
    return earlier.level, earlier.in_place


def _highest_before(earlier: Standing | None, placement: Placement) -> int | None:
    """The highest level of all results before on the same version of the scale."""
    if earlier is None or earlier.scale_hash != placement.scale.content_hash:
        return None
    if not earlier.settled:
        return earlier.highest_before
    return max(earlier.level, earlier.level if earlier.highest_before is None else earlier.highest_before)

"""The rows of leaderboards that a result gives a team when it is published."""

from collections.abc import Mapping

from flows.acts.results.team_result import TeamResult
from flows.calendar.working_days import day_of
from flows.leaderboards.standing import Standing
from flows.maturity.answer import Answer
from flows.maturity.placement import Placement
from flows.ports import Repositories


def keep_standings(repositories: Repositories, now: TeamResult, before: TeamResult | None) -> None:
    """Keep the rows of a result that is being published, and what the team lacks, in place of those before."""
    standings, team_id = repositories.standings, now.check_in.team_id
    standings.save(team_id, standings_of(now, before, standings.list_of(team_id)), now.gaps)


def standings_of(now: TeamResult, before: TeamResult | None, earlier: Mapping[str, Standing]) -> dict[str, Standing]:
    """The rows of a result that is being published, by scale; `earlier` are those that it replaces."""
    newly = len(_newly(now, before)) if before else 0
    placements = {each.scale.scale: each for each in now.result.placements}
    return {name: _standing(now, each, earlier.get(name), newly) for name, each in placements.items()}


def _newly(now: TeamResult, before: TeamResult) -> frozenset[str]:
    risen = (each for each in before.sheet.answers if now.sheet.says(each, Answer.YES))
    return frozenset(each for each in risen if each not in before.in_place)


def _standing(now: TeamResult, placement: Placement, earlier: Standing | None, newly: int) -> Standing:
    check_in, progress = now.check_in, placement.progress
    known = earlier if earlier and earlier.settled and earlier.scale_hash == placement.scale.content_hash else None
    is_same = known is not None and known.level == placement.level.level
    published_at = check_in.ended_at or check_in.closes_at
    return Standing(
        scale_hash=placement.scale.content_hash,
        level=placement.level.level,
        settled=placement.settled,
        in_place=progress.in_place if progress else None,
        of=progress.of if progress else None,
        not_applicable=len(placement.not_applicable),
        level_before=known.level if known else None,
        highest_before=_highest(earlier, placement),
        in_place_before=known.in_place if known and is_same else None,
        newly=newly,
        answered=now.turnout.answered,
        asked=now.turnout.asked,
        published_on=day_of(published_at, check_in.time_zone),
        published_at=published_at,
        is_lowest=placement.level is placement.scale.levels[0],
    )


def _highest(earlier: Standing | None, placement: Placement) -> int | None:
    """The highest level of all results before on the same version of the scale."""
    if earlier is None or earlier.scale_hash != placement.scale.content_hash:
        return None
    levels = [earlier.highest_before, earlier.level if earlier.settled else None]
    return max((each for each in levels if each is not None), default=None)

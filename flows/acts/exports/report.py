"""Reports for people who were not there: about a team's results, or about all teams."""

from dataclasses import dataclass
from datetime import date

from flows.acts.leaderboards.leaderboard_reading import digest_in, leaderboard_in
from flows.acts.results.pictures import Distribution, Trend, distribution_of, trend_of_results
from flows.acts.results.team_result import TeamResult, team_result
from flows.acts.shared.act import Act
from flows.acts.shared.usual_schedule import next_on
from flows.calendar.working_days import day_of
from flows.errors import RefusedError
from flows.leaderboards.digest import Digest
from flows.leaderboards.leaderboard import Leaderboard, Selection
from flows.maturity.jump import Breakage
from flows.maturity.result import jump_warnings
from flows.teams.action_item import ActionItem
from flows.teams.team import Team

MOST_RESULTS = 20


@dataclass(frozen=True)
class TeamReport:
    """A report of a team's last published result; `results` are its last ones, the newest first.

    `on` is the day of the report, `next_on` that of the next check-in.
    """

    team: Team
    on: date
    result: TeamResult
    results: tuple[TeamResult, ...]
    trend: Trend | None
    breakages: tuple[Breakage, ...]
    actions: tuple[ActionItem, ...]
    next_on: date | None


@dataclass(frozen=True)
class WorkspaceReport:
    """A report of all teams that take part in leaderboards; it names no team that may not be named there."""

    on: date
    digest: Digest
    leaderboard: Leaderboard
    distribution: Distribution | None


def zone_of_reader(act: Act, team: Team) -> str:
    """The time zone for a report of a team, that of the acting person; refused before the team's first result."""
    if not act.repositories.check_ins.list_published(team.id, 1):
        raise RefusedError(f"{team.name} has no published result yet. /rung check-in start asks the team.")
    return act.lock_person().time_zone


def team_report(act: Act, team: Team, zone: str) -> TeamReport:
    """The report of a team."""
    repositories = act.repositories
    published = repositories.check_ins.list_published(team.id, MOST_RESULTS)
    results = tuple(team_result(repositories, check_in) for check_in in published)
    if not results:
        raise RefusedError(f"{team.name} has no published result yet.")
    newest = results[0]
    return TeamReport(
        team=team,
        on=day_of(act.now, zone),
        result=newest,
        results=results,
        trend=trend_of_results(team.name, results),
        breakages=jump_warnings(newest.result, newest.sheet, newest.maturity.jumps),
        actions=tuple(repositories.actions.list_open(team.id)),
        next_on=next_on(act, team.id),
    )


def workspace_report(act: Act, workspace_id: str, zone: str) -> WorkspaceReport:
    """The report of a workspace, on its usual scale."""
    selection = Selection(act.maturity.headline)
    digest = digest_in(act, workspace_id, selection, zone)
    return WorkspaceReport(
        on=digest.on,
        digest=digest,
        leaderboard=leaderboard_in(act, workspace_id, selection, zone),
        distribution=distribution_of(digest),
    )

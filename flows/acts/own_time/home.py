"""What somebody sees on Rung's own page in Slack."""

from dataclasses import dataclass
from datetime import date, datetime

from flows.acts.assessment.assess import Waiting, what_waits
from flows.acts.results.pictures import Trend, trend_of
from flows.acts.results.team_result import TeamResult, last_published, team_result
from flows.acts.shared.act import Act
from flows.acts.shared.usual_schedule import next_on
from flows.calendar.working_days import day_of, local
from flows.check_ins.check_in import CheckIn
from flows.learning.quiz import Score
from flows.ports import Repositories
from flows.teams.action_item import ActionItem
from flows.teams.person import Person
from flows.teams.team import Team

MOST_QUIZZES = 5
MOST_RESULTS = 8  # in the picture of a team


@dataclass(frozen=True)
class HomeTeam:
    """One of the person's teams: its last published result, its running check-in, and what it has set out to do.

    `closes` is until when the check-in is open, in the person's time zone.
    """

    team: Team
    result: TeamResult | None
    running: CheckIn | None
    closes: datetime | None
    actions: tuple[ActionItem, ...]
    can_decide: bool
    next_on: date | None = None
    trend: Trend | None = None


@dataclass(frozen=True)
class Home:
    """What waits for a person, their teams, and how their last quizzes went, with the day where they are."""

    waiting: Waiting
    teams: tuple[HomeTeam, ...]
    quizzes: tuple[tuple[date, Score], ...] = ()


def see_home(act: Act) -> Home:
    """The page of the acting person."""
    person = act.lock_person()
    teams = act.repositories.teams.list_of(person.id)
    scores = act.repositories.quizzes.list_scores(person.id, MOST_QUIZZES)
    return Home(
        waiting=what_waits(act),
        teams=tuple(_team(act, person, each) for each in teams),
        quizzes=tuple((day_of(each.ended_at, person.time_zone), each) for each in scores),
    )


def _team(act: Act, person: Person, team: Team) -> HomeTeam:
    repositories = act.repositories
    published = last_published(repositories, team.id)
    result = team_result(repositories, published) if published else None
    running = repositories.check_ins.find_running(team.id)
    return HomeTeam(
        team=team,
        result=result,
        running=running,
        closes=local(running.closes_at, person.time_zone) if running and running.is_open else None,
        actions=tuple(repositories.actions.list_open(team.id)),
        can_decide=not person.is_guest and person.id in team.owners,
        next_on=next_on(repositories, team.id),
        trend=_trend(repositories, team, result) if result else None,
    )


def _trend(repositories: Repositories, team: Team, result: TeamResult) -> Trend | None:
    scale = result.result.headline.scale
    return trend_of(team.name, scale, repositories.placements.list_of_team(team.id, scale.scale, MOST_RESULTS))

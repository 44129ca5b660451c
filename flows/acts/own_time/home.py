"""A person's own page of Rung in Slack."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.acts.assessment.assess import Waiting, what_waits
from flows.acts.results.pictures import Trend, trend_of
from flows.acts.results.team_result import TeamResult, last_published, team_result
from flows.acts.shared.act import Act
from flows.acts.shared.usual_schedule import next_on
from flows.acts.teams.see_teams import open_until
from flows.calendar.working_days import day_of
from flows.check_ins.check_in import CheckIn
from flows.learning.quiz import Score
from flows.teams.action_item import ActionItem
from flows.teams.person import Person
from flows.teams.team import Team

MOST_QUIZZES = 5
MOST_RESULTS = 8  # in the picture of a team


@dataclass(frozen=True)
class HomeTeam:
    """A team of the person: its last published result, its running check-in, and its open actions.

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
    """The page of a person: what waits, their teams, and the scores of their last quizzes by the day where they are."""

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
        teams=tuple(_team(act, person, team) for team in teams),
        quizzes=tuple((day_of(score.ended_at, person.time_zone), score) for score in scores),
    )


def _team(act: Act, person: Person, team: Team) -> HomeTeam:
    repositories = act.repositories
    running = repositories.check_ins.find_running(team.id)
    seen = HomeTeam(
        team=team,
        result=None,
        running=running,
        closes=open_until(running, person),
        actions=tuple(repositories.actions.list_open(team.id)),
        can_decide=not person.is_guest and person.id in team.owners,
        next_on=next_on(act, team.id),
    )
    published = last_published(repositories, team.id)
    if published is None:
        return seen
    result = team_result(repositories, published)
    scale = result.result.headline.scale
    placed = repositories.placements.list_of_team(team.id, scale.scale, MOST_RESULTS)
    return replace(seen, result=result, trend=trend_of(team.name, scale, placed))

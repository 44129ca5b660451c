"""The demo's teams, each with two quarters behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from bot.demo.past import Past
from bot.demo.workspace import WORKSPACE_ID, channel_id, person_id
from flows.acts.deliveries.deliver import Sending, finish, take_due
from flows.acts.shared.act import Act
from flows.assessment.assessment import Length
from flows.deliveries.delivery import (
    OVER,
    Delivery,
    DeliveryLimits,
)
from flows.deliveries.rules import (
    Dropped,
)
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.ports import Database, Repositories
from flows.schedules.schedule import resumed
from flows.teams.team import with_leaderboard

QUARTER = timedelta(days=91)
MOST_AT_ONCE = 8
CODE = ("vcs_code", "in_production", "exp_tracking")
DATA = ("data_pipeline", "data_version", "reproducible")
TRAINING = ("auto_train", "auto_pipeline", "model_registry", "model_validation")
RELEASE = ("ci_tests", "app_ci", "environments", "auto_deploy", "prediction_log", "monitor_service")
ALL_OF_IT = (*CODE, *DATA, *TRAINING, *RELEASE, "cicd", "auto_retrain", "monitor_model", "data_validation", "lineage")


@dataclass(frozen=True)
class DemoTeam:
    """A team, who is in it, and what is in place in each of two quarters; one of them answers `doubts` instead."""

    name: str
    channel: str
    people: tuple[str, ...]
    in_place: tuple[tuple[str, ...], tuple[str, ...]]
    doubts: Mapping[str, Answer] = field(default_factory=dict)


TEAMS = (
    DemoTeam(
        *("Fraud", "ml-fraud", ("ml_engineer", "team_lead", "data_scientist")),
        in_place=((*CODE, *DATA, "auto_train"), (*CODE, *DATA, *TRAINING)),
    ),
    DemoTeam(
        *("Ranking", "ml-ranking", ("ml_engineer", "data_scientist", "product_owner")),
        in_place=((*CODE, *DATA, *TRAINING), (*CODE, *DATA, *TRAINING, "ci_tests", "environments", "auto_deploy")),
        doubts={"auto_deploy": Answer.PARTIAL},
    ),
    DemoTeam(
        *("Search", "ml-search", ("team_lead", "ml_engineer", "platform_lead")),
        in_place=((*CODE, *DATA, *TRAINING, *RELEASE), ALL_OF_IT),
    ),
    DemoTeam(
        *("Platform", "ml-platform", ("platform_lead", "ml_engineer", "team_lead")),
        in_place=(CODE, (*CODE, "data_version")),
    ),
    DemoTeam(
        *("Forecast", "ml-forecast", ("data_scientist", "team_lead", "product_owner")),
        in_place=((*CODE, *DATA, "auto_train", "auto_pipeline"), (*CODE, *DATA, "auto_train", "auto_pipeline")),
        doubts={"auto_pipeline": Answer.NO, "auto_train": Answer.PARTIAL},
    ),
)


def seed(database: Database, maturity: Maturity, now: datetime) -> None:
    """Make the teams and their past, unless somebody has made teams already."""
    past = Past(database, maturity, now - 2 * QUARTER - timedelta(days=3), lambda: str(uuid4()), WORKSPACE_ID)
    with database.reading() as repositories:
        if any(repositories.teams.find_in_channel(WORKSPACE_ID, channel_id(demo_team.channel)) for demo_team in TEAMS):
            return
    for demo_team in TEAMS:
        _seed_one(past, demo_team, now)
    past.now = now
    _forget_messages(past)


def next_asked_at(repositories: Repositories, now: datetime) -> datetime | None:
    """When the last of the demo's teams is asked next, none of them a second time."""
    teams = [repositories.teams.find_in_channel(WORKSPACE_ID, channel_id(demo_team.channel)) for demo_team in TEAMS]
    schedules = [repositories.schedules.find(team.id) for team in teams if team]
    following = [schedule.next_at() for schedule in schedules if schedule]
    return max((moment for moment in following if moment and moment > now), default=None)


def _forget_messages(past: Past) -> None:
    """Leave the messages of the past unsent: this Slack begins empty, and nobody misses them."""
    while True:
        taken = past.run("", lambda act: take_due(_sending(act), [WORKSPACE_ID], MOST_AT_ONCE, {}))
        if not taken.in_hand and not taken.too_late:
            return
        for delivery in (*taken.in_hand, *taken.too_late):
            past.run("", partial(_drop, delivery))


def _drop(delivery: Delivery, act: Act) -> None:
    finish(_sending(act), delivery, Dropped(OVER))


def _sending(act: Act) -> Sending:
    return Sending(act, DeliveryLimits(), "demo", lambda: 0.0)


def _seed_one(past: Past, wanted: DemoTeam, now: datetime) -> None:
    began, people = past.now, [person_id(person) for person in wanted.people]
    team = past.found(wanted.name, people, channel_id=channel_id(wanted.channel))
    for in_place in wanted.in_place:
        check_in = past.start(people[0], team)
        for person in people:
            doubts = wanted.doubts if person == people[-1] else {}
            past.answer_all(person, check_in, _saying(in_place, doubts), Length.STANDARD)
        past.now += timedelta(days=2)
        past.publish(people[0], check_in)
        past.now = began + QUARTER
    past.now = began
    with past.database.transaction() as repositories:  # what fell due meanwhile is over
        team = repositories.teams.lock(team.id)
        shown = replace(with_leaderboard(team, on=True), was_announced=True, leaderboard_from=began)
        repositories.teams.save(team, shown)
        schedule = repositories.schedules.find(team.id)
        if schedule:
            repositories.schedules.save(resumed(schedule, now))


def _saying(in_place: tuple[str, ...], doubts: Mapping[str, Answer]) -> Callable[[str], Answer]:
    return lambda practice: doubts.get(practice, Answer.YES if practice in in_place else Answer.NO)

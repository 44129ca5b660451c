"""What a published result says about a team on leaderboards, and what the clock does with teams and postings."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from flows.acts.leaderboards.leaderboards import announce_newcomer
from flows.acts.leaderboards.postings import post_what_is_due
from flows.acts.schedules.schedules import start_what_is_due
from flows.acts.shared.act import Act
from flows.calendar.periods import Every
from flows.check_ins.check_in import CheckIn
from flows.deliveries.kinds import DeliveryKind
from flows.leaderboards.posting import Posting, PostingKind
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.teams.team import Team, with_leaderboard
from tests.support.acts import Acts
from tests.support.clock import NOW

QUARTER = timedelta(days=91)
PEOPLE = ("U1", "U2", "U3")
PIPELINE = ("auto_train", "auto_pipeline")
MATURITY = load_maturity()


@pytest.fixture
def acts(database) -> Acts:
    return Acts(database, MATURITY)


@pytest.fixture
def team(acts) -> Team:
    return acts.found("Fraud", PEOPLE)


def published(acts: Acts, team: Team, missing: tuple[str, ...]) -> CheckIn:
    check_in = acts.begin(team)
    for who in PEOPLE:
        acts.says(who, check_in, dict.fromkeys(missing, Answer.NO))
    acts.later(timedelta(hours=1))
    done = acts.publish("U1", check_in)
    acts.later(QUARTER)
    return done


def standing(acts: Acts, team: Team):
    return acts.reading(lambda repositories: repositories.standings.list_of(team.id))["google"]


def test_what_is_said_about_a_team_over_four_quarters(acts, team):
    published(acts, team, (*PIPELINE, "cicd"))
    first = standing(acts, team)
    assert (first.level, first.level_before, first.highest_before, first.newly) == (0, None, None, 0)
    assert (first.answered, first.asked, first.published_on) == (3, 3, NOW.date())
    assert not (first.up)
    assert not (first.gain)
    assert not (first.is_new_high)
    published(acts, team, ("cicd",))
    risen = standing(acts, team)
    assert (risen.level, risen.level_before, risen.highest_before) == (1, 0, 0)
    assert (risen.up, risen.is_new_high, risen.in_place_before) == (1, True, None)
    assert risen.newly >= 2
    published(acts, team, (*PIPELINE, "cicd"))
    fallen = standing(acts, team)
    assert (fallen.level, fallen.level_before, fallen.highest_before) == (0, 1, 1)
    assert (fallen.up, fallen.newly) == (0, 0)
    published(acts, team, ("cicd",))
    back = standing(acts, team)
    assert (back.up, back.highest_before, back.is_new_high) == (1, 1, False)


def test_gaps_are_what_is_known_to_be_missing(acts, team):
    published(acts, team, ("cicd", "auto_train"))
    acts.run("U1", lambda act: act.repositories.teams.save(team, shown(team, acts.now)))
    gaps = acts.reading(lambda repositories: repositories.standings.count_gaps("T1", "google", 3, acts.now))
    assert gaps == {"cicd": 1, "auto_train": 1}
    assert acts.reading(lambda repositories: repositories.standings.count_gaps("T1", "google", 4, acts.now)) == {}


def shown(team: Team, since: datetime) -> Team:
    return replace(with_leaderboard(team, on=True), leaderboard_from=since)


def test_a_team_is_announced_once_whoever_looks(acts, team):
    published(acts, team, ("cicd",))
    assert acts.reading(lambda repositories: repositories.standings.find_newcomer("T1")) is None
    acts.run("U1", lambda act: act.repositories.teams.save(team, with_leaderboard(team, on=True)))
    assert acts.reading(lambda repositories: repositories.standings.find_newcomer("T1")) == team.id
    assert acts.reading(lambda repositories: repositories.standings.find_newcomer("T2")) is None
    for _ in range(2):  # a second replica comes too late
        acts.run("", lambda act: announce_newcomer(act, team.id))
    assert acts.reading(lambda repositories: repositories.standings.find_newcomer("T1")) is None
    found = acts.reading(lambda repositories: repositories.teams.find(team.id))
    assert (found.was_announced, found.leaderboard_from) == (True, None)  # until an owner has seen it
    planned = acts.reading(lambda repositories: repositories.deliveries.list_planned("T1", list(team.owners)))
    assert [each.key.kind for each in planned].count(DeliveryKind.LEADERBOARD_PREVIEW) == 1


POSTING = Posting(
    *("T1", PostingKind.LEADERBOARD, "C1", Every.MONTH, "scale google top 3", "UTC", 1),
    due_at=NOW,
    last_at=NOW - QUARTER,
)


def post(acts: Acts, posting: Posting) -> list[str]:
    """Have what is due posted; the words of all that waits then."""
    acts.run("", lambda act: act.repositories.postings.save(posting))
    assert acts.run("", lambda act: post_what_is_due(act, "T1"))
    assert not acts.run("", lambda act: post_what_is_due(act, "T1"))
    planned = acts.reading(lambda repositories: repositories.deliveries.list_planned("T1", ["C1"]))
    return [each.key.subject_id for each in planned]


def test_what_is_posted_has_the_news_since_last_time(acts, team):
    published(acts, team, ("cicd",))
    acts.run("U1", lambda act: act.repositories.teams.save(team, shown(team, NOW)))
    assert post(acts, POSTING) == [f"scale google top 3 since {(NOW - QUARTER).isoformat()}"]
    kept = acts.reading(lambda repositories: repositories.postings.list_of("T1"))
    assert [(each.last_at, each.due_at) for each in kept] == [(acts.now, datetime(2027, 3, 1, 10, tzinfo=UTC))]


@pytest.mark.parametrize(
    "change",
    [
        {"words": "scale gone"},  # a company's scale that is not loaded any more
        {"last_at": NOW + timedelta(hours=1)},  # the very moment of the result,
    ],
)
def test_nothing_is_posted_without_news_or_scale(acts, team, change):
    published(acts, team, ("cicd",))
    acts.run("U1", lambda act: act.repositories.teams.save(team, shown(team, NOW)))
    assert post(acts, replace(POSTING, **change)) == []


def test_nothing_is_posted_about_nobody(acts, team):
    published(acts, team, ("cicd",))
    assert post(acts, POSTING) == []


def test_the_next_days_are_those_of_the_schedules_and_each_counts_all_its_teams(acts):
    hours = [time(9), time(11, 30), time(14), time(16), time(18)]
    teams = [acts.found(f"Team {number}", [f"U{number}"]) for number in range(len(hours))]
    for team, hour in zip(teams, hours, strict=True):
        acts.run(team.name, lambda act, team=team: act.repositories.teams.save(team, shown(team, NOW)))
        acts.run(team.name, lambda act, team=team, hour=hour: at(act, team, hour))
    day = date(2027, 1, 12)
    for now in (NOW, datetime(2027, 1, 12, 0, 5, tzinfo=UTC)):
        acts.now = now
        acts.run("", lambda act: [start_what_is_due(act, each.id) for each in teams])
        assert acts.reading(lambda act, now=now: act.standings.list_following("T1", now)) == [(day, len(teams))]


def at(act: Act, team: Team, hour: time) -> None:
    schedule = act.repositories.schedules.find(team.id)
    assert schedule
    rhythm = replace(schedule.rhythm, hour=hour, time_zone="Europe/Berlin")
    act.repositories.schedules.save(replace(schedule, rhythm=rhythm))

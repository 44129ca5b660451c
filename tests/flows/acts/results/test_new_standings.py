"""The rows of leaderboards that a published result gives a team."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows.acts.results.new_standings import keep_standings, standings_of
from flows.acts.results.team_result import TeamResult, combined
from flows.check_ins.check_in import CheckInStatus
from flows.check_ins.turnout import Turnout
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.results.causes_of_change import CheckInSide
from flows.results.standing import Standing
from flows.teams.team import with_leaderboard
from tests.support.acts import Acts
from tests.support.answer_sheets import answered
from tests.support.check_ins import OPENED
from tests.support.clock import NOW
from tests.support.standings import standing

MATURITY = load_maturity()
GOOGLE = MATURITY.by_name["google"]
LATE = datetime(2027, 1, 19, 23, 30, tzinfo=UTC)  # in Berlin it is Wednesday already
PUBLISHED = replace(OPENED, status=CheckInStatus.PUBLISHED, ended_at=LATE)
LEVEL_0, LEVEL_1, LEVEL_2 = (f"auto_pipeline:{first} cicd:{second}" for first, second in ("nn", "yn", "yy"))
UNSETTLED = "auto_pipeline:y"


def told(notation: str, others: Answer | None = None, agreed=None) -> TeamResult:
    side = CheckInSide(MATURITY, frozenset({"p1"}), {"p1": answered(notation, others=others)}, agreed or {})
    return combined(PUBLISHED, Turnout(5, 1, 3), side, {}, {})


def google(now: TeamResult, before: TeamResult | None = None, earlier: Standing | None = None) -> Standing:
    return standings_of(now, before, {"google": earlier} if earlier else {})["google"]


def test_there_is_a_row_for_each_scale_that_the_result_is_told_on():
    now = told(LEVEL_1)
    assert list(standings_of(now, None, {})) == ["google", "four_level", "six_step", "cmmi", "azure", "aws"]
    azure = standings_of(now, None, {"google": standing(1)})["azure"]
    assert (azure.level_before, azure.highest_before) == (None, None)


def test_a_first_row_says_where_a_team_stands_and_compares_it_with_nothing():
    row = google(told("auto_train:y auto_pipeline:y cicd:n ci_tests:y"))
    assert (row.scale_hash, row.level, row.settled, row.is_lowest) == (GOOGLE.content_hash, 1, True, False)
    assert (row.in_place, row.of, row.not_applicable) == (3, 12, 0)
    assert (row.level_before, row.highest_before, row.in_place_before, row.newly) == (None, None, None, 0)
    assert (row.answered, row.asked) == (3, 5)


@pytest.mark.parametrize(("said", "level", "is_lowest"), [(LEVEL_0, 0, True), (LEVEL_1, 1, False), (LEVEL_2, 2, False)])
def test_the_lowest_level_is_known_as_such(said, level, is_lowest):
    row = google(told(said))
    assert (row.level, row.is_lowest) == (level, is_lowest)


def test_at_the_top_there_is_nothing_on_the_way():
    row = google(told("", Answer.YES))
    assert (row.level, row.in_place, row.of) == (2, None, None)


def test_a_scale_that_needs_more_questions_is_not_settled():
    assert [google(told(each)).settled for each in (UNSETTLED, LEVEL_1)] == [False, True]


def test_claims_that_an_owner_has_confirmed_are_counted_where_a_level_rests_on_them():
    agreed = dict.fromkeys(("cost_control", "app_ci", "retrain_on_signal"))  # of which Azure's gates have two
    claimed = standings_of(told("", Answer.YES, agreed), None, {})
    assert {name: row.not_applicable for name, row in claimed.items() if row.not_applicable} == {"azure": 2}


@pytest.mark.parametrize(
    ("check_in", "day", "moment"),
    [
        (PUBLISHED, date(2027, 1, 20), LATE),
        (OPENED, date(2027, 1, 18), OPENED.closes_at),  # as its owners see it before it is published
    ],
)
def test_the_day_of_publication_is_that_of_the_team(check_in, day, moment):
    row = google(replace(told(LEVEL_1), check_in=check_in))
    assert (row.published_on, row.published_at) == (day, moment)


@pytest.mark.parametrize(
    ("earlier", "level_before", "highest_before", "in_place_before"),
    [
        (standing(1, highest_before=None), 1, 1, 8),
        (standing(0, highest_before=2), 0, 2, None),
        (standing(0, highest_before=0), 0, 0, None),
        (standing(0, highest_before=None), 0, 0, None),
        (standing(1, settled=False, highest_before=None), None, None, None),
        (standing(1, settled=False, highest_before=0), None, 0, None),
        (standing(1, highest_before=2, scale_hash="another version"), None, None, None),
    ],
)
def test_a_row_is_compared_with_the_one_before_on_the_same_version_of_the_scale(
    earlier, level_before, highest_before, in_place_before
):
    row = google(told(LEVEL_1), told(LEVEL_1), earlier)
    assert (row.level_before, row.highest_before, row.in_place_before) == (
        level_before,
        highest_before,
        in_place_before,
    )


@pytest.mark.parametrize(
    ("before", "now", "newly"),
    [
        ("cicd:n slo:p", "cicd:y slo:y", 2),
        ("cicd:n", "cicd:p", 0),
        ("cicd:y", "cicd:y", 0),
        ("cicd:y", "cicd:n", 0),
        ("cicd:?", "cicd:y", 1),
        ("slo:n", "slo:n cicd:y", 0),  # of what was asked both times
    ],
)
def test_newly_in_place_is_what_was_asked_before_and_was_not(before, now, newly):
    assert google(told(now), told(before)).newly == newly


def test_what_is_kept_takes_the_place_of_what_was_there(database):
    acts = Acts(database, MATURITY)
    team = acts.found("Fraud", ("U1", "U2", "U3"))
    check_in = replace(PUBLISHED, team_id=team.id)
    first, second = (replace(told(each, Answer.YES), check_in=check_in) for each in (LEVEL_0, LEVEL_1))
    acts.run("U1", lambda act: keep_standings(act.repositories, first, None))
    acts.run("U1", lambda act: keep_standings(act.repositories, second, first))
    row = acts.reading(lambda repositories: repositories.standings.list_of(team.id))["google"]
    assert (row.level, row.level_before, row.highest_before, row.newly) == (1, 0, 0, 1)
    shown = replace(with_leaderboard(team, on=True), leaderboard_from=NOW)
    acts.run("U1", lambda act: act.repositories.teams.save(team, shown))
    assert acts.reading(lambda repositories: repositories.standings.count_gaps("T1", "google", 3, acts.now)) == {
        "cicd": 1
    }

"""What a check-in copies from the team's schedule when it opens, and what counts of what is said in it."""

from dataclasses import replace

import pytest

from flows.acts.schedules.schedules import change_schedule
from flows.assessment.assessment import Length
from flows.check_ins.check_in import Nudging
from flows.maturity.loading import load_maturity
from tests.support.acts import Acts

MATURITY = load_maturity()
PEOPLE = ("U1", "U2", "U3")


@pytest.fixture
def acts(database) -> Acts:
    return Acts(database, MATURITY)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (5, Nudging.GENTLE, True)),
        ({"lasts": 10, "nudging": Nudging.NORMAL}, (10, Nudging.NORMAL, True)),
        ({"nudging": Nudging.OFF, "reminds_channel": False}, (5, Nudging.OFF, False)),
    ],
)
def test_a_check_in_lasts_and_reminds_as_its_schedule_says(acts, changes, expected):
    team = acts.found("Fraud", PEOPLE)
    acts.run(
        "U1",
        lambda act: change_schedule(act, act.repositories.teams.lock(team.id), lambda found: replace(found, **changes)),
    )
    opened = acts.begin(team)
    assert (opened.lasts, opened.nudging, opened.reminds_channel) == expected


def test_what_is_begun_while_it_is_open_counts_and_what_is_begun_afterwards_does_not(acts):
    check_in = acts.begin(acts.found("Fraud", PEOPLE))
    in_time = [acts.says(who, check_in, {}, Length.QUICK) for who in ("U1", "U2")]
    assert [each.counted_revision for each in in_time] == [None, None]
    acts.close("U1", check_in)
    late = acts.says("U3", check_in, {}, Length.QUICK)
    assert late.counted_revision == 0
    counted = acts.reading(lambda repositories: repositories.assessments.list_counted(check_in.id))
    assert {each.id for each in counted} == {each.id for each in in_time}

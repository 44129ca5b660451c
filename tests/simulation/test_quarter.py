"""A quarter of a whole workspace, also with the process killed at random moments. `make quarter` runs it at full size."""

import os
from functools import partial
from random import Random

import pytest

from tests.simulation.quarter import INVITED, REMINDED, Quarter
from tests.support.databases import opened


def check_ins_of(team_id, repositories):
    return repositories.check_ins.list_of(team_id)


TEAMS, PEOPLE = (int(each) for each in os.environ.get("RUNG_TEST_QUARTER", "10,70").split(","))


def test_a_quarter_is_kind_and_restarts_change_nothing(fresh_database, maturity):
    runs = []
    for kills in (False, True):
        with opened(fresh_database("sqlite")) as database:
            quarter = Quarter(database, maturity, TEAMS, PEOPLE, seed=1)
            if kills:
                random = Random(2)
                fates = ["arrives"] * 30 + ["killed before", "killed after"]
                quarter.office.slack.fate = lambda: random.choice(fates)  # noqa: B023 - called in this turn
            quarter.run()
            quarter.check()
            assert bool(quarter.office.restarts) == kills
            runs.append(quarter)
    calm, killed = (each.messages() for each in runs)
    assert any(INVITED in text for _, text in calm)
    assert any(REMINDED in text for _, text in calm)
    assert calm == killed


@pytest.mark.parametrize("seed", range(2))
def test_cards_are_right_at_each_step(fresh_database, maturity, seed):
    """Whatever stands on a team's card is what the database says."""
    with opened(fresh_database("sqlite")) as database:
        quarter = Quarter(database, maturity, 3, 15, seed)
        quarter.office.work()
        quarter.run()
        for team in quarter.teams:
            last = quarter.office.acts.reading(partial(check_ins_of, team.id))
            assert last
            for check_in in last:
                shown = [
                    text
                    for text in quarter.office.slack.shown.values()
                    if text.startswith(f"{check_in.team_name}'s MLOps check-in, {check_in.period}:")
                ]
                assert len(shown) == 1
                if check_in.is_published:
                    assert (
                        f"{check_in.answered} of {len(check_in.roster)} answered, and the result is published."
                        in shown[0]
                    )

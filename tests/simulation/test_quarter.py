"""A quarter of a whole workspace, also with the process killed at random moments. `make quarter` runs it at full size."""

import os
from functools import partial
from random import Random

import pytest
from sqlalchemy import select

from storage.rows import CheckInRow, table_of
from tests.simulation.quarter import INVITED, REMINDED, Quarter
from tests.support.databases import opened


def check_ins_of(team_id, repositories):
    return repositories.check_ins.list_of(team_id)


def running_of(team_id, repositories):
    return repositories.check_ins.find_running(team_id)


def finished_in(check_in_id, repositories):
    return repositories.assessments.count_finished(check_in_id)


_CHECK_IN = table_of(CheckInRow).c
_STALE = select(_CHECK_IN.card_is_stale)
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


class Watched(Quarter):
    """A quarter in which the cards are read after each step."""

    looked = 0

    def _react(self) -> None:
        super()._react()
        for team in self.teams:
            running = self.office.acts.reading(partial(running_of, team.id))
            shown = self.cards(running) if running and running.is_open else []
            with self.office.database.backend.reading.connect() as connection:
                is_stale = running and connection.execute(_STALE.where(_CHECK_IN.id == running.id)).scalar()
            if shown and running and not is_stale:  # else it is shown anew within a minute
                answered = self.office.acts.reading(partial(finished_in, running.id))
                assert f": {answered} of {len(running.roster)} have answered." in shown[0]
                self.looked += 1

    def cards(self, check_in) -> list[str]:
        """What stands on a check-in's card."""
        begins = f"{check_in.team_name}'s MLOps check-in, {check_in.period}:"
        return [text for text in self.office.slack.shown.values() if text.startswith(begins)]


@pytest.mark.parametrize("seed", range(2))
def test_cards_are_right_at_each_step(fresh_database, maturity, seed):
    """Whatever stands on a team's card is what the database says."""
    with opened(fresh_database("sqlite")) as database:
        quarter = Watched(database, maturity, 3, 15, seed)
        quarter.run()
        assert quarter.looked > 20
        for team in quarter.teams:
            check_ins = quarter.office.acts.reading(partial(check_ins_of, team.id))
            assert check_ins
            for check_in in check_ins:
                shown = quarter.cards(check_in)
                assert len(shown) == 1
                if check_in.is_published:
                    of = f"{check_in.answered} of {len(check_in.roster)} answered"
                    assert f"{of}, and the result is published." in shown[0]

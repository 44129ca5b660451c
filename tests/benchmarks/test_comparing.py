"""The benchmark of leaderboards, on a few teams: the same rows as by hand, and no query more for more teams."""

from functools import partial

import pytest

from flows.leaderboards.leaderboard import Leaderboard
from tests.benchmarks.comparing import BY_HAND, NOW, ask, counted, fill, seen

TABLES = ("standing", "team_gap", "placement", "check_in", "schedule", "team")


@pytest.fixture
def filled(database, maturity):
    """Fills the database with so many teams, in place of those before."""
    with database.transaction() as repositories:
        repositories.contents.add(maturity, now=NOW)
        repositories.workspaces.add("T1", now=NOW)

    def with_teams(teams: int):
        with database.backend.migrating() as connection:
            for table in TABLES:
                connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own words
        fill(database, maturity, teams, check_ins=2)
        return database

    return with_teams


def test_rows_and_counts_are_those_of_sql_written_by_hand(filled, maturity):
    database = filled(130)
    board, digest = (seen(name, database, maturity) for name in BY_HAND)
    rows, counts, gaps, following = ask("digest", database)
    assert isinstance(board, Leaderboard)
    assert [(each.rank, each.name, each.standing.level, each.standing.newly) for each in board.rows] == [
        (each[0], each[1], each[2], each[8]) for each in rows
    ]
    assert board.takes_part == sum(each[2] for each in counts)
    assert {level.level: teams for level, teams in digest.levels} == {each[0]: each[2] for each in counts if each[1]}
    assert digest.lacking[0][1] == max(each[1] for each in gaps)
    assert [teams for _, teams in digest.following] == [each[1] for each in following]


def test_many_teams_take_no_more_queries_than_few(filled, maturity):
    taken = []
    for teams in (10, 300):
        database = filled(teams)
        taken.append([counted(database, partial(seen, name, database, maturity)) for name in BY_HAND])
    assert taken[0] == taken[1]

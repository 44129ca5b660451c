"""Whether changes come about: what /readyz says while they are wanted in vain, by a clock of the test's own."""

from contextlib import suppress
from dataclasses import replace

import pytest

from flows.errors import RefusedError, StorageBusyError, StorageLostError
from storage.database import SqlDatabase
from storage.write_watch import STALLED_SECONDS, WriteWatch


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watched(database: SqlDatabase, clock: Clock) -> SqlDatabase:
    return replace(database, writes=WriteWatch(clock))


def fail(database: SqlDatabase, error: type[Exception]) -> None:
    with suppress(error), database.transaction():
        raise error


def test_a_transaction_that_never_ends_is_said_after_ten_seconds(watched, clock):
    with watched.transaction():
        clock.now += STALLED_SECONDS
        assert watched.problem() is None
        clock.now += 5
        assert "Rung has tried to write for 15 seconds, and nothing was written" in watched.problem()
    assert watched.problem() is None


@pytest.mark.parametrize("error", [StorageBusyError, StorageLostError])
def test_writes_that_all_fail_are_said_until_one_does_not(watched, clock, error):
    for _ in range(4):
        fail(watched, error)
        clock.now += 4
    assert "tried to write for 16 seconds" in watched.problem()
    with watched.transaction():
        pass
    assert watched.problem() is None


def test_what_is_refused_to_a_person_is_no_trouble_of_the_database(watched, clock):
    for _ in range(4):
        fail(watched, RefusedError)
        clock.now += 4
    assert watched.problem() is None


def test_one_that_failed_long_ago_says_nothing_about_now(watched, clock):
    """Or no request would come any more by which it could be noticed that all is well again."""
    fail(watched, StorageBusyError)
    clock.now += 3600
    assert watched.problem() is None
    fail(watched, StorageBusyError)
    assert watched.problem() is None


def test_others_that_are_written_meanwhile_say_that_it_goes_on(clock):
    watch = WriteWatch(clock)
    with watch.watching():
        clock.now += 9
        with watch.watching():
            pass
        clock.now += 9
        assert watch.stalled is None
        clock.now += 9
        assert watch.stalled == 18

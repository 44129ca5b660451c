"""The clock that every replica goes by."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError

from bot.process.clock import SharedClock
from tests.support.clock import NOW

HOUR = timedelta(hours=1)


class Machine:
    """A machine's clock on the wall, and seconds that nobody can set."""

    def __init__(self, off: timedelta = timedelta()) -> None:
        self.off, self.passed = off, 0.0
        self.clock = SharedClock(lambda: NOW + self.off + timedelta(seconds=self.passed), lambda: self.passed)


def test_time_passes():
    machine = Machine()
    machine.passed = 90
    assert machine.clock.now() == NOW + timedelta(seconds=90)


def test_setting_the_machines_clock_changes_nothing():
    machine = Machine()
    machine.off = -HOUR
    machine.passed = 5
    assert machine.clock.now() == NOW + timedelta(seconds=5)


def test_slack_puts_it_right_and_whoever_runs_rung_hears_of_it(caplog):
    machine = Machine(off=HOUR)
    assert machine.clock.now() == NOW + HOUR
    machine.clock.heard(NOW)
    assert machine.clock.now() == NOW
    machine.passed = 10
    assert machine.clock.now() == NOW + timedelta(seconds=10)
    (record,) = caplog.records
    assert record.seconds == 3600


def test_a_second_or_two_are_the_way_from_slack_and_no_difference(caplog):
    machine = Machine()
    for seconds in (-3, 2, 3):
        machine.clock.heard(NOW + timedelta(seconds=seconds))
    assert machine.clock.now() == NOW
    machine.clock.heard(NOW + timedelta(seconds=30))
    assert machine.clock.now() == NOW + timedelta(seconds=30)
    assert caplog.records == []


class Compared(datetime):
    """What Slack says, waiting to be compared until somebody else is just as far, if anybody can be."""

    both = Barrier(2)

    def __rsub__(self, now: datetime) -> timedelta:
        with suppress(BrokenBarrierError):
            self.both.wait(0.2)
        return now - datetime.fromisoformat(self.isoformat())


def test_two_who_hear_the_same_at_once_put_the_clock_right_once():
    machine = Machine(off=HOUR)
    told = Compared.fromisoformat(NOW.isoformat())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(machine.clock.heard, [told, told]))
    assert machine.clock.now() == NOW

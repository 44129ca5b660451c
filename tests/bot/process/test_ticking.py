"""The tick."""

import threading
from datetime import UTC, datetime, timedelta

from bot.process.ticking import STOPPED, TICK, Ticking


def test_each_step_runs_until_it_finds_nothing_more():
    found = iter([True, True, False])
    seen: list[bool] = []

    def step() -> bool:
        seen.append(next(found))
        return seen[-1]

    Ticking([step], 15).tick()
    assert seen == [True, True, False]


def test_a_step_that_fails_stops_neither_the_others_nor_the_next_tick(caplog):
    ran: list[int] = []

    def step() -> bool:
        ran.append(1)
        return False

    ticking = Ticking([lambda: bool(1 / 0), step], 15)
    ticking.tick()
    ticking.tick()
    assert ran == [1, 1]
    assert {each.message for each in caplog.records} == {"a step of the tick failed"}


def test_it_ticks_by_itself_until_it_is_stopped():
    ticked = threading.Event()

    def step() -> bool:
        ticked.set()
        return False

    ticking = Ticking([step], 0.01)
    ticking.start()
    assert ticked.wait(10)
    ticking.stop()
    ticking.stop()
    ticked.clear()
    assert not ticked.wait(0.05)


def test_a_clock_that_was_set_back_an_hour_is_told_to_go_on(caplog):
    ticks = threading.Semaphore(0)

    def step() -> bool:
        ticks.release()
        return False

    ticking = Ticking([step], 0.05)
    ticking.start()
    assert ticks.acquire(timeout=10)
    # To APScheduler it is an hour too early for the next tick.
    ticking._scheduler.modify_job(TICK, next_run_time=datetime.now(UTC) + timedelta(hours=1))  # noqa: SLF001
    for _ in range(3):
        assert ticks.acquire(timeout=10)
    ticking.stop()
    assert "the clock stood still; it is told to go on" in {each.message for each in caplog.records}


def test_whoever_runs_rung_sees_that_it_stands_still():
    now = 0.0
    ticking = Ticking([], 15, clock=lambda: now)
    ticking.tick()
    now = STOPPED
    assert (ticking.age, ticking.problem()) == (STOPPED, None)
    now = STOPPED + 1
    assert ticking.problem() == (
        "Rung's clock has stood still for 61 seconds, so nothing is sent by itself; restart Rung"
    )
    assert Ticking([], 300, clock=lambda: now).problem() is None
    ticking.tick()
    assert ticking.problem() is None

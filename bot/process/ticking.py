"""The tick: once every few seconds, do what has become due."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.process.isolation import isolated

# Handles one thing, and returns whether it found one.
Step = Callable[[], bool]
TICK = "tick"
STOPPED = 60.0  # seconds without a tick, or four ticks if that is longer

_log = logging.getLogger("rung.scheduling")


class Ticking:
    """Runs the steps at every tick, each until it finds nothing more."""

    def __init__(self, steps: Sequence[Step], seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._steps = steps
        self._seconds = seconds
        self._clock = clock
        self._ticked_at = clock()
        self._stopped = threading.Event()
        # What is due is in the database, so nothing is missed if a tick is: it is only ever the next one that matters.
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to tick."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns when a tick takes longer than one tick
        self._scheduler.add_job(self.tick, "interval", seconds=self._seconds, id=TICK)
        self._scheduler.start()
        threading.Thread(target=self._watch, name="rung-watch", daemon=True).start()

    def stop(self) -> None:
        """Tick no more; a tick under way goes on."""
        self._stopped.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _watch(self) -> None:
        """Have it tick when the machine's clock was set back; APScheduler would wait until it is as late again."""
        while not self._stopped.wait(self._seconds):
            if self.age > 2 * self._seconds:
                _log.warning("the clock stood still; it is told to go on", extra={"seconds": int(self.age)})
                self._scheduler.modify_job(TICK, next_run_time=datetime.now(UTC))

    @property
    def age(self) -> float:
        """Seconds since the last tick."""
        return self._clock() - self._ticked_at

    def problem(self) -> str | None:
        """One sentence when the ticking has stopped, or None."""
        if self.age <= max(STOPPED, 4 * self._seconds):
            return None
        return f"Rung's clock has stood still for {self.age:.0f} seconds, so nothing is sent by itself; restart Rung"

    def tick(self) -> None:
        """Do what has become due."""
        self._ticked_at = self._clock()
        for step in self._steps:
            while isolated(step, _failed):
                self._ticked_at = self._clock()


def _failed(error: Exception) -> bool:
    """The other steps, and the next tick, come whatever fails."""
    _log.error("a step of the tick failed", exc_info=error)
    return False

"""The clock that every replica goes by: Slack's, as its answers tell it."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

# Slack tells whole seconds, and an answer takes a moment: a smaller difference means nothing.
NOTHING = timedelta(seconds=3)
WORTH_SAYING = timedelta(minutes=1)
_log = logging.getLogger("rung.clock")


def _since_boot() -> float:
    """Seconds that nobody can set, those asleep included where the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class SharedClock:
    """The machine's clock, put right by what Slack says.

    Setting the machine's clock while Rung runs changes nothing: time goes on from where it was.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = _since_boot,
    ) -> None:
        self._steady = steady
        self._lock = Lock()
        self._began, self._began_at = wall(), steady()

    def now(self) -> datetime:
        """The moment, aware and in UTC."""
        with self._lock:
            return self._now()

    def heard(self, told: datetime) -> None:
        """Slack has just said what time it is."""
        with self._lock:  # of two who hear the same at once, only one may put the clock right
            off = self._now() - told
            if abs(off) <= NOTHING:
                return
            self._began -= off
        if abs(off) > WORTH_SAYING:
            _log.warning(
                "this machine's clock differs from Slack's, which Rung goes by",
                extra={"seconds": int(off.total_seconds())},
            )

    def _now(self) -> datetime:
        return self._began + timedelta(seconds=self._steady() - self._began_at)

"""Whether changes come about: since when they have been wanted while none did."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from flows.errors import StorageBusyError, StorageLostError

STALLED_SECONDS = 10.0  # ten times what a change waits for others at most


class WriteWatch:
    """Watches transactions from the moment they are wanted; any number of threads may use it at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open = 0
        self._since: float | None = None
        self._ended_at = clock()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch one transaction: it is served unless the database says that it is busy or lost."""
        self._begin()
        served = True
        try:
            yield
        except (StorageBusyError, StorageLostError):
            served = False
            raise
        finally:
            self._end(served=served)

    def _begin(self) -> None:
        with self._lock:
            if self._since is None or self._is_over():
                self._since = self._clock()
            self._open += 1

    def _end(self, *, served: bool) -> None:
        with self._lock:
            self._open -= 1
            self._ended_at = self._clock()
            if served:  # others that are still open are watched from now on
                self._since = self._clock() if self._open else None

    def _is_over(self) -> bool:
        """Whether nobody has wanted anything for a while: whatever failed before says nothing about now."""
        return not self._open and self._clock() - self._ended_at > STALLED_SECONDS

    @property
    def stalled(self) -> int | None:
        """The seconds for which changes have been wanted in vain, None while they come about or nobody wants any."""
        with self._lock:
            if self._since is None or self._is_over():
                return None
            seconds = self._clock() - self._since
        if seconds <= STALLED_SECONDS:
            return None
        return int(seconds)

"""The threads that send what is due."""

import logging
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from bot.process.isolation import isolated
from bot.sending.deliverer import Deliverer, InHand
from flows.errors import StorageBusyError, StorageLostError

THREADS = 8
BUSY, TROUBLED = 0.5, 5.0  # seconds until a database is tried again that was busy, or away

_log = logging.getLogger("rung.sending")


class Sender:
    """Looks for messages that are due, whenever it is woken or one becomes due, and sends up to eight at a time."""

    def __init__(self, deliverer: Deliverer, threads: int = THREADS) -> None:
        self._courier = deliverer
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, "rung-sender")
        self._changed = threading.Condition()
        self._in_flight: Counter[str] = Counter()
        self._woken = True
        self._resting = False
        self._ended = False
        self._looking = threading.Thread(target=self._run, name="rung-looking", daemon=True)

    def start(self) -> None:
        """Begin to look for due deliveries."""
        self._looking.start()

    def wake(self) -> None:
        """Look for due deliveries now: something was decided, or it is time."""
        with self._changed:
            self._woken = True
            self._resting = False
            self._changed.notify_all()

    def tick(self) -> bool:
        """Look for due deliveries now, as a step of the tick; the threads here send them."""
        self.wake()
        return False

    def problem(self) -> str | None:
        """One sentence when nobody looks for due deliveries any more, or None."""
        if self._looking.is_alive():
            return None
        return "Rung no longer sends what is due; restart Rung"

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait until nothing is due; False when time ran out before."""
        with self._changed:
            return self._changed.wait_for(lambda: self._resting and not self._in_flight.total(), seconds)

    def stop(self, seconds: float) -> bool:
        """Take nothing more, and wait for what is on its way; False when time ran out before.

        What is left on its way then is looked up after the next start.
        """
        until = time.monotonic() + seconds
        with self._changed:
            self._ended = True
            self._changed.notify_all()
            done = self._changed.wait_for(lambda: not self._in_flight.total(), seconds)
        if self._looking.is_alive():
            self._looking.join(max(0.0, until - time.monotonic()))
        self._pool.shutdown(wait=done, cancel_futures=True)
        return done and not self._looking.is_alive()

    def _run(self) -> None:
        while self._wait_for_room():
            messages, pause = isolated(self._look, self._not_looked)
            if not self._submit(messages):
                for in_hand in messages:
                    isolated(partial(self._courier.give_back, in_hand), lambda _: None)
            elif not messages:
                self._rest(pause)

    def _submit(self, messages: list[InHand]) -> bool:
        """Give them to the threads; False when it is time to end."""
        with self._changed:
            if self._ended:
                return False
            self._in_flight.update(in_hand.delivery.key.workspace_id for in_hand in messages)
        for in_hand in messages:
            self._pool.submit(self._deliver, in_hand)
        return True

    def _wait_for_room(self) -> bool:
        """Wait until a thread is free; False when it is time to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._in_flight.total() < self._threads)
            self._woken = False
            return not self._ended

    def _look(self) -> tuple[list[InHand], float | None]:
        """What is due, and how many seconds to rest when nothing is; None for as long as nobody wakes us."""
        with self._changed:
            in_flight = Counter(self._in_flight)
        messages, again_at = self._courier.take(
            self._threads - in_flight.total(), in_flight, expecting=in_flight.total() > 0
        )
        return messages, self._seconds_until(again_at)

    @staticmethod
    def _not_looked(error: Exception) -> tuple[list[InHand], float | None]:
        if isinstance(error, StorageBusyError | StorageLostError):
            _log.warning("deliveries wait for the database", extra={"problem": str(error)})
        else:
            _log.error("deliveries could not be looked for", exc_info=error)
        return [], BUSY if isinstance(error, StorageBusyError) else TROUBLED

    def _seconds_until(self, moment: datetime | None) -> float | None:
        return None if moment is None else max(0.0, (moment - self._courier.runner.now()).total_seconds())

    def _rest(self, seconds: float | None) -> None:
        with self._changed:
            self._resting = not self._woken and seconds != 0.0
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._woken or self._ended, seconds)
            self._resting = False

    def _deliver(self, in_hand: InHand) -> None:
        isolated(partial(self._courier.deliver, in_hand), partial(self._courier.fail, in_hand))
        with self._changed:
            workspace_id = in_hand.delivery.key.workspace_id
            self._in_flight[workspace_id] -= 1
            self._in_flight += Counter()  # forgets those that are at nothing
            self._woken = True
            self._resting = False
            self._changed.notify_all()

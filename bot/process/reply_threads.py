"""Replies go out on threads of their own, after the commit: an acknowledgement never waits for a call to Slack."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

from bot.process.isolation import isolated
from bot.process.metrics import Metrics
from bot.slack.errors import TransientSlackError

THREADS = 4
LONG_THREADS = 2  # for work of many calls, beside the others: a click never waits behind it
MOST_WAITING = 2000
MOST_OF_ONE = 100  # of one person's that wait; nobody clicks so often before Slack answers
MOST_TRIES = 4
LONGEST_PAUSE = 30.0  # seconds; a person who has seen nothing by then has clicked again

_log = logging.getLogger("rung.replies")


@dataclass(frozen=True)
class Reply:
    """Something to tell Slack for one person.

    A reply that `supersedes` makes a waiting one of its kind pointless. One that `is_long` takes many calls, such as a
    look-up of people, and waits for others of that kind alone. `on_failure` is told why it could not go out.
    """

    key: str
    send: Callable[[], None]
    supersedes: bool = False
    is_long: bool = False
    on_failure: Callable[[Exception], None] | None = None
    tries: int = 1
    handed_over_at: float = field(default_factory=time.monotonic)

    @property
    def queue(self) -> tuple[str, bool]:
        """What it waits in: a person's replies leave in order, their long ones in an order of their own."""
        return self.key, self.is_long


class Replies:
    """Threads that send replies: each kind on its own, each person in turn and in order, never without bound."""

    def __init__(self, metrics: Metrics) -> None:
        self._pools = {
            False: ThreadPoolExecutor(THREADS, thread_name_prefix="rung-reply"),
            True: ThreadPoolExecutor(LONG_THREADS, thread_name_prefix="rung-long-reply"),
        }
        self._changed = threading.Condition()
        self._ended = False
        self._queues: dict[tuple[str, bool], deque[Reply]] = {}
        self._pausing: set[threading.Timer] = set()
        self._metrics = metrics

    def hand_over(self, reply: Reply) -> bool:
        """Take a reply to send soon; False when too many wait already."""
        with self._changed:
            queue = self._queues.get(reply.queue)
            if self._is_full(queue):
                _log.error("too many replies wait; one was dropped")
                self._metrics.reply_ended("dropped")
                return False
            if queue is None:
                self._queues[reply.queue] = deque([reply])
                self._submit(reply.queue)
            else:
                self._enqueue(queue, reply)
        return True

    def _is_full(self, queue: deque[Reply] | None) -> bool:
        if queue is None:
            return self._ended or len(self._queues) >= MOST_WAITING
        return len(queue) >= MOST_OF_ONE

    def _submit(self, queue: tuple[str, bool]) -> None:
        _, is_long = queue
        self._pools[is_long].submit(self._work, queue)

    def wait_until_sent(self, seconds: float) -> bool:
        """Wait until nothing waits, later tries included; False when time ran out before."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queues and not self._pausing, seconds)

    def drain(self, seconds: float) -> bool:
        """Wait until all is sent, then end the threads; False when time ran out before."""
        deadline = time.monotonic() + seconds
        with self._changed:
            for timer in self._pausing:  # whoever waited for these clicks again
                timer.cancel()
            self._pausing.clear()
            done = self._changed.wait_for(lambda: not self._queues, max(0.0, deadline - time.monotonic()))
            self._ended = True
        for pool in self._pools.values():
            pool.shutdown(wait=done, cancel_futures=True)
        return done

    @staticmethod
    def _enqueue(queue: deque[Reply], reply: Reply) -> None:
        if reply.supersedes and len(queue) > 1 and queue[-1].supersedes:
            queue.pop()  # never the first: that one may be on its way
        queue.append(reply)

    def _work(self, waiting: tuple[str, bool]) -> None:
        with self._changed:
            reply = self._queues[waiting][0]
        try:
            isolated(partial(self._send, reply), partial(self._failed, reply))
        finally:
            self._go_on(waiting)

    def _go_on(self, waiting: tuple[str, bool]) -> None:
        """Take the reply sent off the queue, and send what waits behind it."""
        with self._changed:
            queue = self._queues[waiting]
            queue.popleft()
            self._metrics.replies_waiting(len(self._queues) - (not queue))
            if queue and not self._ended:
                self._submit(waiting)
            else:
                del self._queues[waiting]
                self._changed.notify_all()

    def _send(self, reply: Reply) -> None:
        try:
            reply.send()
        except TransientSlackError as error:
            if reply.tries >= MOST_TRIES or error.retry_after > LONGEST_PAUSE:
                raise
            self._send_later(replace(reply, tries=reply.tries + 1), error.retry_after)
        else:
            self._metrics.reply_ended("sent", time.monotonic() - reply.handed_over_at)

    def _failed(self, reply: Reply, error: Exception) -> None:
        self._metrics.reply_ended("failed", time.monotonic() - reply.handed_over_at)
        if reply.on_failure:
            reply.on_failure(error)
        else:
            _log.error("a reply could not be sent", exc_info=error)

    def _send_later(self, reply: Reply, seconds: float) -> None:
        def again() -> None:
            self.hand_over(reply)
            with self._changed:
                self._pausing.discard(timer)

        timer = threading.Timer(seconds, again)
        timer.daemon = True
        with self._changed:
            self._pausing.add(timer)
        timer.start()

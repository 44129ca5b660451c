"""Processes that send, and what is done to them."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from typing import Any

from tests.chaos.process import LIMITS, send

PATIENCE = 300.0  # seconds without kills until everything has to be done
LIVES = (0.05, 0.8)  # seconds that a process has before it may be killed
# The lease and the quarantine both pass while a process is stopped.
STOPPED = (LIMITS.lease + LIMITS.quarantine).total_seconds() + 1


class Processes:
    """So many processes that send; one that is killed is started again."""

    def __init__(self, count: int, database_url: str, slacks: Mapping[str, str]) -> None:
        self._context: Any = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.chaos.process"])
        self._what = (database_url, dict(slacks))
        self._running: list[tuple[ForkServerProcess, Any]] = [self._start() for _ in range(count)]

    def kill_one(self, chances: random.Random) -> None:
        """SIGKILL, at any moment of its life."""
        place = chances.randrange(len(self._running))
        process, ready = self._running[place]
        ready.wait(30)
        time.sleep(chances.uniform(*LIVES))
        _signal(process, signal.SIGKILL)
        process.join()
        self._running[place] = self._start()

    def stop_one(self, chances: random.Random) -> None:
        """SIGSTOP for longer than its lease, then on."""
        process, ready = chances.choice(self._running)
        ready.wait(30)
        time.sleep(chances.uniform(*LIVES))
        _signal(process, signal.SIGSTOP)
        time.sleep(STOPPED)
        _signal(process, signal.SIGCONT)

    def end(self) -> None:
        """End all of them."""
        for process, _ in self._running:
            _signal(process, signal.SIGKILL)
            process.join()

    def _start(self) -> tuple[ForkServerProcess, Any]:
        ready = self._context.Event()
        process = self._context.Process(target=send, args=(*self._what, ready), daemon=True)
        process.start()
        return process, ready


@contextmanager
def running(count: int, database_url: str, slacks: Mapping[str, str]) -> Iterator[Processes]:
    """The processes, until the block ends."""
    processes = Processes(count, database_url, slacks)
    try:
        yield processes
    finally:
        processes.end()


def _signal(process: ForkServerProcess, number: int) -> None:
    os.kill(process.pid or 0, number)


def wait_until(done: Callable[[], bool]) -> None:
    """Wait until everything has been dealt with."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("not everything was dealt with")
        time.sleep(0.2)

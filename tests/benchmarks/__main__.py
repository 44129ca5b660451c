"""`make bench`: what a click costs, next to a bare slack-bolt app, in one run on one machine.

Each click is a signed HTTP request to a process of its own; a stub stands for Slack and notes when the reply arrives.
A person clicks again only when both are there, so nothing is left in a queue when the clock stops. The targets take
turns within each round.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storage.database import open_database
from tests.benchmarks import report, servers
from tests.benchmarks.load import Target, Timings, as_fast_as_possible, at_a_rate
from tests.benchmarks.report import Measured
from tests.benchmarks.seeding import fill
from tests.benchmarks.slack_stub import SlackStub
from tests.support.databases import created, postgresql_server

STEADY_CONNECTIONS = 16
COMMANDS = {
    report.RUNG: servers.RUNG,
    report.BARE: servers.BARE,
    report.BARE_LATER: servers.BARE_LATER,
    report.STORED: servers.RUNG,
}


@dataclass(frozen=True)
class Options:
    """How much to measure."""

    kinds: list[str]
    connections: list[int]
    answers: int
    rounds: int
    stored: int
    rate: int
    seconds: float


def main() -> None:
    """Measure, and print Markdown."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder, _addresses(options, Path(folder)) as new_address:
        asyncio.run(_measure_all(options, new_address))


def _options() -> Options:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--connections", nargs="+", type=int, default=[1, 16, 64])
    parser.add_argument("--answers", type=int, default=600, help="for each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stored", type=int, default=1_000_000, help="answers in the long history")
    parser.add_argument("--rate", type=int, default=50, help="answers a second for the waiting times")
    parser.add_argument("--seconds", type=float, default=10.0)
    return Options(**vars(parser.parse_args()))


@contextmanager
def _addresses(options: Options, folder: Path) -> Iterator[Callable[[str, str], str]]:
    """Make the address of an empty database of a kind."""
    with ExitStack() as stack:
        server = stack.enter_context(postgresql_server(durable=True)) if "postgresql" in options.kinds else ""

        def new(kind: str, name: str) -> str:
            if kind == "postgresql":
                return stack.enter_context(created(server, None))
            return f"sqlite:///{folder / name.replace(' ', '_')}.db"

        yield new


async def _measure_all(options: Options, new_address: Callable[[str, str], str]) -> None:
    stub = SlackStub()
    await stub.start()
    for kind in options.kinds:
        with ExitStack() as stack:
            targets = []
            for name, command in COMMANDS.items():
                address = new_address(kind, name)
                await asyncio.to_thread(_prepare, address, options.stored if name == report.STORED else 0)
                start = partial(stack.enter_context, servers.running(command, address, stub.url))
                running = await asyncio.to_thread(start)
                _say(f"{kind}: {name} ready after {running.ready_after:.2f} s, idle with {running.memory:.0f} MB")
                targets.append(Target(name, running.port, stub))
            await _measure(kind, targets, options)
    await stub.stop()


def _prepare(address: str, stored: int) -> None:
    database = open_database(address)
    database.upgrade()  # so that starting is measured as on any day but the first
    database.close()
    if stored:
        fill(address, stored)


async def _measure(kind: str, targets: list[Target], options: Options) -> None:
    for target in targets:  # what is read, compiled and remembered once
        await as_fast_as_possible(target, 4, options.answers)
    fast = []
    for number in options.connections:
        measure = partial(as_fast_as_possible, connections=number, answers=options.answers)
        fast.append(Measured(kind, f"{number} at a time", await _in_turns(targets, options.rounds, measure)))
    steady = partial(at_a_rate, per_second=options.rate, seconds=options.seconds, connections=STEADY_CONNECTIONS)
    paced = Measured(kind, f"{options.rate} a second", await _in_turns(targets, 1, steady))
    _say(f"\nAnswers a second\n\n{report.throughput(fast)}\n")
    _say(f"Milliseconds\n\n{report.waiting([*fast, paced])}\n")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a report for whoever runs it


async def _in_turns(
    targets: list[Target], rounds: int, measure: Callable[[Target], Awaitable[Timings]]
) -> dict[str, list[Timings]]:
    timings: dict[str, list[Timings]] = {target.name: [] for target in targets}
    for first in range(rounds):
        for target in targets[first % len(targets) :] + targets[: first % len(targets)]:
            timings[target.name].append(await measure(target))
    return timings


if __name__ == "__main__":
    main()

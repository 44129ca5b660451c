"""`make chaos`: messages leave once, whatever is killed, stopped or cut off. Some ten minutes; prints a table."""

import argparse
import random
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from storage.database import open_database
from tests.chaos.scenario import Counted, count, decide, open_count, workspaces
from tests.chaos.trouble import running, wait_until
from tests.support.databases import created, postgresql_server


@dataclass(frozen=True)
class Chaos:
    """One run: how many processes, messages, kills and stops, and whether Rung may read the channels."""

    name: str
    database: str
    processes: int
    messages: int
    kills: int = 0
    stops: int = 0
    history: bool = True


def runs(share: float) -> list[Chaos]:
    """All runs, with a share of the messages and the kills."""
    many, kills, stops = int(2000 * share), int(200 * share), int(40 * share)
    return [
        Chaos("killed", "postgresql", 4, many, kills=kills),
        Chaos("killed, channels unread", "postgresql", 4, many, kills=kills, history=False),
        Chaos("stopped beyond the lease", "postgresql", 4, many, stops=stops),
        Chaos("killed", "sqlite", 1, many // 4, kills=kills // 4),
    ]


def run(chaos: Chaos, database_url: str, seed: int) -> Counted:
    """Make one run, and count."""
    chances = random.Random(seed)
    database = open_database(database_url)
    try:
        database.upgrade()
        with workspaces(4, seed, history=chaos.history) as slacks:
            for number, slack in enumerate(slacks):
                decide(database, slack, chaos.messages // 4, seed + number)
            urls = {slack.workspace_id: slack.api_url for slack in slacks}
            with running(chaos.processes, database_url, urls) as processes:
                for _ in range(chaos.kills):
                    processes.kill_one(chances)
                for _ in range(chaos.stops):
                    processes.stop_one(chances)
                wait_until(lambda: open_count(database) == 0)
            return count(database, slacks)
    finally:
        database.close()


def row(chaos: Chaos, counted: Counted, seconds: float) -> str:
    """The line of the table."""
    cells = [
        f"{chaos.name}, {chaos.database}",
        chaos.processes,
        chaos.kills or chaos.stops,
        counted.once.total(),
        dict(counted.more) or 0,
        dict(counted.never) or 0,
        counted.most,
        counted.out_of_order,
        f"{seconds:.0f} s",
    ]
    return f"| {' | '.join(map(str, cells))} |"


HEAD = "| run | processes | kills or stops | once | more than once | never | most copies | out of order | took |\n"


def main(share: float, seed: int) -> None:
    """Make all runs."""
    print(f"{HEAD}|{' --- |' * 9}", flush=True)  # noqa: T201 - whoever runs it reads it
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        for number, chaos in enumerate(runs(share)):
            sqlite = f"sqlite:///{folder / f'{number}.db'}"
            url = sqlite if chaos.database == "sqlite" else stack.enter_context(created(server, None))
            began = time.monotonic()
            print(row(chaos, run(chaos, url, seed), time.monotonic() - began), flush=True)  # noqa: T201


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    arguments.add_argument("--share", type=float, default=1.0, help="of the messages and the kills")
    arguments.add_argument("--seed", type=int, default=int(time.time()), help="for the same failures again")
    given = arguments.parse_args()
    print(f"seed {given.seed}")  # noqa: T201
    main(given.share, given.seed)

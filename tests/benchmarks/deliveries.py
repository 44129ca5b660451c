"""The second half of `make bench`: how fast messages leave that nobody clicked for, next to a bare slack_sdk loop.

Slack is a stub that takes 100 ms for an answer. Both have eight threads in each process. Then: what it takes to find
out, among a million messages sent long ago, that nothing is due.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from prometheus_client import CollectorRegistry
from slack_sdk import WebClient
from sqlalchemy import insert, select

from bot.process.acting import new_runner
from bot.process.metrics import Metrics
from bot.sending.deliverer import Deliverer
from bot.sending.gateway import SlackGateway
from bot.sending.sender import THREADS, Sender
from bot.slack.blocks import message, sections, write
from flows.learning.loading import load_learning
from flows.maturity.loading import load_maturity
from storage.database import SqlDatabase, open_database
from storage.rows import DeliveryLaneRow, DeliveryRow, WorkspaceRow, table_of
from tests.benchmarks.report import table
from tests.benchmarks.slow_slack import serve
from tests.support.databases import created, postgresql_server

WORKSPACES = 200
BARE_SHARE = 4  # the bare loop needs fewer messages to show its rate
AT_ONCE = 5000
TEXT = "Level 1 of 2 on Google Cloud's scale: ML pipeline automation. " * 4
MESSAGE = message(TEXT, sections(TEXT, TEXT))
MATURITY = load_maturity()
LEARNING = load_learning(MATURITY)


def fill(database: SqlDatabase, count: int, workspaces: int, *, sent: bool) -> None:
    """Put so many messages into the tables: due, each to a channel of its own, or sent, a hundred to each channel."""
    now, channels = datetime.now(UTC), -(-count // workspaces // (100 if sent else 1))
    names = [f"T{number}" for number in range(workspaces)]
    due = {"due_at": None if sent else now, "free_at": now, "last_number": 1}
    with database.backend.migrating() as connection:
        connection.execute(insert(table_of(WorkspaceRow)), [{"id": name, "created_at": now} for name in names])
        lanes = [{"workspace_id": name, "recipient": f"C{each}", **due} for name in names for each in range(channels)]
        connection.execute(insert(table_of(DeliveryLaneRow)), lanes)
        for first in range(0, count, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count))
            places = [(names[each % workspaces], f"C{each // workspaces % channels}") for each in numbers]
            rows = [_delivery(each, place, now, sent=sent) for each, place in zip(numbers, places, strict=True)]
            connection.execute(insert(table_of(DeliveryRow)), rows)


def _delivery(number: int, place: tuple[str, str], now: datetime, *, sent: bool) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "workspace_id": place[0],
        "kind": "shared_result",
        "subject_id": str(number),
        "recipient": place[1],
        "occurrence": "once",
        "transport": "slack",
        "status": "sent" if sent else "pending",
        "payload": "{}" if sent else write(MESSAGE),
        "attempts": int(sent),
        "created_at": now,
        "due_at": now,
        "not_before": now,
        "number": 1,
        "was_repeated": False,
    }


# ---- sending


def send_with_rung(database_url: str, slack_url: str, ready: Any, go: Any) -> None:
    """Send what is due in all workspaces, from when it is said until killed."""
    database = open_database(database_url)
    gateways = {f"T{number}": SlackGateway("xoxb-bench", slack_url) for number in range(WORKSPACES)}
    deliverer = Deliverer(
        new_runner(database, MATURITY, LEARNING), gateways, Metrics(CollectorRegistry()), lambda _: None
    )
    ready.put(os.getpid())
    go.wait()
    Sender(deliverer).start()
    threading.Event().wait()


def send_bare(count: int, slack_url: str, ready: Any, go: Any) -> None:
    """Post so many messages with as many threads, and nothing else."""
    client = WebClient("xoxb-bench", base_url=slack_url)
    ready.put(os.getpid())
    go.wait()
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(count):
            pool.submit(
                client.chat_postMessage,
                channel=f"C{number}",
                text=MESSAGE.text,
                blocks=MESSAGE.blocks,
                unfurl_links=False,
            )


def rate(count: int, processes: int, target: Callable[..., None], argument: Any) -> float:
    """Messages a second, from the moment that all processes are ready until the last message is there."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.benchmarks.deliveries"])
    ready, go, port = context.Queue(), context.Event(), context.Queue()
    slack = context.Process(target=serve, args=(port,), daemon=True)
    slack.start()
    url = f"http://127.0.0.1:{port.get(timeout=60)}"
    each = argument if isinstance(argument, str) else -(-count // processes)
    running = [context.Process(target=target, args=(each, f"{url}/api/", ready, go)) for _ in range(processes)]
    for process in running:
        process.start()
    for _ in running:
        ready.get(timeout=60)
    began = time.monotonic()
    go.set()
    while _posted(url) < count:
        time.sleep(0.1)
    took = time.monotonic() - began
    for process in [*running, slack]:
        process.kill()
        process.join()
    return count / took


def _posted(url: str) -> int:
    with urllib.request.urlopen(f"{url}/count") as answer:
        return int(json.load(answer)["posted"])


# ---- looking


def time_to_look(database: SqlDatabase, workspaces: int, rounds: int) -> float:
    """Milliseconds to find out that nothing is due in so many workspaces; the middle of the rounds."""
    gateways: Any = dict.fromkeys(f"T{number}" for number in range(workspaces))
    deliverer = Deliverer(
        new_runner(database, MATURITY, LEARNING), gateways, Metrics(CollectorRegistry()), lambda _: None
    )
    return _middle(lambda: deliverer.take(THREADS, {}), rounds)


def time_to_select(database: SqlDatabase, rounds: int) -> tuple[float, float]:
    """Milliseconds for the bare indexed SELECT, in a transaction of SQLAlchemy's and by the driver alone."""
    lane = table_of(DeliveryLaneRow)
    first = select(lane.c.due_at).where(lane.c.workspace_id == "T0", lane.c.due_at <= datetime.now(UTC))
    query = first.order_by(lane.c.due_at).limit(1)

    def through_sqlalchemy() -> None:
        with database.backend.reading.begin() as connection:
            connection.execute(query).first()

    sql = query.compile(database.backend.reading, compile_kwargs={"literal_binds": True}).string
    with database.backend.reading.connect() as connection:
        cursor: Any = connection.connection.cursor()
        return _middle(through_sqlalchemy, rounds), _middle(lambda: cursor.execute(sql).fetchone(), rounds)


def _middle(call: Callable[[], object], rounds: int) -> float:
    def once() -> float:
        began = time.perf_counter()
        call()
        return (time.perf_counter() - began) * 1000

    return median(once() for _ in range(rounds))


# ---- all of it


def main(count: int, stored: int, rounds: int) -> None:
    """Measure everything, and print it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server(durable=True))
        numbers = iter(range(100))

        def fresh(kind: str) -> str:
            sqlite = f"sqlite:///{folder / f'{next(numbers)}.db'}"
            return sqlite if kind == "sqlite" else stack.enter_context(created(server, None))

        lines, one = [], 0.0
        for kind, processes in (("postgresql", 1), ("postgresql", 2), ("postgresql", 4), ("sqlite", 1)):
            url = fresh(kind)
            _with_messages(url, count, WORKSPACES, sent=False).close()
            bare = rate(count // BARE_SHARE, processes, send_bare, None)
            rung = rate(count, processes, send_with_rung, url)
            one = one or rung
            cells = [f"{bare:.0f}", f"{rung:.0f}", f"{rung / bare:.2f}", f"{rung / one:.2f}"]
            lines.append([kind, str(processes), *cells])
            print(f"{kind} {processes}: {cells}", file=sys.stderr, flush=True)  # noqa: T201 - it takes long
        head = ["database", "processes", "bare slack_sdk, messages/s", "Rung", "ratio to bare", "ratio to one process"]
        print(f"\n{table(head, lines)}\n", flush=True)  # noqa: T201 - whoever runs it reads it
        print(_looking({kind: fresh(kind) for kind in ("sqlite", "postgresql")}, stored, rounds))  # noqa: T201


def _with_messages(url: str, count: int, workspaces: int, *, sent: bool) -> SqlDatabase:
    database = open_database(url)
    database.upgrade()
    fill(database, count, workspaces, sent=sent)
    with database.backend.writing.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    return database


def _looking(urls: dict[str, str], stored: int, rounds: int) -> str:
    lines = []
    for kind, url in urls.items():
        database = _with_messages(url, stored, 50, sent=True)
        bare, by_driver = time_to_select(database, rounds)
        for workspaces in (1, 50):
            ours = time_to_look(database, workspaces, rounds)
            times = [f"{each:.3f}" for each in (ours, bare, by_driver)]
            lines.append([kind, str(workspaces), *times, f"{ours / bare:.1f}", f"{ours / by_driver:.1f}"])
        database.close()
    head = ["database", "workspaces", "Rung looks, ms", "bare SELECT, ms", "by the driver alone, ms", "ratio", "ratio"]
    return table(head, lines)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(prog="python -m tests.benchmarks.deliveries", description=__doc__)
    arguments.add_argument("--deliveries", type=int, default=20_000)
    arguments.add_argument("--stored", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=500)
    given = arguments.parse_args()
    main(given.deliveries, given.stored, given.rounds)

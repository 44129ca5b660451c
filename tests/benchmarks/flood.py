"""`make flood`: one person sends the worst they can to every command, button and form, while another one clicks.

For each route the table says how many requests came in meanwhile, and how long the other person waited from their click
until the next card was there.
"""

import argparse
import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle
from pathlib import Path
from statistics import median

from bot.listeners.routes import ROUTES
from bot.slack.ids import ActionId, EventId, Field, FormId
from storage.database import open_database
from tests.benchmarks import servers
from tests.benchmarks.load import SPARE, Connection, Line, Target, Timings
from tests.benchmarks.report import table
from tests.benchmarks.slack_stub import SlackStub, channel_of

FLOODER, CHANNEL = "U0FLOOD", "C0FLOOD"
LINES = 8  # connections of the person who floods
CLICKS_EVERY = 0.1  # seconds, of the other person
BOUND = 1.0  # seconds, in which a click of theirs is to be answered
_PEOPLE = " ".join(f"<@U{number:07}>" for number in range(2500))
WORST = (
    "rule FREQ=MONTHLY;INTERVAL=0;BYMONTH=4;BYDAY=2TU",
    "rule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
    "every " + "9" * 4000 + " weeks",
    "<https://" * 4300,
    "<mailto:" * 4300,
    "<@U1|" * 4300,
    f"Flooded {_PEOPLE}",
    "a\u0301" * 20_000,
    "\u202e*`" * 10_000,
    " ".join("azure" for _ in range(6000)),
    "x" * 40_000,
    "2027-02-01 " * 3000,
)
_FIELDS = (*map(str, Field), "written", "answers")
_numbers = count()


@dataclass
class Seen:
    """What became of the requests to one route, and how long the other person waited for each card."""

    answers: dict[str, int] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)

    def row(self, route: str) -> list[str]:
        """A row of the table."""
        answers = ", ".join(f"{status}: {number}" for status, number in sorted(self.answers.items()))
        return [route, answers, f"{median(self.waited) * 1000:.0f}", f"{max(self.waited) * 1000:.0f}"]


@dataclass(frozen=True)
class Ids:
    """The records of the person who floods, which their buttons and forms carry."""

    team: str
    check_in: str
    assessment: str

    @property
    def all(self) -> tuple[str, ...]:
        """What a button or a form may carry."""
        return ("new", self.team, self.check_in, self.assessment)


def main() -> None:
    """Flood one route after the other, and print Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=2.0, help="for each route")
    parser.add_argument("--only", default="", help="routes that contain this")
    given = parser.parse_args()
    routes = [str(route) for route in ROUTES if given.only in str(route)]
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(_flood_all(Path(folder) / "rung.db", routes, given.seconds)))  # noqa: T201


async def _flood_all(path: Path, routes: list[str], seconds: float) -> str:
    stub = SlackStub()
    await stub.start()
    database = open_database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    with ExitStack() as stack:
        start = partial(stack.enter_context, servers.running(servers.RUNG, f"sqlite:///{path}", stub.url))
        running = await asyncio.to_thread(start)
        measured = await _measure(path, Target("Rung", running.port, stub), routes, seconds)
    await stub.stop()
    return measured


async def _measure(path: Path, target: Target, routes: list[str], seconds: float) -> str:
    ids = await _settle(path, target)
    (line,) = await target.lines(1, int(len(routes) * (seconds / CLICKS_EVERY + SPARE)))
    rows = []
    for route in routes:
        seen = Seen()
        bodies = _bodies(route, ids, target.stub.url)
        until = time.monotonic() + seconds
        await asyncio.gather(
            _click(line, seen, until), *(_send(target.port, bodies, until, seen) for _ in range(LINES))
        )
        await line.answer(Timings())  # what is left of the flood is done by then
        rows.append(seen.row(route))
    line.connection.close()
    return table(["route", "requests", "median wait, ms", "longest wait, ms"], rows)


async def _settle(path: Path, target: Target) -> Ids:
    """Give the person who floods a team, an open check-in and an assessment of their own."""
    connection = await Connection.to(target.port)
    for text in (f"team new Flooded <@{FLOODER}>", "check-in start", "assess private"):
        await connection.post(_command(text, target.stub.url))
        await asyncio.sleep(1)
    connection.close()
    with closing(sqlite3.connect(path)) as database:
        first = partial(_first, database)
        return Ids(first("team"), first("check_in"), first("assessment"))


def _first(database: sqlite3.Connection, table_name: str) -> str:
    return str(database.execute(f"SELECT id FROM {table_name}").fetchone()[0])  # noqa: S608 - ours


async def _click(line: Line, seen: Seen, until: float) -> None:
    timings = Timings()
    while time.monotonic() < until:
        await line.answer(timings)
        await asyncio.sleep(CLICKS_EVERY)
    seen.waited += timings.replies


async def _send(port: int, bodies: Iterator[dict[str, str] | bytes], until: float, seen: Seen) -> None:
    connection = await Connection.to(port)
    while time.monotonic() < until:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            status = await connection.send(next(bodies))
            seen.answers[status] = seen.answers.get(status, 0) + 1
            continue
        connection.close()
        connection = await Connection.to(port)
    connection.close()


def _bodies(route: str, ids: Ids, slack_url: str) -> Iterator[dict[str, str] | bytes]:
    """What to send to a route, one thing after the other and over again, each time as a request of its own."""
    for text in cycle(WORST):
        if route.startswith("/rung"):
            yield _command(f"{route.removeprefix('/rung').removesuffix('…')} {text}", slack_url)
        elif route in set(EventId):
            yield _event(route, text)
        for record in ids.all:
            if route in set(FormId):
                yield {"payload": json.dumps(_form(route, record, text))}
            elif route in set(ActionId):
                yield {"payload": json.dumps(_press(route, f"{record}:{text}", slack_url))}


def _number() -> str:
    return f"{next(_numbers)}.000001"


def _who() -> dict[str, object]:
    return {"user": {"id": FLOODER, "team_id": "T0BENCH"}, "team": {"id": "T0BENCH"}, "trigger_id": f"F{_number()}"}


def _command(text: str, slack_url: str) -> dict[str, str]:
    return {
        "command": "/rung",
        "text": text,
        "team_id": "T0BENCH",
        "channel_id": CHANNEL,
        "channel_name": "flood",
        "user_id": FLOODER,
        "api_app_id": "A0BENCH",
        "response_url": f"{slack_url}/response/{CHANNEL}",
        "trigger_id": f"F{_number()}",
    }


def _press(action: str, value: str, slack_url: str) -> dict[str, object]:
    channel = channel_of(FLOODER)
    return {
        "type": "block_actions",
        **_who(),
        "channel": {"id": channel},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": channel},
        "actions": [{"action_id": action, "block_id": "b1", "type": "button", "value": value, "action_ts": _number()}],
        "response_url": f"{slack_url}/response/{channel}",
    }


def _form(form: str, record: str, text: str) -> dict[str, object]:
    values = {name: {name: {"type": "plain_text_input", "value": text}} for name in _FIELDS}
    view = {
        "type": "modal",
        "id": f"V{_number()}",
        "callback_id": form,
        "private_metadata": f"{record}:cicd",
        "state": {"values": values},
    }
    return {"type": "view_submission", **_who(), "view": view}


def _event(kind: str, text: str) -> bytes:
    event = {
        "type": kind,
        "user": FLOODER,
        "channel": channel_of(FLOODER),
        "channel_type": "im",
        "text": text,
        "tab": "home",
    }
    envelope = {"type": "event_callback", "team_id": "T0BENCH", "event_id": f"Ev{_number()}", "event": event}
    return json.dumps(envelope).encode()


if __name__ == "__main__":
    main()

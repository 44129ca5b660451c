"""People who click as fast as they are answered, or so many times a second."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.slack_stub import SlackStub, channel_of
from tests.fakes.signing import signed_headers

SECRET = "benchmark"  # noqa: S105
PATIENCE = 30.0
_numbers = count()


@dataclass
class Timings:
    """Seconds from sending a click to the acknowledgement and to the reply's arrival; and of the whole."""

    acks: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)
    took: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.replies) / self.took


class Connection:
    """One kept-alive HTTP/1.1 connection to a server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def to(cls, port: int) -> "Connection":
        """Connect."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, form: dict[str, str]) -> None:
        """Send a signed form and read the answer; anything but 200 ends the benchmark."""
        body = urlencode(form).encode()
        headers = {
            "host": "127.0.0.1",
            "content-type": "application/x-www-form-urlencoded",
            "content-length": str(len(body)),
            **signed_headers(SECRET, body, time.time()),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._writer.write(f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body)
        answer = (await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), PATIENCE)).lower()
        length = answer.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        rest = await self._reader.readexactly(int(length or 0))
        if not answer.startswith(b"http/1.1 200"):
            raise RuntimeError(f"{answer.splitlines()[0]!r} {rest[:200]!r}")

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


@dataclass
class Target:
    """A server that is measured."""

    name: str
    port: int
    stub: SlackStub

    async def people(self, number: int) -> list[str]:
        """People who each have a whole questionnaire in front of them."""
        people = [f"U{self.port}X{next(_numbers)}" for _ in range(number)]
        connection = await Connection.to(self.port)
        for person in people:
            shown = self.stub.next_card(person)
            await connection.post(_command(person))
            await asyncio.wait_for(shown, PATIENCE)
        connection.close()
        return people

    async def answer(
        self, connection: Connection, person: str, timings: Timings, due: float | None = None
    ) -> None:
        """Click Yes on the person's card, and wait for the acknowledgement and for the next card."""
        loop = asyncio.get_running_loop()
        form = _click(person, self.stub)
        shown = self.stub.next_card(person)
        began = due or loop.time()
        await connection.post(form)
        timings.acks.append(loop.time() - began)
        timings.replies.append(await asyncio.wait_for(shown, PATIENCE) - began)


async def as_fast_as_possible(target: Target, connections: int, answers: int) -> Timings:
    """So many people at a time, each clicking again as soon as the next card is there."""
    left = _shares(await target.people(max(connections, -(-answers // ANSWERS_EACH))), answers)
    lines = [await Connection.to(target.port) for _ in range(connections)]
    timings = Timings()

    async def click(line: Connection) -> None:
        for person, clicks in left:
            for _ in range(clicks):
                await target.answer(line, person, timings)

    began = time.perf_counter()
    await asyncio.gather(*map(click, lines))
    timings.took = time.perf_counter() - began
    for line in lines:
        line.close()
    return timings


ANSWERS_EACH = 30  # of the 32 questions of a full assessment


def _shares(people: list[str], answers: int) -> Iterator[tuple[str, int]]:
    """Who answers how often, for many to take from."""
    each, more = divmod(answers, len(people))
    return iter([(person, each + (place < more)) for place, person in enumerate(people)])


async def at_a_rate(target: Target, per_second: int, seconds: float, connections: int) -> Timings:
    """So many clicks a second, whatever the server does; a click that has to wait for a connection began when due."""
    answers = int(per_second * seconds)
    people_each = -(-answers // connections // ANSWERS_EACH) + 1
    free: asyncio.Queue[tuple[Connection, Iterator[str]]] = asyncio.Queue()
    for _ in range(connections):
        people = await target.people(people_each)
        free.put_nowait((await Connection.to(target.port), (each for each in people for _ in range(ANSWERS_EACH))))
    timings = Timings()

    async def click(due: float) -> None:
        line, clicks = await free.get()
        await target.answer(line, next(clicks), timings, due)
        free.put_nowait((line, clicks))

    began = asyncio.get_running_loop().time()
    clicking = []
    for number in range(answers):
        due = began + number / per_second
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        clicking.append(asyncio.create_task(click(due)))
    await asyncio.gather(*clicking)
    timings.took = asyncio.get_running_loop().time() - began
    while not free.empty():
        free.get_nowait()[0].close()
    return timings


def _command(person: str) -> dict[str, str]:
    return {
        "command": "/rung",
        "text": "assess full",
        "team_id": "T0BENCH",
        "channel_id": channel_of(person),
        "channel_name": "directmessage",
        "user_id": person,
        "user_name": "someone",
        "api_app_id": "A0BENCH",
        "response_url": "http://127.0.0.1:9/none",
        "trigger_id": f"{next(_numbers)}.trigger",
    }


def _click(person: str, stub: SlackStub) -> dict[str, str]:
    """What Slack sends when Yes is pressed, with the message it stands in."""
    card = stub.cards[channel_of(person)]
    blocks = [block for block in card["blocks"] if block["type"] == "actions"]
    yes = next(each for block in blocks for each in block["elements"] if each["action_id"] == "answer_yes")
    place = {"message_ts": card["ts"], "channel_id": channel_of(person)}
    moment = f"{next(_numbers)}.000001"
    payload = {
        "type": "block_actions",
        "user": {"id": person, "username": "someone", "team_id": "T0BENCH"},
        "team": {"id": "T0BENCH", "domain": "bench"},
        "api_app_id": "A0BENCH",
        "channel": {"id": channel_of(person), "name": "directmessage"},
        "container": {"type": "message", **place, "is_ephemeral": False},
        "message": {"type": "message", "user": "U0BOT", "bot_id": "B0BOT", **card},
        "actions": [{**yes, "block_id": "b1", "action_ts": moment}],
        "state": {"values": {}},
        "trigger_id": f"{moment}.trigger",
        "response_url": f"{stub.url}/response/{channel_of(person)}",
    }
    return {"payload": json.dumps(payload)}

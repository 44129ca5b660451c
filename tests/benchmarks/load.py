"""People who click as fast as they are answered, or so many times a second."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.slack_stub import SlackStub, channel_of
from tests.fakes.signing import signed_headers

SECRET = "b" * 32  # of the form that Slack's have
PATIENCE = 30.0
ANSWERS = ("answer_yes", "answer_partial", "answer_no")
FEWEST_QUESTIONS, MOST_QUESTIONS = 5, 8  # of the standard questionnaire, whose length depends on the answers
SPARE = 2  # times the answers of an even share: some connections are faster
_numbers = count()
_random = Random(2026)


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
        """Send a signed form; anything but 200 ends the benchmark."""
        status = await self.send(form)
        if status != "200":
            raise RuntimeError(f"answered with {status}")

    async def send(self, content: dict[str, str] | bytes) -> str:
        """Send a signed form, or JSON as it is, and read the status of the answer."""
        if isinstance(content, dict):
            kind, body = "application/x-www-form-urlencoded", urlencode(content).encode()
        else:
            kind, body = "application/json", content
        headers = {
            "host": "127.0.0.1",
            "content-type": kind,
            "content-length": str(len(body)),
            **signed_headers(SECRET, body, time.time()),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._writer.write(f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body)
        answer = (await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), PATIENCE)).lower()
        length = answer.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await self._reader.readexactly(int(length or 0))
        return answer.split(b" ", 2)[1].decode()

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


@dataclass
class Target:
    """A server that is measured."""

    name: str
    port: int
    stub: SlackStub

    async def lines(self, number: int, answers_each: int) -> list["Line"]:
        """Connections, each with enough people to click so often on questions that are in front of them."""
        return [await self._line(-(-answers_each // FEWEST_QUESTIONS)) for _ in range(number)]

    async def _line(self, people: int) -> "Line":
        line = Line(
            await Connection.to(self.port), self.stub, [f"U{self.port}X{next(_numbers)}" for _ in range(people)]
        )
        for person in line.people:
            shown = self.stub.next_card(person)
            await line.connection.post(_command(person))
            await asyncio.wait_for(shown, PATIENCE)
        return line


@dataclass
class Line:
    """One connection, and the people who click over it one after the other."""

    connection: Connection
    stub: SlackStub
    people: list[str]
    _clicks: int = 0

    async def answer(self, timings: Timings, due: float | None = None) -> None:
        """Answer the next question, and wait for the acknowledgement and for the next card."""
        loop = asyncio.get_running_loop()
        person = self._next_person()
        form = _click(person, self.stub)
        shown = self.stub.next_card(person)
        began = due or loop.time()
        await self.connection.post(form)
        timings.acks.append(loop.time() - began)
        timings.replies.append(await asyncio.wait_for(shown, PATIENCE) - began)

    def _next_person(self) -> str:
        """The person whose turn it is: the same until their questionnaire is done."""
        if self._clicks == MOST_QUESTIONS or not _buttons(self.stub.cards[channel_of(self.people[-1])]):
            self.people.pop()
            self._clicks = 0
        self._clicks += 1
        return self.people[-1]


async def as_fast_as_possible(target: Target, connections: int, answers: int) -> Timings:
    """So many people at a time, each clicking again as soon as the next card is there."""
    lines = await target.lines(connections, SPARE * -(-answers // connections))
    timings = Timings()
    left = iter(range(answers))

    async def click(line: Line) -> None:
        for _ in left:
            await line.answer(timings)

    began = time.perf_counter()
    await asyncio.gather(*map(click, lines))
    timings.took = time.perf_counter() - began
    for line in lines:
        line.connection.close()
    return timings


async def at_a_rate(target: Target, per_second: int, seconds: float, connections: int) -> Timings:
    """So many clicks a second, whatever the server does; a click that has to wait for a connection began when due."""
    answers = int(per_second * seconds)
    lines = await target.lines(connections, SPARE * -(-answers // connections))
    free: asyncio.Queue[Line] = asyncio.Queue()
    for line in lines:
        free.put_nowait(line)
    timings = Timings()

    async def click(due: float) -> None:
        line = await free.get()
        await line.answer(timings, due)
        free.put_nowait(line)

    began = asyncio.get_running_loop().time()
    clicking = []
    for number in range(answers):
        due = began + number / per_second
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        clicking.append(asyncio.create_task(click(due)))
    await asyncio.gather(*clicking)
    timings.took = asyncio.get_running_loop().time() - began
    for line in lines:
        line.connection.close()
    return timings


def _command(person: str) -> dict[str, str]:
    return {
        "command": "/rung",
        "text": "assess",
        "team_id": "T0BENCH",
        "channel_id": channel_of(person),
        "channel_name": "directmessage",
        "user_id": person,
        "user_name": "someone",
        "api_app_id": "A0BENCH",
        "response_url": "http://127.0.0.1:9/none",
        "trigger_id": f"{next(_numbers)}.trigger",
    }


def _buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Yes, Partly and No, if the card asks something."""
    blocks = [block for block in card["blocks"] if block["type"] == "actions"]
    return [each for block in blocks for each in block["elements"] if each.get("action_id") in ANSWERS]


def _click(person: str, stub: SlackStub) -> dict[str, str]:
    """What Slack sends when an answer is pressed, with the message it stands in."""
    card = stub.cards[channel_of(person)]
    pressed = _random.choice(_buttons(card))
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
        "actions": [{**pressed, "block_id": "b1", "action_ts": moment}],
        "state": {"values": {}},
        "trigger_id": f"{moment}.trigger",
        "response_url": f"{stub.url}/response/{channel_of(person)}",
    }
    return {"payload": json.dumps(payload)}

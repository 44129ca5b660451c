"""A conversation as a person has it: typing, clicking by label, and reading what is on the screen.

Every request goes to the real Bolt app over HTTP, signed as Slack signs it; every reply goes through the strict fake.
"""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette

from bot.app import build_application
from bot.process.acting import new_runner
from bot.process.guard import Guard
from bot.process.http import make_asgi
from bot.sending.gateway import SlackGateway
from bot.slack.ids import ActionId
from flows.deliveries.delivery import DeliveryLimits
from flows.learning.loading import Learning, load_learning
from flows.maturity.loading import Maturity, load_maturity
from flows.ports import Database
from tests.fakes.signing import signed_headers
from tests.fakes.slack import FakeSlack

SECRET = "0123456789abcdef" * 2  # of the form that Slack's have
Element = dict[str, Any]
OF_PREVIEW = {ActionId.PUBLISH, ActionId.DISCUSS, ActionId.AGREE, ActionId.SUMMARY_CHANNEL}


# A Monday morning on which everybody works. It lies before any day on which the tests run, so that what the fake Slack
# has is found by its time.
BEGINS = datetime(2026, 11, 16, 10, tzinfo=UTC)
_BACK = BEGINS - datetime.now(UTC)  # the same for all servers of a test


class Shifted:
    """A clock that runs from a working morning on, or from what the test sets."""

    def __init__(self) -> None:
        self.shift = _BACK

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift


@dataclass
class Server:
    """Rung behind a real socket, as Slack reaches it."""

    application: Any
    port: int
    slack: FakeSlack
    database: Any = None
    gateway: Any = None
    clock: "Shifted | None" = None

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page of the operator's."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode().strip()
        finally:
            connection.close()

    def post(
        self, form: dict[str, str] | None = None, event: dict[str, Any] | None = None, *, seconds_ago: int = 0
    ) -> tuple[int, bytes]:
        """Send a signed request, and let the fake check the acknowledgement as Slack would."""
        body = urlencode(form).encode() if form is not None else json.dumps(event).encode()
        kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            headers = {"content-type": kind, **signed_headers(SECRET, body, time.time() - seconds_ago)}
            connection.request("POST", "/slack/events", body, headers)
            answer = connection.getresponse()
            status, content = answer.status, answer.read()
        finally:
            connection.close()
        self.slack.check_ack(status, content, time.monotonic() - began, sent=_sent(form))
        return status, content

    @contextmanager
    def replies_held(self) -> Iterator[None]:
        """Keep every reply back for a while, as a slow Slack would."""
        with self.slack.lock:
            yield

    def later(self, until: datetime) -> None:
        """Let it be that moment by Rung's clock, and do what has become due by then."""
        assert self.clock is not None
        self.clock.shift = until - datetime.now(UTC)
        self.tick()

    def tick(self) -> None:
        """Knock at all that may have become due."""
        self.application.ticking.tick()
        self.wait()

    def wait(self) -> None:
        """Wait until every reply is out."""
        assert self.application.replies.wait_until_sent(15), "replies are stuck"
        if self.application.sender.problem() is None:
            assert self.application.sender.wait_until_idle(15), "deliveries are stuck"
            assert self.application.replies.wait_until_sent(15), "replies are stuck"


def _sent(form: dict[str, str] | None) -> dict[str, Any] | None:
    """What a form with a command or a payload says; None for an event."""
    if form is None or "payload" not in form:
        return form
    payload: dict[str, Any] = json.loads(form["payload"])
    return payload


@cache
def taught() -> Learning:
    """What is taught and asked, read once."""
    return load_learning(load_maturity())


@contextmanager
def serving(
    database: Database, maturity: Maturity, slack: FakeSlack, limits: DeliveryLimits | None = None
) -> Iterator[Server]:
    """Run the application on a free port for the length of a test."""
    gateway, clock = SlackGateway(slack.bot_token, slack.api_url), Shifted()
    runner = new_runner(database, maturity, taught(), clock.now, limits)
    application = build_application(runner, gateway, gateway.identity(), tick_seconds=3600)  # the test ticks
    application.start()
    guard = Guard(SECRET, now=lambda: datetime.now(UTC).timestamp())
    asgi = make_asgi(application.handle, guard, application.problem, application.metrics)
    with _listening(asgi) as port:
        try:
            yield Server(application, port, slack, database, gateway, clock)
        finally:
            application.drain(10)


@contextmanager
def _listening(asgi: Starlette) -> Iterator[int]:
    server = uvicorn.Server(uvicorn.Config(asgi, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.002)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@dataclass
class Talk:
    """One person talking with Rung."""

    server: Server
    person: str
    channel: str
    _trail: list[str] = field(default_factory=list)

    @property
    def slack(self) -> FakeSlack:
        return self.server.slack

    @property
    def dm(self) -> str:
        return self.slack.dm(self.person)

    def command(self, words: str, channel: str | None = None) -> dict[str, Any]:
        """Type a slash command; what comes back at once, if anything."""
        command, _, text = words.partition(" ")
        form = self.slack.slash_command(self.person, channel or self.channel, text, command=command)
        _, content = self.server.post(form=form)
        self.server.wait()
        answer: dict[str, Any] = json.loads(content) if content else {}
        return answer

    def says(self, text: str, **more: Any) -> None:
        """Type a message in the direct messages."""
        self.server.post(event=self.slack.message_event(self.person, self.dm, text, **more))
        self.server.wait()

    def click(self, label: str, selected: str | None = None) -> None:
        """Press a button, or choose from a menu, on the one live card."""
        self.press(self.card, self.element(label), selected)
        self.server.wait()

    def press(self, message: Any, element: Element, selected: str | None = None, channel: str | None = None) -> None:
        """Press something on any message, live or not, and do not wait."""
        payload = self.slack.block_action(self.person, channel or self.dm, message.ts, element, selected=selected)
        self.server.post(form={"payload": json.dumps(payload)})

    def send_form(self, written: str, **chosen: Any) -> tuple[int, bytes]:
        """Fill in the open form and send it; `chosen` has what else it asks."""
        return self.send_fields({"written": written, **chosen})

    def send_fields(self, values: dict[str, Any]) -> tuple[int, bytes]:
        """Send the open form with these values by the names of its inputs."""
        view = self.slack.open_view(self.person)
        assert view is not None, "no form is open"
        payload = self.slack.view_submission(self.person, view["id"], values)
        answered = self.server.post(form={"payload": json.dumps(payload)})
        self.server.wait()
        return answered

    @property
    def card(self) -> Any:
        """The one message with buttons: there must never be two, but for what an owner looks at first."""
        messages = self.slack.messages(self.dm)
        live = [each for each in messages if any(e["action_id"] not in OF_PREVIEW for e in elements_of(each.blocks))]
        assert len(live) == 1, [each.text for each in live]
        return live[0]

    @property
    def screen(self) -> str:
        """The text of the live card."""
        return str(self.card.text)

    @property
    def last(self) -> str:
        """The text of the last message, live or not."""
        return str(self.slack.messages(self.dm)[-1].text)

    @property
    def whispers(self) -> list[str]:
        """What only this person saw in the channel or the direct messages."""
        seen = [*self.slack.ephemerals(self.channel, self.person), *self.slack.ephemerals(self.dm, self.person)]
        return [str(each.text) for each in seen]

    def whispered(self, channel: str | None = None) -> Any:
        """The last message in a channel that only this person sees."""
        return self.slack.ephemerals(channel or self.channel, self.person)[-1]

    def press_whispered(self, label: str, selected: str | None = None, channel: str | None = None) -> None:
        """Press something on it; of a menu the first entry unless another one is named."""
        seen = self.whispered(channel)
        element = next(each for each in elements_of(seen.blocks) if label_of(each) == label)
        options = element.get("options")
        self.press(seen, element, selected or (options[0]["value"] if options else None), channel or self.channel)
        self.server.wait()

    def labels(self) -> list[str]:
        """What can be pressed on the live card."""
        return [label_of(each) for each in elements_of(self.card.blocks)]

    def element(self, label: str) -> Element:
        """What can be pressed under a label on the live card."""
        found = [each for each in elements_of(self.card.blocks) if label_of(each) == label]
        assert len(found) == 1, f"{label} is not on the card: {self.labels()}"
        return found[0]

    def answer_all(self, answers: dict[str, str] | str, most: int = 40) -> int:
        """Answer until there is a result; by practice id with a label, or all the same. How many were asked."""
        for count in range(most):
            if "Yes" not in self.labels():
                return count
            practice = self.element("Yes")["value"].partition(":")[2]
            self.click(answers if isinstance(answers, str) else answers[practice])
        raise AssertionError("no end of questions")


def elements_of(blocks: list[dict[str, Any]]) -> list[Element]:
    """All that can be pressed in a message, each with the id of its block."""
    rows = (block for block in blocks if block["type"] == "actions")
    return [element | {"block_id": block.get("block_id")} for block in rows for element in block["elements"]]


def label_of(element: Element) -> str:
    """What is written on a button or a menu."""
    return str((element.get("text") or element.get("placeholder") or {}).get("text"))


def eventually(seen: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something is seen; for processes that cannot be asked whether they are done."""
    deadline = time.monotonic() + seconds
    while not _tried(seen):
        assert time.monotonic() < deadline, "never seen"
        time.sleep(0.02)


def _tried(seen: Callable[[], bool]) -> bool:
    try:
        return seen()
    except AssertionError:
        return False

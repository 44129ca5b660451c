"""A Slack that refuses what Slack refuses: a real HTTP server for the Web API and for response_urls."""

import time
from collections import deque
from collections.abc import Callable
from typing import Self

from tests.fakes import acks
from tests.fakes.failures import Failure
from tests.fakes.payloads import Clients
from tests.fakes.server import SlackServer
from tests.fakes.values import Json, Message


class FakeSlack(Clients):
    """One workspace and its server.

    `clock` is in seconds; triggers, response_urls and the pace of posts go by it. `wall` is the time of day, in seconds
    since 1970, of which ids of messages are made. With `limit_posts`, a second message to a channel within a second is
    refused. `chance` may fail any request.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        limit_posts: bool = False,
        wall: Callable[[], float] = time.time,
        workspace_id: str = "T0WORKSPACE",
    ) -> None:
        super().__init__(clock, limit_posts=limit_posts, wall=wall, workspace_id=workspace_id)
        self.chance: Callable[[str], Failure | None] = lambda _: None
        self._failures: dict[str, deque[Failure]] = {}
        self._server: SlackServer | None = None
        self._port = 0

    def start(self) -> None:
        """Begin to listen on a free port, or again on the same one."""
        self._server = SlackServer(self, self._port)
        self._port = self._server.port
        self.url = self._server.address
        self._server.start()

    def stop(self) -> None:
        """Stop listening; nothing that is under way holds this up."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """What the Web API client is pointed at."""
        return f"{self.url}/api/"

    # ---- what people see

    def messages(self, channel: str, *, with_deleted: bool = False) -> list[Message]:
        """The messages of a channel, in order."""
        with self.lock:
            return [each for each in self.channels[channel].messages if with_deleted or not each.deleted]

    def ephemerals(self, channel: str, person: str) -> list[Message]:
        """What only this person sees there."""
        with self.lock:
            return list(self.hidden.get((channel, person), []))

    def open_view(self, person: str) -> Json | None:
        """The modal on top."""
        with self.lock:
            return self.views[person][-1] if self.views.get(person) else None

    def home(self, person: str) -> Json | None:
        """The home page."""
        with self.lock:
            return self.homes.get(person)

    # ---- failing

    def fail(self, method: str, how: Failure, times: int = 1) -> None:
        """Fail the next requests to a method, to "response_url", or to "*"."""
        with self.lock:
            self._failures.setdefault(method, deque()).extend([how] * times)

    def next_failure(self, method: str) -> Failure | None:
        """How the request that has just come fails, if it does."""
        for name in (method, "*"):
            if self._failures.get(name):
                return self._failures[name].popleft()
        return self.chance(method)

    # ---- acknowledgements

    def check_ack(self, status: int, body: bytes, took: float, *, sent: Json | None = None) -> None:
        """Raise when Slack would not take this as an acknowledgement; `took` is in seconds.

        With `sent`, the payload or form that was sent, Slack also does what the answer asks for.
        """
        answer = acks.check(status, body, took)
        if sent is not None:
            with self.lock:
                acks.settle(self, sent, answer)

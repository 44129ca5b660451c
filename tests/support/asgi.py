"""Calling an ASGI application in the same process, as Slack would."""

import asyncio
import time
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette

SECRET = "the secret of these tests"  # noqa: S105
PATIENCE = 20  # seconds after which a test fails instead of hanging


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""


class Sender:
    """Sends a body in chunks, and counts how often it was asked for more."""

    def __init__(self, chunks: Iterable[bytes] = (), *, hangs_up: bool = False) -> None:
        self.asked = 0
        self._chunks = iter(chunks)
        self._hangs_up = hangs_up

    async def __call__(self) -> dict[str, Any]:
        self.asked += 1
        chunk = next(self._chunks, None)
        if chunk is None and self._hangs_up:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}


async def call(asgi: Starlette, method: str, path: str, sender: Sender | None = None, **headers: str) -> Answer:
    """One request; `content_type="…"` is the header content-type."""
    answer = Answer()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answer.text += message["body"].decode()

    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": lines}
    await asgi(scope, sender or Sender(), send)
    return answer


def get(asgi: Starlette, path: str) -> Coroutine[Any, Any, Answer]:
    """GET it."""
    return call(asgi, "GET", path)


def post(asgi: Starlette, body: str, timestamp: str | None = None, **more: str) -> Coroutine[Any, Any, Answer]:
    """A form signed now, or at `timestamp`, sent to /slack/events with `more` headers."""
    timestamp = timestamp or str(int(time.time()))
    headers = {
        "content_type": "application/x-www-form-urlencoded",
        "x_slack_request_timestamp": timestamp,
        "x_slack_signature": str(SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)),
    }
    return call(asgi, "POST", "/slack/events", Sender([body.encode()]), **headers | more)


def run(asgi: Starlette, *works: Coroutine[Any, Any, Answer]) -> list[Answer]:
    """One after the other, within one life of the application."""

    async def live() -> list[Answer]:
        async with asgi.router.lifespan_context(asgi):
            return [await asyncio.wait_for(work, PATIENCE) for work in works]

    return asyncio.run(live())

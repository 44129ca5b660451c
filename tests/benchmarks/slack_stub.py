"""The Slack of a benchmark: it answers at once, and tells when the reply to a person arrived."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

BOT = {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T0BENCH", "team": "Bench", "url": "https://bench.slack.com/"}


class SlackStub:
    """Serves the Web API on a free port of this event loop."""

    def __init__(self) -> None:
        self.cards: dict[str, dict[str, Any]] = {}  # by the person's channel: the message that stands there
        self._waiting: dict[str, asyncio.Future[float]] = {}
        self._messages = 0
        self._server = uvicorn.Server(
            uvicorn.Config(
                Starlette(
                    routes=[
                        Route("/api/{method}", self._answer, methods=["POST", "GET"]),
                        Route("/response/{channel}", self._take, methods=["POST"]),
                    ]
                ),
                port=0,
                log_config=None,
                access_log=False,
                lifespan="off",
            )
        )
        self.url = ""

    async def start(self) -> None:
        """Listen."""
        self._serving = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Stop listening."""
        self._server.should_exit = True
        await self._serving

    def next_card(self, person: str) -> asyncio.Future[float]:
        """Done, with the loop's time, when the next message for a person has arrived."""
        future = asyncio.get_running_loop().create_future()
        self._waiting[channel_of(person)] = future
        return future

    async def _take(self, request: Request) -> Response:
        """A reply to a click takes the place of the card."""
        channel, given = request.path_params["channel"], json.loads(await request.body())
        if given.get("replace_original"):
            self._show({**given, "channel": channel, "ts": self.cards[channel]["ts"]})
        return PlainTextResponse("ok")

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        given = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
        return JSONResponse({"ok": True, **self._done(request.path_params["method"], given)})

    def _done(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method in {"chat.postMessage", "chat.update"}:
            return self._show(given)
        if method == "conversations.open":
            return {"channel": {"id": channel_of(str(given["users"]))}}
        if method == "users.info":
            return {"user": {"id": given["user"], "team_id": BOT["team_id"], "tz": "UTC"}}
        if method == "conversations.info":
            return {"channel": {"id": given["channel"], "name": "bench", "is_member": True, "num_members": 2}}
        if method == "chat.getPermalink":
            return {"permalink": "https://bench.slack.com/archives/D0/p1"}
        return BOT

    def _show(self, given: dict[str, Any]) -> dict[str, Any]:
        self._messages += 1
        channel, ts = given["channel"], given.get("ts") or f"{1_000_000 + self._messages}.000001"
        self.cards[channel] = {"ts": ts, "text": given["text"], "blocks": given["blocks"]}
        waiting = self._waiting.pop(channel, None)
        if waiting and not waiting.done():
            waiting.set_result(asyncio.get_running_loop().time())
        return {"channel": channel, "ts": ts}


def channel_of(person: str) -> str:
    """The direct messages with a person."""
    return f"D{person[1:]}"

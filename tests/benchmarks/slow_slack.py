"""A Slack that takes 100 ms for each answer and says yes to everything; a process of its own."""

import asyncio
import itertools
import json
from typing import Any

import httptools

ANSWERS_AFTER = 0.1  # seconds


class SlowSlack(asyncio.Protocol):
    """One connection. `/count` says how many messages were posted."""

    posted = itertools.count(1)
    last = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport: Any = transport
        self._parser = httptools.HttpRequestParser(self)
        self._path = b""

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        """Remember what is asked."""
        self._path = url

    def on_message_complete(self) -> None:
        """Answer, later."""
        if self._path == b"/count":
            self._answer({"posted": SlowSlack.last})
            return
        SlowSlack.last = next(self.posted)
        answer = {"ok": True, "channel": "C0BENCH", "ts": f"1700000000.{SlowSlack.last:06d}", "message": {}}
        asyncio.get_running_loop().call_later(ANSWERS_AFTER, self._answer, answer)

    def _answer(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


def serve(ready: Any) -> None:
    """Serve until killed; the port goes into `ready`."""

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(SlowSlack, "127.0.0.1", 0, backlog=1024)
        ready.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())

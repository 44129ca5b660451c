"""The HTTP edge: Slack's requests through the guard to Bolt on a few threads, health, metrics, and an orderly end."""

import asyncio
import errno
import logging
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from types import FrameType
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.process.connections import BoundedProtocol
from bot.process.guard import LARGEST_BODY, OVERSIZED, Content, Guard, Refusal
from bot.process.metrics import Metrics
from flows.errors import FlowError

THREADS = 4  # measured: more are no faster, and their slowest answers take five to ten times as long
MOST_WAITING = 200  # requests; at the usual 5 ms each, a quarter of a second of work
READINESS_SECONDS = 2.0
STOP_SECONDS = 10.0  # from the first SIGTERM or SIGINT to the end of the process, whatever hangs
REQUESTS_STOP_SECONDS = 4  # of these for requests in flight: Slack waits for three
LEFT_OVER_SECONDS = 1.0  # and of these for what the caller closes afterwards

_log = logging.getLogger(__name__)


class ServeError(FlowError):
    """Rung cannot listen where it was told to: which setting, why, and what to choose."""


@dataclass(frozen=True)
class HttpReply:
    """What goes back to Slack."""

    status: int
    headers: Mapping[str, str]
    body: str


Handle = Callable[[Content], HttpReply]
"""From what Slack says to the reply; it is called in one of the bridge's threads."""


class Readiness(Protocol):
    """Whether Rung can do its work."""

    def __call__(self) -> str | None:
        """None if Rung can do its work, else one sentence why not."""


def make_asgi(handle: Handle | None, guard: Guard | None, readiness: Readiness, metrics: Metrics) -> Starlette:
    """The whole HTTP surface: /slack/events, /healthz, /readyz, /metrics.

    Without `handle` and `guard` (Socket Mode) there is no /slack/events; one without the other is a ValueError. The
    threads end with the application's lifespan.
    """
    if (handle is None) != (guard is None):
        raise ValueError("requests from Slack need a handler and a guard in front of it")
    health = _Health(readiness, metrics)
    routes = [Route("/healthz", health.alive), Route("/readyz", health.ready), Route("/metrics", health.metrics)]
    closing = [health.close]
    if handle and guard:
        bridge = _Bridge(handle)
        routes.append(Route("/slack/events", _SlackEvents(bridge, guard, metrics), methods=["POST"]))
        closing.append(bridge.close)
    asgi = Starlette(routes=routes, lifespan=lambda _: _closing_in_the_end(closing))
    asgi.router.redirect_slashes = False  # what is not a path of ours is a 404, not a redirect to one that is
    return asgi


@asynccontextmanager
async def _closing_in_the_end(closing: list[Callable[[], None]]) -> AsyncIterator[None]:
    yield
    for close in closing:
        close()


class _Bridge:
    """Runs the handler in a few threads of its own, off the event loop."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._pool = ThreadPoolExecutor(THREADS, "slack-request")
        self._unfinished: set[Future[HttpReply]] = set()

    @property
    def is_full(self) -> bool:
        return len(self._unfinished) >= THREADS + MOST_WAITING

    async def run(self, content: Content) -> HttpReply:
        future = self._pool.submit(self._handle, content)
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        # Cancelled, this withdraws a handler that has not begun; one that has, perhaps in mid-transaction, goes on.
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._unfinished:
            _log.warning("stopped before every request was finished", extra={"unfinished": len(self._unfinished)})


class _SlackEvents:
    """POST /slack/events."""

    def __init__(self, bridge: _Bridge, guard: Guard, metrics: Metrics) -> None:
        self._bridge = bridge
        self._guard = guard
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        arrived = time.perf_counter()
        body, refusal = await _read(request)
        if refusal:
            return self._refuse(refusal, len(body))
        if self._bridge.is_full:
            # Slack retries an event after a 503 and tells a person at once that a click failed; both are better than
            # an acknowledgement that comes too late. Before the guard, which would take the retry for a replay.
            self._metrics.request_busy()
            return PlainTextResponse("busy", 503)
        content = self._guard.read(request.headers, body)
        if isinstance(content, Refusal):
            return self._refuse(content, len(body))
        return await self._handle(content, arrived)

    def _refuse(self, refusal: Refusal, size: int) -> Response:
        self._metrics.request_refused(refusal.reason)
        _log.warning("request refused", extra={"status": refusal.status, "reason": refusal.reason, "size": size})
        # Closed, because the rest of an oversized body may still be on its way.
        return PlainTextResponse(refusal.reason, refusal.status, {"connection": "close"})

    async def _handle(self, content: Content, arrived: float) -> Response:
        ok = False
        try:
            reply = await self._bridge.run(content)
            ok = reply.status < 500
        finally:
            self._metrics.request_handled(time.perf_counter() - arrived, ok=ok)
        return Response(reply.body, reply.status, dict(reply.headers))


async def _read(request: Request) -> tuple[bytes, Refusal | None]:
    """The body, or as much of it as was read before it had to be refused."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > 9 or int(length) > LARGEST_BODY):
        return b"", OVERSIZED
    body = bytearray()
    try:
        async with aclosing(request.stream()) as chunks:
            async for chunk in chunks:
                body += chunk
                if len(body) > LARGEST_BODY:
                    return bytes(body), OVERSIZED
    except ClientDisconnect:
        return bytes(body), Refusal(400, "disconnected")
    return bytes(body), None


class _Health:
    """GET /healthz, /readyz and /metrics. They answer while the bridge is blocked: none of them uses it."""

    def __init__(self, readiness: Readiness, metrics: Metrics) -> None:
        self._readiness = readiness
        self._metrics = metrics
        self._pool = ThreadPoolExecutor(1, "readiness")

    async def alive(self, _: Request) -> Response:
        return PlainTextResponse("ok")

    async def metrics(self, _: Request) -> Response:
        body, content_type = self._metrics.render()
        return Response(body, media_type=content_type)

    async def ready(self, _: Request) -> Response:
        why_not = await self._why_not_ready()
        if why_not:
            return PlainTextResponse(why_not, 503)
        return PlainTextResponse("ready")

    async def _why_not_ready(self) -> str | None:
        check = self._pool.submit(self._readiness)
        try:
            # Too late, it is withdrawn, so that those who ask while one hangs do not pile up behind it.
            return await asyncio.wait_for(asyncio.wrap_future(check), READINESS_SECONDS)
        except TimeoutError:
            return "The check whether Rung is ready takes too long."

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def serve(
    asgi: Starlette, host: str, port: int, *, on_ready: Callable[[str], None], drain: Callable[[float], None]
) -> None:
    """Serve until SIGTERM or SIGINT; call it from the main thread. ServeError if it cannot listen there.

    `on_ready` gets "http://host:port" with the actual port (0 asks for any free one) once the socket listens.
    On the signal no more requests are accepted, those in flight are finished, and `drain` is called with the seconds it
    may take. Whatever hangs, here or in what the caller does afterwards, the process ends within ten seconds of the
    first signal: by itself, or with status 1. A second SIGINT skips the waiting.
    """
    server = _Server(_settings(asgi))
    with _listen(host, port) as listening, _stopping_on_signals(server) as seconds_left:
        in_url = f"[{host}]" if ":" in host else host
        on_ready(f"http://{in_url}:{listening.getsockname()[1]}")
        server.run(sockets=[listening])
        drain(0.0 if server.force_exit else seconds_left())


def _settings(asgi: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        asgi,
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=65,  # longer than the usual 60 s of a proxy, which must be the one that hangs up
        timeout_graceful_shutdown=REQUESTS_STOP_SECONDS,
    )


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone: uvicorn would end the process by the signal before anything is drained."""
        yield


@contextmanager
def _stopping_on_signals(server: uvicorn.Server) -> Iterator[Callable[[], float]]:
    """Ask the server to stop on SIGTERM and SIGINT; gives how many seconds are left to drain."""
    asked: list[float] = []
    stopping: SimpleQueue[int] = SimpleQueue()  # the one queue that a signal handler may use, whatever it interrupts

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(time.monotonic())
        stopping.put(number)
        server.handle_exit(number, frame)

    Thread(target=_end_in_time, args=(stopping,), name="end-in-time", daemon=True).start()
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: max(0.0, STOP_SECONDS - LEFT_OVER_SECONDS - (time.monotonic() - asked[0] if asked else 0.0))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stopping.put(0)


def _end_in_time(stopping: SimpleQueue[int]) -> None:
    if stopping.get():
        time.sleep(STOP_SECONDS)
        # Python itself would wait for every thread of a pool, for ever if one hangs. Neither lock nor log here: they
        # may be what hangs.
        os._exit(1)


def _listen(host: str, port: int) -> socket.socket:
    """A socket on the first address that `host` stands for, IPv4 before IPv6."""
    if not 0 <= port <= 65535:
        raise ServeError(f"RUNG_PORT: {port} is not a port; choose one from 1 to 65535, or 0 for any that is free")
    try:
        candidates = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = min(candidates, key=lambda candidate: candidate[0] != socket.AF_INET)
        return socket.create_server(address, family=family, backlog=2048)
    except (OSError, ValueError) as error:
        raise ServeError(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError | ValueError) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return f"RUNG_PORT: {port} is in use on {host}; choose another with RUNG_PORT"
    if code in (errno.EACCES, errno.EPERM):
        return f"RUNG_PORT: Rung may not listen on {port} on {host}; choose one above 1023 with RUNG_PORT"
    if code == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror | ValueError):
        return f"RUNG_HOST: {host} is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for all it has"
    return f"RUNG_HOST: Rung cannot listen on {host}: {os.strerror(code or 0)}"

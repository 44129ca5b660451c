"""slack_sdk over connections that stay open.

By itself it opens one for each call: a TLS handshake, and on Python 3.11 some 20 ms of processor time to read the
machine's certificates again. What goes out is still put together, and what comes back still understood, by slack_sdk.
"""

import ssl
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import Request, getproxies, proxy_bypass

import urllib3
from slack_sdk import WebClient

CONNECTIONS = 8  # to a host: the reply threads, and the request threads, which open forms
# Seconds; one that has been idle for longer may be closed by the other side just when it is used again.
IDLE = 20.0


class Connections:
    """Pools by host, through the environment's proxy where there is one. Every thread may use them at any time.

    `heard` is told the time of each answer, as the other side has it.
    """

    def __init__(
        self,
        timeout: float,
        clock: Callable[[], float] = time.monotonic,
        heard: Callable[[datetime], None] = lambda _: None,
    ) -> None:
        self._timeout = timeout
        self._clock = clock
        self._heard = heard
        self._lock = Lock()
        self._pools: dict[str, urllib3.PoolManager] = {}
        self._used_at: dict[str, float] = {}

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        """Send something and read the answer; nothing is ever sent again. Raises urllib3's HTTPError."""
        answer = self._pool_for(url).urlopen("POST", url, body=body, headers=headers, redirect=False)
        told = _time_of(answer)
        if told:
            self._heard(told)
        return answer

    def _pool_for(self, url: str) -> urllib3.PoolManager:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            pool = self._pools.get(place) or self._pools.setdefault(place, new_pool(parts, self._timeout))
            now = self._clock()
            if now - self._used_at.get(place, now) > IDLE:
                pool.clear()
            self._used_at[place] = now
        return pool


def _time_of(answer: urllib3.BaseHTTPResponse) -> datetime | None:
    try:
        told = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return told if told.tzinfo else None


def new_pool(parts: SplitResult, timeout: float) -> urllib3.PoolManager:
    """The pool for an address."""
    settings: dict[str, Any] = {"timeout": timeout, "maxsize": CONNECTIONS, "retries": False}
    if parts.scheme == "https":
        settings["ssl_context"] = ssl.create_default_context()
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return urllib3.ProxyManager(proxy, **settings)
    return urllib3.PoolManager(**settings)


class KeptAliveClient(WebClient):
    """The Web API."""

    def __init__(self, connections: Connections, **settings: Any) -> None:  # noqa: ANN401 - slack_sdk's own
        super().__init__(**settings)
        self._connections = connections

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        body = req.data if isinstance(req.data, bytes) else b""  # it never sends anything else
        answer = self._connections.post(url, body, dict(req.header_items()))
        return {"status": answer.status, "headers": dict(answer.headers), "body": answer.data.decode(errors="replace")}

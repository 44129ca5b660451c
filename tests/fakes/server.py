"""The HTTP side of the fake: reads a request, fails if told to, and hands it to the Web API."""

import contextlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tests.fakes.failures import Failure
from tests.fakes.web_api import answer_api, answer_response_url

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack


class SlackServer:
    """Serves one fake on a free port."""

    def __init__(self, slack: "FakeSlack") -> None:
        self.stopping = threading.Event()
        server = self

        class Handler(_Handler):
            fake = slack
            stopping = server.stopping

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = False
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    fake: "FakeSlack"
    stopping: threading.Event

    def do_POST(self) -> None:
        payload = self._payload()
        is_api = self.path.startswith("/api/")
        method = self.path.removeprefix("/api/") if is_api else "response_url"
        with self.fake.lock:
            failure = self.fake.next_failure(method)
        if failure is None:
            self._answer(*self._effect(method, payload, is_api=is_api))
            return
        if failure.takes_effect:
            self._effect(method, payload, is_api=is_api)
        self.stopping.wait(failure.silent_for)
        if failure.drops:
            self._drop()
        else:
            self._fail(failure)

    def _effect(self, method: str, payload: dict[str, Any], *, is_api: bool) -> tuple[int, Any]:
        with self.fake.lock:
            if not is_api:
                return answer_response_url(self.fake, self.path.rsplit("/", 1)[1], payload)
            token = payload.pop("token", None) or self.headers.get("authorization", "").removeprefix("Bearer ")
            return 200, answer_api(self.fake, method, payload, token)

    def _payload(self) -> dict[str, Any]:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if "json" in self.headers.get("content-type", ""):
            return dict(json.loads(body or b"{}"))
        fields: dict[str, Any] = dict(parse_qsl(body.decode(), keep_blank_values=True))
        for name in ("blocks", "view", "metadata"):
            if isinstance(fields.get(name), str):
                fields[name] = json.loads(fields[name])
        return fields

    def _answer(self, status: int, body: Any) -> None:
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the client has given up
            self.send_response(status)
            self.send_header("content-type", "text/plain" if isinstance(body, str) else "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def _fail(self, failure: Failure) -> None:
        content = json.dumps({"ok": False, "error": failure.error}).encode()
        self.send_response(failure.status)
        self.send_header("content-type", "application/json")
        if failure.retry_after is not None:
            self.send_header("Retry-After", str(failure.retry_after))
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _drop(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

"""The HTTP side of the fake: reads a request, fails if told to, and hands it on."""

import contextlib
import json
import socket
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.failures import Failure
from tests.fakes.files import take_bytes
from tests.fakes.hooks import answer_response_url
from tests.fakes.values import Call, Json
from tests.fakes.web_api import Answer, answer_api

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack

API, RESPONSE, UPLOAD = "/api/", "/response/", "/upload/"


class UnreadableError(Exception):
    """A request whose body Slack could not read."""


class _Http(ThreadingHTTPServer):
    daemon_threads = False  # so that stopping waits for each of them
    request_queue_size = 128  # with the usual 5, a burst waits a second for the kernel to try again


class SlackServer:
    """Serves one fake, on a free port if none is named."""

    def __init__(self, slack: "FakeSlack", port: int = 0) -> None:
        self.stopping = threading.Event()
        self.connections: set[socket.socket] = set()
        server = self

        class Handler(_Handler):
            fake = slack
            owner = server

        self._http = _Http(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self.port = self._http.server_port
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End every connection, whatever it waits for, and every thread."""
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    fake: "FakeSlack"
    owner: SlackServer

    def setup(self) -> None:
        super().setup()
        self.owner.connections.add(self.connection)

    def finish(self) -> None:
        self.owner.connections.discard(self.connection)
        with contextlib.suppress(OSError):  # the client has given up
            super().finish()

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith(UPLOAD):
            self._take_bytes(path.removeprefix(UPLOAD))
            return
        if not path.startswith((API, RESPONSE)):
            self._send(404, "no such page")
            return
        try:
            payload = self._payload()
        except UnreadableError as error:
            self._send(400 if path.startswith(RESPONSE) else 200, {"ok": False, "error": str(error)})
            return
        method = path.removeprefix(API) if path.startswith(API) else "response_url"
        self._serve(method, path, payload)

    def _take_bytes(self, file_id: str) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        with self.fake.lock:
            failure = self.fake.next_failure("upload")
            answer = (failure.status, failure.error) if failure else take_bytes(self.fake, file_id, content)
        self._send(*answer)

    do_GET = do_POST  # noqa: N815 - the name is http.server's

    def _serve(self, method: str, path: str, payload: Json) -> None:
        with self.fake.lock:
            token = payload.pop("token", None) or self.headers.get("authorization", "").removeprefix("Bearer ")
            failure = self.fake.next_failure(method)
        self.owner.stopping.wait(failure.late_by if failure else 0)
        with self.fake.lock:
            answer = self._effect(method, path, payload, token, failure)
        if failure is None:
            self._send(*answer)
            return
        self.owner.stopping.wait(failure.silent_for)
        if failure.drops:
            self._drop()
        else:
            self._send(*answer)

    def _effect(self, method: str, path: str, payload: Json, token: str, failure: Failure | None) -> Answer:
        if failure and not failure.takes_effect:
            body = {"ok": False, "error": failure.error or "no answer"}
            self.fake.calls.append(Call(method, payload, body, lost=failure.drops))
            return failure.status, body, failure.retry_after
        answer: Answer
        if method == "response_url":
            answer = (*answer_response_url(self.fake, path.removeprefix(RESPONSE), payload), None)
        else:
            answer = answer_api(self.fake, method, payload, token)
        if failure:
            self.fake.calls[-1] = replace(self.fake.calls[-1], lost=True)
        return answer

    def _payload(self) -> Json:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            text = body.decode()
            asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            if "json" not in self.headers.get("content-type", ""):
                return _unpacked({**asked, **dict(parse_qsl(text, keep_blank_values=True))})
            found = json.loads(text or "{}")
        except UnicodeDecodeError:
            raise UnreadableError("invalid_charset") from None
        except json.JSONDecodeError:
            raise UnreadableError("invalid_json") from None
        if not isinstance(found, dict):
            raise UnreadableError("json_not_object")
        return {**asked, **found}

    def _send(self, status: int, body: Any, retry_after: int | None = None) -> None:
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        with contextlib.suppress(OSError):  # the client has given up
            self.send_response(status)
            self.send_header("content-type", "text/plain" if isinstance(body, str) else "application/json")
            if retry_after is not None:
                self.send_header("Retry-After", str(retry_after))
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def _drop(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The time in the header of each answer."""
        return super().date_time_string(self.fake.wall() if timestamp is None else timestamp)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _unpacked(fields: Json) -> Json:
    """A form, in which objects stand as JSON."""
    for name in {"blocks", "view", "metadata", "files"} & fields.keys():
        try:
            fields[name] = json.loads(fields[name])
        except json.JSONDecodeError:
            raise UnreadableError("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from None
    return fields

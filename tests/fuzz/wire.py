"""What goes over the socket: a body of Slack's as a signed request, or bytes that are hardly HTTP."""

import json
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from tests.fakes.signing import signed_headers
from tests.support.talk import SECRET

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PATIENCE = 60.0  # seconds after which a test fails instead of hanging
SIGNATURES = ("right", "right", "right", "right", "none", "wrong", "stale", "odd")


@dataclass(frozen=True)
class Sent:
    """Bytes to send. `may_pass` is whether it has a right signature; `ends` whether the server must hang up after it."""

    data: bytes
    may_pass: bool
    ends: bool = True


@dataclass(frozen=True)
class Body:
    """A body with its content type."""

    data: bytes
    kind: str


def as_json(content: Any) -> Body:
    """An event."""
    return Body(_json(content), JSON)


def as_payload(content: Any) -> Body:
    """An interaction."""
    return Body(b"payload=" + quote_plus(_json(content)).encode(), FORM)


def as_form(fields: dict[str, Any]) -> Body:
    """A slash command."""
    return Body(
        urlencode({name: _shown(value) for name, value in fields.items()}, errors="surrogatepass").encode(), FORM
    )


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else _json(value).decode(errors="replace")


def _json(content: Any) -> bytes:
    return json.dumps(content).encode()


def request(body: Body, signature: str, *, method: str = "POST", path: str = "/slack/events") -> Sent:
    """A whole request, after which the server hangs up."""
    headers = {"host": "127.0.0.1", "content-type": body.kind, "connection": "close", **_signed(body.data, signature)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line = f"{method} {path} HTTP/1.1\r\n{head}content-length: {len(body.data)}\r\n\r\n"
    return Sent(line.encode("latin-1") + body.data, signature == "right")


def _signed(data: bytes, signature: str) -> dict[str, str]:
    now = time.time()
    if signature == "none":
        return {}
    if signature == "wrong":
        return signed_headers("0" * 32, data, now)
    if signature == "stale":
        return signed_headers(SECRET, data, now - 3600)
    if signature == "odd":
        return {"x-slack-request-timestamp": str(int(now)), "x-slack-signature": "v0=\xff\xe9" + "0" * 60}
    return signed_headers(SECRET, data, now)


def answers_to(port: int, sent: Sent) -> bytes:
    """All that comes back until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        received = bytearray()
        try:
            connection.sendall(sent.data)
            if not sent.ends:
                with suppress(OSError):  # hung up already
                    connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                received += part
        except (ConnectionResetError, BrokenPipeError):  # it was refused before all of it was sent
            pass
        return bytes(received)

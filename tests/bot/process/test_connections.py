"""Whoever begins a request and does not go on, or does not end, is hung up on, and is in nobody's way."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from bot.process.connections import LARGEST_REQUEST, MOST_CONNECTIONS, MOST_HEADERS
from tests.bot.process.test_http_serve import PATIENCE, Served, served
from tests.fakes.signing import signed_headers
from tests.support.asgi import SECRET

SHORT = "from bot.process import connections; connections.EXCHANGE_SECONDS = 0.5"
FEW = "from bot.process import connections; connections.MOST_CONNECTIONS = 20"
HEAD = b"POST /slack/events HTTP/1.1\r\nhost: a\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"


@contextmanager
def connected(server: Served) -> Iterator[socket.socket]:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        yield connection


def all_from(connection: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            received += part
    return received


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"\r\n",
        b"POST",
        HEAD,
        HEAD + b"content-length: 10\r\n\r\ntext=",
        CHUNKED,
        CHUNKED + b"5\r\ntext=\r\n",
        CHUNKED + b"0\r\ntrailer: a",
        HEAD + b"expect: 100-continue\r\ncontent-length: 10\r\n\r\n",
        HEAD + b"upgrade: websocket\r\nconnection: upgrade\r\ncontent-length: 10\r\n\r\n",
    ],
)
def test_a_request_that_does_not_go_on_ends(begun):
    with served(settings=SHORT) as server, connected(server) as connection:
        connection.sendall(begun)
        all_from(connection)


def test_nor_does_a_second_one():
    with served(settings=SHORT) as server, connected(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n")
        answer = b""
        while not answer.endswith(b"\r\n\r\nok"):
            answer += connection.recv(65536)
        connection.sendall(b"GET /")
        assert all_from(connection) == b""


@pytest.mark.parametrize(("before", "piece"), [(HEAD, b"a"), (CHUNKED, b"1\r\na\r\n"), (CHUNKED, b"1;ext\r\na\r\n")])
def test_nor_does_one_that_goes_on_for_ever(before, piece):
    with served(settings=SHORT) as server, connected(server) as connection:
        connection.sendall(before)
        until = time.monotonic() + PATIENCE
        with pytest.raises(OSError, match=r"reset|[Bb]roken"):
            while time.monotonic() < until:
                connection.sendall(piece)
                time.sleep(0.05)


@pytest.mark.parametrize("begun", [b"", HEAD, HEAD + b"content-length: 10\r\n\r\ntext=", b"GET / HTTP/1.1\r\n\r\n"])
def test_many_who_hold_on_to_their_connections_are_in_nobodys_way(begun):
    with ExitStack() as held, served(settings=FEW) as server:
        connections = [held.enter_context(connected(server)) for _ in range(60)]
        for connection in connections:
            with suppress(OSError):  # it has had to make room
                connection.sendall(begun)
        assert server.post("text=a") == "done"
        all_from(connections[0])


def test_there_are_fewer_connections_than_a_process_may_have_files():
    assert MOST_CONNECTIONS <= 1024 / 2


@pytest.mark.parametrize(
    "endless",
    [
        (HEAD, b"a" * 4096),
        (HEAD + b"a: ", b"a" * 4096),
        (b"GET /", b"a" * 4096),
        (CHUNKED, b"1\r\na\r\n" * 512),
        (CHUNKED + b"1;", b"a" * 4096),
        (CHUNKED + b"0\r\na: ", b"a" * 4096),
    ],
)
def test_what_is_longer_than_any_request_is_not_read_to_its_end(endless):
    before, more = endless
    with served() as server, connected(server) as connection:
        connection.sendall(before)
        with pytest.raises(OSError, match=r"reset|[Bb]roken"):
            for _ in range(100 * LARGEST_REQUEST // len(more)):
                connection.sendall(more)


@pytest.mark.parametrize(("headers", "status"), [(MOST_HEADERS, b"200"), (MOST_HEADERS + 1, b"400")])
def test_there_are_only_so_many_headers(headers, status):
    lines = [b"GET /healthz HTTP/1.1", b"connection: close", *[b"a: b"] * (headers - 1), b"", b""]
    with served() as server, connected(server) as connection:
        connection.sendall(b"\r\n".join(lines))
        assert all_from(connection).startswith(b"HTTP/1.1 " + status)


def test_who_has_said_all_is_answered_and_who_has_not_is_hung_up_on():
    with served() as server:
        with connected(server) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            assert all_from(connection).endswith(b"ok")
        with connected(server) as connection:
            connection.sendall(HEAD)
            connection.shutdown(socket.SHUT_WR)
            assert all_from(connection) == b""
        server.process.terminate()
        assert server.end()[2] == ""


@pytest.mark.parametrize("after", [b"GARBAGE\r\n\r\n", b"GET /healthz HTTP/1.1\r\n\r\n"])
def test_an_answer_that_nobody_takes_any_more_is_no_error(after):
    body = b"text=a"
    signed = signed_headers(SECRET, body, time.time()) | {"content-type": "application/x-www-form-urlencoded"}
    head = HEAD + "".join(f"{name}: {value}\r\n" for name, value in signed.items()).encode()
    with served(handle="sys.stdin.readline()") as server, connected(server) as connection:
        connection.sendall(head + b"content-length: 6\r\n\r\n" + body)
        assert server.says() == "handling a"
        connection.sendall(after)
        all_from(connection)
        server.tell("go on")
        server.process.terminate()
        assert "Exception" not in server.end()[2]

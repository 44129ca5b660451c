"""Connections to Slack stay open, for a while, and nothing is ever sent twice."""

import json
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from urllib3.exceptions import HTTPError

from bot.sending.connections import IDLE, Connections, KeptAliveClient, new_pool
from bot.sending.gateway import SlackGateway
from bot.slack.errors import TransientSlackError

PATIENCE = 5.0


class Server:
    """Answers every request with ok, and remembers over which connection each came."""

    def __init__(self) -> None:
        self.connections: list[tuple[str, int]] = []
        self.paths: list[str] = []
        self.hang_up_after = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"] or 0))
                server.connections.append(self.client_address)
                server.paths.append(self.path)
                body = json.dumps({"ok": True, "ts": "1.1"}).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                if len(server.paths) == server.hang_up_after:
                    self.connection.shutdown(socket.SHUT_RDWR)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.http.shutdown()
    thread.join()
    server.http.server_close()


def post(connections: Connections, url: str) -> int:
    return connections.post(url, b"{}", {"content-type": "application/json"}).status


def test_the_web_api_and_response_urls_share_a_connection(server):
    connections = Connections(PATIENCE)
    client = KeptAliveClient(connections, token="xoxb-1", base_url=f"{server.url}/api/")  # noqa: S106
    client.chat_update(channel="C1", ts="1.1", text="text")
    client.conversations_open(users="U1")
    assert post(connections, f"{server.url}/response/1") == 200
    assert server.paths == ["/api/chat.update", "/api/conversations.open", "/response/1"]
    assert len(set(server.connections)) == 1


def test_a_connection_that_was_idle_for_long_is_not_used_again(server):
    now = [0.0]
    connections = Connections(PATIENCE, clock=lambda: now[0])
    for now[0] in (0.0, IDLE, 2 * IDLE + 1):
        post(connections, server.url)
    assert [server.connections.count(each) for each in dict.fromkeys(server.connections)] == [2, 1]


def test_one_that_the_other_side_has_closed_is_replaced(server):
    connections, server.hang_up_after = Connections(PATIENCE), 1
    assert post(connections, server.url) == 200
    time.sleep(0.2)  # until word of it has come; a request that crosses it may have been taken, and is not repeated
    assert post(connections, server.url) == 200
    assert len(set(server.connections)) == 2


def test_threads_have_a_connection_each(server):
    connections = Connections(PATIENCE)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: post(connections, server.url), range(40))) == [200] * 40
    assert len(set(server.connections)) <= 4


def test_the_proxy_of_the_environment_is_used_except_for_what_it_leaves_out(server, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    connections = Connections(PATIENCE)
    post(connections, "http://slack.invalid/api/")
    post(connections, f"{server.url}/api/")
    assert server.paths == ["http://slack.invalid/api/", "/api/"]


def test_https_checks_certificates():
    pool = new_pool(urlsplit("https://slack.com/api/"), PATIENCE)
    context = pool.connection_pool_kw["ssl_context"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_where_nobody_listens_is_an_error_of_slacks(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        with pytest.raises(HTTPError):
            post(Connections(PATIENCE), address)
        with pytest.raises(TransientSlackError, match="unreachable"):
            SlackGateway("xoxb-token", address).identity()

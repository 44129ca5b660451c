"""The process as a whole: it begins, answers, and ends when it is told to."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from urllib.request import Request, urlopen

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.support.asgi import SECRET

PATIENCE = 30  # seconds after which a test fails instead of hanging
PROCESS = """
import sys, threading, time
from prometheus_client import CollectorRegistry
from bot.process import http
from bot.process.guard import Guard
from bot.process.metrics import Metrics

def say(*words):
    print(*words, flush=True)

def hang():
    threading.Event().wait()

def handle(content):
    say("handling", content["text"])
    {handle}
    return http.HttpReply(200, {{}}, "done")

def drain(seconds):
    say("draining", 0 <= seconds <= 9 and ("some" if seconds else "none"))
    {drain}

{settings}
asgi = http.make_asgi(handle, Guard({secret!r}, time.time), lambda: None, Metrics(CollectorRegistry()))
http.serve(asgi, "127.0.0.1", 0, on_ready=say, drain=drain)
say("served")
{afterwards}
"""
SHORT = "http.STOP_SECONDS, http.LEFT_OVER_SECONDS, http.REQUESTS_STOP_SECONDS = 2.0, 0.5, 1"


class Served:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.url = self.says()

    def says(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def post(self, body: str) -> str:
        timestamp = str(int(time.time()))
        signature = str(SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body))
        headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
        request = Request(f"{self.url}/slack/events", body.encode(), headers)
        with urlopen(request, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def refuses_connections(self) -> bool:
        host, port = self.url.removeprefix("http://").split(":")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(ConnectionResetError):  # it was just being closed
                try:
                    socket.create_connection((host, int(port))).close()
                except ConnectionRefusedError:
                    return True
        return False

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@contextmanager
def served(handle="pass", drain="pass", settings="", afterwards="") -> Iterator[Served]:
    code = PROCESS.format(handle=handle, drain=drain, settings=settings, afterwards=afterwards, secret=SECRET)
    command = [sys.executable, "-W", "error", "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield Served(process)
        finally:
            process.kill()


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_answers_and_ends_on_a_signal(number):
    with served() as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d*", server.url)
        assert server.post("text=a") == "done"
        server.process.send_signal(number)
        assert server.end() == (0, "handling a\ndraining some\nserved\n", "")


def test_a_request_in_flight_is_finished_while_no_more_are_accepted(aside):
    with served(handle="sys.stdin.readline()") as server:
        answer: Future[str] = aside.submit(server.post, "text=a")
        assert server.says() == "handling a"
        server.process.terminate()
        assert server.refuses_connections()
        server.tell("go on")
        assert answer.result(PATIENCE) == "done"
        assert server.end() == (0, "draining some\nserved\n", "")


def test_a_handler_that_hangs_for_ever_does_not_keep_the_process(aside):
    with served(handle="hang()", settings=f"{SHORT}; http.STOP_SECONDS = 3.5") as server:
        answer = aside.submit(server.post, "text=a")
        assert server.says() == "handling a"
        server.process.terminate()
        status, out, err = server.end()
        assert (status, out) == (1, "draining some\nserved\n")
        assert "stopped before every request was finished" in err
        assert isinstance(answer.exception(PATIENCE), OSError)


@pytest.mark.parametrize(
    ("hanging", "said"),
    [({"drain": "hang()"}, "draining some\n"), ({"afterwards": "hang()"}, "draining some\nserved\n")],
)
def test_nor_does_whatever_hangs_after_it(hanging, said):
    with served(settings=SHORT, **hanging) as server:
        server.process.terminate()
        assert server.end() == (1, said, "")


def test_a_second_interrupt_skips_the_waiting(aside):
    with served(handle="hang()", settings=f"{SHORT}; http.REQUESTS_STOP_SECONDS = {PATIENCE}") as server:
        aside.submit(server.post, "text=a")
        assert server.says() == "handling a"
        server.process.send_signal(signal.SIGINT)
        assert server.refuses_connections()
        server.process.send_signal(signal.SIGINT)
        assert server.says() == "draining none"
        assert server.end()[0] == 1

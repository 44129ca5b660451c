import errno
import json
import socket
import time
from contextlib import suppress

import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from bot.process.guard import LARGEST_BODY, Content, Guard
from bot.process.http import Handle, HttpReply, ServeError, make_asgi, serve
from bot.process.metrics import Metrics
from tests.support.asgi import SECRET, Answer, Sender, call, get, post, run


def new_asgi(handle: Handle | None = None) -> Starlette:
    guard = Guard(SECRET, time.time) if handle else None
    return make_asgi(handle, guard, lambda: None, Metrics(CollectorRegistry()))


def echo(content: Content) -> HttpReply:
    return HttpReply(202, {"content-type": "application/json", "x-kind": "echo"}, json.dumps(content))


def test_a_request_of_slacks_reaches_the_handler_and_its_reply_goes_back():
    asgi = new_asgi(echo)
    (answer,) = run(asgi, post(asgi, "text=caf%C3%A9"))
    assert (answer.status, answer.headers["x-kind"], json.loads(answer.text)) == (202, "echo", {"text": "café"})
    assert answer.headers["content-type"] == "application/json"


def test_what_the_guard_refuses_reaches_nobody_and_leaves_no_body_in_log_or_metrics(caplog):
    asgi = new_asgi(echo)
    forged, stale = post(asgi, "text=hush", x_slack_signature="v0=0"), post(asgi, "text=hush", timestamp="1")
    refused, old, metrics = run(asgi, forged, stale, get(asgi, "/metrics"))
    assert (refused.status, refused.text, old.status, old.text) == (401, "forged", 401, "stale")
    said = [
        (each.message, each.__dict__["status"], each.__dict__["reason"], each.__dict__["size"])
        for each in caplog.records
        if each.name == "bot.process.http"
    ]
    assert said == [("request refused", 401, "forged", 9), ("request refused", 401, "stale", 9)]
    assert 'rung_requests_total{outcome="refused"} 2.0' in metrics.text
    assert 'rung_refusals_total{reason="forged"} 1.0' in metrics.text
    assert "hush" not in caplog.text + metrics.text + refused.text


def test_an_oversized_body_is_not_read_to_its_end():
    asgi = new_asgi(echo)
    declared, endless = Sender([b"x"]), Sender(iter(lambda: b"x" * 2**16, b""))
    answers = run(
        asgi,
        call(asgi, "POST", "/slack/events", declared, content_length=str(LARGEST_BODY + 1)),
        call(asgi, "POST", "/slack/events", declared, content_length="9" * 5000),
        call(asgi, "POST", "/slack/events", endless),
    )
    assert [(each.status, each.text, each.headers["connection"]) for each in answers] == [
        (413, "oversized", "close")
    ] * 3
    assert (declared.asked, endless.asked) == (0, 17)


def test_a_sender_that_hangs_up_is_no_error():
    asgi = new_asgi(echo)
    lost, metrics = run(
        asgi, call(asgi, "POST", "/slack/events", Sender([b"te"], hangs_up=True)), get(asgi, "/metrics")
    )
    assert lost.status == 400
    assert 'rung_refusals_total{reason="disconnected"} 1.0' in metrics.text


@pytest.mark.parametrize("reply", [HttpReply(500, {}, ""), KeyError("hush")])
def test_a_failing_handler_is_counted_and_stops_nobody(reply):
    def fail(content: Content) -> HttpReply:
        if content["text"] == "good":
            return HttpReply(200, {}, "")
        if isinstance(reply, HttpReply):
            return reply
        raise reply

    async def bad() -> Answer:
        with suppress(KeyError):  # Starlette answers, then raises for the server to log
            return await post(asgi, "text=bad")
        return Answer()

    asgi = new_asgi(fail)
    _, good, metrics = run(asgi, bad(), post(asgi, "text=good"), get(asgi, "/metrics"))
    assert good.status == 200
    assert 'rung_requests_total{outcome="failed"} 1.0' in metrics.text
    assert 'rung_requests_total{outcome="ok"} 1.0' in metrics.text
    assert "rung_acknowledgement_seconds_count 2.0" in metrics.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("POST", "/slack/events/", 404),
        ("GET", "/", 404),
        ("GET", "/slack/events/more", 404),
        ("POST", "/healthz", 405),
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("GET", "/readyz", 200),
    ],
)
def test_paths_and_methods(method, path, status):
    asgi = new_asgi(echo)
    (answer,) = run(asgi, call(asgi, method, path))
    assert answer.status == status


def test_socket_mode_has_health_and_metrics_only():
    asgi = new_asgi(None)
    answers = run(asgi, post(asgi, "text=a"), get(asgi, "/healthz"), get(asgi, "/readyz"), get(asgi, "/metrics"))
    assert [(each.status, each.text) for each in answers[:3]] == [(404, "Not Found"), (200, "ok"), (200, "ready")]
    assert answers[3].headers["content-type"].startswith("text/plain; version=0.0.4")


def test_there_is_no_handler_without_a_guard():
    with pytest.raises(ValueError, match="guard"):
        make_asgi(echo, None, lambda: None, Metrics(CollectorRegistry()))


def listen_on(host: str, port: int) -> None:
    serve(new_asgi(), host, port, on_ready=pytest.fail, drain=lambda _: pytest.fail("nothing was served"))


def test_a_port_in_use_is_one_clear_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ServeError) as told:
            listen_on("127.0.0.1", port)
    assert str(told.value) == f"RUNG_PORT: {port} is in use on 127.0.0.1; choose another with RUNG_PORT"


@pytest.mark.parametrize("host", ["192.0.2.1", "no host", "x" * 64 + ".example", "a\0b"])
def test_a_host_that_is_not_ours(host):
    with pytest.raises(ServeError) as told:
        listen_on(host, 0)
    said = f"RUNG_HOST: {host} is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for all it has"
    assert str(told.value) == said


@pytest.mark.parametrize("port", [-1, 65536, 10**30])
def test_a_number_that_is_no_port(port):
    with pytest.raises(ServeError, match=f"RUNG_PORT: {port} is not a port"):
        listen_on("127.0.0.1", port)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "RUNG_PORT: Rung may not listen on 80 on 127.0.0.1; choose one above 1023 with RUNG_PORT"),
        (errno.ENOBUFS, "RUNG_HOST: Rung cannot listen on 127.0.0.1: No buffer space available"),
    ],
)
def test_other_reasons_of_the_system(monkeypatch, code, said):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, "refused")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(ServeError) as told:
        listen_on("127.0.0.1", 80)
    assert str(told.value) == said

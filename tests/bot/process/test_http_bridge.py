import asyncio
import time
from contextlib import suppress
from threading import Event, Lock, Semaphore

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from bot.process import http
from bot.process.guard import Content, Guard
from bot.process.http import THREADS, HttpReply, Readiness, make_asgi
from bot.process.metrics import Metrics
from tests.support.asgi import PATIENCE, SECRET, get, post


class Stuck:
    """Work that hangs until it is let go; as a handler, and as a readiness check."""

    def __init__(self) -> None:
        self.go = Event()
        self.running = self.most_running = self.begun = 0
        self._lock, self._began, self._ended = Lock(), Semaphore(0), Semaphore(0)

    def handle(self, content: Content) -> HttpReply:
        self.hang()
        return HttpReply(200, {}, content["text"])

    def hang(self) -> None:
        with self._lock:
            self.begun += 1
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        self._began.release()
        self.go.wait(PATIENCE)
        with self._lock:
            self.running -= 1
        self._ended.release()

    async def has_begun(self, times: int = 1) -> None:
        for _ in range(times):
            assert await asyncio.to_thread(self._began.acquire, timeout=PATIENCE)

    async def has_ended(self) -> None:
        assert await asyncio.to_thread(self._ended.acquire, timeout=PATIENCE)


def new_asgi(stuck: Stuck, readiness: Readiness = lambda: None) -> Starlette:
    return make_asgi(stuck.handle, Guard(SECRET, time.time), readiness, Metrics(CollectorRegistry()))


def test_four_work_some_wait_and_the_next_is_sent_away_at_once_to_come_again(monkeypatch):
    monkeypatch.setattr(http, "MOST_WAITING", 2)
    stuck = Stuck()
    asgi = new_asgi(stuck)
    now = str(int(time.time()))

    async def crowd() -> None:
        accepted = [asyncio.create_task(post(asgi, f"text={number}", now)) for number in range(THREADS + 2)]
        await stuck.has_begun(THREADS)
        sent_away = await post(asgi, "text=late", now)
        assert (sent_away.status, sent_away.text) == (503, "busy")
        stuck.go.set()
        assert [(await each).text for each in accepted] == [str(number) for number in range(THREADS + 2)]
        assert (await post(asgi, "text=late", now)).status == 200
        assert stuck.most_running == THREADS
        assert 'rung_requests_total{outcome="busy"} 1.0' in (await get(asgi, "/metrics")).text

    asyncio.run(asyncio.wait_for(crowd(), PATIENCE))


def test_health_readiness_and_metrics_answer_while_every_handler_hangs():
    stuck = Stuck()
    asgi = new_asgi(stuck)

    async def ask() -> None:
        requests = [asyncio.create_task(post(asgi, f"text={number}")) for number in range(THREADS)]
        await stuck.has_begun(THREADS)
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await get(asgi, path)).status == 200
        stuck.go.set()
        await asyncio.gather(*requests)

    asyncio.run(asyncio.wait_for(ask(), PATIENCE))


def test_a_cancelled_request_is_worked_to_its_end_and_one_that_has_not_begun_is_withdrawn(caplog):
    stuck = Stuck()
    asgi = new_asgi(stuck)

    async def cancel() -> None:
        async with asgi.router.lifespan_context(asgi):
            requests = [asyncio.create_task(post(asgi, f"text={number}")) for number in range(THREADS + 1)]
            await stuck.has_begun(THREADS)
            for each in requests:
                each.cancel()
                with suppress(asyncio.CancelledError):
                    await each
        stuck.go.set()
        for _ in range(THREADS):
            await stuck.has_ended()

    asyncio.run(asyncio.wait_for(cancel(), PATIENCE))
    assert stuck.begun == THREADS
    assert [each.__dict__["unfinished"] for each in caplog.records if each.name == "bot.process.http"] == [THREADS]


def test_not_ready_says_why():
    asgi = new_asgi(Stuck(), lambda: "The database cannot be reached.")
    answer = asyncio.run(get(asgi, "/readyz"))
    assert (answer.status, answer.text) == (503, "The database cannot be reached.")


def test_readiness_checks_that_hang_do_not_pile_up(monkeypatch):
    monkeypatch.setattr(http, "READINESS_SECONDS", 0.01)
    stuck = Stuck()
    asgi = new_asgi(Stuck(), stuck.hang)

    async def ask() -> None:
        answers = [await get(asgi, "/readyz") for _ in range(3)]
        assert [(each.status, each.text) for each in answers] == [
            (503, "The check whether Rung is ready takes too long.")
        ] * 3
        assert stuck.begun == 1
        stuck.go.set()
        await stuck.has_ended()
        monkeypatch.setattr(http, "READINESS_SECONDS", PATIENCE)
        assert (await get(asgi, "/readyz")).status == 200
        assert stuck.begun == 2

    asyncio.run(asyncio.wait_for(ask(), PATIENCE))

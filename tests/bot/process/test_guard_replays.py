import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from bot.process import guard as guarding
from bot.process.guard import WINDOW, Content, Guard, Refusal, SeenSignatures

SECRET = "the secret of these tests"  # noqa: S105
NOW = 1_800_000_000
REPLAYED = Refusal(409, "replayed")


@dataclass
class Clock:
    now: float = NOW

    def __call__(self) -> float:
        return self.now


def signed(body: bytes, timestamp: int = NOW):
    signature = hmac.new(SECRET.encode(), b"v0:%d:" % timestamp + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": str(timestamp),
        "x-slack-signature": f"v0={signature}",
    }, body


def accepts(guard: Guard, headers: dict[str, str], body: bytes) -> bool:
    return not isinstance(guard.read(headers, body), Refusal)


def test_the_same_request_passes_once():
    guard = Guard(SECRET, Clock())
    assert accepts(guard, *signed(b"text=a"))
    assert guard.read(*signed(b"text=a")) == REPLAYED
    assert accepts(guard, *signed(b"text=b"))
    assert accepts(guard, *signed(b"text=a", NOW + 1))


def test_it_is_a_replay_for_as_long_as_its_timestamp_would_pass():
    clock = Clock(NOW - WINDOW)
    guard = Guard(SECRET, clock)
    assert accepts(guard, *signed(b"text=a"))
    clock.now = NOW + WINDOW
    assert guard.read(*signed(b"text=a")) == REPLAYED
    clock.now = NOW + WINDOW + 1
    assert guard.read(*signed(b"text=a")) == Refusal(401, "stale")


def test_a_refused_request_is_not_remembered():
    clock = Clock(NOW - WINDOW - 1)
    guard = Guard(SECRET, clock)
    headers, body = signed(b"text=a")
    assert guard.read(headers, body) == Refusal(401, "stale")
    clock.now = NOW
    assert guard.read({**headers, "content-type": "text/plain"}, body) == Refusal(400, "malformed")
    assert accepts(guard, headers, body)


def test_of_many_at_once_one_passes():
    guard, start = Guard(SECRET, Clock()), Barrier(8)

    def send(_: int) -> Content | Refusal:
        start.wait()
        return guard.read(*signed(b"text=a"))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert answers.count({"text": "a"}) == 1
    assert answers.count(REPLAYED) == 7


def test_what_can_no_longer_pass_is_forgotten():
    seen = SeenSignatures()
    assert seen.add("late", until=30, now=0)
    assert seen.add("early", until=10, now=0)
    assert seen.add("middle", until=20, now=10)
    assert len(seen) == 3
    assert seen.add("next", until=40, now=20.5)
    assert len(seen) == 2
    assert not seen.add("late", until=30, now=20.5)


def test_the_memory_is_bounded_and_gives_up_what_ends_soonest(monkeypatch):
    monkeypatch.setattr(guarding, "MOST_REMEMBERED", 2)
    seen = SeenSignatures()
    assert seen.add("late", until=30, now=0)
    assert seen.add("early", until=10, now=0)
    assert not seen.add("early", until=10, now=0)
    assert seen.add("middle", until=20, now=0)
    assert len(seen) == 2
    assert not seen.add("late", until=30, now=0)
    assert not seen.add("middle", until=20, now=0)
    assert seen.add("early", until=10, now=0)

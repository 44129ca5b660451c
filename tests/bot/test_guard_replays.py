import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from bot import guard as guarding
from bot.guard import WINDOW, Guard, Refusal, SeenSignatures

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


def test_the_same_request_passes_once():
    guard = Guard(SECRET, Clock())
    assert guard.check(*signed(b"text=a")) is None
    assert guard.check(*signed(b"text=a")) == REPLAYED
    assert guard.check(*signed(b"text=b")) is None
    assert guard.check(*signed(b"text=a", NOW + 1)) is None


def test_it_is_a_replay_for_as_long_as_its_timestamp_would_pass():
    clock = Clock(NOW - WINDOW)
    guard = Guard(SECRET, clock)
    assert guard.check(*signed(b"text=a")) is None
    clock.now = NOW + WINDOW
    assert guard.check(*signed(b"text=a")) == REPLAYED
    clock.now = NOW + WINDOW + 1
    assert guard.check(*signed(b"text=a")) == Refusal(401, "stale")


def test_a_refused_request_is_not_remembered():
    clock = Clock(NOW - WINDOW - 1)
    guard = Guard(SECRET, clock)
    headers, body = signed(b"text=a")
    assert guard.check(headers, body) == Refusal(401, "stale")
    clock.now = NOW
    assert guard.check({**headers, "content-type": "text/plain"}, body) == Refusal(400, "malformed")
    assert guard.check(headers, body) is None


def test_of_many_at_once_one_passes():
    guard, start = Guard(SECRET, Clock()), Barrier(8)

    def send(_: int) -> Refusal | None:
        start.wait()
        return guard.check(*signed(b"text=a"))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert answers.count(None) == 1
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

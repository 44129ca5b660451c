"""Each kind of work has its own threads, each person their turn, and nothing waits without bound."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from prometheus_client import CollectorRegistry

from bot.process import reply_threads
from bot.process.metrics import Metrics
from bot.process.reply_threads import LONG_THREADS, MOST_OF_ONE, THREADS, Replies, Reply
from bot.slack.errors import TransientSlackError

SOON = 10.0  # seconds; a reply that is not held back by another one is long done by then


@pytest.fixture
def replies() -> Iterator[Replies]:
    replies = Replies(Metrics(CollectorRegistry()))
    yield replies
    assert replies.drain(SOON)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Replies that wait for it are held back until the test is over."""
    gate = threading.Event()
    yield gate
    gate.set()


def hold(replies: Replies, gate: threading.Event, key: str, *, is_long: bool) -> None:
    begun = threading.Event()

    def send() -> None:
        begun.set()
        gate.wait()

    replies.hand_over(Reply(key, send, is_long=is_long))
    begun.wait(0.2)  # those for which there is no thread have not begun


def is_sent(replies: Replies, key: str, *, is_long: bool = False) -> bool:
    sent = threading.Event()
    replies.hand_over(Reply(key, sent.set, is_long=is_long))
    return sent.wait(SOON)


def test_long_work_of_many_people_holds_up_nobodys_click(replies, gate):
    for number in range(2 * (THREADS + LONG_THREADS)):
        hold(replies, gate, f"person {number}", is_long=True)
    assert is_sent(replies, "somebody else")
    assert is_sent(replies, "person 0"), "nor a click of the one who has asked for it"


def test_clicks_hold_up_no_long_work(replies, gate):
    for number in range(2 * THREADS):
        hold(replies, gate, f"person {number}", is_long=False)
    assert is_sent(replies, "somebody else", is_long=True)


def test_many_requests_of_one_person_take_one_thread(replies, gate):
    for _ in range(20):
        hold(replies, gate, "one", is_long=True)
    assert is_sent(replies, "somebody else", is_long=True)


def test_each_persons_turn_comes_before_anybodys_second(replies, gate):
    told: list[str] = []
    for number in range(LONG_THREADS):
        hold(replies, gate, f"holds {number}", is_long=True)
    for key in ("first", "first", "first", "second", "third"):
        replies.hand_over(Reply(key, partial(told.append, key), is_long=True))
    gate.set()
    assert replies.wait_until_sent(SOON)
    assert set(told[:3]) == {"first", "second", "third"}


def test_one_persons_replies_leave_in_order(replies):
    told: list[int] = []
    for number in range(50):
        replies.hand_over(Reply("one", partial(told.append, number)))
    assert replies.wait_until_sent(SOON)
    assert told == list(range(50))


def test_one_person_cannot_fill_the_memory(replies, gate):
    taken = [replies.hand_over(Reply("one", gate.wait)) for _ in range(2 * MOST_OF_ONE)]
    assert taken.count(True) == MOST_OF_ONE
    assert is_sent(replies, "somebody else")


def test_many_people_cannot_either(replies, gate, monkeypatch):
    monkeypatch.setattr(reply_threads, "MOST_WAITING", 10)
    assert [replies.hand_over(Reply(f"{number}", gate.wait)) for number in range(12)].count(True) == 10


def test_a_later_try_stays_with_its_kind(replies, gate):
    tries = iter((TransientSlackError("ratelimited", 0.01), None))
    names: list[str] = []

    def send() -> None:
        names.append(threading.current_thread().name)
        error = next(tries)
        if error:
            raise error

    replies.hand_over(Reply("one", send, is_long=True))
    assert replies.wait_until_sent(SOON)
    assert [name.rpartition("_")[0] for name in names] == ["rung-long-reply"] * 2

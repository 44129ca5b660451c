"""The threads that send: they end in order, and what fails stops nothing else."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sending.message_on_its_way import InHand
from bot.sending.sender import Sender
from flows.deliveries.delivery import DeliveryKey, DeliveryKind, new_delivery
from flows.errors import StorageLostError
from tests.support.clock import NOW
from tests.support.talk import eventually

KEY = DeliveryKey("T1", DeliveryKind.WELCOME, "C1", "C1", "first")


def waiting(number: int, workspace_id: str = "T1") -> InHand:
    key = DeliveryKey(workspace_id, DeliveryKind.WELCOME, f"C{number}", f"C{number}", "first")
    return InHand(new_delivery(f"d{number}", key, NOW), 0)


@dataclass
class FakeCourier:
    """Hands out what it is given, and notes what comes of it."""

    due: list[InHand] = field(default_factory=list)
    again_at: datetime | None = None
    problem: Exception | None = None
    hold: threading.Event = field(default_factory=threading.Event)
    begun: list[str] = field(default_factory=list)
    delivered: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)
    looks: int = 0

    @property
    def desk(self) -> Any:
        return self

    def now(self) -> datetime:
        return NOW

    def take(self, most: int, _: dict[str, int], **__: bool) -> tuple[list[InHand], datetime | None]:
        self.looks += 1
        if self.problem:
            raise self.problem
        found, self.due = self.due[:most], self.due[most:]
        return found, self.again_at

    def deliver(self, in_hand: InHand) -> None:
        self.begun.append(in_hand.delivery.id)
        self.hold.wait(10)
        if in_hand.delivery.id == "d13":
            raise ValueError("a mistake")
        self.delivered.append(in_hand.delivery.id)

    def fail(self, in_hand: InHand, error: Exception) -> None:
        self.failed.append(f"{in_hand.delivery.id} {error}")

    def give_back(self, in_hand: InHand) -> None:
        self.given_back.append(in_hand.delivery.id)


@pytest.fixture
def courier():
    return FakeCourier()


@pytest.fixture
def sender(courier):
    sender: Sender = Sender(courier, threads=3)
    yield sender
    courier.hold.set()
    sender.stop(10)


def test_never_more_at_once_than_there_are_threads(courier, sender):
    courier.due = [waiting(number) for number in range(9)]
    sender.start()
    eventually(lambda: len(courier.begun) == 3)
    assert len(courier.due) == 6
    courier.hold.set()
    assert sender.wait_until_idle(10)
    assert sorted(courier.delivered) == [f"d{number}" for number in range(9)]


def test_one_that_fails_stops_no_other(courier, sender):
    courier.hold.set()
    courier.due = [waiting(number) for number in (12, 13, 14)]
    sender.start()
    assert sender.wait_until_idle(10)
    assert (sorted(courier.delivered), courier.failed) == (["d12", "d14"], ["d13 a mistake"])


@pytest.mark.parametrize("problem", [StorageLostError(), ValueError("a mistake")])
def test_when_looking_fails_somebody_looks_again(courier, sender, problem, caplog):
    courier.hold.set()
    courier.problem = problem
    sender.start()
    eventually(lambda: courier.looks > 0 and bool(caplog.records))
    assert sender.problem() is None
    courier.problem, courier.due = None, [waiting(1)]
    sender.wake()
    eventually(lambda: courier.delivered == ["d1"])


def test_it_looks_again_when_something_becomes_due(courier, sender):
    courier.hold.set()
    courier.again_at = NOW + timedelta(seconds=0.05)
    sender.start()
    eventually(lambda: courier.looks > 3)


def test_nothing_is_looked_for_while_nothing_is_due(courier, sender):
    sender.start()
    assert sender.wait_until_idle(10)
    looks = courier.looks
    assert not threading.Event().wait(0.05)
    assert courier.looks == looks
    sender.tick()
    eventually(lambda: courier.looks == looks + 1)


def test_stopping_waits_for_what_is_on_its_way_and_takes_nothing_more(courier, sender):
    courier.due = [waiting(number) for number in range(5)]
    sender.start()
    eventually(lambda: len(courier.begun) == 3)
    assert not sender.stop(0.05)
    courier.hold.set()
    eventually(lambda: len(courier.delivered) == 3)
    assert len(courier.due) == 2
    assert sender.problem() == "Rung no longer sends what is due; restart Rung"


def test_what_was_taken_as_it_was_told_to_stop_is_given_back(courier, sender):
    taking, go_on = threading.Event(), threading.Event()

    def take(most: int, in_flight: dict[str, int], *, expecting: bool) -> tuple[list[InHand], None]:
        taking.set()
        go_on.wait(10)
        return [waiting(1)], None

    courier.take = take
    sender.start()
    assert taking.wait(10)
    stopping = threading.Thread(target=sender.stop, args=(10,))
    stopping.start()
    eventually(lambda: sender._ended)  # noqa: SLF001 - the moment that is tested
    go_on.set()
    stopping.join(10)
    assert (courier.given_back, courier.begun) == (["d1"], [])

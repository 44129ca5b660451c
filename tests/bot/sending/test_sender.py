"""The threads that send: they end in order, and what fails stops nothing else."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sending.deliverer import InHand
from bot.sending.sender import Sender
from flows.deliveries.delivery import DeliveryKey, new_delivery
from flows.deliveries.kinds import DeliveryKind
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
    def runner(self) -> Any:
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
def deliverer():
    return FakeCourier()


@pytest.fixture
def sender(deliverer):
    sender: Sender = Sender(deliverer, threads=3)
    yield sender
    deliverer.hold.set()
    sender.stop(10)


def test_never_more_at_once_than_there_are_threads(deliverer, sender):
    deliverer.due = [waiting(number) for number in range(9)]
    sender.start()
    eventually(lambda: len(deliverer.begun) == 3)
    assert len(deliverer.due) == 6
    deliverer.hold.set()
    assert sender.wait_until_idle(10)
    assert sorted(deliverer.delivered) == [f"d{number}" for number in range(9)]


def test_one_that_fails_stops_no_other(deliverer, sender):
    deliverer.hold.set()
    deliverer.due = [waiting(number) for number in (12, 13, 14)]
    sender.start()
    assert sender.wait_until_idle(10)
    assert (sorted(deliverer.delivered), deliverer.failed) == (["d12", "d14"], ["d13 a mistake"])


@pytest.mark.parametrize("problem", [StorageLostError(), ValueError("a mistake")])
def test_when_looking_fails_somebody_looks_again(deliverer, sender, problem, caplog):
    deliverer.hold.set()
    deliverer.problem = problem
    sender.start()
    eventually(lambda: deliverer.looks > 0 and bool(caplog.records))
    assert sender.problem() is None
    deliverer.problem, deliverer.due = None, [waiting(1)]
    sender.wake()
    eventually(lambda: deliverer.delivered == ["d1"])


def test_it_looks_again_when_something_becomes_due(deliverer, sender):
    deliverer.hold.set()
    deliverer.again_at = NOW + timedelta(seconds=0.05)
    sender.start()
    eventually(lambda: deliverer.looks > 3)


def test_nothing_is_looked_for_while_nothing_is_due(deliverer, sender):
    sender.start()
    assert sender.wait_until_idle(10)
    looks = deliverer.looks
    assert not threading.Event().wait(0.05)
    assert deliverer.looks == looks
    sender.tick()
    eventually(lambda: deliverer.looks == looks + 1)


def test_stopping_waits_for_what_is_on_its_way_and_takes_nothing_more(deliverer, sender):
    deliverer.due = [waiting(number) for number in range(5)]
    sender.start()
    eventually(lambda: len(deliverer.begun) == 3)
    assert not sender.stop(0.05)
    deliverer.hold.set()
    eventually(lambda: len(deliverer.delivered) == 3)
    assert len(deliverer.due) == 2
    assert sender.problem() == "Rung no longer sends what is due; restart Rung"


def test_what_was_taken_as_it_was_told_to_stop_is_given_back(deliverer, sender):
    taking, go_on = threading.Event(), threading.Event()

    def take(most: int, in_flight: dict[str, int], *, expecting: bool) -> tuple[list[InHand], None]:
        taking.set()
        go_on.wait(10)
        return [waiting(1)], None

    deliverer.take = take
    sender.start()
    assert taking.wait(10)
    stopping = threading.Thread(target=sender.stop, args=(10,))
    stopping.start()
    eventually(lambda: sender._ended)  # noqa: SLF001 - the moment that is tested
    go_on.set()
    stopping.join(10)
    assert (deliverer.given_back, deliverer.begun) == (["d1"], [])

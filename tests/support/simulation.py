"""Deliveries in a time of their own: days pass in a moment, and nothing happens at the same time as anything else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from prometheus_client import CollectorRegistry

from bot.process.acting import ActRunner
from bot.process.metrics import Metrics
from bot.sending.deliverer import Deliverer
from bot.sending.gateway import SlackGateway
from bot.slack.blocks import message, sections, write
from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryLimits, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.errors import StorageLostError
from flows.maturity.loading import Maturity
from flows.teams.person import Actor
from storage.database import SqlDatabase
from tests.fakes.slack import FakeSlack
from tests.support.clock import NOW
from tests.support.talk import taught

TICK = timedelta(seconds=15)


@dataclass
class Clock:
    """The time of day, which only the test sets."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()


class Unreliable:
    """A database that can be away."""

    def __init__(self, database: SqlDatabase) -> None:
        self.database = database
        self.is_away: Callable[[], bool] = lambda: False

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        self._check()
        with self.database.transaction() as repositories:
            yield repositories

    @contextmanager
    def reading(self) -> Iterator[Any]:
        self._check()
        with self.database.reading() as repositories:
            yield repositories

    def problem(self) -> str | None:
        return None

    def _check(self) -> None:
        if self.is_away():
            raise StorageLostError


def payload_of(kind: DeliveryKind, text: str) -> str | None:
    """A message of a kind that says just this; a welcome is put into its own words when it is sent."""
    return None if kind is DeliveryKind.WELCOME else write(message(text, sections(text)))


@dataclass
class Office:
    """One process that sends, in a time that the test sets."""

    database: Unreliable
    maturity: Maturity
    slacks: list[FakeSlack]
    clock: Clock = field(default_factory=Clock)
    limits: DeliveryLimits = DeliveryLimits()  # noqa: RUF009 - frozen
    now: Callable[[], datetime] | None = None
    ids: Iterator[str] = field(default_factory=lambda: (f"id {number}" for number in count()))

    def __post_init__(self) -> None:
        now = self.now or self.clock.now
        runner = ActRunner(self.database, self.maturity, taught(), now, lambda: next(self.ids), self.limits)
        self.gateways = {each.workspace_id: SlackGateway(each.bot_token, each.api_url) for each in self.slacks}
        self.deliverer = Deliverer(
            runner, self.gateways, Metrics(CollectorRegistry()), lambda _: None, jitter=lambda: 0.5
        )

    def decide(
        self,
        kind: DeliveryKind,
        recipient: str,
        subject: str,
        *,
        slack: FakeSlack | None = None,
        asked_by: str | None = None,
    ) -> Delivery:
        """Make a message due now."""
        workspace_id = (slack or self.slacks[0]).workspace_id
        key = DeliveryKey(workspace_id, kind, subject, recipient, "once")
        made = new_delivery(next(self.ids), key, self.clock.now(), asked_by=asked_by, payload=payload_of(kind, subject))
        with self.database.database.transaction() as repositories:
            repositories.workspaces.add(workspace_id, now=self.clock.now())
            assert repositories.deliveries.add(made)
        return made

    def person(self, slack_id: str) -> str:
        """The id of ours for a person of the first workspace."""
        with self.database.database.transaction() as repositories:
            actor = Actor(self.slacks[0].workspace_id, slack_id)
            return repositories.people.lock_or_add(actor, new_id=slack_id, now=self.clock.now()).id

    def look(self) -> datetime | None:
        """Deliver what is due now, and say when something is due next."""
        while True:
            try:
                found, again_at = self.deliverer.take(8, {})
            except StorageLostError:
                return None
            if not found and again_at != self.clock.now():
                return again_at
            for each in found:
                self.deliverer.deliver(each)

    def pass_until(self, moment: datetime) -> None:
        """Let time pass: what is due is dealt with when it is, or at a tick."""
        while True:
            again_at = self.look() or moment
            following = max(self.clock.moment + timedelta(milliseconds=1), min(again_at, self.clock.moment + TICK))
            if again_at > moment or following > moment:
                break
            self.clock.moment = following
        self.clock.moment = moment
        self.look()

    def get(self, delivery: Delivery) -> Delivery:
        """The message as it stands."""
        with self.database.database.reading() as repositories:
            return repositories.deliveries.get(delivery.id)

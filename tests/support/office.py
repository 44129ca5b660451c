"""A whole workspace under an injected clock: the tick's own steps and the courier, with a Slack that only takes notes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from bot.process.acting import ActRunner
from bot.process.metrics import Metrics
from bot.sending.deliverer import Deliverer
from bot.slack.blocks import Message
from bot.slack.gateway_port import Channel
from bot.ticks.check_ins import CheckInSteps
from flows.deliveries.delivery import DeliveryLimits
from flows.maturity.loading import Maturity
from flows.teams.person import Profile
from storage.database import SqlDatabase
from storage.rows import CheckInRow, DeliveryLaneRow, ScheduleRow, table_of
from tests.support.acts import Acts
from tests.support.talk import taught

# Nothing waits for Slack's pace, and a lease is over at once.
LIMITS = DeliveryLimits(
    lease=timedelta(seconds=30),
    quarantine=timedelta(seconds=1),
    margin=timedelta(seconds=0),
    channel_pace=timedelta(0),
    workspace_pace=timedelta(microseconds=1),
    burst=10_000,
    at_once=10_000,
)
WORKSPACE = "T1"
AT_ONCE = 200
_LANE, _CHECK_IN, _SCHEDULE = (table_of(each).c for each in (DeliveryLaneRow, CheckInRow, ScheduleRow))


class KilledError(Exception):
    """The process is gone."""


@dataclass(frozen=True)
class Posted:
    """A message as somebody got it. `to` is a channel, or a person as Slack names them."""

    at: datetime
    to: str
    text: str
    kinds: frozenset[str]


@dataclass
class Notebook:
    """Stands in for Slack's gateway."""

    now: Callable[[], datetime]
    zones: dict[str, str] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    by_delivery: dict[str, str] = field(default_factory=dict)
    fate: Callable[[], str] = lambda: "arrives"
    _ids: Any = field(default_factory=lambda: count(1))

    def post(self, channel_id: str, message: Message, delivery_id: str | None = None, below: str | None = None) -> str:
        fate = "arrives" if below else self.fate()  # in a thread nobody can look, and what may be there is left
        if fate == "killed before":
            raise KilledError
        message_id = f"{next(self._ids):010}.000000"
        kinds = frozenset(each.get("action_id", "") for block in message.blocks for each in block.get("elements", []))
        self.posted.append(Posted(self.now(), channel_id.removeprefix("D"), message.text, kinds))
        self.shown[message_id] = message.text
        self.by_delivery[delivery_id or ""] = message_id
        if fate == "killed after":
            raise KilledError
        return message_id

    def find_posted(self, channel_id: str, delivery_id: str, since: datetime) -> str | None:  # noqa: ARG002
        return self.by_delivery.get(delivery_id)

    def update(self, channel_id: str, message_id: str, message: Message) -> None:  # noqa: ARG002
        self.shown[message_id] = message.text

    def open_direct_messages(self, slack_id: str) -> str:
        return f"D{slack_id}"

    def profile(self, slack_id: str) -> Profile:
        return Profile(slack_id, time_zone=self.zones.get(slack_id, "Etc/UTC"))

    def channel(self, channel_id: str) -> Channel:
        return Channel(channel_id, 12, has_rung=True)


class Office:
    """One workspace in one process, which can be killed and started anew."""

    def __init__(self, database: SqlDatabase, maturity: Maturity, began: datetime) -> None:
        self.database = database
        self.acts = Acts(database, maturity)
        self.acts.now = began
        self.slack = Notebook(lambda: self.acts.now)
        self.restarts = 0
        self._start(maturity)

    def _start(self, maturity: Maturity) -> None:
        runner = ActRunner(self.database, maturity, taught(), lambda: self.acts.now, self.acts.ids, LIMITS)
        slack: Any = self.slack
        metrics = Metrics(CollectorRegistry())
        self.deliverer = Deliverer(
            runner, {WORKSPACE: slack}, metrics, lambda _: None, owner=f"process {self.restarts}"
        )
        self.steps = CheckInSteps(runner, slack, _Asleep(), WORKSPACE)  # type: ignore[arg-type]

    def work(self) -> None:
        """Do all that is due, as the tick does."""
        steps = (self.steps.start_one_due, self.steps.meet_one_deadline, self._send)
        for step in (*steps, self.steps.refresh_one_stale_card, self.steps.retire_one_message):
            while step():
                pass

    def _send(self) -> bool:
        taken, _ = self.deliverer.take(AT_ONCE, {})
        try:
            for each in taken:
                self.deliverer.deliver(each)
        except KilledError:
            self.restarts += 1
            self._start(self.acts.maturity)
            self.acts.now += LIMITS.lease + LIMITS.quarantine + timedelta(seconds=1)
            return True
        return len(taken) == AT_ONCE

    def next_event(self) -> datetime | None:
        """When something is due next."""
        with self.database.backend.reading.connect() as connection:
            moments = [
                connection.execute(select(func.min(each.due_at))).scalar() for each in (_LANE, _CHECK_IN, _SCHEDULE)
            ]
        return min((each for each in moments if each), default=None)

    def run_until(self, moment: datetime) -> None:
        """Let time go by, with everything done when it is due."""
        while (event := self.next_event()) and event <= moment:
            self.acts.now = max(self.acts.now, event)
            self.work()
        if moment > self.acts.now:
            self.acts.now = moment
            self.work()

    def people_with(self, part: str) -> list[Posted]:
        """The messages with these words."""
        return [each for each in self.slack.posted if part in each.text]


class _Asleep:
    def wake(self) -> None:
        pass


BEGAN = datetime(2026, 12, 14, 8, tzinfo=UTC)

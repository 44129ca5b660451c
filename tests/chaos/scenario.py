"""Deliveries to be made while everything fails, and the count of what became of them."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from uuid import UUID

from sqlalchemy import func, select

from flows.deliveries.delivery import DeliveryKey, DeliveryStatus, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.teams.person import Actor
from storage.database import SqlDatabase
from storage.rows import DeliveryRow, table_of
from tests.fakes.failures import Failure, accept_then_drop, drop, late, rate_limited, server_error, time_out
from tests.fakes.slack import FakeSlack
from tests.support.simulation import payload_of

HISTORY = {"channels:history", "groups:history"}
KINDS_SENT = (DeliveryKind.SHARED_RESULT, DeliveryKind.WELCOME, DeliveryKind.UNDELIVERED)
CHANNELS, PEOPLE = 30, 20  # in each workspace
# Longer than the processes wait for an answer.
SILENT = 1.3
FAILURES: Sequence[tuple[float, Failure | None]] = (
    (0.69, None),
    (0.04, rate_limited(1)),
    (0.05, server_error(503)),
    (0.12, accept_then_drop()),
    (0.05, time_out(SILENT, takes_effect=True)),
    (0.02, late(SILENT)),
    (0.03, drop()),
)


@contextmanager
def workspaces(count: int, seed: int, *, history: bool) -> Iterator[list[FakeSlack]]:
    """So many Slacks in which three of ten posts go wrong."""
    with ExitStack() as stack:
        slacks = [stack.enter_context(FakeSlack(workspace_id=f"T{number}")) for number in range(count)]
        for number, slack in enumerate(slacks):
            slack.scopes |= HISTORY if history else set()
            slack.chance = partial(_perhaps, random.Random(seed * 100 + number))
        yield slacks


def _perhaps(chances: random.Random, method: str) -> Failure | None:
    if method != "chat.postMessage":
        return None
    return chances.choices([failure for _, failure in FAILURES], [weight for weight, _ in FAILURES])[0]


def decide(database: SqlDatabase, slack: FakeSlack, count: int, seed: int) -> None:
    """Make so many messages due: views and welcomes to channels, notices to people."""
    chances, now = random.Random(seed), datetime.now(UTC)
    channels = [slack.add_channel(f"ml-{number}") for number in range(CHANNELS)]
    people = [slack.add_person(f"person {number}") for number in range(PEOPLE)]
    with database.transaction() as repositories:
        ids = [
            repositories.people.lock_or_add(Actor(slack.workspace_id, each), new_id=_id(chances), now=now).id
            for each in people
        ]
    for number in range(count):
        kind = chances.choices(KINDS_SENT, [4, 3, 3])[0]
        recipient = chances.choice(ids if kind.rules.to_person else channels)
        key = DeliveryKey(slack.workspace_id, kind, f"subject {number}", recipient, "once")
        payload = payload_of(kind, f"message {number}")
        with database.transaction() as repositories:
            assert repositories.deliveries.add(new_delivery(_id(chances), key, now, payload=payload))


def _id(chances: random.Random) -> str:
    return str(UUID(int=chances.getrandbits(128)))


def open_count(database: SqlDatabase) -> int:
    """How many messages are still to be dealt with."""
    status = table_of(DeliveryRow).c.status
    waiting = select(func.count()).where(status.in_([each for each in DeliveryStatus if each.is_open]))
    with database.backend.reading.connect() as connection:
        return int(connection.execute(waiting).scalar_one())


@dataclass
class Counted:
    """By kind: how many messages are there once, more than once, or not at all; and what Rung believes of those."""

    once: Counter[str] = field(default_factory=Counter)
    more: Counter[str] = field(default_factory=Counter)
    never: Counter[str] = field(default_factory=Counter)
    most: int = 0
    believed: Counter[tuple[str, str]] = field(default_factory=Counter)
    out_of_order: int = 0


def count(database: SqlDatabase, slacks: Sequence[FakeSlack]) -> Counted:
    """Compare what is in the Slacks with the rows."""
    posted = Counter(each for slack in slacks for channel in slack.channels for each in _ids_in(slack, channel))
    columns, counted = table_of(DeliveryRow).c, Counted(most=max(posted.values(), default=0))
    with database.backend.reading.connect() as connection:
        for delivery_id, kind, status in connection.execute(select(columns.id, columns.kind, columns.status)):
            times = posted[delivery_id]
            (counted.never if not times else counted.once if times == 1 else counted.more)[kind] += 1
            if (times > 0) != (status == DeliveryStatus.SENT):
                counted.believed[(kind, status)] += 1
        wanted = {row.id: row.number for row in connection.execute(select(columns.id, columns.number))}
    counted.out_of_order = sum(_misplaced(slack, channel, wanted) for slack in slacks for channel in slack.channels)
    return counted


def _ids_in(slack: FakeSlack, channel: str) -> list[str]:
    return [each.metadata["event_payload"]["id"] for each in slack.messages(channel) if each.metadata]


def _misplaced(slack: FakeSlack, channel: str, wanted: dict[str, int]) -> int:
    """How many messages of a channel stand below one that was decided later; second copies are not looked at."""
    numbers = [wanted[each] for each in dict.fromkeys(_ids_in(slack, channel))]
    return sum(later < earlier for earlier, later in pairwise(numbers))

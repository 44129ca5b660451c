"""Messages that leave without a click, and what is kept about each."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from flows.deliveries.kinds import DeliveryKind


class DeliveryStatus(StrEnum):
    """Where a message stands. An uncertain one may have been posted: it is looked up before it is sent again."""

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about the message."""
        return self in {DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN}


class Transport(StrEnum):
    """What carries a message."""

    SLACK = "slack"


# Why a message was dropped.
TOO_LATE, PERHAPS_SENT, OVER = "too_late", "perhaps_sent", "over"


@dataclass(frozen=True)
class DeliveryLimits:
    """How long sending a message may take, and how fast messages go.

    `lease` is far above all that sending one message can take, time-outs included. `quarantine` is how long Slack may
    need until a message that it has taken can be found. With less than `margin` of the lease left nothing is posted any
    more. `channel_pace` and `workspace_pace` lie between two messages; a workspace that was quiet may have `burst` in a
    row. A process sends `at_once` messages to one workspace, and leaves its other threads to other workspaces.
    """

    lease: timedelta = timedelta(seconds=60)
    quarantine: timedelta = timedelta(seconds=60)
    margin: timedelta = timedelta(seconds=25)
    channel_pace: timedelta = timedelta(seconds=1)
    workspace_pace: timedelta = timedelta(seconds=0.2)
    burst: int = 20
    at_once: int = 4
    first_pause: timedelta = timedelta(seconds=1)
    longest_pause: timedelta = timedelta(minutes=5)


@dataclass(frozen=True)
class DeliveryKey:
    """What tells one message from all others: a message leaves once, however often somebody asks for it.

    `recipient` is a channel's Slack id, or a person's id of ours.
    """

    workspace_id: str
    kind: DeliveryKind
    subject_id: str
    recipient: str
    occurrence: str


@dataclass(frozen=True)
class Delivery:
    """The record of one outgoing message.

    `due_at` is when the message ought to leave, `not_before` when it is looked at next. `number` orders the messages to
    one recipient that are due at one time. `payload` is the message as JSON, kept before the first attempt so that all
    attempts send it as it is. `first_tried_at` and the lease go by Slack's clock. `reason` is Slack's code for why the
    message failed, or why it was dropped. `asked_by` is the person who is told if it fails. `is_over`: its buttons are
    of no use any more and are still to be taken off.
    """

    id: str
    key: DeliveryKey
    created_at: datetime
    due_at: datetime
    not_before: datetime
    number: int = 0
    asked_by: str | None = None
    transport: Transport = Transport.SLACK
    status: DeliveryStatus = DeliveryStatus.PENDING
    payload: str | None = None
    attempts: int = 0
    was_repeated: bool = False
    owner: str | None = None
    first_tried_at: datetime | None = None
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    message_id: str | None = None
    reason: str | None = None
    is_over: bool = False


def new_delivery(
    delivery_id: str, key: DeliveryKey, now: datetime, *, asked_by: str | None = None, payload: str | None = None
) -> Delivery:
    """A message that is due now."""
    return Delivery(delivery_id, key, now, now, now, asked_by=asked_by, payload=payload)


def once_more(delivery: Delivery, now: datetime) -> Delivery:
    """A message that did not arrive, to be sent anew: a result as it was written, others as things are by then."""
    again = replace(new_delivery(delivery.id, delivery.key, now), attempts=delivery.attempts)
    if delivery.key.kind.rules.is_result:
        return replace(again, payload=delivery.payload)
    return again


def due_later(delivery: Delivery, due_at: datetime) -> Delivery:
    """A message that is due at that moment, if it is later than the one it was due at."""
    due_at = max(delivery.due_at, due_at)
    return replace(delivery, due_at=due_at, not_before=due_at)


@dataclass(frozen=True)
class Lane:
    """The messages to one recipient, which leave in order.

    `due_at` is when something is to be done next, None when nothing waits. Nothing is posted before `free_at`.
    `trouble` is why the last message failed for good; None after one that arrived.
    """

    workspace_id: str
    recipient: str
    due_at: datetime | None
    free_at: datetime
    trouble: str | None = None


@dataclass(frozen=True)
class Pace:
    """How fast a workspace may be sent to: not before `ready_at`; `failures` counts Slack's since its last success."""

    workspace_id: str
    ready_at: datetime
    failures: int = 0

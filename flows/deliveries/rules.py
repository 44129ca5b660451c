"""What becomes of a message, step by step. Pure; `docs/deliveries.md` draws it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.deliveries.delivery import PERHAPS_SENT, TOO_LATE, Delivery, DeliveryLimits, DeliveryStatus, Lane, Pace


@dataclass(frozen=True)
class Arrived:
    """The message is there, under this id."""

    message_id: str


@dataclass(frozen=True)
class Refused:
    """Slack will never take the message; its code says why."""

    code: str


@dataclass(frozen=True)
class Postponed:
    """Slack has not taken the message. It asked for the `pause`; None when nobody knows how long the trouble lasts."""

    code: str
    pause: timedelta | None = None


@dataclass(frozen=True)
class Unclear:
    """Nobody knows whether Slack has taken the message."""

    code: str


@dataclass(frozen=True)
class Dropped:
    """The message is not to be sent any more."""

    reason: str


@dataclass(frozen=True)
class GivenBack:
    """The message was in hand for too long to be sent safely, and Slack was not asked."""


@dataclass(frozen=True)
class Deferred:
    """The message comes at a bad moment for its reader, and Slack was not asked; `until` is a better moment."""

    until: datetime


Outcome = Arrived | Refused | Postponed | Unclear | Dropped | GivenBack | Deferred


def is_too_late(delivery: Delivery, now: datetime) -> bool:
    """Whether the message is of no use any more."""
    return now > delivery.due_at + delivery.key.kind.rules.useful_for


def taken_back(delivery: Delivery, now: datetime, limits: DeliveryLimits) -> Delivery:
    """Take back a message whose sender never came back: it may have been posted, so it is looked up first."""
    if delivery.status is not DeliveryStatus.SENDING or delivery.lease_until is None or delivery.lease_until > now:
        return delivery
    left = replace(delivery, owner=None, lease_until=None)
    if delivery.payload is None:  # the message had not even been written
        return replace(left, status=DeliveryStatus.PENDING, not_before=now)
    not_before = delivery.lease_until + limits.quarantine
    return replace(left, status=DeliveryStatus.UNCERTAIN, not_before=not_before, reason="lease")


def taken(delivery: Delivery, owner: str, now: datetime, limits: DeliveryLimits) -> Delivery:
    """Take a message in hand: a pending one to send it, an uncertain one to look it up."""
    in_hand = replace(delivery, owner=owner, lease_until=now + limits.lease)
    if delivery.status is DeliveryStatus.UNCERTAIN:
        return in_hand
    return sending(in_hand, now)


def sending(delivery: Delivery, now: datetime) -> Delivery:
    """Begin an attempt to send a message."""
    return replace(
        delivery,
        status=DeliveryStatus.SENDING,
        attempts=delivery.attempts + 1,
        first_tried_at=delivery.first_tried_at or now,
    )


def not_there(delivery: Delivery, now: datetime) -> Delivery | Dropped:
    """What to do with a message that was looked up and is not there: send it, unless that is too late."""
    return Dropped(TOO_LATE) if is_too_late(delivery, now) else sending(delivery, now)


def cannot_look(delivery: Delivery, now: datetime) -> Delivery | Dropped:
    """What to do with a message that may be there where nobody can look: by its kind, send it once more or leave it."""
    if delivery.was_repeated or not delivery.key.kind.rules.may_repeat or is_too_late(delivery, now):
        return Dropped(PERHAPS_SENT)
    return replace(sending(delivery, now), was_repeated=True)


def concluded(delivery: Delivery, outcome: Outcome, now: datetime, limits: DeliveryLimits, jitter: float) -> Delivery:
    """Note how sending a message, or looking it up, went; `jitter` is from 0 to 1."""
    left = replace(delivery, owner=None, lease_until=None)
    match outcome:
        case Arrived(message_id):
            return replace(left, status=DeliveryStatus.SENT, sent_at=now, message_id=message_id, reason=None)
        case Refused(code):
            return replace(left, status=DeliveryStatus.FAILED, reason=code)
        case Dropped(reason):
            return replace(left, status=DeliveryStatus.DROPPED, reason=reason)
        case Unclear(code):
            pause = max(limits.quarantine, _pause(delivery.attempts, limits, jitter))
            return replace(left, status=DeliveryStatus.UNCERTAIN, not_before=now + pause, reason=code)
        case Postponed() | GivenBack():
            why = outcome.code if isinstance(outcome, Postponed) else left.reason
            return replace(left, status=_as_before(delivery), not_before=now, reason=why)
        case Deferred(until):
            return replace(left, status=DeliveryStatus.PENDING, due_at=until, not_before=until)


def _as_before(delivery: Delivery) -> DeliveryStatus:
    """The status of a message that was not sent: one that was to be looked up is as uncertain as it was."""
    return DeliveryStatus.PENDING if delivery.status is DeliveryStatus.SENDING else delivery.status


def lane_after(lane: Lane, head: Delivery | None, now: datetime, outcome: Outcome, limits: DeliveryLimits) -> Lane:
    """The lane once a message is done with; `head` is the next one."""
    if isinstance(outcome, Arrived | Unclear):  # what is unclear may have been posted
        lane = replace(lane, free_at=now + limits.channel_pace)
    if isinstance(outcome, Arrived):
        lane = replace(lane, trouble=None)
    elif isinstance(outcome, Refused):
        lane = replace(lane, trouble=outcome.code)
    return waiting_for(lane, head)


def waiting_for(lane: Lane, head: Delivery | None) -> Lane:
    """The lane with `head` as its next message, which decides when something is to be done."""
    if head is None:
        return replace(lane, due_at=None)
    return replace(lane, due_at=max(head.lease_until or head.not_before, lane.free_at))


def is_ready(delivery: Delivery, now: datetime) -> bool:
    """Whether the message can be taken in hand now."""
    return delivery.not_before <= now and (delivery.lease_until is None or delivery.lease_until <= now)


def room_for(pace: Pace, now: datetime, limits: DeliveryLimits) -> int:
    """How many messages the workspace may be sent now, over all processes."""
    if pace.ready_at > now:
        return 0
    if pace.failures:
        return 1
    return min(limits.burst, 1 + int((now - pace.ready_at) / limits.workspace_pace))


def paced(pace: Pace, now: datetime, limits: DeliveryLimits) -> Pace:
    """The pace of a workspace after one more message has been taken.

    `ready_at` may lag behind by a burst, and each message moves it on. While Slack fails there, one message at a time
    tries whether it is back.
    """
    if pace.failures:
        return replace(pace, ready_at=now + limits.lease)
    oldest = now - limits.workspace_pace * limits.burst
    return replace(pace, ready_at=max(pace.ready_at, oldest) + limits.workspace_pace)


def pace_after(pace: Pace, outcome: Outcome, now: datetime, limits: DeliveryLimits, jitter: float) -> Pace:
    """The pace of a workspace after Slack's answer: it rests as long as Slack asks, or longer each time Slack fails."""
    match outcome:
        case Postponed(_, pause) if pause is not None:
            ready_at = now if pace.failures else pace.ready_at
            return replace(pace, ready_at=max(ready_at, now + pause), failures=0)
        case Postponed() | Unclear():
            failures = pace.failures + 1
            return replace(pace, ready_at=now + _pause(failures, limits, jitter), failures=failures)
        case GivenBack() | Deferred():  # Slack was not asked
            return replace(pace, ready_at=min(pace.ready_at, now))
        case _ if pace.failures:
            return replace(pace, ready_at=min(pace.ready_at, now), failures=0)
        case _:
            return pace


def _pause(failures: int, limits: DeliveryLimits, jitter: float) -> timedelta:
    """A pause twice as long each time, up to the longest, less up to a half so that not all come back at once."""
    doubled: int = 2 ** min(failures - 1, 16)
    longest = min(limits.first_pause * doubled, limits.longest_pause)
    return longest * (1 - jitter / 2)

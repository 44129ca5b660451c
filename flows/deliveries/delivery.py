"""Messages that nobody's click is waiting for: what they are, what happens to them, and the rules for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """Where a message stands. `uncertain` may have been posted: it is looked up before anything is sent again."""

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self in {DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN}


class DeliveryKind(StrEnum):
    """What kind of message it is."""

    SHARED_RESULT = "shared_result"
    WELCOME = "welcome"
    UNDELIVERED = "undelivered"
    INVITATION = "invitation"
    CHECK_IN_CARD = "check_in_card"
    PREVIEW = "preview"
    SUMMARY = "summary"
    SUMMARY_DETAILS = "summary_details"
    INCOMPLETE = "incomplete"
    DISCUSSION = "discussion"
    NUDGE = "nudge"
    CHANNEL_REMINDER = "channel_reminder"
    NOT_STARTED = "not_started"
    LEADERBOARD = "leaderboard"
    LEADERBOARD_PREVIEW = "leaderboard_preview"
    DIGEST = "digest"
    DIGEST_DETAILS = "digest_details"

    @property
    def is_to_person(self) -> bool:
        """Whether the recipient is a person, in the direct messages, and not a channel."""
        return self in _TO_PERSON

    @property
    def asks(self) -> bool:
        """Whether it asks somebody for something, and so waits for a good moment of theirs."""
        return self in {DeliveryKind.INVITATION, DeliveryKind.NUDGE}

    @property
    def is_of_check_in(self) -> bool:
        """Whether its subject is a check-in, so that the team's owners hear when it does not arrive."""
        return self not in _OF_NO_CHECK_IN

    @property
    def is_missed(self) -> bool:
        """Whether somebody waits for it and has to hear of each one that does not arrive."""
        return self in _MISSED

    @property
    def is_as_things_are(self) -> bool:
        """Whether each attempt says how things are then: a team that has left must not be seen any more."""
        return self in _AS_THINGS_ARE

    @property
    def below(self) -> "DeliveryKind | None":
        """The kind of message in whose thread it stands."""
        return _BELOW.get(self)


_TO_PERSON = {
    DeliveryKind.UNDELIVERED,
    DeliveryKind.INVITATION,
    DeliveryKind.PREVIEW,
    DeliveryKind.NUDGE,
    DeliveryKind.NOT_STARTED,
    DeliveryKind.LEADERBOARD_PREVIEW,
}
_MISSED = {
    DeliveryKind.SHARED_RESULT,
    DeliveryKind.SUMMARY,
    DeliveryKind.INCOMPLETE,
    DeliveryKind.LEADERBOARD,
    DeliveryKind.DIGEST,
}
_AS_THINGS_ARE = {DeliveryKind.LEADERBOARD, DeliveryKind.DIGEST, DeliveryKind.DIGEST_DETAILS}
_BELOW = {
    DeliveryKind.SUMMARY_DETAILS: DeliveryKind.SUMMARY,
    DeliveryKind.DIGEST_DETAILS: DeliveryKind.DIGEST,
}
_RESULTS = {DeliveryKind.SUMMARY, DeliveryKind.SUMMARY_DETAILS, DeliveryKind.SHARED_RESULT}
_OF_NO_CHECK_IN = {
    DeliveryKind.SHARED_RESULT,
    DeliveryKind.WELCOME,
    DeliveryKind.UNDELIVERED,
    DeliveryKind.NUDGE,
    DeliveryKind.NOT_STARTED,
    DeliveryKind.LEADERBOARD,
    DeliveryKind.LEADERBOARD_PREVIEW,
    DeliveryKind.DIGEST,
    DeliveryKind.DIGEST_DETAILS,
}


class Transport(StrEnum):
    """What carries it."""

    SLACK = "slack"


@dataclass(frozen=True)
class Policy:
    """What is done with a kind of message when things go wrong.

    Later than `useful_for` after it was due it is dropped. `may_repeat` decides about a message that may have been
    posted where nobody can look: it is sent once more, or left.
    """

    useful_for: timedelta
    may_repeat: bool


POLICIES: Mapping[DeliveryKind, Policy] = {
    DeliveryKind.SHARED_RESULT: Policy(useful_for=timedelta(hours=12), may_repeat=True),
    DeliveryKind.WELCOME: Policy(useful_for=timedelta(hours=4), may_repeat=False),
    DeliveryKind.UNDELIVERED: Policy(useful_for=timedelta(days=7), may_repeat=False),
    DeliveryKind.INVITATION: Policy(useful_for=timedelta(days=7), may_repeat=True),
    DeliveryKind.CHECK_IN_CARD: Policy(useful_for=timedelta(days=2), may_repeat=False),
    DeliveryKind.PREVIEW: Policy(useful_for=timedelta(days=3), may_repeat=True),
    DeliveryKind.SUMMARY: Policy(useful_for=timedelta(days=7), may_repeat=False),
    DeliveryKind.SUMMARY_DETAILS: Policy(useful_for=timedelta(days=7), may_repeat=False),
    DeliveryKind.INCOMPLETE: Policy(useful_for=timedelta(days=2), may_repeat=False),
    DeliveryKind.DISCUSSION: Policy(useful_for=timedelta(days=2), may_repeat=False),
    DeliveryKind.NUDGE: Policy(useful_for=timedelta(hours=6), may_repeat=False),
    DeliveryKind.CHANNEL_REMINDER: Policy(useful_for=timedelta(hours=8), may_repeat=False),
    DeliveryKind.NOT_STARTED: Policy(useful_for=timedelta(days=7), may_repeat=True),
    DeliveryKind.LEADERBOARD: Policy(useful_for=timedelta(days=2), may_repeat=False),
    DeliveryKind.LEADERBOARD_PREVIEW: Policy(useful_for=timedelta(days=3), may_repeat=True),
    DeliveryKind.DIGEST: Policy(useful_for=timedelta(days=2), may_repeat=False),
    DeliveryKind.DIGEST_DETAILS: Policy(useful_for=timedelta(days=2), may_repeat=False),
}

# Why a message was dropped.
TOO_LATE, PERHAPS_SENT, OVER = "too_late", "perhaps_sent", "over"


@dataclass(frozen=True)
class DeliveryLimits:
    """How long things take, and how fast they go.

    `lease` is far above all that sending one message can take, time-outs included. `quarantine` is how long Slack may
    need until a message that it has taken can be found. With less than `margin` of the lease left nothing is posted any
    more. `channel_pace` and `workspace_pace` lie between two messages; a
    workspace that was quiet may have `burst` in a row. A process sends `at_once` messages to one workspace, and leaves
    its other threads to others.
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
    """What makes a message the same message: it leaves once, however often somebody asks for it.

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

    `due_at` is when it ought to leave, `not_before` when it is looked at next. `number` orders the messages to one
    recipient that are due at the same time. `payload` is the message as JSON, kept before the first attempt so that
    every attempt sends the same. `first_tried_at` and the lease go by Slack's clock. `reason` is Slack's code for why
    it failed, or why it was dropped. `asked_by` is the person who is told if it fails. `is_over`: its
    buttons are of no use any more and are still to be taken off.
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
    """One that did not arrive, to be sent anew: a result as it was written, the rest as things are by then."""
    payload = delivery.payload if delivery.key.kind in _RESULTS else None
    return replace(new_delivery(delivery.id, delivery.key, now, payload=payload), attempts=delivery.attempts)


def due_later(delivery: Delivery, due_at: datetime) -> Delivery:
    """The same, due then unless that is past."""
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
    """How fast a workspace may be sent to: not before `ready_at`; `failures` counts those since the last success."""

    workspace_id: str
    ready_at: datetime
    failures: int = 0

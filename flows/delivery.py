from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """Where a message stands. `uncertain` may have been posted: it is looked up before anything is sent again."""

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class DeliveryKind(StrEnum):
    """What kind of message it is."""

    SHARED_RESULT = "shared_result"


class Transport(StrEnum):
    """What carries it."""

    SLACK = "slack"


@dataclass(frozen=True)
class DeliveryKey:
    """What makes a message the same message: it leaves once, however often somebody asks for it."""

    workspace_id: str
    kind: DeliveryKind
    subject_id: str
    recipient: str
    occurrence: str


@dataclass(frozen=True)
class Delivery:
    """The record of one outgoing message.

    `payload` is the message as JSON, kept before the first attempt so that every attempt sends the same; `failure` is
    Slack's code for why it did not go out.
    """

    id: str
    key: DeliveryKey
    created_at: datetime
    transport: Transport = Transport.SLACK
    status: DeliveryStatus = DeliveryStatus.PENDING
    payload: str | None = None
    attempts: int = 0
    first_tried_at: datetime | None = None
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    message_id: str | None = None
    failure: str | None = None

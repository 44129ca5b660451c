"""How one attempt at a delivery went."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Arrived:
    """It is there, under this id."""

    message_id: str


@dataclass(frozen=True)
class Refused:
    """It will never be taken; Slack's code says why."""

    code: str


@dataclass(frozen=True)
class Postponed:
    """It was not taken. `pause` is what Slack asked for; None when nobody knows how long the trouble lasts."""

    code: str
    pause: timedelta | None = None


@dataclass(frozen=True)
class Unclear:
    """Nobody knows whether it was taken."""

    code: str


@dataclass(frozen=True)
class Dropped:
    """It is not to be sent any more."""

    reason: str


@dataclass(frozen=True)
class GivenBack:
    """It was in hand for too long to be sent safely, and Slack was not asked."""


@dataclass(frozen=True)
class Deferred:
    """It is a bad moment for whoever would read it, and Slack was not asked; `until` is a better one."""

    until: datetime


Outcome = Arrived | Refused | Postponed | Unclear | Dropped | GivenBack | Deferred

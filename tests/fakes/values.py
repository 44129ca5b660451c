"""What a workspace holds."""

from dataclasses import dataclass, field

from tests.fakes.block_kit import Json


@dataclass(frozen=True)
class Message:
    """A message as people see it."""

    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    edited: bool = False
    metadata: Json | None = None


@dataclass(frozen=True)
class Call:
    """One request to Slack, and what it answered."""

    method: str
    payload: Json
    answer: Json


@dataclass
class Channel:
    """A channel or a direct-message conversation."""

    id: str
    name: str
    private: bool = False
    archived: bool = False
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)


@dataclass
class ResponseUrl:
    """Where a reply to a command or a click goes."""

    channel: str
    person: str
    message_ts: str | None
    expires_at: float
    uses: int = 0


@dataclass
class Trigger:
    """What a modal can be opened with, once and for three seconds."""

    person: str
    expires_at: float
    used: bool = False

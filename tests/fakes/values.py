"""What a workspace holds."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class File:
    """An uploaded file; without content until its bytes are there."""

    name: str
    length: int
    content: bytes | None = None


@dataclass(frozen=True)
class Message:
    """A message as people see it. `author` is a person, or the bot's B… id."""

    ts: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    edited: bool = False
    deleted: bool = False
    metadata: Json | None = None
    thread_ts: str | None = None
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """One request to Slack, and what it answered; `lost` when a failure kept that answer from the caller."""

    method: str
    payload: Json
    answer: Json
    lost: bool = False


@dataclass
class Channel:
    """A channel or a direct-message conversation."""

    id: str
    name: str
    private: bool = False
    archived: bool = False
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)

    def find(self, ts: object) -> Message | None:
        """The message with this id, unless it was deleted."""
        return next((each for each in self.messages if each.ts == ts and not each.deleted), None)


@dataclass
class Group:
    """A group of people; one that is disabled is known and no longer used."""

    id: str
    members: list[str]
    disabled: bool = False


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

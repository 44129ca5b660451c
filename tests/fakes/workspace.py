"""The state of one workspace: people, channels, messages, modals, and what was asked of it."""

import itertools
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tests.fakes.values import Call, Channel, File, Group, Json, Message, ResponseUrl, Trigger

EPOCH = 1_700_000_000
# What the app was granted, with nothing optional.
SCOPES = {
    *("chat:write", "commands", "files:write", "im:write", "im:history", "users:read", "channels:read", "groups:read"),
}


class Workspace:
    """Everything that Slack remembers. One lock guards all of it."""

    workspace_domain = "workspace"
    app_id = "A0RUNG"
    app_name = "Rung"
    bot_user_id = "U0RUNG"
    bot_id = "B0RUNG"
    bot_token = "xoxb-a-token-for-tests"  # noqa: S105 - no secret

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        limit_posts: bool,
        wall: Callable[[], float] = time.time,
        workspace_id: str = "T0WORKSPACE",
    ) -> None:
        self.clock = clock
        self.wall = wall
        self.workspace_id = workspace_id
        self.scopes = set(SCOPES)
        self.limit_posts = limit_posts
        self.takes_rich_blocks = True
        self.lock = threading.RLock()
        self.people: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.hidden: dict[tuple[str, str], list[Message]] = {}
        self.calls: list[Call] = []
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.views: dict[str, list[Json]] = {}
        self.submitted: dict[str, tuple[str, Json]] = {}
        self.homes: dict[str, Json] = {}
        self.last_posts: dict[str, float] = {}
        self.files: dict[str, File] = {}
        self.groups: dict[str, Group] = {}
        self.has_groups = True
        self.url = ""
        self._count = itertools.count(1)
        self._last_ts = 0
        self.add_bot()

    def next_id(self, content: str) -> str:
        """A new id: a letter and a number."""
        return f"{content}{next(self._count):010d}"

    def next_ts(self) -> str:
        """A new message id: the time in microseconds, above all before it."""
        with self.lock:
            self._last_ts = max(self._last_ts + 1, int(self.wall() * 1_000_000))
            seconds, rest = divmod(self._last_ts, 1_000_000)
            return f"{seconds}.{rest:06d}"

    def not_taken_yet(self, payload: Json) -> list[str]:
        """What is right in a message, and not yet taken by this workspace: Slack brings new blocks to one at a time."""
        blocks = payload.get("blocks") or ()
        pictures = [each["slack_file"].get("id") for each in blocks if each.get("slack_file")]
        unknown = [f"no such file {each}" for each in pictures if each not in self.files]
        if self.takes_rich_blocks:
            return unknown
        kinds = {str(each.get("type")) for each in blocks}
        return unknown + [f"unsupported type {kind}" for kind in sorted(kinds & {"table", "data_visualization"})]

    # ---- people and channels

    def add_bot(self) -> None:
        """The bot's own user, which Slack counts among the people."""
        self._add(self.bot_user_id, self.app_name.lower(), is_bot=True)

    def add_person(
        self, name: str, *, guest: bool = False, deactivated: bool = False, tz: str = "Europe/Berlin"
    ) -> str:
        """Somebody of the workspace, named by role."""
        with self.lock:
            person = self.next_id("U")
            self._add(person, name, tz=tz, deleted=deactivated, is_restricted=guest)
            return person

    def _add(self, person: str, name: str, **more: Any) -> None:
        profile = {"display_name": name, "real_name": name}
        known = {"id": person, "name": name, "real_name": name, "profile": profile, "team_id": self.workspace_id}
        usual = {"tz": "UTC", "deleted": False, "is_bot": False, "is_restricted": False, "is_ultra_restricted": False}
        self.people[person] = {**known, **usual, **more}

    def set_status(self, person: str, emoji: str, text: str) -> None:
        """What somebody shows beside their name."""
        with self.lock:
            self.people[person]["profile"] |= {"status_emoji": emoji, "status_text": text}

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        archived: bool = False,
        members: Iterable[str] = (),
        with_bot: bool = True,
    ) -> str:
        """A channel with these members."""
        with self.lock:
            inside = {*members, *([self.bot_user_id] if with_bot else [])}
            channel = Channel(self.next_id("C"), name, private, archived, inside)
            self.channels[channel.id] = channel
            return channel.id

    def add_group(self, *members: str, disabled: bool = False) -> str:
        """A group of people, as a workspace that pays has them."""
        with self.lock:
            group = Group(self.next_id("S"), list(members), disabled)
            self.groups[group.id] = group
            return group.id

    def dm(self, person: str) -> str:
        """The direct messages between a person and the bot."""
        with self.lock:
            found = next((each.id for each in self.channels.values() if each.name == f"dm {person}"), None)
            if found is None:
                found = self.next_id("D")
                self.channels[found] = Channel(found, f"dm {person}", members={person, self.bot_user_id})
            return found

    # ---- messages

    def replace_message(self, channel: Channel, ts: str, **changes: Any) -> Message:
        """Put other content in a message's place."""
        place = next(place for place, each in enumerate(channel.messages) if each.ts == ts)
        channel.messages[place] = replace(channel.messages[place], **changes)
        return channel.messages[place]

    def whisper(self, channel: str, person: str, message: Message) -> None:
        """Show a message to one person only."""
        self.hidden.setdefault((channel, person), []).append(message)

    # ---- modals

    def find_view(self, wanted: Callable[[Json], bool]) -> tuple[str, Json] | None:
        """An open modal and whose it is; one that was sent in is open until that is acknowledged."""
        open_ones = [(person, view) for person, stack in self.views.items() for view in stack]
        return next((each for each in [*open_ones, *self.submitted.values()] if wanted(each[1])), None)

    def filled_view(self, view: Json, old: Json | None = None) -> Json:
        """A view with all that Slack adds; `old` is the one in whose place it comes."""
        view_id = old["id"] if old else self.next_id("V")
        added = {"id": view_id, "hash": self.next_id("h"), "team_id": self.workspace_id, "app_id": self.app_id}
        usual = {"private_metadata": "", "callback_id": "", "external_id": "", "state": {"values": {}}}
        stack = {key: old[key] for key in ("root_view_id", "previous_view_id")} if old else {}
        return {
            **usual,
            "bot_id": self.bot_id,
            "root_view_id": view_id,
            "previous_view_id": None,
            **view,
            **stack,
            **added,
        }

    def push_view(self, person: str, view: Json) -> Json:
        """Put a view on top of a person's others."""
        stack = self.views.setdefault(person, [])
        filled = self.filled_view(view)
        if stack:
            filled |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(filled)
        return filled

    def replace_view(self, person: str, old: Json, view: Json) -> Json:
        """Put a view in another's place."""
        filled = self.filled_view(view, old)
        if old["id"] in self.submitted:
            self.submitted[old["id"]] = (person, filled)
        else:
            stack = self.views[person]
            stack[stack.index(old)] = filled
        return filled

"""A Slack that refuses what Slack refuses: a real HTTP server for the Web API and for response_urls."""

import itertools
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Self

from tests.fakes.block_kit import Json, problems_of_message
from tests.fakes.failures import Failure
from tests.fakes.server import SlackServer
from tests.fakes.values import Call, Channel, Message, ResponseUrl, Trigger

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 1800.0


class FakeSlack:
    """One workspace. `clock` is in seconds and only moves triggers and response_urls."""

    workspace_id = "T0WORKSPACE"
    app_id = "A0RUNG"
    bot_user_id = "U0RUNG"
    bot_id = "B0RUNG"
    bot_token = "xoxb-a-token-for-tests"  # noqa: S105 - no secret

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.people: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.hidden: dict[tuple[str, str], list[Message]] = {}
        self.calls: list[Call] = []
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.views: dict[str, list[Json]] = {}
        self._failures: dict[str, deque[Failure]] = {}
        self._count = itertools.count(1)
        self._server = SlackServer(self)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def api_url(self) -> str:
        """What the Web API client is pointed at."""
        return f"{self._server.address}/api/"

    def next_id(self, letter: str) -> str:
        return f"{letter}{next(self._count):010d}"

    def next_ts(self) -> str:
        return f"1700000000.{next(self._count):06d}"

    # ---- people and channels

    def add_person(
        self, name: str, *, guest: bool = False, deactivated: bool = False, tz: str = "Europe/Berlin"
    ) -> str:
        """Somebody of the workspace, named by role."""
        person = self.next_id("U")
        self.people[person] = {
            "id": person,
            "name": name,
            "team_id": self.workspace_id,
            "tz": tz,
            "deleted": deactivated,
            "is_restricted": guest,
            "is_ultra_restricted": False,
        }
        return person

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
        inside = {*members, *([self.bot_user_id] if with_bot else [])}
        channel = Channel(self.next_id("C"), name, private, archived, inside)
        self.channels[channel.id] = channel
        return channel.id

    def dm(self, person: str) -> str:
        """The direct messages between a person and the bot."""
        found = next((each.id for each in self.channels.values() if each.name == f"dm {person}"), None)
        if found is None:
            found = self.next_id("D")
            self.channels[found] = Channel(found, f"dm {person}", members={person, self.bot_user_id})
        return found

    # ---- what clients send

    def slash_command(self, person: str, channel: str, text: str, command: str = "/rung") -> dict[str, str]:
        """The form of a slash command."""
        with self.lock:
            return {
                "command": command,
                "text": text,
                "team_id": self.workspace_id,
                "team_domain": "workspace",
                "channel_id": channel,
                "channel_name": "directmessage" if channel.startswith("D") else self.channels[channel].name,
                "user_id": person,
                "user_name": str(self.people[person]["name"]),
                "api_app_id": self.app_id,
                "is_enterprise_install": "false",
                "response_url": self._response_url(channel, person, None),
                "trigger_id": self._trigger(person),
            }

    def block_action(
        self, person: str, channel: str, message_ts: str, element: Json, *, selected: str | None = None
    ) -> Json:
        """What a click or a choice sends; `element` as it stands in the message, with its block_id."""
        with self.lock:
            action = {
                "action_id": element["action_id"],
                "block_id": element.get("block_id") or "b1",
                "type": element["type"],
            }
            if element["type"] == "button":
                action["value"] = element.get("value")
            elif element["type"] == "conversations_select":
                action["selected_conversation"] = selected
            else:
                option = next((each for each in element["options"] if each["value"] == selected), None)
                assert option is not None, f"{selected} is not in the menu"
                action["selected_option"] = option
            return {
                "type": "block_actions",
                **self._from(person),
                "channel": {"id": channel, "name": "directmessage"},
                "container": {
                    "type": "message",
                    "message_ts": message_ts,
                    "channel_id": channel,
                    "is_ephemeral": False,
                },
                "message": {"ts": message_ts, "type": "message"},
                "actions": [action],
                "state": {"values": {}},
                "response_url": self._response_url(channel, person, message_ts),
                "trigger_id": self._trigger(person),
            }

    def view_submission(self, person: str, view_id: str, values: dict[str, str]) -> Json:
        """What sending a form sends; it refuses what Slack's client would not send."""
        with self.lock:
            view = next(each for each in self.views[person] if each["id"] == view_id)
            state: dict[str, Json] = {}
            for block in (each for each in view["blocks"] if each["type"] == "input"):
                element = block["element"]
                value = values.get(element["action_id"], "")
                assert value or block.get("optional"), f"{element['action_id']} is required"
                assert len(value) <= element.get("max_length", 3000), f"{element['action_id']} is too long"
                state[block["block_id"]] = {element["action_id"]: {"type": element["type"], "value": value or None}}
            self.views[person].remove(view)
            sent = {**view, "state": {"values": state}}
            return {
                "type": "view_submission",
                **self._from(person),
                "trigger_id": self._trigger(person),
                "view": sent,
                "response_urls": [],
            }

    def message_event(self, person: str, channel: str, text: str, **more: Any) -> Json:
        """What somebody's message sends; the message then stands in the channel."""
        with self.lock:
            ts = self.next_ts()
            self.channels[channel].messages.append(Message(ts, person, text))
            kind = "im" if channel.startswith("D") else "channel"
            event = {
                "type": "message",
                "user": person,
                "text": text,
                "channel": channel,
                "channel_type": kind,
                "ts": ts,
            }
            return self.event({**event, "team": self.workspace_id, **more})

    def event(self, event: Json) -> Json:
        """The envelope of an event."""
        return {
            "type": "event_callback",
            "team_id": self.workspace_id,
            "api_app_id": self.app_id,
            "event_id": self.next_id("Ev"),
            "event_time": 1700000000,
            "authorizations": [{"team_id": self.workspace_id, "user_id": self.bot_user_id, "is_bot": True}],
            "event": event,
        }

    # ---- what people see

    def messages(self, channel: str) -> list[Message]:
        """The messages of a channel, in order."""
        with self.lock:
            return list(self.channels[channel].messages)

    def ephemerals(self, channel: str, person: str) -> list[Message]:
        """What only this person sees there."""
        with self.lock:
            return list(self.hidden.get((channel, person), []))

    def open_view(self, person: str) -> Json | None:
        """The modal on top."""
        with self.lock:
            return self.views[person][-1] if self.views.get(person) else None

    # ---- failing

    def fail(self, method: str, how: Failure, times: int = 1) -> None:
        """Fail the next requests to a method, to "response_url", or to "*"."""
        with self.lock:
            self._failures.setdefault(method, deque()).extend([how] * times)

    def next_failure(self, method: str) -> Failure | None:
        for name in (method, "*"):
            if self._failures.get(name):
                return self._failures[name].popleft()
        return None

    def check_ack(self, status: int, body: bytes, took: float) -> None:
        """Raise when Slack would not take this as an acknowledgement."""
        assert status == 200, f"Slack shows a warning sign for {status}: {body[:200]!r}"
        assert took < 3, f"Slack gives up after 3 s; this took {took:.1f}"
        if body:
            answer = json.loads(body)
            assert "response_action" in answer or not problems_of_message(answer), problems_of_message(answer)
            assert answer.get("response_action", "errors") in {"errors", "update", "push", "clear"}

    # ---- inside

    def replace_message(self, channel: Channel, ts: str, text: str, blocks: list[Json]) -> None:
        place = next(place for place, each in enumerate(channel.messages) if each.ts == ts)
        channel.messages[place] = replace(channel.messages[place], text=text, blocks=blocks, edited=True)

    def _from(self, person: str) -> Json:
        known = self.people[person]
        return {
            "user": {"id": person, "username": known["name"], "team_id": known["team_id"]},
            "team": {"id": self.workspace_id, "domain": "workspace"},
            "api_app_id": self.app_id,
            "is_enterprise_install": False,
        }

    def _trigger(self, person: str) -> str:
        trigger = self.next_id("trigger")
        self.triggers[trigger] = Trigger(person, self.clock() + TRIGGER_SECONDS)
        return trigger

    def _response_url(self, channel: str, person: str, message_ts: str | None) -> str:
        secret = self.next_id("r")
        self.response_urls[secret] = ResponseUrl(channel, person, message_ts, self.clock() + RESPONSE_SECONDS)
        return f"{self._server.address}/response/{secret}"

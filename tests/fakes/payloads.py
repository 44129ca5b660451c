"""What Slack sends to an app when people do something. Nothing is sent here: the payloads are returned."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.fakes.choices import Chosen, chosen, filled_in, home_of, state_of
from tests.fakes.values import Json, Message, ResponseUrl, Trigger
from tests.fakes.workspace import EPOCH, Workspace

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 1800.0


class Clients(Workspace):
    """The workspace with people in front of their screens."""

    url = ""

    # ---- commands, clicks, forms

    def slash_command(self, person: str, channel: str, text: str, command: str = "/rung") -> dict[str, str]:
        """The form of a slash command."""
        with self.lock:
            self._check_present(person, channel)
            direct = channel.startswith("D")
            return {
                "command": command,
                "text": text,
                "team_id": self.workspace_id,
                "team_domain": self.workspace_domain,
                "channel_id": channel,
                "channel_name": "directmessage" if direct else self.channels[channel].name,
                "user_id": person,
                "user_name": str(self.people[person]["name"]),
                "api_app_id": self.app_id,
                "is_enterprise_install": "false",
                "response_url": self._response_url(channel, person, None),
                "trigger_id": self._trigger(person),
            }

    def block_action(
        self, person: str, channel: str, message_ts: str, element: Json, *, selected: Chosen = None
    ) -> Json:
        """What a click or a choice in a message sends; `element` as it stands there."""
        with self.lock:
            seen = self._seen(person, channel, message_ts)
            direct = channel.startswith("D")
            place = {"message_ts": message_ts, "channel_id": channel}
            return {
                **self._pressed(person, seen.blocks if seen else [], element, selected),
                "channel": {"id": channel, "name": "directmessage" if direct else self.channels[channel].name},
                "container": {"type": "message", **place, "is_ephemeral": self._is_hidden(person, channel, message_ts)},
                "message": self._shown(message_ts, seen),
                "response_url": self._response_url(channel, person, message_ts),
            }

    def view_action(self, person: str, view_id: str, element: Json, *, selected: Chosen = None) -> Json:
        """What a click or a choice in a modal, or on the home page, sends."""
        with self.lock:
            mine = [*self.views.get(person, []), *([self.homes[person]] if person in self.homes else [])]
            view = next(each for each in mine if each["id"] == view_id)
            container = {"type": "view", "view_id": view_id}
            return {**self._pressed(person, view["blocks"], element, selected), "container": container, "view": view}

    def _pressed(self, person: str, blocks: list[Json], element: Json, selected: Chosen) -> Json:
        action_id, what = element["action_id"], chosen(element, selected)
        base = {"action_id": action_id, "block_id": home_of(element, blocks), "type": element["type"]}
        labels = {"text": element["text"]} if "text" in element else {}
        action = {**base, **labels, **what, "action_ts": self.next_ts()}
        return {
            "type": "block_actions",
            **self._from(person),
            "actions": [action],
            "state": state_of(blocks, {action_id: what}),
            "trigger_id": self._trigger(person),
        }

    def view_submission(self, person: str, view_id: str, values: Mapping[str, Chosen]) -> Json:
        """What sending a form sends, by action_id; it refuses what Slack's client would not send.

        The form then waits for its acknowledgement: `check_ack(…, sent=payload)`.
        """
        with self.lock:
            view = next(each for each in self.views[person] if each["id"] == view_id)
            inputs = [each for each in view["blocks"] if each["type"] == "input"]
            touched = {}
            for block in inputs:
                name = block["element"]["action_id"]
                touched[name] = filled_in(block["element"], values.get(name), optional=block.get("optional", False))
            self.views[person].remove(view)
            self.submitted[view_id] = (person, view)
            sent = {**view, "state": state_of(view["blocks"], touched)}
            return {"type": "view_submission", **self._from(person), **self._sent(person, sent), "response_urls": []}

    def view_closed(self, person: str, view_id: str) -> Json:
        """What closing a form with the cross sends, if it asked for that with notify_on_close."""
        with self.lock:
            view = next(each for each in self.views[person] if each["id"] == view_id)
            assert view.get("notify_on_close"), "Slack tells nobody that this one was closed"
            self.views[person].remove(view)
            return {"type": "view_closed", **self._from(person), "view": view, "is_cleared": False}

    def _sent(self, person: str, view: Json) -> Json:
        return {"view": view, "trigger_id": self._trigger(person)}

    # ---- events

    def message_event(  # noqa: PLR0913 - a message can have all of these
        self,
        person: str,
        channel: str,
        text: str,
        *,
        files: Iterable[Json] = (),
        subtype: str | None = None,
        thread_ts: str | None = None,
        **more: Any,
    ) -> Json:
        """What somebody's message sends, `text` as Slack has escaped it; the message then stands in the channel."""
        with self.lock:
            event = self._typed("message", person, channel, text, thread_ts)
            event["channel_type"] = "im" if channel.startswith("D") else _kind(self.channels[channel].private)
            attached = list(files)
            if attached:
                event |= {"files": attached, "upload": False}
            if subtype or attached:
                event["subtype"] = subtype or "file_share"
            return self.event({**event, **more})

    def app_mention(self, person: str, channel: str, text: str, *, thread_ts: str | None = None) -> Json:
        """What a message with the bot's name in it sends, in a channel or in a thread."""
        with self.lock:
            said = f"<@{self.bot_user_id}> {text}"
            return self.event(self._typed("app_mention", person, channel, said, thread_ts))

    def invite(self, channel: str, inviter: str | None = None) -> Json:
        """What taking the bot into a channel sends."""
        with self.lock:
            place = self.channels[channel]
            place.members.add(self.bot_user_id)
            who = {"user": self.bot_user_id, "channel": channel, "channel_type": "G" if place.private else "C"}
            event = {"type": "member_joined_channel", **who, "team": self.workspace_id, "event_ts": self.next_ts()}
            return self.event({**event, **({"inviter": inviter} if inviter else {})})

    def app_home_opened(self, person: str, tab: str = "home") -> Json:
        """What opening the app sends: its "home" or its "messages" tab."""
        with self.lock:
            event = {"type": "app_home_opened", "user": person, "channel": self.dm(person), "tab": tab}
            view = {"view": self.homes[person]} if person in self.homes and tab == "home" else {}
            return self.event({**event, **view, "event_ts": self.next_ts()})

    def event(self, event: Json) -> Json:
        """The envelope of an event."""
        with self.lock:
            authorization = {"team_id": self.workspace_id, "user_id": self.bot_user_id, "is_bot": True}
            return {
                "type": "event_callback",
                "team_id": self.workspace_id,
                "api_app_id": self.app_id,
                "event_id": self.next_id("Ev"),
                "event_time": EPOCH,
                "authorizations": [{**authorization, "enterprise_id": None, "is_enterprise_install": False}],
                "is_ext_shared_channel": False,
                "event": event,
            }

    def _typed(self, kind: str, person: str, channel: str, text: str, thread_ts: str | None) -> Json:
        self._check_present(person, channel)
        ts = self.next_ts()
        self.channels[channel].messages.append(Message(ts, person, text, thread_ts=thread_ts))
        event = {"type": kind, "user": person, "text": text, "channel": channel, "ts": ts, "event_ts": ts}
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        return {**event, **thread, "team": self.workspace_id, "client_msg_id": self.next_id("m")}

    # ---- inside

    def _check_present(self, person: str, channel: str) -> None:
        assert not self.people[person]["deleted"], "somebody deactivated cannot write"
        place = self.channels[channel]
        assert person in place.members or not place.private, "only members see a private channel"
        assert not place.archived, "nobody can write in an archived channel"

    def _seen(self, person: str, channel: str, ts: str) -> Message | None:
        whispered = self.hidden.get((channel, person), [])
        return self.channels[channel].find(ts) or next((each for each in whispered if each.ts == ts), None)

    def _is_hidden(self, person: str, channel: str, ts: str) -> bool:
        return any(each.ts == ts for each in self.hidden.get((channel, person), []))

    def _shown(self, ts: str, seen: Message | None) -> Json:
        shown = {"type": "message", "ts": ts, "user": self.bot_user_id, "bot_id": self.bot_id, "app_id": self.app_id}
        return shown | ({"text": seen.text, "blocks": seen.blocks} if seen else {})

    def _from(self, person: str) -> Json:
        known = self.people[person]
        return {
            "user": {"id": person, "username": known["name"], "name": known["name"], "team_id": known["team_id"]},
            "team": {"id": self.workspace_id, "domain": self.workspace_domain},
            "api_app_id": self.app_id,
            "is_enterprise_install": False,
            "enterprise": None,
        }

    def _trigger(self, person: str) -> str:
        trigger = f"{self.next_id('')}.{EPOCH}.trigger"
        self.triggers[trigger] = Trigger(person, self.clock() + TRIGGER_SECONDS)
        return trigger

    def _response_url(self, channel: str, person: str, message_ts: str | None) -> str:
        secret = self.next_id("r")
        self.response_urls[secret] = ResponseUrl(channel, person, message_ts, self.clock() + RESPONSE_SECONDS)
        return f"{self.url}/response/{secret}"


def _kind(private: bool) -> str:  # noqa: FBT001 - one value, one word
    return "group" if private else "channel"

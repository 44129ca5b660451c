"""Everything that Slack sends, with a marker in every text that a person could have written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.listeners.routes import ROUTES
from bot.slack.ids import ActionId, Field, FormId
from tests.fakes.slack import FakeSlack
from tests.fuzz.wire import Body, as_form, as_json, as_payload

MARKER = "zanzibarquill"  # in no word of ours
TYPED = sorted(route_id.removeprefix("/rung").strip() for route_id in ROUTES if route_id.startswith("/rung"))
EVENTS = ("message", "app_home_opened", "member_joined_channel", "app_mention", "reaction_added", "app_uninstalled")
OTHERS = ("shortcut", "message_action", "view_closed", "block_suggestion", "interactive_message", "dialog_submission",
          "workflow_step_edit", "function_executed", "nothing_known")  # fmt: skip
KINDS = ("command", "press", "form", "event", "other", "verification")


@dataclass
class Writer:
    """Writes what the clients of one workspace would send. `values` are those of buttons that were shown."""

    slack: FakeSlack
    person: str
    channel: str
    values: Sequence[str] = field(default_factory=list)

    def write(self, kind: str, number: int, typed: str) -> tuple[Any, Any]:
        """A body of a kind, fresh, and what makes bytes of it; `number` chooses among those of the kind."""
        return getattr(self, f"_{kind}")(number, f"{typed} {MARKER}")

    def _command(self, number: int, typed: str) -> tuple[Any, Any]:
        words = TYPED[number % len(TYPED)].replace("…", "")
        return self.slack.slash_command(self.person, self.channel, f"{words} {typed}"), as_form

    def _press(self, number: int, typed: str) -> tuple[Any, Any]:
        action = list(ActionId)[number % len(ActionId)]
        values = [*self.values, f"new:{typed}", typed, "", ":"]
        body = {
            **self._interaction("block_actions"),
            "actions": [{"action_id": action, "block_id": f"b:{typed}", "value": values[number % len(values)]}],
            "channel": {"id": self.slack.dm(self.person), "name": "directmessage"},
            "container": {"type": "message", "message_ts": "1700000000.000001"},
            "message": {"text": typed, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": typed}}]},
            "state": {"values": {}},
            "response_url": self.slack.slash_command(self.person, self.channel, "")["response_url"],
        }
        if number % 3 == 0:
            body["actions"][0]["selected_option"] = {"text": {"text": typed}, "value": values[-number % len(values)]}
        return body, as_payload

    def _form(self, number: int, typed: str) -> tuple[Any, Any]:
        states: list[dict[str, Any]] = [
            {"value": typed},
            {"selected_option": {"value": typed}},
            {"selected_options": [{"value": typed}]},
            {"selected_users": [self.person]},
            {"selected_date": "2027-02-30"},
        ]
        names = ["written", *Field]
        values = {name: {name: states[(number + place) % len(states)]} for place, name in enumerate(names)}
        form, handles = list(FormId)[number % len(FormId)], [*self.values, typed]
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": form,
            "hash": str(number),
            "private_metadata": handles[number % len(handles)],
            "blocks": [{"type": "input", "block_id": name, "label": {"text": typed}} for name in names],
            "state": {"values": values},
        }
        return {**self._interaction("view_submission"), "view": view, "response_urls": []}, as_payload

    def _event(self, number: int, typed: str) -> tuple[Any, Any]:
        kind = EVENTS[number % len(EVENTS)]
        users = [self.person, self.slack.bot_user_id]
        event = {
            "type": kind,
            "user": users[number // 7 % len(users)],
            "text": typed,
            "channel": self.slack.dm(self.person),
            "channel_type": "im",
            "tab": "home",
            "inviter": self.person,
            "ts": self.slack.next_ts(),
            "item": {"type": "message", "channel": self.channel},
            "files": [{"name": typed}],
            "subtype": [None, "file_share", "message_changed"][number // 3 % 3],
            "message": {"user": self.person, "text": typed},
        }
        return self.slack.event(event) | {"is_ext_shared_channel": number % 2 == 0}, as_json

    def _other(self, number: int, typed: str) -> tuple[Any, Any]:
        kind = OTHERS[number % len(OTHERS)]
        body = {**self._interaction(kind), "callback_id": typed, "action_id": typed, "block_id": typed, "value": typed}
        return body | {"view": {"callback_id": typed, "type": "modal"}, "message": {"text": typed}}, as_payload

    def _verification(self, number: int, typed: str) -> tuple[Any, Any]:
        if number % 2:
            return {"ssl_check": "1", "token": typed}, as_form
        return {"type": "url_verification", "challenge": typed, "token": typed}, as_json

    def _interaction(self, kind: str) -> dict[str, Any]:
        with self.slack.lock:
            return {
                "type": kind,
                "user": {"id": self.person, "name": "somebody", "team_id": self.slack.workspace_id},
                "team": {"id": self.slack.workspace_id, "domain": "workspace"},
                "api_app_id": self.slack.app_id,
                "enterprise": None,
                "is_enterprise_install": False,
                "trigger_id": self.slack.next_id("t"),
            }


def body_of(content: Any, encode: Any) -> Body:
    """The bytes of a body that may have been changed; one that a form cannot hold becomes JSON."""
    if encode is as_form and not isinstance(content, dict):
        encode = as_json
    body: Body = encode(content)
    return body

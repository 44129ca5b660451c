"""Slack's JSON becomes our values here, and nowhere else."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.errors import PayloadError
from bot.slack.handles import Handle
from bot.slack.ids import FORM_INPUT
from flows.acts.assessment.card_click import Clicked
from flows.acts.assessment.typed_reply import Typed
from flows.teams.person import Actor

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Inbound:
    """Who sent a request, and where a reply to it goes.

    `request_id` is the same when the same request comes again. `from_elsewhere`: the person belongs to another
    workspace than the one the request came from.
    """

    actor: Actor
    request_id: str
    response_url: str | None = None
    channel_id: str | None = None
    message_id: str | None = None
    trigger_id: str | None = None
    from_elsewhere: bool = False

    @property
    def in_direct_messages(self) -> bool:
        """Whether it came from the conversation with Rung, or another direct message."""
        return (self.channel_id or "").startswith("D")


@dataclass(frozen=True)
class Pressed:
    """A button pressed or a menu entry chosen. `chosen` is the menu's value."""

    inbound: Inbound
    action: str
    handle: Handle
    chosen: str | None

    @property
    def clicked(self) -> Clicked:
        """What was clicked, and on which message."""
        return Clicked(self.handle.id, self.handle.subject, self.inbound.message_id)


@dataclass(frozen=True)
class SentForm:
    """A form sent in. `fields` has what was written or chosen, by the name of its input."""

    inbound: Inbound
    handle: Handle
    fields: Mapping[str, tuple[str, ...]]

    @property
    def written(self) -> str:
        """What was written in the one input of a form that has only one."""
        return "".join(self.fields.get(FORM_INPUT, ()))

    @property
    def clicked(self) -> Clicked:
        """What the form is about; a form stands on no message."""
        return Clicked(self.handle.id, self.handle.subject, None)


@dataclass(frozen=True)
class Joined:
    """Somebody is in a channel now."""

    inbound: Inbound
    slack_id: str
    channel_id: str


def read_command(body: Payload) -> tuple[Inbound, str]:
    """A slash command and the words after it."""
    actor = Actor(_text(body, "team_id"), _text(body, "user_id"))
    inbound = Inbound(
        actor,
        request_id=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
        channel_id=_text(body, "channel_id"),
    )
    return inbound, _unescaped(str(body.get("text") or ""))


def read_press(body: Payload) -> Pressed:
    """A press on a message."""
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], dict):
        raise PayloadError("This click came without an action; please click once more.")
    action: Payload = actions[0]
    option = action.get("selected_option") or {}
    chosen = action.get("selected_conversation") or action.get("selected_channel")
    value = str(action.get("value") or option.get("value") or _after(str(action.get("block_id") or "")))
    return Pressed(_pressing(body), _text(action, "action_id"), Handle.read(value), chosen)


def read_form(body: Payload) -> SentForm:
    """A form sent in."""
    actor, from_elsewhere = _who(body)
    view: Payload = _part(body, "view")
    values = _part(_part(view, "state"), "values")
    fields = {name: _chosen(_part(_part(values, block), name)) for block in values for name in _part(values, block)}
    request_id = f"{_text(view, 'id')} {body.get('trigger_id') or view.get('hash')}"
    inbound = Inbound(actor, request_id, from_elsewhere=from_elsewhere)
    return SentForm(inbound, Handle.read(_text(view, "private_metadata")), fields)


def _chosen(state: Payload) -> tuple[str, ...]:
    """What stands in an input: a text, one option or several, or people."""
    if state.get("value"):
        return (str(state["value"]),)
    one, several, people = (state.get(f"selected_{each}") for each in ("option", "options", "users"))
    if state.get("selected_date"):
        return (str(state["selected_date"]),)
    options = [one] if one else _listed(several)
    chosen = (each.get("value") for each in options if isinstance(each, dict))
    return (*(str(each) for each in chosen), *map(str, _listed(people)))


def _listed(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def read_direct_message(body: Payload) -> tuple[Inbound, Typed] | None:
    """What somebody typed to Rung; None for what nobody typed, such as Rung's own messages and edits."""
    event = _part(body, "event")
    by_person = event.get("user") and not event.get("bot_id") and event.get("channel_type") == "im"
    if not by_person or event.get("subtype") not in {None, "file_share", "thread_broadcast"}:
        return None
    inbound = Inbound(
        Actor(_text(body, "team_id"), _text(event, "user")),
        request_id=_text(body, "event_id"),
        channel_id=_text(event, "channel"),
        from_elsewhere=event.get("user_team", body["team_id"]) != body["team_id"],
    )
    return inbound, Typed(_unescaped(str(event.get("text") or "")), has_file=bool(event.get("files")))


def read_joined(body: Payload) -> Joined:
    """Somebody, perhaps Rung, is in a channel now; whoever invited them is acting, if anybody did."""
    event = _part(body, "event")
    slack_id, channel_id = _text(event, "user"), _text(event, "channel")
    inviter = Actor(_text(body, "team_id"), str(event.get("inviter") or slack_id))
    return Joined(Inbound(inviter, _text(body, "event_id"), channel_id=channel_id), slack_id, channel_id)


def read_home_opened(body: Payload) -> Inbound | None:
    """Who opened Rung's own page; None for its messages."""
    event = _part(body, "event")
    if event.get("tab") != "home":
        return None
    return Inbound(Actor(_text(body, "team_id"), _text(event, "user")), _text(body, "event_id"))


def read_sender(body: Payload) -> Inbound | None:
    """Who sent a request of any kind, as far as it says so: for telling them about an error."""
    try:
        if "event" in body:
            found = read_direct_message(body)
            return found[0] if found else None
        return read_command(body)[0] if "command" in body else _pressing(body)
    except PayloadError:
        return None


def _pressing(body: Payload) -> Inbound:
    actor, from_elsewhere = _who(body)
    channel = body.get("channel")
    container = body.get("container")
    return Inbound(
        actor,
        request_id=_text(body, "trigger_id"),
        response_url=body.get("response_url"),
        channel_id=channel.get("id") if isinstance(channel, dict) else None,
        message_id=container.get("message_ts") if isinstance(container, dict) else None,
        trigger_id=_text(body, "trigger_id"),
        from_elsewhere=from_elsewhere,
    )


def _who(body: Payload) -> tuple[Actor, bool]:
    user = _part(body, "user")
    workspace = _text(_part(body, "team"), "id")
    return Actor(workspace, _text(user, "id")), user.get("team_id", workspace) != workspace


def _after(block_id: str) -> str:
    return block_id.partition(":")[2]


def _part(body: Payload, name: str) -> Payload:
    found = body.get(name)
    if not isinstance(found, dict):
        raise PayloadError(f"Slack sent a request without {name}; please try once more.")
    return found


def _text(body: Payload, name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not found:
        raise PayloadError(f"Slack sent a request without {name}; please try once more.")
    return found


def _unescaped(text: str) -> str:
    """What the person typed: Slack wraps links in <…> and escapes & < >."""
    text = text.replace("\0", "").encode(errors="ignore").decode()  # neither can be stored
    text = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", text)
    text = re.sub(r"<mailto:[^|>]+\|([^>]*)>", r"\1", text)
    return html.unescape(text)

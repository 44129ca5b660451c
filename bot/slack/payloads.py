"""Slack's JSON becomes our values here, and nowhere else."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.slack.errors import PayloadError
from bot.slack.handles import Handle
from bot.slack.ids import FORM_INPUT, EventId
from flows.acts.cards.card_click import Clicked
from flows.acts.cards.typed_reply import Typed
from flows.acts.teams.teams import Where
from flows.teams.person import Actor

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Inbound:
    """Who sent a request, and where a reply to it goes.

    `request_id` is the same when the same request comes again. `from_elsewhere`: the person belongs to another
    workspace than the one the request came from. `route` is the id of the route on which it is handled.
    """

    actor: Actor
    request_id: str
    response_url: str | None = None
    channel_id: str | None = None
    message_id: str | None = None
    trigger_id: str | None = None
    from_elsewhere: bool = False
    route: str = ""

    @property
    def in_direct_messages(self) -> bool:
        """Whether it came from the conversation with Rung, or another direct message."""
        return (self.channel_id or "").startswith("D")

    @property
    def shared_channel_id(self) -> str | None:
        """The channel it came from, where others read too; None for direct messages."""
        return None if self.in_direct_messages else self.channel_id

    @property
    def place(self) -> Where:
        """The team that is meant where the request came from."""
        return Where(channel_id=self.shared_channel_id)

    @property
    def team(self) -> Where:
        """The team that the request is about."""
        return self.place

    @property
    def check_in_id(self) -> str | None:
        """The check-in that the request is about; None when none is named."""
        return None


@dataclass(frozen=True, kw_only=True)
class Command(Inbound):
    """A slash command with the words after it; on its route, with those that are not the route's own."""

    words: str


@dataclass(frozen=True, kw_only=True)
class Pressed(Inbound):
    """A button pressed or a menu entry chosen. `chosen` is a channel from a menu of channels."""

    action: str
    handle: Handle
    chosen: str | None = None

    @property
    def words(self) -> str:
        """What is asked for, as it would be typed after a command."""
        return self.handle.subject or ""

    @property
    def team(self) -> Where:
        """The team whose id the button carries."""
        return Where(team_id=self.handle.id)

    @property
    def check_in_id(self) -> str:
        """The check-in whose id the button carries."""
        return self.handle.id

    @property
    def clicked(self) -> Clicked:
        """What was clicked, and on which message."""
        return Clicked(self.handle.id, self.handle.subject, self.message_id)


@dataclass(frozen=True, kw_only=True)
class SentForm(Inbound):
    """A form sent in. `fields` has what was written or chosen, by the name of its input."""

    form: str
    handle: Handle
    fields: Mapping[str, tuple[str, ...]]

    def one(self, field: str) -> str:
        """What stands in an input that takes one thing; empty when nothing does."""
        return next(iter(self.fields.get(field, ())), "")

    @property
    def written(self) -> str:
        """What was written in the one input of a form that has only one."""
        return self.one(FORM_INPUT)

    @property
    def team(self) -> Where:
        """The team whose id the form carries."""
        return Where(team_id=self.handle.id)

    @property
    def clicked(self) -> Clicked:
        """What the form is about; a form stands on no message."""
        return Clicked(self.handle.id, self.handle.subject, None)

    @property
    def opener(self) -> "SentForm":
        """The request as from the message that the form was opened from, which the answer replaces."""
        return replace(self, response_url=self.handle.subject, message_id=self.handle.id)


@dataclass(frozen=True, kw_only=True)
class DirectMessage(Inbound):
    """Words typed to Rung in the direct messages."""

    typed: Typed


@dataclass(frozen=True, kw_only=True)
class Joined(Inbound):
    """Somebody is in a channel now; who invited them is acting, if anybody did."""

    slack_id: str

    @property
    def was_invited(self) -> bool:
        """Whether somebody else brought them there."""
        return self.actor.slack_id != self.slack_id


def read_command(body: Payload) -> Command:
    """A slash command and the words after it."""
    return Command(
        Actor(_text(body, "team_id"), _text(body, "user_id")),
        request_id=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
        channel_id=_text(body, "channel_id"),
        words=_unescaped(str(body.get("text") or "")),
    )


def read_press(body: Payload) -> Pressed:
    """A press on a message."""
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], dict):
        raise PayloadError("This click came without an action; please click once more.")
    action: Payload = actions[0]
    option = action.get("selected_option") or {}
    chosen = action.get("selected_conversation") or action.get("selected_channel")
    value = str(action.get("value") or option.get("value") or _after(str(action.get("block_id") or "")))
    return Pressed(**vars(_pressing(body)), action=_text(action, "action_id"), handle=Handle.read(value), chosen=chosen)


def read_form(body: Payload) -> SentForm:
    """A form sent in."""
    actor, from_elsewhere = _who(body)
    view = _part(body, "view")
    values = _part(_part(view, "state"), "values")
    fields = {name: _chosen(_part(_part(values, block), name)) for block in values for name in _part(values, block)}
    return SentForm(
        actor,
        request_id=f"{_text(view, 'id')} {body.get('trigger_id') or view.get('hash')}",
        from_elsewhere=from_elsewhere,
        form=str(view.get("callback_id")),
        handle=Handle.read(_text(view, "private_metadata")),
        fields=fields,
    )


def _chosen(state: Payload) -> tuple[str, ...]:
    """What stands in an input: a text, a day, one option or several, or people."""
    alone = state.get("value") or state.get("selected_date")
    if alone:
        return (str(alone),)
    one, several, people = (state.get(f"selected_{kind}") for kind in ("option", "options", "users"))
    options = [one] if one else _listed(several)
    values = (option.get("value") for option in options if isinstance(option, dict))
    return (*map(str, values), *map(str, _listed(people)))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def read_event(body: Payload, own_id: str | None) -> Inbound | None:
    """Something that has happened; None when it is of no interest. `own_id` is who Rung is in Slack."""
    event = _part(body, "event")
    if event.get("type") == EventId.MESSAGE:
        return read_direct_message(body)
    workspace_id, slack_id, request_id = _text(body, "team_id"), _text(event, "user"), _text(body, "event_id")
    if event.get("type") == EventId.HOME_OPENED:
        is_home = event.get("tab") == "home"  # else its messages
        return Inbound(Actor(workspace_id, slack_id), request_id) if is_home else None
    if slack_id != own_id:
        return None
    inviter = Actor(workspace_id, str(event.get("inviter") or slack_id))
    return Joined(inviter, request_id, channel_id=_text(event, "channel"), slack_id=slack_id)


def read_direct_message(body: Payload) -> DirectMessage | None:
    """What somebody typed to Rung; None for what nobody typed, such as Rung's own messages and edits."""
    event = _part(body, "event")
    by_person = event.get("user") and not event.get("bot_id") and event.get("channel_type") == "im"
    if not by_person or event.get("subtype") not in {None, "file_share", "thread_broadcast"}:
        return None
    return DirectMessage(
        Actor(_text(body, "team_id"), _text(event, "user")),
        request_id=_text(body, "event_id"),
        channel_id=_text(event, "channel"),
        from_elsewhere=event.get("user_team", body["team_id"]) != body["team_id"],
        typed=Typed(_unescaped(str(event.get("text") or "")), has_file=bool(event.get("files"))),
    )


def read_sender(body: Payload) -> Inbound | None:
    """Who sent a request of any kind, and on which route, as far as it says so: for telling them about an error."""
    try:
        if "event" in body:
            sent = read_direct_message(body)
            return sent and replace(sent, route=EventId.MESSAGE)
        if "command" in body:
            return read_command(body)
        return replace(_pressing(body), route=_pressed_or_sent(body))
    except PayloadError:
        return None


def _pressed_or_sent(body: Payload) -> str:
    """The id of the button or the form."""
    form, pressed = _may_hold(body.get("view"), "callback_id"), _listed(body.get("actions"))
    return str(_may_hold(next(iter(pressed), None), "action_id") or form)


def _pressing(body: Payload) -> Inbound:
    actor, from_elsewhere = _who(body)
    return Inbound(
        actor,
        request_id=_text(body, "trigger_id"),
        response_url=body.get("response_url"),
        channel_id=_may_hold(body.get("channel"), "id"),
        message_id=_may_hold(body.get("container"), "message_ts"),
        trigger_id=_text(body, "trigger_id"),
        from_elsewhere=from_elsewhere,
    )


def _who(body: Payload) -> tuple[Actor, bool]:
    user = _part(body, "user")
    workspace = _text(_part(body, "team"), "id")
    return Actor(workspace, _text(user, "id")), user.get("team_id", workspace) != workspace


def _may_hold(part: object, name: str) -> Any:  # noqa: ANN401 - Slack's
    return part.get(name) if isinstance(part, dict) else None


def _after(block_id: str) -> str:
    return block_id.partition(":")[2]


def _part(body: Payload, name: str) -> Payload:
    part = body.get(name)
    if not isinstance(part, dict):
        raise PayloadError(f"Slack sent a request without {name}; please try once more.")
    return part


def _text(body: Payload, name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str) or not text:
        raise PayloadError(f"Slack sent a request without {name}; please try once more.")
    return text


def _unescaped(text: str) -> str:
    """What the person typed: Slack wraps links in <…> and escapes & < >."""
    text = text.replace("\0", "").encode(errors="ignore").decode()  # neither can be stored
    text = re.sub(r"<(https?://[^|>]+)(?:\|[^>]*)?>", r"\1", text)
    text = re.sub(r"<mailto:[^|>]+\|([^>]*)>", r"\1", text)
    return html.unescape(text)

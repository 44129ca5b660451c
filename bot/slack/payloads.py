"""Slack's JSON becomes our values here, and nowhere else."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.slack.errors import PayloadError
from bot.slack.handles import Handle
from bot.slack.ids import FORM_INPUT, EventId, Field
from bot.slack.inbound import Command, DirectMessage, Edited, Inbound, Joined, Pressed, SentForm
from bot.slack.typed_text import read_marked, read_typed
from flows.acts.assessment.typed_reply import Typed
from flows.plain_text import bare_words, lines
from flows.teams.person import Actor

Payload = Mapping[str, Any]

STILL_READ = 3600  # seconds after which a message that is changed is past
_DIGITS = 12  # of the seconds in the id of a message, at most
_IN_OWN_WORDS = {FORM_INPUT, Field.NAME}


def read_command(body: Payload) -> Command:
    """A slash command and the words after it."""
    return Command(
        Actor(_text(body, "team_id"), _text(body, "user_id")),
        request_id=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
        channel_id=_text(body, "channel_id"),
        marked=read_marked(str(body.get("text") or "")),
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
    inputs = {name: _part(_part(values, block), name) for block in values for name in _part(values, block)}
    fields = {name: _written(name, state) or _chosen(state) for name, state in inputs.items()}
    return SentForm(
        actor,
        request_id=f"{_text(view, 'id')} {body.get('trigger_id') or view.get('hash')}",
        from_elsewhere=from_elsewhere,
        form=str(view.get("callback_id")),
        handle=Handle.read(_text(view, "private_metadata")),
        fields=fields,
    )


def _written(name: str, state: Payload) -> tuple[str, ...]:
    """What was typed into an input."""
    written = state.get("value")
    if not written:
        return ()
    return (lines(str(written)) if name in _IN_OWN_WORDS else bare_words(str(written)),)


def _chosen(state: Payload) -> tuple[str, ...]:
    """What was chosen in an input: a day, one option or several, or people."""
    day = state.get("selected_date")
    if day:
        return (str(day),)
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


def read_direct_message(body: Payload) -> DirectMessage | Edited | None:
    """What somebody typed to Rung, or has changed; None for what nobody typed, such as Rung's own messages."""
    event = _part(body, "event")
    if event.get("subtype") == EventId.EDITED:
        return _read_edited(body, event)
    by_person = event.get("user") and not event.get("bot_id") and event.get("channel_type") == "im"
    if not by_person or event.get("subtype") not in {None, "file_share", "thread_broadcast"}:
        return None
    said = read_typed(str(event.get("text") or ""))
    return DirectMessage(
        Actor(_text(body, "team_id"), _text(event, "user")),
        request_id=_text(body, "event_id"),
        channel_id=_text(event, "channel"),
        from_elsewhere=event.get("user_team", body["team_id"]) != body["team_id"],
        typed=Typed(said.text, said.links, has_file=bool(event.get("files"))),
    )


def _read_edited(body: Payload, event: Payload) -> Edited | None:
    """What a person changed shortly after it was read; None for previews of links, and for what others change."""
    after, before = event.get("message"), event.get("previous_message")
    if event.get("channel_type") != "im" or not isinstance(after, dict) or not isinstance(before, dict):
        return None
    text, read = (read_typed(str(message.get("text") or "")).text for message in (after, before))
    is_old = _seconds(event.get("ts")) - _seconds(after.get("ts")) > STILL_READ
    if not after.get("user") or after.get("bot_id") or text == read or is_old:
        return None
    return Edited(
        Actor(_text(body, "team_id"), _text(after, "user")),
        request_id=_text(body, "event_id"),
        channel_id=_text(event, "channel"),
        from_elsewhere=after.get("user_team", body["team_id"]) != body["team_id"],
        before=read,
    )


def _seconds(message_id: object) -> int:
    seconds = str(message_id).partition(".")[0]
    return int(seconds) if seconds.isdecimal() and len(seconds) <= _DIGITS else 0


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

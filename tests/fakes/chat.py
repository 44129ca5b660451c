"""chat.*: what the bot says."""

from tests.fakes.refusals import NO, RefusedError, channel_of, check_message
from tests.fakes.values import Channel, Json, Message
from tests.fakes.workspace import Workspace


def post_message(slack: Workspace, payload: Json) -> Json:
    """Post a message in a channel, or in the direct messages with a person."""
    channel = channel_of(slack, payload, posting=True)
    check_message(slack, payload)
    if any(payload.get(name) not in NO for name in ("unfurl_links", "unfurl_media")):
        raise RefusedError("rung_rule: unfurling is not off")
    if payload.get("thread_ts") and channel.find(payload["thread_ts"]) is None:
        raise RefusedError("thread_not_found")
    _keep_the_pace(slack, channel)
    message = _message(slack, payload)
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": _shown(slack, message)}


def _keep_the_pace(slack: Workspace, channel: Channel) -> None:
    now = slack.clock()
    if slack.limit_posts and now - slack.last_posts.get(channel.id, now - 1) < 1:
        raise RefusedError("ratelimited", status=429, retry_after=1)
    slack.last_posts[channel.id] = now


def _message(slack: Workspace, payload: Json) -> Message:
    return Message(
        slack.next_ts(),
        slack.bot_id,
        str(payload.get("text") or ""),
        payload.get("blocks") or [],
        metadata=payload.get("metadata"),
        thread_ts=payload.get("thread_ts"),
    )


def _shown(slack: Workspace, message: Message) -> Json:
    shown = {"type": "message", "subtype": "bot_message", "text": message.text, "ts": message.ts}
    return {
        **shown,
        "user": slack.bot_user_id,
        "bot_id": slack.bot_id,
        "app_id": slack.app_id,
        "blocks": message.blocks,
    }


def post_ephemeral(slack: Workspace, payload: Json) -> Json:
    """Show something to one member of a channel."""
    channel = channel_of(slack, payload, posting=True)
    if payload["user"] not in slack.people:
        raise RefusedError("user_not_found")
    if payload["user"] not in channel.members:
        raise RefusedError("user_not_in_channel")
    check_message(slack, payload)
    message = _message(slack, payload)
    slack.whisper(channel.id, payload["user"], message)
    return {"message_ts": message.ts}


def update_message(slack: Workspace, payload: Json) -> Json:
    """Change a message; blocks that are not mentioned stay, an empty list removes them."""
    channel = channel_of(slack, payload)
    check_message(slack, payload)
    message = _own(slack, channel, payload["ts"], "cant_update_message")
    changes: Json = {"text": str(payload.get("text") or ""), "edited": True}
    if payload.get("blocks") is not None:
        changes["blocks"] = payload["blocks"]
    if payload.get("metadata") is not None:
        changes["metadata"] = payload["metadata"]
    changed = slack.replace_message(channel, message.ts, **changes)
    return {"channel": channel.id, "ts": message.ts, "text": changed.text, "message": _shown(slack, changed)}


def delete_message(slack: Workspace, payload: Json) -> Json:
    """Take one of the bot's messages away."""
    channel = channel_of(slack, payload)
    message = _own(slack, channel, payload["ts"], "cant_delete_message")
    slack.replace_message(channel, message.ts, deleted=True)
    return {"channel": channel.id, "ts": message.ts}


def _own(slack: Workspace, channel: Channel, ts: object, otherwise: str) -> Message:
    message = channel.find(ts)
    if message is None:
        raise RefusedError("message_not_found")
    if message.author != slack.bot_id:
        raise RefusedError(otherwise)
    return message


def get_permalink(slack: Workspace, payload: Json) -> Json:
    """A link to a message."""
    channel, ts = channel_of(slack, payload), str(payload["message_ts"])
    if channel.find(ts) is None:
        raise RefusedError("message_not_found")
    place = f"{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"https://{slack.workspace_domain}.slack.com/archives/{place}"}

"""response_urls: five replies within half an hour, also where the bot is no member."""

from typing import Any

from tests.fakes.block_kit import problems_of_message
from tests.fakes.values import Call, Json, Message, ResponseUrl
from tests.fakes.workspace import Workspace

RESPONSE_USES = 5
REPLACING = ("replace_original", "delete_original")
FIELDS = {
    "text",
    "blocks",
    "response_type",
    "thread_ts",
    *REPLACING,
    "unfurl_links",
    "unfurl_media",
    "metadata",
    "mrkdwn",
}


def answer_response_url(slack: Workspace, secret: str, payload: Json) -> tuple[int, Any]:
    """What a response_url answers: an HTTP status, and an object or a plain word."""
    found = slack.response_urls.get(secret)
    gone = _gone(slack, found)
    if found is None or gone:
        return _noted(slack, payload, 404, {"ok": False, "error": gone})
    found.uses += 1
    problems = [*problems_of_reply(payload), *slack.not_taken_yet(payload)]
    if problems:
        error = "no_text" if problems == ["no_text"] else "invalid_blocks"
        _noted(slack, payload, 400, {"ok": False, "error": error, "problems": problems})
        return 400, error
    error = _respond(slack, found, payload)
    if error:
        return _noted(slack, payload, 404, {"ok": False, "error": error})
    _noted(slack, payload, 200, {"ok": True})
    return 200, "ok"


def _gone(slack: Workspace, found: ResponseUrl | None) -> str:
    if found is None:
        return "no_such_url"
    if slack.clock() > found.expires_at:
        return "expired_url"
    return "used_url" if found.uses >= RESPONSE_USES else ""


def _noted(slack: Workspace, payload: Json, status: int, answer: Json) -> tuple[int, Any]:
    slack.calls.append(Call("response_url", payload, answer))
    return status, answer


def problems_of_reply(payload: Json) -> list[str]:
    """What is wrong with a reply to a command or a click."""
    if payload.get("delete_original"):
        return []
    if not payload.get("text") and not payload.get("blocks"):
        return ["no_text"]
    found = [f"unknown key {key}" for key in sorted(payload.keys() - FIELDS)]
    if payload.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        found.append("response_type must be ephemeral or in_channel")
    return found + problems_of_message(payload)


def _respond(slack: Workspace, found: ResponseUrl, payload: Json) -> str:
    """Do what the reply asks for; what is wrong, if anything."""
    if found.message_ts and any(payload.get(each) for each in REPLACING):
        done = _in_the_channel(slack, found, payload) or _whispered(slack, found, payload)
        return "" if done else "message_not_found"
    if not payload.get("delete_original"):  # nothing was there before the reply to a command
        say(slack, found.channel, found.person, payload)
    return ""


def say(slack: Workspace, channel: str, person: str, payload: Json) -> None:
    """Show a reply: to the person alone, unless it says in_channel."""
    thread = payload.get("thread_ts")
    message = Message(slack.next_ts(), slack.bot_id, **_content(payload), thread_ts=thread)
    if payload.get("response_type") == "in_channel":
        slack.channels[channel].messages.append(message)
    else:
        slack.whisper(channel, person, message)


def _content(payload: Json) -> Json:
    return {"text": payload.get("text") or "", "blocks": payload.get("blocks") or []}


def _in_the_channel(slack: Workspace, found: ResponseUrl, payload: Json) -> bool:
    channel = slack.channels[found.channel]
    if not found.message_ts or channel.find(found.message_ts) is None:
        return False
    deleted = bool(payload.get("delete_original"))
    changes = {"deleted": True} if deleted else {**_content(payload), "edited": True}
    slack.replace_message(channel, found.message_ts, **changes)
    return True


def _whispered(slack: Workspace, found: ResponseUrl, payload: Json) -> bool:
    seen = slack.hidden.get((found.channel, found.person), [])
    place = next((place for place, each in enumerate(seen) if each.ts == found.message_ts), None)
    if place is None:
        return False
    if payload.get("delete_original"):
        del seen[place]
    else:
        seen[place] = Message(seen[place].ts, slack.bot_id, **_content(payload), edited=True)
    return True

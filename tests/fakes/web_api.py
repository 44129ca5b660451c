"""The Web API's methods and response_urls, with Slack's own error codes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.fakes.block_kit import Json, problems_of_message, problems_of_view
from tests.fakes.values import Call, Channel, Message, ResponseUrl

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack

MOST_OPEN_VIEWS = 3
RESPONSE_USES = 5


class RefusedError(Exception):
    """Slack's error code, and what else it says."""

    def __init__(self, code: str, *problems: str) -> None:
        super().__init__(code)
        self.answer: Json = {"ok": False, "error": code}
        if problems:
            self.answer["response_metadata"] = {"messages": list(problems)}


def answer_api(slack: "FakeSlack", method: str, payload: Json, token: str) -> Json:
    """What the Web API answers."""
    try:
        _check_token(slack, token)
        answer = {"ok": True, **METHODS.get(method, _unknown)(slack, payload)}
    except RefusedError as refused:
        answer = refused.answer
    slack.calls.append(Call(method, payload, answer))
    return answer


def _check_token(slack: "FakeSlack", token: str) -> None:
    if token != slack.bot_token:
        raise RefusedError("invalid_auth" if token else "not_authed")


def _unknown(_: "FakeSlack", __: Json) -> Json:
    raise RefusedError("unknown_method")


def answer_response_url(slack: "FakeSlack", secret: str, payload: Json) -> tuple[int, Any]:
    """What a response_url answers: five times within half an hour."""
    found = slack.response_urls.get(secret)
    if found is None or slack.clock() > found.expires_at or found.uses >= RESPONSE_USES:
        slack.calls.append(Call("response_url", payload, {"ok": False, "error": "used_url"}))
        return 404, {"ok": False, "error": "used_url"}
    found.uses += 1
    problems = problems_of_message(payload)
    if problems:
        slack.calls.append(
            Call("response_url", payload, {"ok": False, "error": "invalid_blocks", "problems": problems})
        )
        return 400, "invalid_blocks"
    slack.calls.append(Call("response_url", payload, {"ok": True}))
    _respond(slack, found, payload)
    return 200, "ok"


def _respond(slack: "FakeSlack", found: ResponseUrl, payload: Json) -> None:
    blocks = payload.get("blocks") or []
    channel = slack.channels[found.channel]
    if payload.get("replace_original") and found.message_ts:
        if any(each.ts == found.message_ts for each in channel.messages):
            slack.replace_message(channel, found.message_ts, payload["text"], blocks)
            return
        hidden = slack.hidden.get((found.channel, found.person), [])
        hidden[:] = [each for each in hidden if each.ts != found.message_ts]
    message = Message(slack.next_ts(), slack.bot_id, payload["text"], blocks)
    if payload.get("response_type") == "in_channel":
        channel.messages.append(message)
    else:
        slack.hidden.setdefault((found.channel, found.person), []).append(message)


def _auth_test(slack: "FakeSlack", _: Json) -> Json:
    return {
        "url": "https://workspace.slack.com/",
        "team": "Workspace",
        "team_id": slack.workspace_id,
        "user": "rung",
        "user_id": slack.bot_user_id,
        "bot_id": slack.bot_id,
        "enterprise_id": None,
    }


def _post_message(slack: "FakeSlack", payload: Json) -> Json:
    channel = _channel(slack, payload, posting=True)
    _check_message(payload)
    if payload.get("unfurl_links") not in {False, "false", "0"} or payload.get("unfurl_media") not in {
        False,
        "false",
        "0",
    }:
        raise RefusedError("rung_rule: unfurling is not off")
    message = Message(
        slack.next_ts(), slack.bot_id, payload["text"], payload.get("blocks") or [], metadata=payload.get("metadata")
    )
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": {"text": message.text}}


def _update_message(slack: "FakeSlack", payload: Json) -> Json:
    channel = _channel(slack, payload)
    _check_message(payload)
    message = next((each for each in channel.messages if each.ts == payload.get("ts")), None)
    if message is None:
        raise RefusedError("message_not_found")
    if message.author != slack.bot_id:
        raise RefusedError("cant_update_message")
    slack.replace_message(channel, message.ts, payload["text"], payload.get("blocks") or [])
    return {"channel": channel.id, "ts": message.ts}


def _check_message(payload: Json) -> None:
    if not payload.get("text") and not payload.get("blocks"):
        raise RefusedError("no_text")
    if len(payload.get("text") or "") > 40_000:
        raise RefusedError("msg_too_long")
    problems = problems_of_message(payload)
    if problems:
        raise RefusedError("invalid_blocks", *problems)


def _permalink(slack: "FakeSlack", payload: Json) -> Json:
    channel = _channel(slack, payload)
    if not any(each.ts == payload.get("message_ts") for each in channel.messages):
        raise RefusedError("message_not_found")
    return {"permalink": f"https://workspace.slack.com/archives/{channel.id}/p{payload['message_ts'].replace('.', '')}"}


def _open_conversation(slack: "FakeSlack", payload: Json) -> Json:
    person = slack.people.get(str(payload.get("users")))
    if person is None:
        raise RefusedError("user_not_found")
    if person["deleted"]:
        raise RefusedError("user_disabled")
    return {"channel": {"id": slack.dm(person["id"])}}


def _user(slack: "FakeSlack", payload: Json) -> Json:
    person = slack.people.get(str(payload.get("user")))
    if person is None:
        raise RefusedError("user_not_found")
    return {"user": person}


def _open_view(slack: "FakeSlack", payload: Json) -> Json:
    trigger = slack.triggers.get(str(payload.get("trigger_id")))
    if trigger is None:
        raise RefusedError("invalid_trigger_id")
    if trigger.used:
        raise RefusedError("exchanged_trigger_id")
    if slack.clock() > trigger.expires_at:
        raise RefusedError("expired_trigger_id")
    trigger.used = True
    problems = problems_of_view(payload["view"])
    if problems:
        raise RefusedError("invalid_arguments", *problems)
    stack = slack.views.setdefault(trigger.person, [])
    if len(stack) >= MOST_OPEN_VIEWS:
        raise RefusedError("push_limit_reached")
    view = {**payload["view"], "id": slack.next_id("V"), "hash": slack.next_id("h")}
    stack.append(view)
    return {"view": view}


def _update_view(slack: "FakeSlack", payload: Json) -> Json:
    for stack in slack.views.values():
        for place, view in enumerate(stack):
            if view["id"] == payload.get("view_id"):
                if payload.get("hash") not in {None, view["hash"]}:
                    raise RefusedError("hash_conflict")
                problems = problems_of_view(payload["view"])
                if problems:
                    raise RefusedError("invalid_arguments", *problems)
                stack[place] = {**payload["view"], "id": view["id"], "hash": slack.next_id("h")}
                return {"view": stack[place]}
    raise RefusedError("not_found")


def _channel(slack: "FakeSlack", payload: Json, *, posting: bool = False) -> Channel:
    channel = slack.channels.get(str(payload.get("channel")))
    hidden = channel and channel.private and slack.bot_user_id not in channel.members
    if channel is None or hidden:
        raise RefusedError("channel_not_found")
    if channel.archived and posting:
        raise RefusedError("is_archived")
    if slack.bot_user_id not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


METHODS: dict[str, Callable[["FakeSlack", Json], Json]] = {
    "auth.test": _auth_test,
    "chat.postMessage": _post_message,
    "chat.update": _update_message,
    "chat.getPermalink": _permalink,
    "conversations.open": _open_conversation,
    "users.info": _user,
    "views.open": _open_view,
    "views.update": _update_view,
}

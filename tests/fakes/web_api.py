"""The Web API: who may ask, which methods there are, and what each must be given."""

import json
from collections.abc import Callable

from tests.fakes import chat, conversations, files, views
from tests.fakes.refusals import RefusedError
from tests.fakes.values import Call, Json
from tests.fakes.workspace import Workspace

Answer = tuple[int, Json, int | None]  # HTTP status, body, Retry-After
METHODS: dict[str, Callable[[Workspace, Json], Json]] = {
    "auth.test": conversations.auth_test,
    "chat.delete": chat.delete_message,
    "chat.getPermalink": chat.get_permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update_message,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.list": conversations.list_all,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_conversation,
    "files.completeUploadExternal": files.complete_upload,
    "files.getUploadURLExternal": files.get_upload_url,
    "team.info": conversations.team_info,
    "usergroups.users.list": conversations.group_members,
    "users.conversations": conversations.list_own,
    "users.info": conversations.user_info,
    "views.open": views.open_view,
    "views.publish": views.publish_view,
    "views.push": views.push_view,
    "views.update": views.update_view,
}
REQUIRED = {
    "chat.delete": ("channel", "ts"),
    "chat.getPermalink": ("channel", "message_ts"),
    "chat.postEphemeral": ("channel", "user"),
    "chat.postMessage": ("channel",),
    "chat.update": ("channel", "ts"),
    "conversations.history": ("channel",),
    "conversations.info": ("channel",),
    "conversations.members": ("channel",),
    "conversations.open": ("users",),
    "files.completeUploadExternal": ("files",),
    "files.getUploadURLExternal": ("filename", "length"),
    "usergroups.users.list": ("usergroup",),
    "users.info": ("user",),
    "views.open": ("trigger_id", "view"),
    "views.publish": ("user_id", "view"),
    "views.push": ("trigger_id", "view"),
    "views.update": ("view",),
}

# What is read about a channel needs a scope of its kind, which conversations.* check themselves; the rest needs none.
SCOPE_FOR = {
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
}


def answer_api(slack: Workspace, method: str, payload: Json, token: str) -> Answer:
    """What the Web API answers."""
    try:
        body, status, pause = {"ok": True, **_answered(slack, method, payload, token)}, 200, None
    except RefusedError as refused:
        body, status, pause = refused.answer, refused.status, refused.retry_after
    body = json.loads(json.dumps(body))  # what is answered now must not change when a message does
    slack.calls.append(Call(method, payload, body))
    return status, body, pause


def _answered(slack: Workspace, method: str, payload: Json, token: str) -> Json:
    if method not in METHODS:
        raise RefusedError("unknown_method")
    if not token:
        raise RefusedError("not_authed")
    if token != slack.bot_token:
        raise RefusedError("invalid_auth")
    if method in SCOPE_FOR and SCOPE_FOR[method] not in slack.scopes:
        raise RefusedError("missing_scope")
    for name in REQUIRED.get(method, ()):
        if not payload.get(name):
            raise RefusedError("invalid_arguments", f"missing required field: {name}")
    return METHODS[method](slack, payload)

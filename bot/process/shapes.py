"""What stands where in a request of Slack's, as far as Bolt or Rung reads it. Of another shape, it means nothing."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Required

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

Text = str | None
# What Bolt takes out of a body of a type without asking whether it is there.
_PARTS_OF_TYPES = {
    "event_callback": "event",
    "block_actions": "actions",
    "interactive_message": "actions",
    "view_submission": "view",
    "workflow_step_edit": "workflow_step",
}


class _Named(TypedDict, total=False):
    id: Text
    team_id: Text
    enterprise_id: Text


class _Chosen(TypedDict, total=False):
    value: Text


class _Input(_Chosen, total=False):
    selected_date: Text
    selected_option: _Chosen | None
    selected_options: list[_Chosen] | None
    selected_users: list[str] | None
    selected_conversation: Text
    selected_channel: Text


class _Action(_Input, total=False):
    action_id: Required[str]
    block_id: Text


class _State(TypedDict, total=False):
    values: dict[str, dict[str, _Input]]


class _Block(TypedDict, total=False):
    type: Text
    block_id: Text


class _View(TypedDict, total=False):
    type: Required[Literal["modal", "home"]]
    id: Text
    callback_id: Text
    hash: Text
    private_metadata: Text
    team_id: Text
    app_installed_team_id: Text
    state: _State | None
    blocks: list[_Block] | None


class _Container(TypedDict, total=False):
    message_ts: Text


class _ResponseUrl(TypedDict, total=False):
    response_url: Text


class _Part(TypedDict, total=False):
    """A body, an event, or another part that says what it is, who did it, and where."""

    type: Text
    subtype: Text
    event_id: Text
    channel_type: Text
    thread_ts: Text
    bot_id: Text
    user_team: Text
    inviter: Text
    tab: Text
    text: Text
    enterprise_id: Text
    team_id: Text
    user_id: Text
    channel_id: Text
    enterprise: _Named | Text
    team: _Named | Text
    user: _Named | Text
    channel: _Named | Text
    authorizations: "list[_Part] | None"
    event: "_Part"
    message: "_Part | None"
    previous_message: "_Part | None"
    item: "_Part | None"
    assistant_thread: "_Part | None"


@with_config(ConfigDict(strict=True))
class _Body(_Part, total=False):
    command: str
    callback_id: Text
    action_id: Text
    trigger_id: Text
    response_url: Text
    response_urls: list[_ResponseUrl]
    actions: Annotated[list[_Action], Field(min_length=1)]
    container: _Container | None
    view: _View


_READER = TypeAdapter(_Body)


def is_readable(content: Mapping[str, Any]) -> bool:
    """Whether everything that is read of a body is of the type that Slack gives it."""
    try:
        _READER.validate_python(content)
    except ValidationError:
        return False
    part = _PARTS_OF_TYPES.get(content.get("type") or "")
    return part is None or content.get(part) is not None

"""Slack's error codes as an exception, and what several methods refuse alike."""

from tests.fakes.block_kit import problems_of_message, problems_of_view
from tests.fakes.problems import at, is_ours
from tests.fakes.values import Channel, Json
from tests.fakes.workspace import Workspace

LONGEST_MESSAGE = 40_000
NO = (False, "false", "0")  # False also stands for the number


class RefusedError(Exception):
    """Slack's error code, and what else it says."""

    def __init__(self, code: str, *problems: str, status: int = 200, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.retry_after = retry_after
        self.answer: Json = {"ok": False, "error": code}
        if problems:
            self.answer["response_metadata"] = {"messages": [f"[ERROR] {problem}" for problem in problems]}


def is_on(payload: Json, name: str) -> bool:
    """Whether a switch is on, in JSON or in a form."""
    return payload.get(name) not in (None, *NO)


def refuse(problems: list[str], code: str) -> None:
    """Refuse with Slack's code, or with a rule of ours where Slack would have taken it."""
    if problems:
        raise RefusedError(problems[0] if all(map(is_ours, problems)) else code, *problems)


def check_message(slack: Workspace, payload: Json) -> None:
    """Refuse a message without content, too long, or with broken blocks or metadata."""
    text, blocks = payload.get("text"), payload.get("blocks")
    if not text and not blocks:
        raise RefusedError("no_text")
    if len(str(text or "")) > LONGEST_MESSAGE:
        raise RefusedError("msg_too_long")
    if blocks is not None and not (isinstance(blocks, list) and all(isinstance(each, dict) for each in blocks)):
        raise RefusedError("invalid_blocks_format")
    refuse([*problems_of_message(payload), *slack.not_taken_yet(payload)], "invalid_blocks")
    if payload.get("metadata") is not None:
        _check_metadata(payload["metadata"])


def _check_metadata(metadata: object) -> None:
    if not isinstance(metadata, dict):
        raise RefusedError("invalid_metadata_format")
    kind, content = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(content, dict):
        raise RefusedError("invalid_metadata_schema")
    if metadata.keys() - {"event_type", "event_payload"}:
        raise RefusedError("invalid_metadata_schema")


def check_view(view: object, kind: str) -> None:
    """Refuse a view that is broken, too large, or of the other kind."""
    problems = problems_of_view(view)
    if any(each.startswith("view: ") for each in problems):
        raise RefusedError("view_too_large")
    if isinstance(view, dict) and view.get("type") not in {kind, None} and not problems:
        problems = [at(f"type must be {kind}", "/view/type")]
    refuse(problems, "invalid_arguments")


def channel_of(slack: Workspace, payload: Json, *, posting: bool = False, member: bool = True) -> Channel:
    """The channel that is asked for, if the bot can see it, and is in it where that is needed."""
    wanted = str(payload["channel"])
    if posting and wanted in slack.people:  # a person's id stands for the direct messages with them
        wanted = slack.dm(wanted)
    channel = slack.channels.get(wanted)
    if channel is None or (channel.private and slack.bot_user_id not in channel.members):
        raise RefusedError("channel_not_found")
    if channel.archived and posting:
        raise RefusedError("is_archived")
    if member and slack.bot_user_id not in channel.members:
        raise RefusedError("not_in_channel")
    return channel

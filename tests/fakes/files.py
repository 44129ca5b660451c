"""files.*: an address to upload to, the bytes, and the message that shows them."""

from tests.fakes.refusals import RefusedError, channel_of
from tests.fakes.values import File, Json, Message
from tests.fakes.workspace import Workspace


def get_upload_url(slack: Workspace, payload: Json) -> Json:
    """Where the bytes of one file go."""
    file_id = slack.next_id("F")
    slack.files[file_id] = File(str(payload["filename"]), int(payload["length"]))
    return {"upload_url": f"{slack.url}/upload/{file_id}", "file_id": file_id}


def take_bytes(slack: Workspace, file_id: str, content: bytes) -> tuple[int, str]:
    """Take the bytes of a file; what is answered."""
    file = slack.files.get(file_id)
    if file is None:
        return 404, "no such upload"
    if len(content) != file.length:
        return 400, "not as long as was said"
    file.content = content
    return 200, f"OK - {file.length}"


def complete_upload(slack: Workspace, payload: Json) -> Json:
    """Show files in a channel, all of them or none."""
    wanted = payload["files"]
    if not isinstance(wanted, list) or not wanted:
        raise RefusedError("invalid_arguments", "files must be a list")
    found = [slack.files.get(str(each.get("id"))) for each in wanted]
    if any(each is None or each.content is None for each in found):
        raise RefusedError("file_not_found")
    shown = [each for each in found if each]
    if payload.get("channel_id"):
        channel = channel_of(slack, {"channel": payload["channel_id"]}, posting=True)
        text = str(payload.get("initial_comment") or "")
        channel.messages.append(Message(slack.next_ts(), slack.bot_id, text, files=shown))
    return {"files": [{"id": each["id"], "title": each.get("title")} for each in wanted]}

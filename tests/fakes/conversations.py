"""conversations.*, users.*, team.info and auth.test: what the bot may know."""

from collections.abc import Iterable
from typing import TypeVar

from tests.fakes.refusals import RefusedError, channel_of, is_on
from tests.fakes.values import Channel, Json
from tests.fakes.workspace import Workspace

MOST_A_PAGE = 1000
_HISTORY_OF = {"im": "im:history", "public_channel": "channels:history", "private_channel": "groups:history"}
_READ_OF = {"im": "im:read", "public_channel": "channels:read", "private_channel": "groups:read"}
T = TypeVar("T")


def auth_test(slack: Workspace, _: Json) -> Json:
    """Who the token belongs to."""
    return {
        "url": f"https://{slack.workspace_domain}.slack.com/",
        "team": "Workspace",
        "team_id": slack.workspace_id,
        "user": slack.app_name.lower(),
        "user_id": slack.bot_user_id,
        "bot_id": slack.bot_id,
        "enterprise_id": None,
        "is_enterprise_install": False,
    }


def team_info(slack: Workspace, _: Json) -> Json:
    """The workspace."""
    return {"team": {"id": slack.workspace_id, "name": "Workspace", "domain": slack.workspace_domain}}


def user_info(slack: Workspace, payload: Json) -> Json:
    """A person."""
    person = slack.people.get(str(payload["user"]))
    if person is None:
        raise RefusedError("user_not_found")
    return {"user": dict(person)}


def group_members(slack: Workspace, payload: Json) -> Json:
    """Who is in a group of people."""
    if not slack.has_groups:
        raise RefusedError("plan_upgrade_required")
    group = slack.groups.get(str(payload["usergroup"]))
    if group is None or (group.disabled and not is_on(payload, "include_disabled")):
        raise RefusedError("no_such_subteam")
    return {"users": list(group.members)}


def open_conversation(slack: Workspace, payload: Json) -> Json:
    """The direct messages with one person."""
    users = str(payload["users"]).split(",")
    if len(users) > 1:
        raise RefusedError("too_many_users")  # a conversation of several is a rule of Slack's that Rung has no use for
    person = slack.people.get(users[0])
    if person is None:
        raise RefusedError("user_not_found")
    if person["deleted"]:
        raise RefusedError("user_disabled")
    if person["is_bot"]:
        raise RefusedError("cannot_dm_bot")
    return {"channel": {"id": slack.dm(person["id"])}}


def info(slack: Workspace, payload: Json) -> Json:
    """A channel, also a public one without the bot."""
    channel = _read(slack, payload)
    shown = _shown(slack, channel)
    if is_on(payload, "include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def _shown(slack: Workspace, channel: Channel) -> Json:
    direct = channel.id.startswith("D")
    kind = {"is_im": direct, "is_channel": not direct, "is_private": channel.private or direct}
    if direct:
        return {"id": channel.id, **kind, "user": next(iter(channel.members - {slack.bot_user_id}), None)}
    inside = slack.bot_user_id in channel.members
    return {"id": channel.id, "name": channel.name, **kind, "is_archived": channel.archived, "is_member": inside}


def _read(slack: Workspace, payload: Json) -> Channel:
    channel = channel_of(slack, payload, member=False)
    if _READ_OF[_kind(channel)] not in slack.scopes:
        raise RefusedError("missing_scope")
    return channel


def members(slack: Workspace, payload: Json) -> Json:
    """Who is in a channel."""
    inside = _read(slack, payload).members
    page, more = _page(sorted(inside), payload)
    return {"members": page, **more}


def list_all(slack: Workspace, payload: Json) -> Json:
    """The channels that the bot can see."""
    return _listed(slack, payload, slack.channels.values())


def list_own(slack: Workspace, payload: Json) -> Json:
    """The channels that somebody is in: the bot, unless a person is named."""
    person = payload.get("user") or slack.bot_user_id
    if person not in slack.people:
        raise RefusedError("user_not_found")
    return _listed(slack, payload, [each for each in slack.channels.values() if person in each.members])


def _listed(slack: Workspace, payload: Json, channels: Iterable[Channel]) -> Json:
    kinds = set(str(payload.get("types") or "public_channel").split(","))
    if not kinds <= {"public_channel", "private_channel", "mpim", "im"}:
        raise RefusedError("invalid_types")
    without_archived = is_on(payload, "exclude_archived")
    seen = [each for each in channels if not each.private or slack.bot_user_id in each.members]
    wanted = [each for each in seen if _kind(each) in kinds and not (each.archived and without_archived)]
    page, more = _page([_shown(slack, each) for each in wanted], payload)
    return {"channels": page, **more}


def _kind(channel: Channel) -> str:
    if channel.id.startswith("D"):
        return "im"
    return "private_channel" if channel.private else "public_channel"


def history(slack: Workspace, payload: Json) -> Json:
    """The messages of a channel, the newest first."""
    channel = channel_of(slack, payload)
    if _HISTORY_OF[_kind(channel)] not in slack.scopes:
        raise RefusedError("missing_scope")
    inclusive = is_on(payload, "inclusive")
    oldest, latest = str(payload.get("oldest") or "0"), str(payload.get("latest") or "9")
    found: list[Json] = []
    for each in reversed([each for each in channel.messages if not each.deleted]):
        on_the_edge = each.ts in {oldest, latest}
        if (inclusive and on_the_edge) or (oldest < each.ts < latest and not on_the_edge):
            shown: Json = {"type": "message", "ts": each.ts, "text": each.text, "blocks": each.blocks}
            shown |= {"bot_id": each.author} if each.author == slack.bot_id else {"user": each.author}
            if each.metadata and is_on(payload, "include_all_metadata"):
                shown["metadata"] = each.metadata
            found.append(shown)
    page, more = _page(found, payload)
    return {"messages": page, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


def _page(found: list[T], payload: Json) -> tuple[list[T], Json]:
    limit, cursor = str(payload.get("limit") or 100), str(payload.get("cursor") or "0")
    if not limit.isdigit() or not 1 <= int(limit) <= MOST_A_PAGE:
        raise RefusedError("invalid_limit")
    if not cursor.isdigit() or int(cursor) > len(found):
        raise RefusedError("invalid_cursor")
    end = int(cursor) + int(limit)
    following = str(end) if end < len(found) else ""
    return found[int(cursor) : end], {"response_metadata": {"next_cursor": following}}

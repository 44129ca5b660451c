"""The only way out to Slack."""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackClientError
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError, ProxyError

from bot.pictures.drawing import Drawings
from bot.sending.connections import Connections, KeptAliveClient
from bot.slack.attachments import Attachment
from bot.slack.blocks import Block, Message
from bot.slack.errors import OF_ANSWER, PermanentSlackError, SlackError, TransientSlackError, UncertainSlackError
from bot.slack.gateway_port import Channel
from flows.calendar.zones import canonical
from flows.plain_text import one_line
from flows.teams.person import Profile

RESPONSE_HOST = "hooks.slack.com"
TIMEOUT = 10  # seconds; far below the lease of a delivery
# Slack has not done it and may do it later; anything else that it names will be refused again.
_PASSING = {"service_unavailable", "team_added_to_org", "request_timeout"}
# Slack says of these that some of it may have been done.
_UNCERTAIN = {"internal_error", "fatal_error"}
# Nothing has left this machine, or no further than the proxy.
_UNREACHED = (NewConnectionError, NameResolutionError, ConnectTimeoutError, ProxyError)
SLACKBOT = "USLACKBOT"  # which Slack does not call a bot
METADATA = "rung_delivery"
PAGE = 200  # messages, as many as Slack recommends
MOST_PAGES = 25
DEFAULT_RETRY = 30.0
INVALID, INVALID_VIEW = "invalid_blocks", "invalid_arguments"
UNREACHABLE, SHORTLY = "unreachable", 5.0
_BYTES = {"content-type": "application/octet-stream"}
_JSON = {"content-type": "application/json;charset=utf-8"}
_F = TypeVar("_F")
_T = TypeVar("_T")
_CODE = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Identity:
    """Who Rung is in a workspace."""

    workspace_id: str
    workspace: str
    enterprise_id: str | None
    bot_user_id: str
    bot_id: str


class SlackGateway:
    """Calls to Slack. Nothing is ever sent a second time by itself: slack_sdk's own retries are off.

    What stands in for Slack may show only the blocks that it knows, so that it is not sent others.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        *,
        heard: Callable[[datetime], None] = lambda _: None,
        timeout: float = TIMEOUT,
        takes_rich_blocks: bool = True,
    ) -> None:
        self._connections = Connections(timeout, heard=heard)
        self.client = KeptAliveClient(
            self._connections, token=token, base_url=api_url, retry_handlers=[], logger=quiet_logger()
        )
        self._bot_id: str | None = None
        self._takes_rich_blocks = takes_rich_blocks
        self._drawings = Drawings(self._upload_picture, within=not takes_rich_blocks)
        self._response_hosts = {RESPONSE_HOST, urlsplit(api_url).hostname}

    def identity(self) -> Identity:
        """Who the token belongs to."""
        bot = _called(self.client.auth_test)
        self._bot_id = str(bot["bot_id"])
        return Identity(bot["team_id"], bot.get("team", ""), bot.get("enterprise_id"), bot["user_id"], bot["bot_id"])

    def post(self, channel_id: str, message: Message, delivery_id: str | None = None, below: str | None = None) -> str:
        """Post a message, or a reply `below` another one, and return its id; a delivery's is found again by its id."""
        # Everybody in the workspace can read metadata, so there is nothing in it but an id that means nothing.
        known_by = {"metadata": {"event_type": METADATA, "event_payload": {"id": delivery_id}}} if delivery_id else {}
        posted = self._taken(
            message,
            lambda form: _called(
                self.client.chat_postMessage,
                channel=channel_id,
                text=form.text,
                blocks=form.blocks,
                unfurl_links=False,
                unfurl_media=False,
                thread_ts=below,
                **known_by,
            ),
        )
        return str(posted["ts"])

    def find_posted(self, channel_id: str, delivery_id: str, since: datetime) -> str | None:
        """The id of the message that was posted for a delivery; None when it is not there.

        A PermanentSlackError means that Rung may not look there, or that too much has been said since.
        """
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = _called(
                self.client.conversations_history,
                channel=channel_id,
                oldest=f"{since.timestamp():.6f}",
                inclusive=True,
                include_all_metadata=True,
                limit=PAGE,
                cursor=cursor,
            )
            posted = next((message for message in page["messages"] if self._is_ours(message, delivery_id)), None)
            if posted:
                return str(posted["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        raise PermanentSlackError("too_many_messages")

    def _is_ours(self, posted: dict[str, Any], delivery_id: str) -> bool:
        """Whether a message was posted for a delivery; anybody can copy metadata, but not be Rung."""
        known_by = posted.get("metadata") or {}
        same = known_by.get("event_type") == METADATA and known_by.get("event_payload", {}).get("id") == delivery_id
        return same and self._bot_id in {None, posted.get("bot_id")}

    def update(self, channel_id: str, message_id: str, message: Message) -> None:
        """Put something else in a message's place."""
        update = self.client.chat_update
        self._taken(
            message,
            lambda form: _called(update, channel=channel_id, ts=message_id, text=form.text, blocks=form.blocks),
        )

    def respond(self, response_url: str, message: Message, *, replace: bool) -> None:
        """Answer a command or a click: in place of the message clicked, or so that only that person sees it."""
        if urlsplit(response_url).hostname not in self._response_hosts:
            raise PermanentSlackError(f"{OF_ANSWER}of_another_host")
        how: dict[str, Any] = {"replace_original": replace} | ({} if replace else {"response_type": "ephemeral"})
        self._taken(message, lambda form: self._respond(response_url, form, how))

    def _taken(self, message: Message, send: Callable[[Message], _T]) -> _T:
        """Send it; where Slack does not take tables or charts yet, with images, and where not even these, without."""
        plainer = message.otherwise or message.blocks
        forms = (Message(message.text, blocks) for blocks in self._drawings.forms(plainer))
        rich = [Message(message.text, message.blocks)] if message.has_rich_blocks and self._takes_rich_blocks else []
        return _first_taken(chain(rich, forms), send)

    def _respond(self, response_url: str, message: Message, how: dict[str, Any]) -> None:
        body = json.dumps({"text": message.text, "blocks": message.blocks, **how}).encode()
        answered = guarded(lambda: self._connections.post(response_url, body, _JSON))
        if answered.status == 429:
            raise TransientSlackError(f"{OF_ANSWER}ratelimited", _retry_after(answered.headers))
        if answered.status >= 500:
            raise UncertainSlackError(f"http_{answered.status}")
        is_refused = answered.status != 200 or b'"ok":false' in answered.data.replace(b" ", b"")
        if is_refused and INVALID.encode() in answered.data:
            raise PermanentSlackError(INVALID)
        if is_refused:
            raise PermanentSlackError(f"{OF_ANSWER}{answered.status if answered.status != 200 else 'refused'}")

    def upload(self, channel_id: str, files: Sequence[Attachment], comment: str) -> None:
        """Put files into a channel, with a sentence about them; nobody sees anything before all are there."""
        uploaded = [{"id": self._upload(file), "title": file.name} for file in files]
        _called(
            self.client.files_completeUploadExternal, files=uploaded, channel_id=channel_id, initial_comment=comment
        )

    def _upload(self, file: Attachment) -> str:
        place = _called(self.client.files_getUploadURLExternal, filename=file.name, length=len(file.content))
        answered = guarded(lambda: self._connections.post(place["upload_url"], file.content, _BYTES))
        if answered.status != 200:
            raise UncertainSlackError(f"upload_{answered.status}")
        return str(place["file_id"])

    def _upload_picture(self, picture: Attachment) -> str:
        """Give Slack a picture that stands in no channel, and say under which id."""
        uploaded = self._upload(picture)
        _called(self.client.files_completeUploadExternal, files=[{"id": uploaded, "title": picture.name}])
        return uploaded

    def open_direct_messages(self, slack_id: str) -> str:
        """The channel in which Rung talks with a person."""
        return str(_called(self.client.conversations_open, users=slack_id)["channel"]["id"])

    def profile(self, slack_id: str) -> Profile:
        """What a person is."""
        user = _called(self.client.users_info, user=slack_id)["user"]
        return Profile(
            slack_id,
            time_zone=canonical(str(user.get("tz") or "UTC")),
            is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
            is_bot=bool(user.get("is_bot") or slack_id == SLACKBOT),
            is_gone=bool(user.get("deleted")),
            status=_of_profile(user, "status_emoji", "status_text"),
            name=_of_profile(user, "display_name") or _of_profile(user, "real_name"),
        )

    def channel(self, channel_id: str) -> Channel:
        """What a channel is; a PermanentSlackError when Rung cannot see it."""
        data = _called(self.client.conversations_info, channel=channel_id, include_num_members=True)["channel"]
        return Channel(str(data.get("name") or ""), int(data.get("num_members") or 0), bool(data.get("is_member")))

    def members(self, channel_id: str, most: int) -> tuple[str, ...]:
        """The Slack ids of who is in a channel, at most so many."""
        return tuple(_called(self.client.conversations_members, channel=channel_id, limit=most)["members"][:most])

    def group_members(self, group_id: str) -> tuple[str, ...]:
        """The Slack ids of who is in a group of people, such as @ml-fraud, which needs an optional scope."""
        return tuple(map(str, _called(self.client.usergroups_users_list, usergroup=group_id)["users"]))

    def link_to(self, channel_id: str, message_id: str) -> str:
        """A link that opens a message."""
        return str(_called(self.client.chat_getPermalink, channel=channel_id, message_ts=message_id)["permalink"])

    def open_form(self, trigger_id: str, view: Block) -> str:
        """Open a modal and return its id."""
        return str(_called(self.client.views_open, trigger_id=trigger_id, view=view)["view"]["id"])

    def update_form(self, view_id: str, view: Block) -> None:
        """Put another form in an open modal's place."""
        _called(self.client.views_update, view_id=view_id, view=view)

    def publish_home(self, slack_id: str, view: Block) -> None:
        """Put this on somebody's page of Rung."""
        publish = self.client.views_publish
        forms = self._drawings.forms(view["blocks"])
        _first_taken(forms, lambda blocks: _called(publish, user_id=slack_id, view={**view, "blocks": blocks}))


def _first_taken(forms: Iterable[_F], send: Callable[[_F], _T]) -> _T:
    """Send the first of several forms that Slack takes."""
    refused: PermanentSlackError | None = None
    for form in forms:
        try:
            return send(form)
        except PermanentSlackError as error:
            if not error.code.startswith((INVALID, INVALID_VIEW)):
                raise
            refused = error
    raise refused or PermanentSlackError(INVALID)


def quiet_logger() -> logging.Logger:
    """A logger for slack_sdk that says nothing: each failure becomes an exception, and is logged where it is caught."""
    quiet = logging.getLogger("rung.slack_sdk")
    quiet.setLevel(logging.CRITICAL)
    return quiet


def _called(method: Callable[..., Any], **arguments: object) -> dict[str, Any]:
    answered = guarded(lambda: method(**arguments))
    data: dict[str, Any] = answered.data
    return data


def _of_profile(user: dict[str, Any], *names: str) -> str:
    """What somebody says of themselves, such as an emoji's name and words beside their name."""
    return one_line(" ".join(str((user.get("profile") or {}).get(name) or "") for name in names))


def guarded(call: Callable[[], Any]) -> Any:  # noqa: ANN401 - each of slack_sdk's methods has its own answer
    """Call slack_sdk; whatever it raises becomes a SlackError."""
    try:
        return call()
    except SlackApiError as error:
        raise _as_ours(error) from None
    except _UNREACHED as error:
        raise TransientSlackError(UNREACHABLE, SHORTLY) from error
    except (OSError, HTTPError, SlackClientError) as error:
        raise UncertainSlackError(type(error).__name__) from None


def _as_ours(error: SlackApiError) -> SlackError:
    answer = error.response
    if answer.status_code == 429:
        return TransientSlackError("ratelimited", _retry_after(answer.headers))
    said = str(answer.get("error") or "") if isinstance(answer.data, dict) else ""
    code = said if _CODE.fullmatch(said) else ""  # else slack_sdk's own words about what it could not read
    if answer.status_code >= 500 or not code or code in _UNCERTAIN:
        return UncertainSlackError(code or f"http_{answer.status_code}")
    if code in _PASSING:
        return TransientSlackError(code, DEFAULT_RETRY)
    return PermanentSlackError(code)


def _retry_after(headers: Mapping[str, str]) -> float:
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(value) if value.isdecimal() else DEFAULT_RETRY

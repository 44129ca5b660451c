"""The composition root: settings become a running application. Nothing is created at import."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.errors import PayloadError, PermanentSlackError
from bot.gateway import Identity, SlackGateway
from bot.guard import Content
from bot.http import HttpReply
from bot.listeners import register
from bot.listeners.front import Front, new_front
from bot.metrics import Metrics
from bot.payloads import read_sender
from bot.rendering import plain
from bot.replies import Replies
from bot.slack_ids import FORM_INPUT
from flows.maturity.loading import Maturity
from flows.ports import Database

_log = logging.getLogger("rung")
_TOO_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"}


@dataclass(frozen=True)
class Application:
    """Everything that serves one workspace."""

    bolt: App
    replies: Replies
    metrics: Metrics

    def handle(self, content: Content) -> HttpReply:
        """Answer one request that the guard has let through."""
        # As Socket Mode hands it over: read once, by the guard, and verified.
        answered = self.bolt.dispatch(BoltRequest(body=content, mode="socket_mode"))
        if answered.status == 404:  # Slack would send it again, or show a warning sign
            return HttpReply(200, {}, "")
        return HttpReply(answered.status, {name: each[0] for name, each in answered.headers.items()}, answered.body)

    def drain(self, seconds: float) -> None:
        """Send what is waiting to be sent."""
        if not self.replies.drain(seconds):
            _log.warning("stopped before every reply was sent; nothing recorded is lost")


def build_application(
    database: Database,
    maturity: Maturity,
    gateway: SlackGateway,
    identity: Identity,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Application:
    """Put an application together."""
    front = new_front(database, maturity, gateway, now=now)
    # Bolt warns at every start that it has both a token and our authorize.
    quiet = logging.getLogger("rung.bolt")
    quiet.setLevel(logging.ERROR)
    bolt = App(
        logger=quiet,
        client=gateway.client,
        authorize=_authorize(gateway, identity),
        process_before_response=True,
        request_verification_enabled=False,  # by the guard in front
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    register(bolt, front)
    bolt.error(_error_handler(front))
    return Application(bolt, front.replies, front.metrics)


def _authorize(gateway: SlackGateway, identity: Identity) -> Callable[..., Any]:
    """Say who Rung is, without the call to Slack that Bolt makes on every request; None in a workspace not ours."""
    ours = AuthorizeResult(
        enterprise_id=identity.enterprise_id,
        team_id=identity.workspace_id,
        bot_token=gateway.client.token,
        bot_id=identity.bot_id,
        bot_user_id=identity.bot_user_id,
    )

    def authorize(team_id: str | None) -> AuthorizeResult | None:
        return ours if team_id == identity.workspace_id else None

    return authorize


def _error_handler(front: Front) -> Callable[..., BoltResponse]:
    def handle_error(error: Exception, body: dict[str, object]) -> BoltResponse:
        if isinstance(error, PermanentSlackError) and error.code in _TOO_LATE:
            error = PayloadError("That took a moment too long for Slack. Please click once more.")
        said = front.apology(error)
        if body.get("type") == "view_submission":  # the form stays open, with what was written in it
            shown = {FORM_INPUT: plain(said.text)}
            return BoltResponse(status=200, body={"response_action": "errors", "errors": shown})
        sender = read_sender(body)
        if sender:
            front.tell(said, sender)
        return BoltResponse(status=200, body="")

    return handle_error

"""The composition root: settings become a running application. Nothing is created at import."""

import base64
import hmac
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.listeners import register
from bot.listeners.listening import Listening, new_listening
from bot.listeners.routes import ALLOWED
from bot.process.acting import ActRunner
from bot.process.guard import Content
from bot.process.http import HttpReply
from bot.process.metrics import Metrics
from bot.process.reply_threads import Replies
from bot.process.ticking import Ticking
from bot.sending.gateway import Identity, SlackGateway
from bot.sending.sender import Sender
from bot.slack.errors import PayloadError, PermanentSlackError
from bot.slack.ids import FORM_INPUT
from bot.slack.payloads import read_sender
from bot.slack.rendering import plain
from bot.ticks.steps import steps_of_tick
from flows.errors import FieldError

_log = logging.getLogger("rung")
_TOO_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"}


@dataclass(frozen=True)
class Application:
    """Everything that serves one workspace."""

    bolt: App
    runner: ActRunner
    replies: Replies
    sender: Sender
    ticking: Ticking
    metrics: Metrics

    def start(self) -> None:
        """Begin to send what is due."""
        self.sender.start()
        self.ticking.start()

    def now(self) -> datetime:
        """The moment by the clock that every replica goes by."""
        return self.runner.now()

    def problem(self) -> str | None:
        """One sentence on why Rung cannot do its work now, or None."""
        return self.runner.database.problem() or self.ticking.problem() or self.sender.problem()

    def handle(self, content: Content) -> HttpReply:
        """Answer one request that the guard has let through."""
        # As Socket Mode hands it over: read once, by the guard, and verified.
        answered = self.bolt.dispatch(BoltRequest(body=content, mode="socket_mode"))
        if answered.status == 404:  # Slack would send it again, or show a warning sign
            return HttpReply(200, {}, "")
        return HttpReply(answered.status, {name: values[0] for name, values in answered.headers.items()}, answered.body)

    def drain(self, seconds: float) -> None:
        """Send what is waiting to be sent."""
        until = time.monotonic() + seconds
        self.ticking.stop()
        sent = self.sender.stop(seconds)
        if not self.replies.drain(max(0.0, until - time.monotonic())) or not sent:
            _log.warning("stopped before every reply was sent; nothing recorded is lost")


def build_application(
    runner: ActRunner, gateway: SlackGateway, identity: Identity, tick_seconds: float = 15.0
) -> Application:
    """Put an application together."""
    listening = new_listening(runner, gateway, identity.workspace_id, ALLOWED, admin_code(gateway, identity))
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
    register(bolt, listening)
    bolt.error(_error_handler(listening))
    ticking = Ticking(steps_of_tick(runner, listening.sender, listening.check_ins, identity.workspace_id), tick_seconds)
    listening.metrics.watch_ticks(lambda: ticking.age)
    return Application(bolt, runner, listening.replies, listening.sender, ticking, listening.metrics)


def admin_code(gateway: SlackGateway, identity: Identity) -> str:
    """The code that makes a person Rung's admin: the same in every process, known only to who has the token."""
    made = hmac.digest((gateway.client.token or "").encode(), f"claim {identity.workspace_id}".encode(), "sha256")
    letters = base64.b32encode(made).decode()
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


def _authorize(gateway: SlackGateway, identity: Identity) -> Callable[..., Any]:
    """Say who Rung is, without the call to Slack that Bolt makes on every request; a PayloadError elsewhere.

    For None instead of an error, Bolt itself would write to the response_url before it acknowledges.
    """
    ours = AuthorizeResult(
        enterprise_id=identity.enterprise_id,
        team_id=identity.workspace_id,
        bot_token=gateway.client.token,
        bot_id=identity.bot_id,
        bot_user_id=identity.bot_user_id,
    )

    def authorize(team_id: str | None) -> AuthorizeResult:
        if team_id != identity.workspace_id:
            raise PayloadError("Rung answers people of its own workspace only. Nothing was changed.")
        return ours

    return authorize


def _first_input(body: dict[str, Any]) -> str:
    """Where a form says what is wrong with all of it: Slack closes a form with an error at no input."""
    blocks = (body.get("view") or {}).get("blocks") or []
    inputs = (block.get("block_id") for block in blocks if block.get("type") == "input")
    return next((str(block_id) for block_id in inputs if block_id), FORM_INPUT)


def _error_handler(listening: Listening) -> Callable[..., BoltResponse]:
    def handle_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if isinstance(error, PermanentSlackError) and error.code in _TOO_LATE:
            error = PayloadError("That took a moment too long for Slack. Please click once more.")
        sender = read_sender(body)
        said = listening.apology(error, sender)
        if body.get("type") == "view_submission":  # the form stays open, with what was written in it
            shown = {error.field if isinstance(error, FieldError) else _first_input(body): plain(said.text)}
            return BoltResponse(status=200, body={"response_action": "errors", "errors": shown})
        if sender:
            listening.tell(said, sender)
        return BoltResponse(status=200, body="")

    return handle_error

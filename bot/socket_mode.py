"""Slack over a WebSocket that Rung opens: no address that Slack has to reach."""

import logging
import time
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import send_response

from bot.process.http import THREADS
from bot.process.shapes import is_readable
from bot.sending.gateway import guarded, quiet_logger
from bot.slack.errors import PermanentSlackError, SettingsError, SlackError

SILENCE = 60.0  # seconds; Slack sends a ping every few, so a connection silent for longer is dead
_log = logging.getLogger("rung.socket_mode")


class _Handler(SocketModeHandler):
    def handle(self, client: Any, req: Any) -> None:  # noqa: ANN401 - slack_sdk has another home
        """Acknowledge at once what Bolt could not read, which Slack would otherwise send again."""
        if is_readable(req.payload):
            super().handle(client, req)
        else:
            _log.warning("request refused", extra={"reason": "malformed"})
            send_response(client, req, BoltResponse(status=200, body=""), time.time())


class SocketMode:
    """One connection, which slack_sdk opens anew when it breaks."""

    def __init__(self, bolt: App, app_token: str) -> None:
        self._handler = _Handler(bolt, app_token, logger=quiet_logger(), concurrency=THREADS)

    def connect(self) -> None:
        """Connect; a SettingsError says why Slack does not let us."""
        try:
            guarded(self._handler.connect)
        except PermanentSlackError as error:
            raise SettingsError(
                f"SLACK_APP_TOKEN: Slack refuses it ({error.code}); make one with the scope connections:write "
                "under Basic Information, App-Level Tokens"
            ) from None
        except SlackError as error:
            raise SettingsError(
                f"SLACK_APP_TOKEN: no connection to Slack ({error.code}); is the network there?"
            ) from None

    def problem(self) -> str | None:
        """One sentence on why nothing can arrive now, or None."""
        session = self._handler.client.current_session
        if session is None or not self._handler.client.is_connected():
            return "Rung has no connection to Slack at the moment; it keeps trying."
        heard_at = session.last_ping_pong_time
        if heard_at is not None and time.time() - heard_at > SILENCE:
            return "Slack has been silent for over a minute; Rung connects anew by itself."
        return None

    def close(self) -> None:
        """Take no more."""
        self._handler.close()  # type: ignore[no-untyped-call]
        _log.info("disconnected from Slack")

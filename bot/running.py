"""`rung run`: everything from the settings to the last request."""

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from bot.app import build_application
from bot.errors import PermanentSlackError, SettingsError, SlackError
from bot.gateway import Gateway, Identity
from bot.guard import Guard
from bot.http import make_asgi, serve
from bot.logs import configure_logging
from bot.settings import Settings
from flows.maturity.loading import Maturity, load_maturity
from storage.database import SqlDatabase, open_database

REMEMBERED = timedelta(days=1)  # Slack repeats an event for at most an hour
_log = logging.getLogger("rung")


def run(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve Slack until told to stop. `say` prints a line for whoever starts it."""
    token, secret = _needed(settings)
    configure_logging(sys.stderr, as_json=not sys.stderr.isatty(), level="INFO")
    maturity = load_maturity(settings.scales_dir)
    database = open_database(settings.database_url)
    try:
        say(f"database {database.where}: {database.upgrade().sentence}")
        gateway = Gateway(token, settings.slack_api_url)
        identity = _identity(gateway)
        _begin(database, maturity)
        application = build_application(database, maturity, gateway, identity)
        guard = Guard(secret, now=lambda: datetime.now(UTC).timestamp())
        asgi = make_asgi(application.handle, guard, database.problem, application.metrics)
        serve(
            asgi,
            settings.host,
            settings.port,
            on_ready=lambda address: say(f"ready {address}/slack/events for {identity.workspace}"),
            drain=application.drain,
        )
    finally:
        database.close()


def _needed(settings: Settings) -> tuple[str, str]:
    needed: dict[str, SecretStr | None] = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
    }
    for name, value in needed.items():
        if value is None:
            raise SettingsError(f"{name} is not set; your Slack app's page at api.slack.com/apps shows it")
    token, secret = (value.get_secret_value() for value in needed.values() if value)
    return token, secret


def _identity(gateway: Gateway) -> Identity:
    try:
        return gateway.identity()
    except PermanentSlackError as error:
        raise SettingsError(f"SLACK_BOT_TOKEN: Slack refuses it ({error.code}); install the app anew") from None
    except SlackError as error:
        raise SettingsError(
            f"SLACK_API_URL: {gateway.client.base_url} does not answer ({error.code}); is the network there?"
        ) from None


def _begin(database: SqlDatabase, maturity: Maturity) -> None:
    now = datetime.now(UTC)
    with database.transaction() as repositories:
        repositories.contents.add(maturity, now=now)
        repositories.seen_requests.forget_before(now - REMEMBERED)

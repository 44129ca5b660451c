"""`rung run`: everything from the settings to the last request."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.app import Application, build_application
from bot.errors import PermanentSlackError, SettingsError, SlackError
from bot.gateway import Identity, SlackGateway
from bot.guard import Guard
from bot.http import make_asgi, serve
from bot.logs import configure_logging
from bot.manifest import creation_link
from bot.settings import Settings
from bot.socket_mode import SocketMode
from flows.maturity.loading import Maturity, load_maturity
from storage.database import SqlDatabase, open_database

REMEMBERED = timedelta(days=1)  # Slack repeats an event for at most an hour

Say = Callable[[str], None]


def run(settings: Settings, say: Say) -> None:
    """Serve Slack until told to stop. `say` prints a line for whoever starts it."""
    _check_tokens(settings, say)
    configure_logging(sys.stderr, as_json=not sys.stderr.isatty(), level=settings.log_level)
    maturity = load_maturity(settings.scales_dir)
    database = open_database(settings.database_url)
    try:
        say(f"database {database.where}: {database.upgrade().sentence}")
        gateway = SlackGateway(_secret(settings, "slack_bot_token"), settings.slack_api_url)
        identity = _identity(gateway)
        begin(database, maturity)
        application = build_application(database, maturity, gateway, identity)
        (_serve_socket if settings.uses_socket_mode else _serve_http)(settings, application, database, identity, say)
    finally:
        database.close()


def _serve_http(
    settings: Settings, application: Application, database: SqlDatabase, identity: Identity, say: Say
) -> None:
    guard = Guard(_secret(settings, "slack_signing_secret"), now=lambda: datetime.now(UTC).timestamp())
    asgi = make_asgi(application.handle, guard, database.problem, application.metrics)
    serve(
        asgi,
        settings.host,
        settings.port,
        on_ready=lambda address: say(f"ready {address}/slack/events for {identity.workspace}"),
        drain=application.drain,
    )


def _serve_socket(
    settings: Settings, application: Application, database: SqlDatabase, identity: Identity, say: Say
) -> None:
    """HTTP is for health and metrics only then."""
    socket_mode = SocketMode(application.bolt, _secret(settings, "slack_app_token"))
    socket_mode.connect()
    asgi = make_asgi(None, None, lambda: database.problem() or socket_mode.problem(), application.metrics)

    def drain(seconds: float) -> None:
        socket_mode.close()
        application.drain(seconds)

    serve(
        asgi,
        settings.host,
        settings.port,
        on_ready=lambda address: say(f"ready in {identity.workspace} over Socket Mode; health at {address}/healthz"),
        drain=drain,
    )


def _check_tokens(settings: Settings, say: Say) -> None:
    needed = ["slack_bot_token", "slack_app_token" if settings.uses_socket_mode else "slack_signing_secret"]
    missing = [name.upper() for name in needed if getattr(settings, name) is None]
    if len(missing) == len(needed):
        say(_THREE_STEPS.format(link=creation_link()))
        raise SettingsError("no tokens are set; the three steps are above")
    if missing:
        raise SettingsError(f"{missing[0]} is not set; your Slack app's page at api.slack.com/apps shows it")


_THREE_STEPS = """Rung needs a Slack app of yours. In three steps:
1. Create the Slack app from Rung's manifest: {link}
2. On its page, install it to your workspace, and make an app-level token with the scope connections:write.
3. Start again with SLACK_BOT_TOKEN=xoxb-… (OAuth & Permissions) and SLACK_APP_TOKEN=xapp-… (Basic Information).
To serve over HTTP instead, see docs/operating.md; to try it without Slack, rung try."""


def _secret(settings: Settings, name: str) -> str:
    value: str = getattr(settings, name).get_secret_value()
    return value


def _identity(gateway: SlackGateway) -> Identity:
    try:
        return gateway.identity()
    except PermanentSlackError as error:
        raise SettingsError(f"SLACK_BOT_TOKEN: Slack refuses it ({error.code}); install the app anew") from None
    except SlackError as error:
        raise SettingsError(
            f"SLACK_API_URL: {gateway.client.base_url} does not answer ({error.code}); is the network there?"
        ) from None


def begin(database: SqlDatabase, maturity: Maturity) -> None:
    """Keep the content that answers are going to refer to, and forget requests that nobody will repeat."""
    now = datetime.now(UTC)
    with database.transaction() as repositories:
        repositories.contents.add(maturity, now=now)
        repositories.seen_requests.forget_before(now - REMEMBERED)

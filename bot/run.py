"""`rung run`: everything from the settings to the last request."""

import gc
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

from bot.app import Application, admin_code, build_application
from bot.process.acting import new_runner
from bot.process.clock import SharedClock
from bot.process.guard import Guard
from bot.process.http import make_asgi, serve
from bot.process.logs import configure_logging
from bot.process.settings import SLACK, Settings
from bot.process.tokens import problem_of
from bot.sending.gateway import Identity, SlackGateway
from bot.slack.errors import PermanentSlackError, SettingsError, SlackError
from bot.slack.manifest import creation_link
from bot.slack.rendering import compile_templates
from bot.socket_mode import SocketMode
from flows.learning.loading import load_learning
from flows.maturity.loading import Maturity, load_maturity
from storage.database import SqlDatabase, open_database

Say = Callable[[str], None]


def run(settings: Settings, say: Say, shift: Callable[[], timedelta] = timedelta) -> None:
    """Serve Slack until told to stop. `say` prints a line for the operator; a demo can `shift` the clock."""
    _check_tokens(settings, say)
    configure_logging(sys.stderr, as_json=not sys.stderr.isatty(), level=settings.log_level)
    maturity = load_maturity(settings.scales_dir)
    database = open_database(settings.database_url)
    try:
        with database.served_by_us(_patience(database, say)):
            _run(settings, database, maturity, say, shift)
    finally:
        database.close()


def _run(
    settings: Settings, database: SqlDatabase, maturity: Maturity, say: Say, shift: Callable[[], timedelta]
) -> None:
    say(f"database {database.where}: {database.upgrade().sentence}")
    clock = SharedClock()
    gateway = SlackGateway(
        _secret(settings, "slack_bot_token"),
        settings.slack_api_url,
        heard=clock.heard,
        takes_rich_blocks=settings.slack_api_url == SLACK,
    )
    identity = _identity(gateway)
    begin(database, maturity, identity.workspace_id)
    runner = new_runner(database, maturity, load_learning(maturity), lambda: clock.now() + shift())
    application = build_application(runner, gateway, identity, settings.tick_seconds)
    _offer_claim(database, gateway, identity, say)
    keep_what_is_loaded()
    application.start()
    serve_it = _serve_socket if settings.uses_socket_mode else _serve_http
    serve_it(settings, application, identity, say)


def _offer_claim(database: SqlDatabase, gateway: SlackGateway, identity: Identity, say: Say) -> None:
    with database.reading() as repositories:
        admins = repositories.people.list_admins(identity.workspace_id)
    if not admins:
        code = admin_code(gateway, identity)
        say(f"nobody looks after Rung in {identity.workspace} yet: type /rung claim {code} there, and you do")


def _patience(database: SqlDatabase, say: Say) -> Callable[[], None]:
    return lambda: say(f"database {database.where}: waiting for the process that serves it to end")


def _serve_http(settings: Settings, application: Application, identity: Identity, say: Say) -> None:
    guard = Guard(_secret(settings, "slack_signing_secret"), now=lambda: application.now().timestamp())
    asgi = make_asgi(application.handle, guard, application.problem, application.metrics)
    serve(
        asgi,
        settings.host,
        settings.port,
        on_ready=lambda address: _ready(say, f"ready {address}/slack/events for {identity.workspace}"),
        drain=application.drain,
    )


def _serve_socket(settings: Settings, application: Application, identity: Identity, say: Say) -> None:
    """Serve over Socket Mode; HTTP is then for health and metrics only."""
    socket_mode = SocketMode(application.bolt, _secret(settings, "slack_app_token"))
    socket_mode.connect()
    asgi = make_asgi(None, None, lambda: application.problem() or socket_mode.problem(), application.metrics)

    def drain(seconds: float) -> None:
        socket_mode.close()
        application.drain(seconds)

    serve(
        asgi,
        settings.host,
        settings.port,
        on_ready=lambda address: _ready(
            say, f"ready in {identity.workspace} over Socket Mode; health at {address}/healthz"
        ),
        drain=drain,
    )


def _ready(say: Say, sentence: str) -> None:
    """Say that Rung is ready; then compile the templates, beside everything else, so that no click waits for it."""
    say(sentence)
    Thread(target=compile_templates, name="compile-templates", daemon=True).start()


def _check_tokens(settings: Settings, say: Say) -> None:
    needed = ["slack_bot_token", "slack_app_token" if settings.uses_socket_mode else "slack_signing_secret"]
    missing = [name.upper() for name in needed if getattr(settings, name) is None]
    if len(missing) == len(needed):
        say(_THREE_STEPS.format(link=creation_link()))
        raise SettingsError("no tokens are set; the three steps are above")
    if missing:
        raise SettingsError(f"{missing[0]} is not set; your Slack app's page at api.slack.com/apps shows it")
    problems = [problem_of(name.upper(), _secret(settings, name)) for name in needed]
    problem = next(filter(None, problems), None)
    if problem:
        raise SettingsError(problem)


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


def keep_what_is_loaded() -> None:
    """Exempt what is loaded at the start from garbage collection, because it stays.

    Reading ten thousand rows takes half as long then.
    """
    gc.collect()
    gc.freeze()


def begin(database: SqlDatabase, maturity: Maturity, workspace_id: str) -> None:
    """Keep the content and the workspace, to which everything else refers."""
    now = datetime.now(UTC)
    with database.transaction() as repositories:
        repositories.contents.add(maturity, now=now)
        repositories.workspaces.add(workspace_id, now=now)

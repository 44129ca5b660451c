"""`rung demo`: Rung in a Slack on this machine."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.demo.local_slack import NoLocalSlackError, local_slack, started
from bot.demo.seeding import next_asked_at, seed
from bot.demo.time import ZONE, be_at_work, now, set_to, shift
from bot.demo.workspace import APP_TOKEN, BOT_TOKEN, WORKSPACE_ID, demo_workspace
from bot.process.settings import Settings
from bot.run import begin, run
from bot.slack.errors import DemoError
from bot.slack.rendering import clock, weekday
from flows.calendar.working_days import local
from flows.maturity.loading import load_maturity
from storage.database import open_database

DATABASE = Path("rung-demo.db")
A_MOMENT = timedelta(minutes=1)


def demo(settings: Settings, say: Callable[[str], None]) -> None:
    """Run until Ctrl-C; without a local Slack, the same conversation in the terminal."""
    try:
        with started(local_slack(), demo_workspace()) as address:
            be_at_work()
            ours = settings.model_copy(update=_settings_for(address))
            _seed(ours)
            _invite(address, say)
            run(ours, lambda _: None, shift)
    except NoLocalSlackError as error:
        from bot.demo.terminal import converse  # noqa: PLC0415 - only where there is no local Slack

        say(f"There is no local Slack here: {error}. This is the same conversation in the terminal (rung try).")
        converse(settings, say)


def next_quarter(settings: Settings, say: Callable[[str], None]) -> None:
    """Move the demo's clock on to when its teams are asked next."""
    if not DATABASE.exists():
        raise DemoError("there is no demo here yet; make demo begins one, and keeps it in this folder")
    database = open_database(settings.model_copy(update=_settings_for("")).database_url)
    try:
        with database.reading() as repositories:
            asked_at = next_asked_at(repositories, now())
    finally:
        database.close()
    if asked_at is None:
        raise DemoError("no team of the demo is asked next; /rung schedule resume in one of its channels goes on")
    set_to(asked_at + A_MOMENT)
    shown = local(asked_at, ZONE)
    say(f"The demo's clock is now at {weekday(shown)} {shown.year}, {clock(shown)}.")
    say("Its teams are asked within seconds: look at Direct messages, and at the teams' channels.")


def _seed(settings: Settings) -> None:
    """Give the demo's teams their past."""
    database, maturity = open_database(settings.database_url), load_maturity(settings.scales_dir)
    try:
        database.upgrade()
        begin(database, maturity, WORKSPACE_ID)
        seed(database, maturity, now())
    finally:
        database.close()


def _settings_for(address: str) -> dict[str, object]:
    return {
        "slack_bot_token": SecretStr(BOT_TOKEN),
        "slack_app_token": SecretStr(APP_TOKEN),
        "slack_api_url": f"{address}/api/",
        "database_url": f"sqlite:///{DATABASE}",
        "mode": "socket",
        "port": 0,
        "tick_seconds": 2.0,
        "log_level": "WARNING",
    }


def _invite(address: str, say: Callable[[str], None]) -> None:
    say(f"Open {address} in a browser: a small Slack, with Rung in it.")
    say("Type /rung assess in a channel; Rung asks under Direct messages, where this Slack shows your own name.")
    say("Answer by button or by word. /rung help says what else there is; switch people at the top right.")
    say("Five teams have two quarters behind them: /rung history in a channel, and /rung check-in start asks again.")
    say(f"Here it is {weekday(now())}. make demo-quarter in another terminal moves on to the next quarter.")
    say(f"Answers are kept in {DATABASE}; the small Slack forgets its messages when it ends.")
    say("Ctrl-C ends everything.")

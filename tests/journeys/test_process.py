"""`rung run` as an operator has it: started, killed, stopped, and misconfigured."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from flows.teams.person import Actor
from storage.database import open_database
from tests.fakes.workspace import Workspace
from tests.support.environment import environment
from tests.support.talk import SECRET, Server, Talk, eventually


@dataclass
class Process(Server):
    """Rung in a process of its own. Replies are waited for by what is seen."""

    process: Any = None

    def wait(self) -> None:
        """Nothing to ask; the test waits for what it expects."""


def served_to(slack, url: str) -> dict[str, str]:
    return environment(
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=slack.api_url,
        RUNG_DATABASE_URL=url,
        RUNG_PORT="0",
    )


@contextmanager
def running(slack, url: str) -> Iterator[Process]:
    """`rung run`, until the block ends; it must then have ended by itself or end on SIGTERM."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=served_to(slack, url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines = [process.stdout.readline() for _ in range(3)]
        port = re.search(r":(\d+)/slack/events", lines[2])
        assert port, (lines, process.stderr.read())
        yield Process(None, int(port[1]), slack, process=process)
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()
        process.stderr.close()


def talk_with(server: Server) -> Talk:
    person = server.slack.add_person("ml_engineer")
    return Talk(server, person, server.slack.add_channel("ml-fraud", members=[person]))


def stored_answers(url: str, talk: Talk) -> int:
    database = open_database(url)
    with database.reading() as repositories:
        person = repositories.people.find(Actor(talk.slack.workspace_id, talk.person))
        count = len(repositories.assessments.find_current(person.id).entries)
    database.close()
    return count


def test_killed_after_any_answer_the_next_click_continues(slack, database_url):
    with running(slack, database_url) as server:
        talk = talk_with(server)
        talk.command("/rung assess quick")
        eventually(lambda: "0 answered" in talk.screen)
        answer_and_kill(talk, server)
    for answered, next_screen in enumerate(("1 answered", "2 answered", "Level 0 of 2"), start=1):
        assert stored_answers(database_url, talk) == answered
        with running(slack, database_url) as server:
            talk.server = server
            if next_screen not in talk.screen:  # killed before the reply: the old question is still there
                talk.press(talk.card, talk.element("No"))
            wait_for(talk, next_screen)
            if answered < 3:
                answer_and_kill(talk, server)
    assert stored_answers(database_url, talk) == 3


def answer_and_kill(talk: Talk, server: Process) -> None:
    talk.press(talk.card, talk.element("No"))
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(10)


def wait_for(talk: Talk, text: str) -> None:
    eventually(lambda: text in talk.screen)


def test_two_processes_on_one_server_are_one_rung_and_one_of_them_is_enough(slack, fresh_database):
    url = fresh_database("postgresql")
    with running(slack, url) as first, running(slack, url) as second:
        talk = talk_with(first)
        talk.command("/rung assess quick")
        for server, next_screen in ((second, "1 answered"), (first, "2 answered")):
            wait_for(talk, f"{int(next_screen[0]) - 1} answered")
            talk.server = server
            talk.press(talk.card, talk.element("No"))
            wait_for(talk, next_screen)
        first.process.send_signal(signal.SIGKILL)
        talk.server = second
        talk.press(talk.card, talk.element("No"))
        wait_for(talk, "Level 0 of 2")
        talk.press(talk.card, talk.element("Share"))
        wait_for(talk, "This is what")
        talk.press(talk.card, talk.element("Share"))
        wait_for(talk, "Shared in")
    assert len(slack.messages(talk.channel)) == 1


def test_stopped_with_a_reply_on_its_way_it_sends_it_first(slack, fresh_database):
    url = fresh_database("sqlite")
    with running(slack, url) as server:
        talk = talk_with(server)
        talk.command("/rung assess")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(15) == 0
    assert "0 answered" in talk.screen


def test_an_empty_database_is_made_and_named(slack, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=served_to(slack, f"sqlite:///{tmp_path / 'rung.db'}"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout.readline() == f"database {tmp_path / 'rung.db'}: created\n"
        assert "nobody looks after Rung in Workspace yet: type /rung claim " in process.stdout.readline()
        assert re.fullmatch(r"ready http://127\.0\.0\.1:\d+/slack/events for Workspace\n", process.stdout.readline())
        process.terminate()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "rung: SLACK_BOT_TOKEN is not set"),
        ({"SLACK_SIGNING_SECRET": ""}, "rung: SLACK_SIGNING_SECRET is not set"),
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "rung: SLACK_BOT_TOKEN: Slack refuses it (invalid_auth)"),
        (
            {"SLACK_BOT_TOKEN": f"'{Workspace.bot_token}'"},
            "rung: SLACK_BOT_TOKEN: there are quotes, blanks or a line end",
        ),
        ({"SLACK_BOT_TOKEN": "xapp-wrong"}, "rung: SLACK_BOT_TOKEN: this is the app-level token, which belongs in"),
        ({"SLACK_SIGNING_SECRET": f"{SECRET}\n"}, "rung: SLACK_SIGNING_SECRET: there are quotes, blanks or a line end"),
        ({"SLACK_SIGNING_SECRET": "xoxb-wrong"}, "rung: SLACK_SIGNING_SECRET: this is the bot's token, which belongs"),
        ({"SLACK_APP_TOKEN": SECRET}, "rung: SLACK_APP_TOKEN: this is the signing secret, which belongs in"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/"}, "rung: SLACK_API_URL: http://127.0.0.1:1/ does not answer"),
        ({"SLACK_API_URL": "nowhere"}, "rung: SLACK_API_URL: Input should be a valid URL"),
        ({"RUNG_PORT": "many"}, "rung: RUNG_PORT: Input should be a valid integer"),
        ({"RUNG_PORT": "70000"}, "rung: RUNG_PORT: Input should be less than or equal to 65535"),
        ({"RUNG_DATABASE_URL": "sqlite:////no/such/folder/rung.db"}, "rung: RUNG_DATABASE_URL: there is no folder"),
        ({"RUNG_SCALES_DIR": "/no/such/folder"}, "rung: RUNG_SCALES_DIR: /no/such/folder is not a folder"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(slack, tmp_path, rung, wrong, said):
    done = rung("run", **served_to(slack, f"sqlite:///{tmp_path / 'rung.db'}") | wrong)
    assert done.status == 2
    assert done.err.startswith(said), done.err
    assert done.err.count("\n") == 1
    for secret in (SECRET, Workspace.bot_token, "wrong'", "-wrong"):
        assert secret not in done.err


def test_a_database_that_is_newer_than_the_code_stops_the_start(slack, fresh_database):
    url = fresh_database("sqlite")
    database = open_database(url)
    with database.backend.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env=served_to(slack, url),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "which a newer Rung has made; upgrade Rung, or restore the backup" in done.stderr

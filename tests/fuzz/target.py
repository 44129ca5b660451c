"""Rung in a process of its own, with a Slack, a team and a card to press on."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.slack import FakeSlack
from tests.fuzz.bodies import MARKER, Writer
from tests.fuzz.wire import Sent, answers_to, as_form, request
from tests.support.environment import environment
from tests.support.talk import SECRET, elements_of, eventually

BEGINNING = ("team new Fraud", "assess quick", "schedule", "team options", "learn", "quiz", "leaderboard", "actions")
_STATUS = re.compile(rb"HTTP/1\.1 ([2-9]\d\d)")


@dataclass
class Target:
    """What is sent to, and what it must never do."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    slack: FakeSlack
    writer: Writer

    @property
    def memory(self) -> float:
        """Its resident memory in MB."""
        command = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024

    def send(self, sent: Sent) -> list[int]:
        """Send it; the statuses that come back, which are never 5xx, nor good news for a stranger."""
        statuses = [int(status) for status in _STATUS.findall(answers_to(self.port, sent))]
        assert self.process.poll() is None, "Rung has ended"
        assert all(status < 500 for status in statuses), statuses
        assert sent.may_pass or all(status >= 400 for status in statuses), f"let through: {statuses}"
        return statuses

    def check_log(self) -> list[str]:
        """Nothing that people wrote is in the log; gives the lines about errors, but for what the Slack refuses."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        assert MARKER not in text, next(line for line in text.splitlines() if MARKER in line)[:2000]
        errors = (line for line in text.splitlines() if '"level": "error"' in line)
        return [line for line in errors if "\\nbot.slack.errors." not in line]

    def forget(self) -> None:
        """Let the Slack forget what was said, so that it stays small."""
        with self.slack.lock:
            for channel in self.slack.channels.values():
                channel.messages.clear()
            for kept in (self.slack.hidden, self.slack.triggers, self.slack.response_urls, self.slack.views):
                kept.clear()
            self.slack.calls.clear()


@contextmanager
def running() -> Iterator[Target]:
    """Rung and its Slack, until the block ends."""
    with tempfile.TemporaryDirectory() as folder, FakeSlack() as slack:
        log = Path(folder) / "log"
        with log.open("w") as errors, _process(slack, Path(folder) / "rung.db", errors) as (process, port):
            person = slack.add_person("ml_engineer")
            writer = Writer(slack, person, slack.add_channel("ml-fraud", members=[person]))
            target = Target(process, port, log, slack, writer)
            _begin(target)
            yield target


@contextmanager
def _process(slack: FakeSlack, database: Path, errors: object) -> Iterator[tuple[subprocess.Popen[str], int]]:
    settings = environment(
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=slack.api_url,
        RUNG_DATABASE_URL=f"sqlite:///{database}",
        RUNG_PORT="0",
        PYTHONUNBUFFERED="1",
    )
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=errors, text=True) as process:  # type: ignore[call-overload]
        try:
            ready = next(line for line in process.stdout if line.startswith("ready"))
            yield process, int(re.findall(r":(\d+)/", ready)[0])
        finally:
            process.terminate()
            process.wait(20)


def _begin(target: Target) -> None:
    """Have a team and a card, and take the values of all their buttons."""
    slack, writer = target.slack, target.writer
    for words in BEGINNING:
        form = slack.slash_command(writer.person, writer.channel, words)
        assert target.send(request(as_form(form), "right")) == [200]
    eventually(lambda: bool(slack.messages(slack.dm(writer.person))), 30)
    shown = [*slack.messages(slack.dm(writer.person)), *slack.ephemerals(writer.channel, writer.person)]
    elements = [element for message in shown for element in elements_of(message.blocks)]
    writer.values = sorted({str(element["value"]) for element in elements if "value" in element})
    assert writer.values, "nothing to press"

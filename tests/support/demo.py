"""The demo of `make demo`, run as its users run it."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.demo.local_slack import NoLocalSlackError, local_slack
from tests.support.environment import environment
from tests.support.talk import elements_of, eventually, label_of

PERSON, CHANNEL = "U0MLENGINEER", "C0MLFRAUD"


@dataclass
class Demo:
    """The control API of the local Slack, used as a person would use its page."""

    address: str
    process: subprocess.Popen[str]
    folder: Path

    def next_quarter(self) -> str:
        """Move its clock on, as from another terminal; what that says."""
        words = [sys.executable, "-m", "bot", "demo", "--next-quarter"]
        return subprocess.run(
            words, cwd=self.folder, env=environment(), capture_output=True, text=True, check=True
        ).stdout

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/_control/{path}", data, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def command(self, text: str) -> None:
        self.ask("command", {"channel": CHANNEL, "user": PERSON, "command": "/rung", "text": text})

    @property
    def dm(self) -> str:
        found = [
            each["id"] for each in self.ask("state")["channels"] if each.get("is_im") and PERSON in each["members"]
        ]
        assert found, "no direct messages yet"
        return str(found[0])

    @property
    def card(self) -> dict[str, Any]:
        messages = self.ask(f"messages/{self.dm}")["messages"]
        live = [each for each in messages if elements_of(each.get("blocks") or [])]
        assert len(live) == 1, [each["text"] for each in live]
        return dict(live[0])

    def click(self, label: str) -> None:
        card = self.card
        element = next(each for each in elements_of(card["blocks"]) if label_of(each) == label)
        self.ask("interact", {"channel": self.dm, "messageTs": card["ts"], "user": PERSON, "action": element})

    def sees(self, text: str) -> None:
        eventually(lambda: text in str(self.card["text"]))


@contextmanager
def demo_in(folder: Path) -> Iterator[Demo]:
    """`rung demo` with its database in a folder, ended by Ctrl-C; skips the test where there is no local Slack."""
    try:
        local_slack()
    except NoLocalSlackError as error:
        pytest.skip(str(error))
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"], cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        yield _ready(process, folder)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stdout
        process.stdout.close()


def _ready(process: subprocess.Popen[str], folder: Path) -> Demo:
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(7)]
    address = re.search(r"http://localhost:\d+", lines[0])
    assert address, lines
    assert lines[-1] == "Ctrl-C ends everything.\n"
    demo = Demo(address[0], process, folder)
    eventually(lambda: "socket connected" in str(demo.ask("log")))
    return demo

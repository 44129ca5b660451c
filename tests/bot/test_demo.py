"""Where there is no local Slack, the demo says why and goes on in the terminal."""

import base64
import hashlib
import os
import platform
import shutil
import stat
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo import local_slack as fetching
from bot.demo.local_slack import NoLocalSlackError, local_slack, started
from bot.demo.running import demo
from bot.demo.workspace import demo_workspace
from bot.process.settings import Settings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs that stand in here are shell scripts")


@pytest.fixture(autouse=True)
def empty_cache(tmp_path, monkeypatch) -> Iterator[Path]:
    """A cache of its own on a machine for which there is a local Slack, and nobody at the keyboard."""
    cache = tmp_path / "cache"
    monkeypatch.setattr(fetching, "user_cache_path", lambda _: cache)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.chdir(tmp_path)
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        yield cache


def script(path: Path, text: str) -> Path:
    """A program."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(stat.S_IRWXU)
    return path


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """An npm that delivers one package; gives the package."""
    script(tmp_path / "local-slack", "exit 3")
    package = tmp_path / "local-slack.tgz"
    with tarfile.open(package, "w:gz") as archive:
        archive.add(tmp_path / "local-slack", "package/bin/local-slack")
    program = script(tmp_path / "npm", f'cp {package} "$4"')
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    return package


def test_what_npm_delivers_is_kept_if_it_is_what_was_tried(npm, empty_cache, monkeypatch):
    monkeypatch.setattr(fetching, "INTEGRITY", base64.b64encode(hashlib.sha512(npm.read_bytes()).digest()).decode())
    program = local_slack()
    assert program.parent == empty_cache
    assert os.access(program, os.X_OK)
    npm.unlink()
    assert local_slack() == program  # from the cache
    with pytest.raises(NoLocalSlackError, match="it does not start"), started(program, demo_workspace()):
        pass


def test_another_package_is_not_run(npm, empty_cache):
    assert npm.exists()
    with pytest.raises(NoLocalSlackError, match="not the one Rung was tried with"):
        local_slack()
    assert list(empty_cache.iterdir()) == []


@pytest.mark.parametrize(
    ("which", "machine", "reason"),
    [
        (None, "x86_64", "there is no npm; install Node"),
        ("/bin/false", "x86_64", "npm cannot fetch it"),
        ("/bin/false", "arm64", "it runs on Linux with an x86-64 processor"),
    ],
)
def test_without_it_the_conversation_is_had_in_the_terminal(monkeypatch, tmp_path, which, machine, reason):
    monkeypatch.setattr(shutil, "which", lambda _: which)
    monkeypatch.setattr(fetching, "find_spec", lambda _: None)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    said: list[str] = []
    monkeypatch.setenv("RUNG_DATABASE_URL", f"sqlite:///{tmp_path / 'try.db'}")
    demo(Settings(), said.append)
    assert said[0].startswith("There is no local Slack here: ")
    assert reason in said[0]
    assert "/rung assess" in said[-1]

"""`rung …` as a shell runs it, in the process of the tests."""

import io
import sys
from dataclasses import dataclass

import pytest

from bot import cli


@dataclass(frozen=True)
class Ran:
    """What a command has left."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """Runs one command after the other."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, stdin: str | bytes = "", **settings: str) -> Ran:
        """Run `rung WORDS` with these settings in the environment."""
        for name, value in settings.items():
            self.monkeypatch.setenv(name, value)
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        self.monkeypatch.setattr(sys, "argv", ["rung", *words])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        self.monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = self.capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, out, err)

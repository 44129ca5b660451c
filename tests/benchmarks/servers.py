"""Starting what is measured, each in a process of its own."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load import SECRET
from tests.support.environment import environment

RUNG = ("-m", "bot", "run")
BARE = ("-m", "tests.benchmarks.bare_bolt")
BARE_LATER = (*BARE, "--reply-later")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Running:
    """A server that has said that it is ready."""

    process: subprocess.Popen[str]
    port: int
    ready_after: float

    @property
    def memory(self) -> float:
        """Its resident memory in MB."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(shown.stdout) / 1024


@contextmanager
def running(command: tuple[str, ...], database_url: str, slack_url: str) -> Iterator[Running]:
    """A server, until the block ends."""
    settings = environment(
        SLACK_BOT_TOKEN="xoxb-bench",  # noqa: S106
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=f"{slack_url}/api/",
        RUNG_DATABASE_URL=database_url,
        RUNG_PORT="0",
        RUNG_LOG_LEVEL="WARNING",
        PYTHONUNBUFFERED="1",
    )
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        for line in process.stdout:
            found = re.search(r"ready http://127\.0\.0\.1:(\d+)", line)
            if found:
                break
        else:
            raise RuntimeError(f"{command} has not started")
        yield Running(process, int(found[1]), time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()

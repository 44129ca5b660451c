"""A copy of the tree, and the tests in it: without a change once, then with one change at a time."""

import compileall
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from py_compile import PycInvalidationMode

from tests.mutants.choosing import TestMap, read_map
from tests.mutants.making import Mutant

LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", ".*_cache", ".hypothesis", "__pycache__", "dist", "*.db*")
# The tests need no plugin that is merely installed, and each would cost every process its time.
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parent), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Copy:
    """A copy of the tree that may be changed, the package under trial and the tests that try it."""

    root: Path
    package: str
    tests: tuple[str, ...]
    spare: int  # CPU seconds to start, and beyond three times what the tests took

    def pytest(self, arguments: list[str], environment: dict[str, str], patience: float) -> int | None:
        """Run pytest; its exit status, or None if it took longer than its CPU seconds or the patience."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "watching", "-p", "no:cacheprovider", *arguments]
        running = subprocess.Popen(
            command,
            cwd=self.root,
            env={**os.environ, **ENVIRONMENT, **environment},
            stdout=None if "RUNG_MUTANTS_MAP" in environment else subprocess.DEVNULL,
            stderr=None if "RUNG_MUTANTS_MAP" in environment else subprocess.DEVNULL,
            process_group=0,
        )
        try:
            running.wait(patience)
        except subprocess.TimeoutExpired:
            return None
        finally:  # also on Ctrl-C, which the group does not hear
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
        return None if running.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else running.returncode

    def map(self, cache: Path) -> TestMap:
        """Which test runs which line: from an earlier run of the same code and tests, else from a run now."""
        folder = cache / self._fingerprint()
        if not (folder / "seconds.json").exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a run that was stopped
            folder.mkdir(parents=True)
            environment = {"RUNG_MUTANTS_MAP": str(folder), "RUNG_MUTANTS_PACKAGE": self.package}
            if self.pytest([*self.tests], environment, patience=3600) != 0:
                shutil.rmtree(folder)
                raise SystemExit("The tests fail without any change, so no mutant can be tried.")
        return read_map(self.root, folder)

    def fate(self, mutant: Mutant, tests: TestMap, within: float) -> Fate:
        """What the tests say about one mutant; the copy is as before afterwards."""
        path = self.root / mutant.path
        source = path.read_text(encoding="utf-8")
        chosen = tests.tests_of(mutant, source, within)
        if not chosen:
            return Fate.NOT_RUN
        path.write_text(mutant.text, encoding="utf-8")
        try:
            status = self.run(chosen, sum(tests.seconds[name] for name in chosen))
        finally:
            path.write_text(source, encoding="utf-8")
        return Fate.TIMED_OUT if status is None else Fate.KILLED if status else Fate.SURVIVED

    def run(self, chosen: list[str], seconds: float) -> int | None:
        """Run some tests, whose CPU seconds are known, until one fails; stop them at three times as long and some to spare."""
        limit = int(self.spare + 3 * seconds)
        names = self.root / ".wanted.json"
        names.write_text(json.dumps(chosen), encoding="utf-8")
        environment = {"RUNG_MUTANTS_TESTS": str(names), "RUNG_MUTANTS_CPU_SECONDS": str(limit)}
        files = dict.fromkeys(name.partition("::")[0] for name in chosen)
        return self.pytest(["-x", *files], environment, patience=20 * limit)

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(repr((self.package, self.tests, sys.version)).encode())
        for top in (self.package, "tests"):
            for path in sorted((self.root / top).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    digest.update(f"{path.relative_to(self.root)}".encode() + path.read_bytes())
        return digest.hexdigest()[:20]


@contextmanager
def copied(root: Path, package: str, tests: tuple[str, ...], spare: int = 15) -> Iterator[Copy]:
    """Copy a tree to a temporary place, compiled so that Python sees each change and compiles nothing else again."""
    with tempfile.TemporaryDirectory(prefix="rung-mutants-") as place:
        copy = Path(place) / root.name
        shutil.copytree(root, copy, ignore=LEFT_OUT)
        compileall.compile_dir(copy, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        yield Copy(copy, package, tests, spare)

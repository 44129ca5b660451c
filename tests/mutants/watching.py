"""A pytest plugin of the processes that `make mutants` starts: limits them, orders tests, notes which runs which line."""

import json
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

MAP = os.environ.get("RUNG_MUTANTS_MAP")
WANTED = os.environ.get("RUNG_MUTANTS_TESTS")
CPU_SECONDS = int(os.environ.get("RUNG_MUTANTS_CPU_SECONDS", "0"))
BYTES = 4 << 30


class Mapping:
    """Notes for each test what it takes and what it runs; what only imports and shared fixtures run has no test."""

    def __init__(self, folder: Path, package: str) -> None:
        self.folder = folder
        self.seconds: dict[str, float] = {}
        self.test = ""
        self.coverage = coverage.Coverage(str(folder / "coverage"), source=[package], config_file=False, messages=False)
        self.coverage.set_option("run:relative_files", value=True)
        self.coverage.set_option("run:core", "ctrace")  # the one that knows contexts in every Python
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test, began = item.nodeid, time.process_time()
        self.coverage.switch_context(self.test)
        result = yield
        self.seconds[self.test] = time.process_time() - began
        self.test = ""
        self.coverage.switch_context("")
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        if fixturedef.scope != "function":
            self.coverage.switch_context("")
        result = yield
        self.coverage.switch_context(self.test)
        return result

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        self.coverage.save()
        (self.folder / "seconds.json").write_text(json.dumps(self.seconds), encoding="utf-8")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Limit this process, and begin to note before anything is imported."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    if CPU_SECONDS:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    if MAP:
        early_config.pluginmanager.register(Mapping(Path(MAP), os.environ["RUNG_MUTANTS_PACKAGE"]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the wanted tests, in the wanted order."""
    if WANTED:
        wanted = {name: place for place, name in enumerate(json.loads(Path(WANTED).read_text(encoding="utf-8")))}
        items[:] = sorted((item for item in items if item.nodeid in wanted), key=lambda item: wanted[item.nodeid])

"""Which tests to run for a mutant: those that run the changed line, as one run with coverage has shown."""

import ast
import json
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from tests.mutants.making import Mutant


@dataclass(frozen=True)
class TestMap:
    """What each test took in CPU seconds, and which lines it ran."""

    __test__ = False  # pytest need not look for tests in it

    root: Path
    seconds: dict[str, float]
    coverage: CoverageData

    def tests_of(self, mutant: Mutant, source: str, within: float) -> list[str]:
        """The tests to run, most telling first and then the fastest; none if nothing runs the line.

        What an import or a shared fixture runs belongs to no test: then tests follow that name the module, run any of
        it, or do neither, for as many CPU seconds as they are given.
        """
        lines = self._tests_by_line(mutant.path)
        runs = {name for line in statement(source, mutant.line) for name in lines.get(line, [])}
        chosen = self._fastest_first(runs - {""})
        if "" in runs:
            running = {name for names in lines.values() for name in names} - {""}
            wider = [*map(self._fastest_first, (self._naming(mutant.path), running, set(self.seconds)))]
            chosen += self._first([name for circle in wider for name in circle if name not in runs], within)
        return chosen

    def _tests_by_line(self, path: Path) -> dict[int, list[str]]:
        return self.coverage.contexts_by_lineno(path.as_posix())

    def _naming(self, path: Path) -> set[str]:
        module = ".".join(path.with_suffix("").parts)
        files = {name.partition("::")[0] for name in self.seconds}
        naming = {each for each in files if module in (self.root / each).read_text(encoding="utf-8")}
        return {name for name in self.seconds if name.partition("::")[0] in naming}

    def _fastest_first(self, names: set[str]) -> list[str]:
        return sorted(names, key=lambda name: (self.seconds[name], name))

    def _first(self, names: list[str], within: float) -> list[str]:
        chosen: list[str] = []
        for name in dict.fromkeys(names):
            within -= self.seconds[name]
            if within < 0:
                break
            chosen.append(name)
        return chosen


def read_map(root: Path, folder: Path) -> TestMap:
    """Read what the run with coverage of the tests of a tree has left in a folder."""
    coverage = CoverageData(str(folder / "coverage"))
    coverage.read()
    return TestMap(root, json.loads((folder / "seconds.json").read_text(encoding="utf-8")), coverage)


def statement(source: str, line: int) -> range:
    """The lines of the innermost statement at a line; of one with a body, those before the body."""
    found = range(line, line + 1)
    for node in ast.walk(ast.parse(source)):  # outer ones come first
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0):
            body = getattr(node, "body", None)
            end = body[0].lineno if isinstance(body, list) else (node.end_lineno or 0) + 1
            if line < end:
                found = range(node.lineno, max(end, node.lineno + 1))
    return found

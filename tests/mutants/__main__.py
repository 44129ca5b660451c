"""`make mutants`: change the code in one place, see whether a test notices; a sample of such mutants, some minutes."""

import argparse
import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

from tests.mutants.equivalents import LISTED, Equivalent, gone, identity, listed
from tests.mutants.making import Mutant, changes, sample
from tests.mutants.trying import Copy, Fate, copied

ROOT = Path(__file__).parents[2]


@dataclass
class Report:
    """What became of the mutants tried so far."""

    fates: dict[Fate, list[Mutant]] = field(default_factory=lambda: defaultdict(list))
    known: list[Mutant] = field(default_factory=list)
    gone: set[Equivalent] = field(default_factory=set)
    stopped: bool = False

    def lines(self) -> list[str]:
        """The counts, then each mutant that somebody should look at."""
        counts = ", ".join(f"{len(self.fates[fate])} {fate}" for fate in Fate)
        lines = [
            f"{sum(map(len, self.fates.values()))} tried: {counts}; {len(self.known)} more are listed as equivalent"
        ]
        for fate in (Fate.TIMED_OUT, Fate.NOT_RUN):
            lines += [f"{fate}: {mutant}" for mutant in self.fates[fate]]
        lines += [f"survived: {mutant}" for mutant in self.fates[Fate.SURVIVED]]
        return lines + [f"listed as equivalent and no longer there: {each}" for each in sorted(self.gone)]

    @property
    def status(self) -> int:
        """1 if something survived, the list of equivalents is no longer true, or not all were tried."""
        return int(bool(self.fates[Fate.SURVIVED] or self.gone or self.stopped))


def attempt(copy: Copy, mutants: list[Mutant], known: set[Equivalent], cache: Path, within: float) -> Report:
    """Try mutants one by one; Ctrl-C ends it and leaves what was found so far."""
    report = Report()
    tests = copy.map(cache)
    check_that_unchanged_code_passes(copy, sorted(tests.seconds, key=tests.seconds.__getitem__)[:20], tests.seconds)
    try:
        for number, mutant in enumerate(mutants, 1):
            if identity(mutant) in known:
                report.known.append(mutant)
                continue
            fate = copy.fate(mutant, tests, within)
            report.fates[fate].append(mutant)
            say(f"{number}/{len(mutants)} {fate} {mutant.path}:{mutant.line}")
    except KeyboardInterrupt:
        report.stopped = True
        say("Stopped; this is what was found so far.")
    return report


def check_that_unchanged_code_passes(copy: Copy, names: list[str], seconds: dict[str, float]) -> None:
    """Were nothing to run at all, every mutant would look killed."""
    if copy.run(names, sum(seconds[name] for name in names)) != 0:
        raise SystemExit("The tests fail without any change, so no mutant can be tried.")


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - whoever runs it reads it


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10000), help="for the same sample again"
    )
    parser.add_argument("--count", type=int, default=60, help="how many mutants")
    parser.add_argument("--only", default="flows", help="a folder or module of the package")
    parser.add_argument("--tests", nargs="+", default=["tests/flows"], help="where the tests are")
    parser.add_argument("--within", type=float, default=30, help="CPU seconds for tests that may not run the line")
    parser.add_argument("--root", type=Path, default=ROOT, help="the tree")
    parser.add_argument("--equivalent", type=Path, default=LISTED, help="the list of changes that change nothing")
    parser.add_argument(
        "--cache", type=Path, default=user_cache_path("rung") / "mutants", help="keeps which test runs what"
    )
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Take a sample, try it, print the report; the exit status."""
    given = parsed(arguments)
    package = Path(given.only).parts[0]
    known = listed(given.equivalent)
    with copied(given.root, package, tuple(given.tests)) as copy:
        found = changes(copy.root, given.only)
        mutants = list(sample(found, given.seed, given.count))
        say(
            f"seed {given.seed}: {len(mutants)} of {len(found)} mutants of {given.only}, tests of {' '.join(given.tests)}"
        )
        report = attempt(copy, mutants, known, given.cache, given.within)
        if given.only == package:
            report.gone = gone(known, found)
    for line in report.lines():
        say(line)
    return report.status


if __name__ == "__main__":
    sys.exit(main())

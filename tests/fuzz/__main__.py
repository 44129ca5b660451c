"""`make fuzz`: odd and hostile requests of every kind, and what became of them."""

import argparse
import sys
import time

from tests.fuzz.running import ROUND, Tally, send_many
from tests.fuzz.target import running

MOST_GROWTH = 40.0  # MB after the first tenth, of which 20 for signatures, which are remembered for ten minutes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally, began, warm = Tally(), time.monotonic(), None
    with running() as target:
        for number in range(-(-asked.count // ROUND)):
            send_many(target, min(ROUND, asked.count - number * ROUND), asked.seed * 1_000_003 + number, tally)
            unforeseen = target.check_log()
            if warm is None and tally.requests >= asked.count / 10:
                warm = target.memory
            say(f"{tally.requests:,} requests, {target.memory:.0f} MB, {len(unforeseen)} errors that nobody foresaw")
        growth = target.memory - (warm or 0)
    answers = ", ".join(f"{status or 'none'} {count:,}" for status, count in sorted(tally.statuses.items()))
    say(*(line[:4000] for line in unforeseen))
    say(f"{tally.requests:,} requests in {time.monotonic() - began:.0f} s, seed {asked.seed}; answers: {answers}")
    say("none is 5xx, none let a stranger through, and nothing that people wrote is in the log")
    say(f"memory since the first tenth: {growth:+.1f} MB, of {MOST_GROWTH:.0f} at most")
    return int(growth > MOST_GROWTH or bool(unforeseen))


def say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201 - whoever runs it reads it


sys.exit(main())

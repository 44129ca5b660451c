"""The figures of a benchmark as Markdown tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import Timings

RUNG, STORED, BARE, BARE_LATER = "Rung", "Rung, long history", "bare Bolt", "bare Bolt, reply later"


@dataclass(frozen=True)
class Measured:
    """Several measurements of one thing: for each target's name, its timings in the order of the rounds."""

    kind: str
    how: str
    timings: dict[str, list[Timings]]

    def rate(self, target: str) -> float:
        """The middle of its answers a second."""
        return median(each.rate for each in self.timings[target])

    @property
    def best_bare(self) -> str:
        """The faster of the two bare apps."""
        return max((BARE, BARE_LATER), key=self.rate)


def throughput(measured: Iterable[Measured]) -> str:
    """Answers a second, and Rung's share of what the faster bare app does."""
    head = ["database", "load", RUNG, BARE, BARE_LATER, "ratio to the faster", STORED, "ratio to Rung"]
    return table(
        head,
        [
            [
                each.kind,
                each.how,
                *(f"{each.rate(name):.0f}" for name in (RUNG, BARE, BARE_LATER)),
                f"{each.rate(RUNG) / each.rate(each.best_bare):.2f}",
                f"{each.rate(STORED):.0f}",
                f"{each.rate(STORED) / each.rate(RUNG):.2f}",
            ]
            for each in measured
        ],
    )


def waiting(measured: Iterable[Measured]) -> str:
    """Milliseconds from the request to the acknowledgement and to the reply's arrival."""
    head = ["database", "load", "target", "ack p50", "ack p99", "reply p50", "reply p99"]
    return table(
        head,
        [
            [each.kind, each.how, name, *_percentiles(timings)]
            for each in measured
            for name, timings in each.timings.items()
        ],
    )


def _percentiles(timings: list[Timings]) -> list[str]:
    acks = sorted(each for one in timings for each in one.acks)
    replies = sorted(each for one in timings for each in one.replies)
    return [f"{_at(values, share) * 1000:.1f}" for values in (acks, replies) for share in (0.5, 0.99)]


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

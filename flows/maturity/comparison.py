from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product

from flows.maturity.gate import Gate
from flows.maturity.placement import Placement
from flows.maturity.scale import Level, Scale


class Asked(StrEnum):
    """How a scale asks for what another scale's gate wants, from the clearest answer to the weakest."""

    FULLY = "fully"
    AS_CHOICE = "as_choice"
    PARTLY = "partly"
    NEVER = "never"


@dataclass(frozen=True)
class Wait:
    """One gate the lower placement waits for, and where the other scale asks for what it wants (None: nowhere)."""

    gate: Gate
    asked: Asked
    asked_at: Level | None


@dataclass(frozen=True)
class Disagreement:
    """Why one answer sheet reaches further up one scale than up another: a `Wait` for each gate of `lower.held_by`."""

    lower: Placement
    higher: Placement
    waits: tuple[Wait, ...]

    @property
    def by_answer(self) -> tuple[tuple[Asked, tuple[Wait, ...]], ...]:
        """The waits grouped by where and how the other scale asks, in the order in which each group first occurs."""
        groups: dict[tuple[Asked, Level | None], list[Wait]] = {}
        for wait in self.waits:
            groups.setdefault((wait.asked, wait.asked_at), []).append(wait)
        return tuple((asked, tuple(waits)) for (asked, _), waits in groups.items())


def disagreement(one: Placement, other: Placement) -> Disagreement | None:
    """Explain two settled placements of one answer sheet; None when they stand equally high or are not settled."""
    if not (one.settled and other.settled) or _height(one) == _height(other):
        return None
    lower, higher = sorted((one, other), key=_height)
    return Disagreement(lower, higher, tuple(_wait(gate, higher.scale) for gate in lower.held_by))


def _height(placement: Placement) -> Fraction:
    levels = placement.scale.levels
    return Fraction(levels.index(placement.level), len(levels) - 1)


def _wait(gate: Gate, scale: Scale) -> Wait:
    lowest_level: dict[Asked, Level] = {}
    for level in scale.levels:
        for theirs in level.gates:
            lowest_level.setdefault(_how_asked(gate, theirs), level)
    for asked in (Asked.FULLY, Asked.AS_CHOICE, Asked.PARTLY):
        if asked in lowest_level:
            return Wait(gate, asked, lowest_level[asked])
    return Wait(gate, Asked.NEVER, None)


def _how_asked(gate: Gate, theirs: Gate) -> Asked:
    pairs = list(product(gate.alternatives, theirs.alternatives))
    if any(asked.covers(wanted) for wanted, asked in pairs):
        return Asked.AS_CHOICE if theirs.is_choice else Asked.FULLY
    if any(wanted.covers(asked) for wanted, asked in pairs):
        return Asked.PARTLY
    return Asked.NEVER

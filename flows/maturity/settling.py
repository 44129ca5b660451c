"""Which levels are certain, which are possible, and which questions decide between them."""

from collections.abc import Callable
from itertools import takewhile

from flows.maturity.answer import Sheet
from flows.maturity.gate import Gate
from flows.maturity.scale import Level, Scale


def levels_reached(scale: Scale, sheet: Sheet) -> tuple[Level, ...]:
    """The levels whose gates and all lower gates hold, counting what was not asked as no; at least the lowest."""
    return _levels_with(scale, sheet.meets)


def levels_possible(scale: Scale, sheet: Sheet) -> tuple[Level, ...]:
    """The same, counting what was not asked as yes."""
    return _levels_with(scale, sheet.could_meet)


def open_questions(scale: Scale, sheet: Sheet) -> dict[str, int]:
    """The capabilities whose answer could still change the level, each with how many levels above it is asked for.

    Empty when the scale is settled. 1 stands for a gate of the next level; a capability asked for more than once has
    the lowest number.
    """
    sheet = sheet.without_claims_on(scale.must_apply)
    undecided = levels_possible(scale, sheet)[len(levels_reached(scale, sheet)) :]
    found: dict[str, int] = {}
    for distance, level in enumerate(undecided, start=1):
        for gate in level.gates:
            if not sheet.meets(gate):
                for each in gate.alternatives:
                    if not sheet.asked(each.capability):
                        found.setdefault(each.capability, distance)
    return found


def _levels_with(scale: Scale, holds: Callable[[Gate], bool]) -> tuple[Level, ...]:
    return tuple(takewhile(lambda level: all(map(holds, level.gates)), scale.levels))

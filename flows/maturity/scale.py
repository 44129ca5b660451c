from functools import cached_property
from itertools import pairwise
from math import prod
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from flows.maturity.gate import Gate, GateField, RequirementField, Threshold, check_capability
from flows.maturity.wording import Content, Identifier, Phrase, Sentence, Version, refuse

# Finding the smallest set that reaches a level compares every combination of its alternatives.
MOST_COMBINATIONS = 10_000


def _check_combinations(gates: tuple[Gate, ...]) -> tuple[Gate, ...]:
    combinations = prod(len(gate.alternatives) for gate in gates)
    if combinations > MOST_COMBINATIONS:
        raise refuse(f"its choices allow {combinations} combinations; {MOST_COMBINATIONS} is the most")
    return gates


CapabilityId = Annotated[str, AfterValidator(check_capability)]
Gates = Annotated[tuple[GateField, ...], AfterValidator(_check_combinations)]
LevelNumber = Annotated[int, Field(strict=True, ge=0, le=99)]


class Level(Content):
    """One level of a scale: what decides it, what else its source lists, and what it means for people."""

    level: LevelNumber
    name: Phrase
    means: Sentence
    automation: Phrase
    outcome: Phrase
    advice: Sentence
    gates: Gates
    expects: tuple[RequirementField, ...]

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The capabilities that the level's gates name, in the order of the file."""
        return tuple(requirement.capability for gate in self.gates for requirement in gate.alternatives)


class Scale(Content):
    """A maturity scale: levels in ascending order, of which the lowest has no gates."""

    scale: Identifier
    version: Version
    title: Phrase
    label: Phrase
    short: Phrase
    level_word: Literal["level", "step", "phase", "stage"] = "level"
    source: Sentence
    note: Sentence | None = None
    must_apply: tuple[CapabilityId, ...] = ()
    levels: tuple[Level, ...] = Field(min_length=2)
    beyond_top: Gates = ()

    @cached_property
    def highest(self) -> int:
        """The number of the top level."""
        return self.levels[-1].level

    def level_after(self, level: Level) -> Level | None:
        """The next level, or None at the top."""
        return next((higher for higher in self.levels if higher.level > level.level), None)

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        for place, (below, above) in enumerate(pairwise(self.levels), start=1):
            at = ("levels", place, "level")
            if above.level == below.level:
                raise refuse(f"level {above.level} is there twice", at)
            if above.level < below.level:
                raise refuse(f"level {above.level} comes after level {below.level}; list levels from the lowest up", at)
        return self

    @model_validator(mode="after")
    def _check_gates(self) -> Self:
        if self.levels[0].gates:
            raise refuse("the lowest level must have no gates, so that everyone is at least there", _gates(0))
        decided: dict[str, Threshold] = {}  # what every team on the levels so far is known to have
        for place, level in enumerate(self.levels[1:], start=1):
            if not level.gates:
                raise refuse(f"level {level.level} adds none, so nothing tells it from the level below", _gates(place))
            for gate in level.gates:
                if any(decided.get(wanted.capability, 0) >= wanted.threshold for wanted in gate.alternatives):
                    raise refuse(f"{gate.notation()} holds already wherever this is reached", _gates(place))
                if not gate.is_choice:
                    decided[gate.alternatives[0].capability] = gate.alternatives[0].threshold
        return self


def _gates(place: int) -> tuple[str, int, str]:
    return "levels", place, "gates"

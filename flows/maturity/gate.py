from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo

from flows.maturity.wording import KeyPath, did_you_mean, refuse


class Threshold(IntEnum):
    """How much of a capability is asked for."""

    PARTIAL = 1
    YES = 2


_LETTERS = {"y": Threshold.YES, "p": Threshold.PARTIAL}
_SUFFIX = {threshold: letter for letter, threshold in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One capability at a threshold; written `cicd:y` (must be yes) or `cicd:p` (at least partial)."""

    capability: str
    threshold: Threshold

    def covers(self, other: "Requirement") -> bool:
        """Whether meeting this requirement means meeting the other too."""
        return self.capability == other.capability and self.threshold >= other.threshold

    def __str__(self) -> str:
        return f"{self.capability}:{_SUFFIX[self.threshold]}"


@dataclass(frozen=True, slots=True)
class Gate:
    """What decides a level: one requirement, or several of which one is enough."""

    alternatives: tuple[Requirement, ...]

    @property
    def is_choice(self) -> bool:
        """Whether one of several requirements is enough."""
        return len(self.alternatives) > 1

    def notation(self) -> str | list[str]:
        """The gate as the files write it: `"cicd:y"`, or a list for alternatives."""
        if self.is_choice:
            return [str(requirement) for requirement in self.alternatives]
        return str(self.alternatives[0])


def parse_requirement(value: object, info: ValidationInfo) -> Requirement:
    """Read `id:y` or `id:p`; the capability must be among `info.context["capabilities"]` when that is given."""
    if isinstance(value, Requirement):
        return value
    capability, _, letter = str(value).partition(":")
    if not isinstance(value, str) or letter not in _LETTERS:
        raise refuse(f'{value!r} is not of the form "practice:y" (must be yes) or "practice:p" (at least partly)')
    check_capability(capability, info)
    return Requirement(capability, _LETTERS[letter])


def parse_gate(value: object, info: ValidationInfo) -> Gate:
    """Read one requirement, or `{any: [...]}` with at least two different practices."""
    if isinstance(value, Gate):
        return value
    if not isinstance(value, Mapping):
        return Gate((parse_requirement(value, info),))
    listed = value.get("any")
    if set(value) != {"any"} or not isinstance(listed, list):
        raise refuse("a choice is written {any: [...]} with a list and nothing else")
    alternatives = tuple(parse_requirement(written, info) for written in listed)
    if len({requirement.capability for requirement in alternatives}) < max(2, len(alternatives)):
        raise refuse("a choice needs at least two practices, each of them once")
    return Gate(alternatives)


def check_capability(capability: str, info: ValidationInfo) -> str:
    """Refuse an id that is not among `info.context["capabilities"]`, when that is given."""
    known = (info.context or {}).get("capabilities")
    if known is not None:
        check_known(capability, known)
    return capability


def check_known(capability: str, known: Collection[str], at: KeyPath = ()) -> None:
    """Refuse an id that is not among the known ones, naming the closest."""
    if capability not in known:
        raise refuse(f'"{capability}" is not a practice Rung knows{did_you_mean(capability, known)}', at)


def _as_written(gate: Gate) -> str | dict[str, list[str]]:
    notation = gate.notation()
    return notation if isinstance(notation, str) else {"any": notation}


RequirementField = Annotated[Requirement, BeforeValidator(parse_requirement), PlainSerializer(str)]
GateField = Annotated[Gate, BeforeValidator(parse_gate), PlainSerializer(_as_written)]

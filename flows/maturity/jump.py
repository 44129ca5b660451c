from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from flows.maturity.answer import Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.scale import CapabilityId
from flows.maturity.wording import Content, Identifier, Sentence, Version, check_once, first_sentence, refuse


class Source(Content):
    """Where a claim comes from. A: primary text read, B: through a summary, C: one practitioner's view."""

    strength: Literal["A", "B", "C"]
    url: Sentence
    note: Sentence


class Jump(Content):
    """What breaks when `wants` is taken while something it rests on is missing."""

    id: Identifier
    kind: Literal["warning", "note"] = "warning"
    wants: CapabilityId
    before: tuple[CapabilityId, ...] = ()
    alongside: tuple[CapabilityId, ...] = ()
    fails: Sentence
    first: tuple[Sentence, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def in_short(self) -> str:
        """The first sentence of what fails."""
        return first_sentence(self.fails)

    @model_validator(mode="after")
    def _check_prerequisites(self, info: ValidationInfo) -> Self:
        if not self.before + self.alongside:
            raise refuse("names nothing that is missing; fill before or alongside")
        catalogue: Catalogue | None = (info.context or {}).get("catalogue")
        if catalogue:
            needed = catalogue.needed_for([Requirement(self.wants, Threshold.YES)])
            for capability in self.before:
                if needed.get(capability) is not Threshold.YES:
                    sentence = f'"{capability}" is not among what {self.wants} fully needs; list it under alongside'
                    raise refuse(sentence, ("before",))
        return self


class Jumps(Content):
    """All jumps, in the order of the file."""

    version: Version
    jumps: tuple[Jump, ...]

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        check_once([jump.id for jump in self.jumps], "jumps")
        return self


@dataclass(frozen=True)
class Breakage:
    """One jump that applies to an answer sheet: what is missing first, what alongside, and what to check.

    With nothing in `before` and `alongside`, the jump is not known to apply: what is in `check` was not asked, or the
    answer was not sure.
    """

    jump: Jump
    before: tuple[str, ...]
    alongside: tuple[str, ...]
    check: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What is known not to be fully in place."""
        return (*self.before, *self.alongside)

    @property
    def is_known(self) -> bool:
        """Whether something is known to be missing."""
        return bool(self.missing)


def what_breaks(jumps: Jumps, sheet: Sheet, wanted: str) -> tuple[Breakage, ...]:
    """What breaks if the capability `wanted` were taken on now; empty when nothing speaks against it."""
    breakages = (_breakage(jump, sheet) for jump in jumps.jumps if jump.wants == wanted)
    return tuple(breakage for breakage in breakages if breakage.is_known or breakage.check)


def warnings_about(jumps: Jumps, sheet: Sheet, wanted: str) -> tuple[Breakage, ...]:
    """What breaks if the capability `wanted` were taken on now, without what is only worth noting."""
    return tuple(breakage for breakage in what_breaks(jumps, sheet, wanted) if breakage.jump.kind == "warning")


def _breakage(jump: Jump, sheet: Sheet) -> Breakage:
    def is_unclear(practice: str) -> bool:
        return not sheet.missing(practice) and not sheet.holds(Requirement(practice, Threshold.YES))

    return Breakage(
        jump=jump,
        before=tuple(filter(sheet.missing, jump.before)),
        alongside=tuple(filter(sheet.missing, jump.alongside)),
        check=tuple(filter(is_unclear, (*jump.before, *jump.alongside))),
    )

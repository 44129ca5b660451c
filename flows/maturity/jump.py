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
    """All entries, in the order of the file."""

    version: Version
    jumps: tuple[Jump, ...]

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        check_once([jump.id for jump in self.jumps], "jumps")
        return self


@dataclass(frozen=True)
class Breakage:
    """One entry that applies to an answer sheet: what is missing first, what alongside, and what to check.

    With nothing in `before` and `alongside`, it is not known to apply: what is in `check` was not asked, or the
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
    found = (_breakage(jump, sheet) for jump in jumps.jumps if jump.wants == wanted)
    return tuple(each for each in found if each.is_known or each.check)


def warnings_about(jumps: Jumps, sheet: Sheet, wanted: str) -> tuple[Breakage, ...]:
    """The same without what is only worth noting."""
    return tuple(each for each in what_breaks(jumps, sheet, wanted) if each.jump.kind == "warning")


def _breakage(jump: Jump, sheet: Sheet) -> Breakage:
    return Breakage(
        jump=jump,
        before=tuple(each for each in jump.before if sheet.missing(each)),
        alongside=tuple(each for each in jump.alongside if sheet.missing(each)),
        check=tuple(
            each
            for each in (*jump.before, *jump.alongside)
            if not sheet.missing(each) and not sheet.holds(Requirement(each, Threshold.YES))
        ),
    )

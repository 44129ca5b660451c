"""What would happen if a team took a practice on now: what breaks, what comes first, and what it does to the levels."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Capability, Catalogue
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.jump import Breakage, warnings_about
from flows.maturity.loading import Maturity
from flows.maturity.placement import Placement, place

_JUST_ENOUGH = {Threshold.YES: Answer.YES, Threshold.PARTIAL: Answer.PARTIAL}


@dataclass(frozen=True)
class Effect:
    """Where a sheet stands on one scale: now, with the practice alone, and with all that comes first too."""

    now: Placement
    alone: Placement
    in_order: Placement


@dataclass(frozen=True)
class WhatIf:
    """What taking on one practice means for one answer sheet.

    `first` is what the practice rests on and is not in place, in an order in which one after the other can be begun;
    `unsure` are the practices in `first` that were not asked, or of which nobody knew. With nothing known, `first` is
    all that the practice rests on.
    """

    practice: Capability
    is_in_place: bool
    first: tuple[Requirement, ...]
    unsure: frozenset[str]
    breakages: tuple[Breakage, ...]
    effects: tuple[Effect, ...]


def what_if(maturity: Maturity, sheet: Sheet, wanted: str) -> WhatIf:
    """What becomes of a sheet when the practice `wanted`, which must be in the catalogue, is taken on."""
    catalogue, goal = maturity.catalogue, Requirement(wanted, Threshold.YES)
    first = what_comes_first(catalogue, sheet, wanted)
    alone = with_in_place(sheet, (goal,))
    in_order = with_in_place(sheet, (*first, goal))
    return WhatIf(
        practice=catalogue.by_id[wanted],
        is_in_place=sheet.holds(goal),
        first=first,
        unsure=frozenset(needed.capability for needed in first if not sheet.missing(needed.capability)),
        breakages=warnings_about(maturity.jumps, sheet, wanted),
        effects=tuple(
            Effect(place(scale, catalogue, sheet), place(scale, catalogue, alone), place(scale, catalogue, in_order))
            for scale in maturity.scales
        ),
    )


def what_comes_first(catalogue: Catalogue, sheet: Sheet, wanted: str) -> tuple[Requirement, ...]:
    """What a practice rests on and is not in place, in an order in which one after the other can be begun.

    Also what is missing below something that is in place: a practice in place says nothing about what it rests on.
    """
    rests_on = (Requirement(*below) for below in _below(catalogue, wanted).items())
    return _in_order(catalogue, {below.capability: below for below in rests_on if not sheet.holds(below)})


def with_in_place(sheet: Sheet, taken: tuple[Requirement, ...]) -> Sheet:
    """The sheet once these requirements have been met, and no more than met."""
    done = {added.capability: _JUST_ENOUGH[added.threshold] for added in taken if not sheet.holds(added)}
    return replace(sheet, answers={**sheet.answers, **done})


def _in_order(catalogue: Catalogue, missing: Mapping[str, Requirement]) -> tuple[Requirement, ...]:
    """Of what can be begun, most value for its effort first; then the catalogue's order."""
    waiting = {practice: _below(catalogue, practice).keys() for practice in missing}
    ordered: list[Requirement] = []
    while waiting:
        ready = (practice for practice, below in waiting.items() if below.isdisjoint(waiting))
        best = min(ready, key=lambda practice: (-catalogue.by_id[practice].worth, catalogue.position[practice]))
        ordered.append(missing[best])
        del waiting[best]
    return tuple(ordered)


def _below(catalogue: Catalogue, practice: str) -> dict[str, Threshold]:
    """All that a practice rests on, directly or through others."""
    needed = catalogue.needed_for([Requirement(practice, Threshold.YES)])
    del needed[practice]
    return needed

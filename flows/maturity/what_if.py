"""What would happen if a team took a practice on now: what breaks, what comes first, and what it does to the levels."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Capability, Catalogue
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.jump import Breakage, warnings_about
from flows.maturity.loading import Maturity
from flows.maturity.placement import Placement, place


@dataclass(frozen=True)
class Effect:
    """Where a sheet stands on one scale: now, with the practice alone, and with all that comes first too."""

    now: Placement
    alone: Placement
    in_order: Placement


@dataclass(frozen=True)
class WhatIf:
    """What taking on one practice means for one answer sheet.

    `first` is what it rests on and is not in place, in an order in which each can be begun; of these `unsure` were not
    asked, or nobody knew. With nothing known, `first` is all that the practice rests on.
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
        unsure=frozenset(each.capability for each in first if not sheet.missing(each.capability)),
        breakages=warnings_about(maturity.jumps, sheet, wanted),
        effects=tuple(
            Effect(*(place(scale, catalogue, each) for each in (sheet, alone, in_order))) for scale in maturity.scales
        ),
    )


def what_comes_first(catalogue: Catalogue, sheet: Sheet, wanted: str) -> tuple[Requirement, ...]:
    """What a practice rests on and is not in place, each after all that it rests on itself.

    Also what is missing below something that is in place: a practice in place says nothing about what it rests on.
    """
    needed = catalogue.needed_for([Requirement(wanted, Threshold.YES)])
    del needed[wanted]
    left = {each: threshold for each, threshold in needed.items() if not sheet.holds(Requirement(each, threshold))}
    return _in_order(catalogue, left)


def with_in_place(sheet: Sheet, taken: tuple[Requirement, ...]) -> Sheet:
    """The sheet once these have been put in place, as far as each asks."""
    done = {
        each.capability: Answer.YES if each.threshold is Threshold.YES else Answer.PARTIAL
        for each in taken
        if not sheet.holds(each)
    }
    return replace(sheet, answers={**sheet.answers, **done})


def _in_order(catalogue: Catalogue, left: Mapping[str, Threshold]) -> tuple[Requirement, ...]:
    """Of what can be begun, most value for its effort first; then the catalogue's order."""
    waiting = {each: _below(catalogue, each) & left.keys() for each in left}
    ordered: list[str] = []
    while waiting:
        ready = [each for each, below in waiting.items() if not below & waiting.keys()]
        ordered.append(min(ready, key=lambda each: (-catalogue.by_id[each].worth, catalogue.position[each])))
        del waiting[ordered[-1]]
    return tuple(Requirement(each, left[each]) for each in ordered)


def _below(catalogue: Catalogue, capability: str) -> frozenset[str]:
    """All that a practice rests on, directly or through others."""
    return frozenset(catalogue.needed_for([Requirement(capability, Threshold.YES)])) - {capability}

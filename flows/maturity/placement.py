from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.gate import Gate, Requirement, Threshold
from flows.maturity.open_questions import levels_possible, levels_reached, open_questions
from flows.maturity.scale import Level, Scale


def smallest_raise(unmet: tuple[Gate, ...], catalogue: Catalogue) -> tuple[Requirement, ...]:
    """The smallest set of capabilities that meets all of these unmet gates, each at the lowest threshold that does.

    Exact: every combination of alternatives is compared. Ties go to the least total effort, then to catalogue order.
    The set is in catalogue order, and empty when there are no gates.
    """

    def rank(needed: dict[str, Threshold]) -> tuple[int, int, list[int], list[Threshold]]:
        ordered = catalogue.in_order(needed)
        effort = sum(catalogue.by_id[capability].effort for capability in ordered)
        return (
            len(ordered),
            effort,
            [catalogue.position[capability] for capability in ordered],
            [needed[capability] for capability in ordered],
        )

    combinations = product(*(gate.alternatives for gate in unmet))
    best = min(map(_merged, combinations), key=rank)
    return tuple(Requirement(capability, best[capability]) for capability in catalogue.in_order(best))


def _merged(requirements: Iterable[Requirement]) -> dict[str, Threshold]:
    merged: dict[str, Threshold] = {}
    for requirement in requirements:
        capability, threshold = requirement.capability, requirement.threshold
        merged[capability] = max(threshold, merged.get(capability, threshold))
    return merged


@dataclass(frozen=True)
class Progress:
    """How many of the capabilities on the way to a level are in place, and of how many nobody asked."""

    in_place: int
    of: int
    not_asked: int


@dataclass(frozen=True)
class Placement:
    """The level one answer sheet reaches on one scale, with its proof.

    `level` counts what was not asked as no, `best_case` as yes; the scale is settled when the two are equal.
    `held_by` are the unmet gates of the next level, `raised_by` the smallest set that reaches it; both are empty, and
    `progress` is None, at the top. `weak_spots` are the level's expectations that were asked and do not hold.
    `not_applicable` are the claims on which the level rests.
    """

    scale: Scale
    level: Level
    best_case: Level
    held_by: tuple[Gate, ...]
    raised_by: tuple[Requirement, ...]
    progress: Progress | None
    weak_spots: tuple[Requirement, ...]
    not_asked: tuple[str, ...]
    not_applicable: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether no answer not yet asked for could change the level."""
        return self.level is self.best_case

    @property
    def next_level(self) -> Level | None:
        """The level above the one reached, or None at the top."""
        return self.scale.level_after(self.level)


def place(scale: Scale, catalogue: Catalogue, sheet: Sheet) -> Placement:
    """Place an answer sheet on a scale: the highest level whose gates and all lower gates hold."""
    sheet = sheet.without_claims_on(scale.must_apply)
    reached = levels_reached(scale, sheet)
    level, following = reached[-1], scale.level_after(reached[-1])
    held_by = sheet.unmet(following.gates) if following else ()
    raised_by = smallest_raise(held_by, catalogue)
    expected = (requirement for requirement in level.expects if sheet.asked(requirement.capability))
    return Placement(
        scale=scale,
        level=level,
        best_case=levels_possible(scale, sheet)[-1],
        held_by=held_by,
        raised_by=raised_by,
        progress=_progress((*reached, following), raised_by, catalogue, sheet) if following else None,
        weak_spots=tuple(requirement for requirement in expected if not sheet.holds(requirement)),
        not_asked=catalogue.in_order(open_questions(scale, sheet)),
        not_applicable=catalogue.in_order(_claims_used(reached, sheet)),
    )


def contradictions(catalogue: Catalogue, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Pairs (answered yes, implied by that and answered no), in catalogue order; they are asked about, never mended."""
    in_place = (capability for capability in catalogue.capabilities if sheet.says(capability.id, Answer.YES))
    return tuple(
        (capability.id, implied)
        for capability in in_place
        for implied in catalogue.in_order(capability.implies)
        if sheet.says(implied, Answer.NO)
    )


def _progress(
    levels: Iterable[Level], raised_by: tuple[Requirement, ...], catalogue: Catalogue, sheet: Sheet
) -> Progress:
    counted = [counted_alternative(gate, raised_by, sheet) for level in levels for gate in level.gates]
    on_the_way = catalogue.needed_for(counted)
    return Progress(
        in_place=sum(sheet.holds(Requirement(*needed)) for needed in on_the_way.items()),
        of=len(on_the_way),
        not_asked=sum(not sheet.asked(capability) for capability in on_the_way),
    )


def counted_alternative(gate: Gate, raised_by: tuple[Requirement, ...], sheet: Sheet) -> Requirement:
    """The alternative through which a gate counts: the first that holds, else the first that `raised_by` covers."""
    for requirement in gate.alternatives:
        if sheet.holds(requirement):
            return requirement
    return next(wanted for wanted in gate.alternatives if any(raised.covers(wanted) for raised in raised_by))


def _claims_used(levels: Iterable[Level], sheet: Sheet) -> Iterable[str]:
    """The claims without which a gate of these levels would not hold."""
    answered_only = replace(sheet, not_applicable=frozenset())
    gates = (gate for level in levels for gate in answered_only.unmet(level.gates))
    return sheet.not_applicable.intersection(wanted.capability for gate in gates for wanted in gate.alternatives)

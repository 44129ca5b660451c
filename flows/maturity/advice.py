from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flows.maturity.answer import Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.gate import Gate, Requirement, Threshold
from flows.maturity.placement import Placement, counted_alternative, smallest_raise


@dataclass(frozen=True)
class NextStep:
    """What to do next on one scale: the goal and the first move towards it.

    `first_move` is None when nothing on the way was asked and can be begun; then only `advice`, the text of the level
    reached, stands. `also_needed` are the next level's other unmet gates, `runners_up` at most two further moves.
    """

    goal: Requirement
    first_move: str | None
    also_needed: tuple[Gate, ...]
    runners_up: tuple[str, ...]
    advice: str


def next_step(placement: Placement, catalogue: Catalogue, sheet: Sheet) -> NextStep | None:
    """The one next step after the placement of a sheet; None when nothing is left, even beyond the top."""
    sheet = sheet.without_claims_on(placement.scale.must_apply)
    unmet = _unmet_next(placement, sheet)
    if not unmet:
        return None
    wanted = wanted_next(placement, catalogue, sheet)
    moves = _ranked_moves(catalogue.needed_for(wanted, met=sheet.holds), catalogue, sheet)
    first_move = next(iter(moves), None)
    goal = _place_of_goal(wanted, first_move, catalogue, sheet)
    return NextStep(
        goal=wanted[goal],
        first_move=first_move,
        also_needed=unmet[:goal] + unmet[goal + 1 :],
        runners_up=tuple(moves[1:3]),
        advice=placement.level.advice,
    )


def wanted_next(placement: Placement, catalogue: Catalogue, sheet: Sheet) -> tuple[Requirement, ...]:
    """What the next level, or what lies beyond the top, still asks for: one requirement for each unmet gate."""
    sheet = sheet.without_claims_on(placement.scale.must_apply)
    unmet = _unmet_next(placement, sheet)
    taken = placement.raised_by or smallest_raise(unmet, catalogue)
    return tuple(counted_alternative(gate, taken, sheet) for gate in unmet)


def _unmet_next(placement: Placement, sheet: Sheet) -> tuple[Gate, ...]:
    return placement.held_by or sheet.unmet(placement.scale.beyond_top)


def _ranked_moves(on_the_way: Mapping[str, Threshold], catalogue: Catalogue, sheet: Sheet) -> list[str]:
    """What was asked and can be begun now: most value for its effort first, then what most others wait for."""
    waiting: Counter[str] = Counter()  # how many practices on the way rest on one; every practice counts itself too
    for capability, threshold in on_the_way.items():
        waiting.update(list(catalogue.needed_for([Requirement(capability, threshold)], met=sheet.holds)))

    def can_begin(capability: str) -> bool:
        if on_the_way[capability] is Threshold.PARTIAL:
            return True
        return all(map(sheet.holds, catalogue.by_id[capability].needs))

    def rank(capability: str) -> tuple[float, int, int]:
        return -catalogue.by_id[capability].worth, -waiting[capability], catalogue.position[capability]

    return sorted((move for move in on_the_way if sheet.asked(move) and can_begin(move)), key=rank)


def _place_of_goal(wanted: tuple[Requirement, ...], first_move: str | None, catalogue: Catalogue, sheet: Sheet) -> int:
    """The place of the requirement that the first move leads to; 0 where there is no first move."""
    for place, requirement in enumerate(wanted):
        if first_move in catalogue.needed_for([requirement], met=sheet.holds):
            return place
    return 0

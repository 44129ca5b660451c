import json
from typing import Any

from flows.maturity.advice import NextStep
from flows.maturity.placement import Placement
from flows.maturity.result import Result


def result_as_json(result: Result) -> str:
    """One line; docs/scales.md describes the keys."""
    step = result.next_step and {"scale": result.headline.scale.scale, **_next_step(result.next_step)}
    document = {
        "placements": [_placement(placement) for placement in result.placements],
        "next_step": step,
        "contradictions": result.contradictions,
    }
    return json.dumps(document, ensure_ascii=False)


def _placement(placement: Placement) -> dict[str, Any]:
    return {
        "scale": placement.scale.scale,
        "version": placement.scale.version,
        "level": placement.level.level,
        "name": placement.level.name,
        "settled": placement.settled,
        "best_case": placement.best_case.level,
        "held_by": [gate.notation() for gate in placement.held_by],
        "raise_by": [str(requirement) for requirement in placement.raised_by],
        "progress": placement.progress and {"in_place": placement.progress.in_place, "of": placement.progress.of},
        "weak_spots": [str(requirement) for requirement in placement.weak_spots],
        "not_asked": placement.not_asked,
    }


def _next_step(step: NextStep) -> dict[str, Any]:
    return {
        "goal": str(step.goal),
        "first_move": step.first_move,
        "also_needed": [gate.notation() for gate in step.also_needed],
        "runners_up": step.runners_up,
        "advice": step.advice,
    }

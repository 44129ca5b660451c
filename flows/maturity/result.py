from collections.abc import Sequence
from dataclasses import dataclass

from flows.maturity.advice import NextStep, next_step
from flows.maturity.answer import Sheet
from flows.maturity.comparison import Disagreement, disagreement
from flows.maturity.gate import Gate
from flows.maturity.jump import Breakage, Jumps, warnings_about
from flows.maturity.loading import Maturity
from flows.maturity.placement import Placement, contradictions, place
from flows.maturity.scale import Scale


@dataclass(frozen=True)
class Result:
    """One answer sheet on the chosen scales, with the next step on the headline scale."""

    placements: tuple[Placement, ...]
    headline: Placement
    next_step: NextStep | None
    contradictions: tuple[tuple[str, str], ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def others(self) -> tuple[Placement, ...]:
        """The settled placements beside the headline."""
        return tuple(each for each in self.placements if each.settled and each is not self.headline)

    @property
    def unsettled(self) -> tuple[Placement, ...]:
        """The placements that need more questions."""
        return tuple(each for each in self.placements if not each.settled)

    @property
    def waits_in_common(self) -> tuple[Gate, ...]:
        """The unmet gates that hold every settled scale that is not at its top, if these are at least two."""
        held = [each.held_by for each in self.placements if each.settled and each.held_by]
        return tuple(gate for gate in held[0] if all(gate in others for others in held)) if len(held) > 1 else ()


def jump_warnings(result: Result, sheet: Sheet, jumps: Jumps) -> tuple[Breakage, ...]:
    """What is known to break when the goal is begun at once, although something else comes first."""
    step = result.next_step
    if step is None or step.first_move in {None, step.goal.capability}:
        return ()
    return tuple(each for each in warnings_about(jumps, sheet, step.goal.capability) if each.is_known)


def result_of(sheet: Sheet, maturity: Maturity, scales: Sequence[Scale]) -> Result:
    """Place a sheet on at least one scale; the headline is that of the content if it is among them, else the first."""
    placements = tuple(place(scale, maturity.catalogue, sheet) for scale in scales)
    headline = next((each for each in placements if each.scale.scale == maturity.headline), placements[0])
    compared = (disagreement(headline, other) for other in placements)
    return Result(
        placements=placements,
        headline=headline,
        next_step=next_step(headline, maturity.catalogue, sheet),
        contradictions=contradictions(maturity.catalogue, sheet),
        disagreements=tuple(each for each in compared if each),
    )

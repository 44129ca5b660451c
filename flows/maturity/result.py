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
        return tuple(other for other in self.placements if other.settled and other is not self.headline)

    @property
    def unsettled(self) -> tuple[Placement, ...]:
        """The placements that need more questions."""
        return tuple(placement for placement in self.placements if not placement.settled)

    @property
    def waits_in_common(self) -> tuple[Gate, ...]:
        """The unmet gates that hold every settled scale that is not at its top, if at least two scales are held."""
        held = [placement.held_by for placement in self.placements if placement.settled and placement.held_by]
        if len(held) < 2:
            return ()
        return tuple(gate for gate in held[0] if all(gate in held_by for held_by in held))


def jump_warnings(result: Result, sheet: Sheet, jumps: Jumps) -> tuple[Breakage, ...]:
    """What is known to break when the next step's goal is begun at once, although something else comes first."""
    step = result.next_step
    if step is None or step.first_move in {None, step.goal.capability}:
        return ()
    return tuple(warning for warning in warnings_about(jumps, sheet, step.goal.capability) if warning.is_known)


def result_of(sheet: Sheet, maturity: Maturity, scales: Sequence[Scale]) -> Result:
    """Place a sheet on one scale or more; the headline is the content's own if placed on, else the first."""
    placements = tuple(place(scale, maturity.catalogue, sheet) for scale in scales)
    headlines = (placement for placement in placements if placement.scale.scale == maturity.headline)
    headline = next(headlines, placements[0])
    compared = (disagreement(headline, other) for other in placements)
    return Result(
        placements=placements,
        headline=headline,
        next_step=next_step(headline, maturity.catalogue, sheet),
        contradictions=contradictions(maturity.catalogue, sheet),
        disagreements=tuple(filter(None, compared)),
    )

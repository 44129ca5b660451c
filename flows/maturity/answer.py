from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from flows.maturity.gate import Gate, Requirement, Threshold


class Answer(StrEnum):
    """What a respondent said about one capability."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    UNKNOWN = "unknown"


_REACH: Mapping[Answer | None, int] = {Answer.YES: Threshold.YES, Answer.PARTIAL: Threshold.PARTIAL}


@dataclass(frozen=True)
class Sheet:
    """Answers by capability id; a capability in neither field was not asked.

    `not_applicable` holds the claims "this never applies to our team"; they take precedence over an answer.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()

    def asked(self, capability: str) -> bool:
        """Whether the capability was asked about; an answer of not sure counts."""
        return capability in self.answers or capability in self.not_applicable

    def says(self, capability: str, answer: Answer) -> bool:
        """Whether the capability has this answer, with no claim in its place."""
        return capability not in self.not_applicable and self.answers.get(capability) is answer

    def missing(self, capability: str) -> bool:
        """Whether the capability was answered no or partial, so that it is known not to be fully in place."""
        return self.says(capability, Answer.NO) or self.says(capability, Answer.PARTIAL)

    def reach(self, capability: str) -> int:
        """How far the capability's answer reaches, comparable with a threshold; 0 when it reaches none."""
        return _REACH.get(self.answers.get(capability), 0)

    def holds(self, requirement: Requirement) -> bool:
        """Whether the requirement is met, counting what was not asked as no."""
        if requirement.capability in self.not_applicable:
            return True
        return self.reach(requirement.capability) >= requirement.threshold

    def meets(self, gate: Gate) -> bool:
        """Whether one of the gate's alternatives holds."""
        return any(self.holds(requirement) for requirement in gate.alternatives)

    def could_meet(self, gate: Gate) -> bool:
        """Whether one of the gate's alternatives holds when what was not asked counts as yes."""
        return any(self.holds(wanted) or not self.asked(wanted.capability) for wanted in gate.alternatives)

    def unmet(self, gates: Iterable[Gate]) -> tuple[Gate, ...]:
        """The gates of which no alternative holds, in their order."""
        return tuple(gate for gate in gates if not self.meets(gate))

    def without_claims_on(self, capabilities: Iterable[str]) -> "Sheet":
        """The sheet for a scale that accepts no claim on these capabilities: such a claim counts as not sure."""
        refused = self.not_applicable.intersection(capabilities)
        if not refused:
            return self
        answers = {**self.answers, **dict.fromkeys(refused, Answer.UNKNOWN)}
        return replace(self, answers=answers, not_applicable=self.not_applicable - refused)

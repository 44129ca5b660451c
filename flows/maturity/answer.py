from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum

from flows.maturity.gate import Gate, Requirement, Threshold


class Answer(StrEnum):
    """What a respondent said about one capability."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    UNKNOWN = "unknown"


class Reach(IntEnum):
    """How far an answer reaches, comparable with a threshold."""

    NOWHERE = 0
    PARTLY = Threshold.PARTIAL
    FULLY = Threshold.YES


_REACH = {
    Answer.YES: Reach.FULLY,
    Answer.PARTIAL: Reach.PARTLY,
    Answer.NO: Reach.NOWHERE,
    Answer.UNKNOWN: Reach.NOWHERE,
}


@dataclass(frozen=True)
class Sheet:
    """Answers by capability id. A capability in neither field was not asked.

    `not_applicable` holds the claims "this never applies to our team"; they take precedence over an answer.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()

    def asked(self, capability: str) -> bool:
        """Whether anything is known about the capability; not sure counts as asked."""
        return capability in self.answers or capability in self.not_applicable

    def says(self, capability: str, answer: Answer) -> bool:
        """Whether this is the answer, with no claim in its place."""
        return capability not in self.not_applicable and self.answers.get(capability) is answer

    def missing(self, capability: str) -> bool:
        """Whether it was answered no or partial, so that it is known not to be fully in place."""
        return self.says(capability, Answer.NO) or self.says(capability, Answer.PARTIAL)

    def reach(self, capability: str) -> Reach:
        """How far its answer reaches; nowhere when there is none."""
        return _REACH[self.answers.get(capability, Answer.NO)]

    def holds(self, requirement: Requirement) -> bool:
        """Whether the requirement is met, counting what was not asked as no."""
        if requirement.capability in self.not_applicable:
            return True
        return self.reach(requirement.capability) >= requirement.threshold

    def meets(self, gate: Gate) -> bool:
        """Whether one of the gate's alternatives holds."""
        return any(self.holds(requirement) for requirement in gate.alternatives)

    def could_meet(self, gate: Gate) -> bool:
        """The same, counting what was not asked as yes."""
        return any(self.holds(each) or not self.asked(each.capability) for each in gate.alternatives)

    def without_claims_on(self, capabilities: Iterable[str]) -> "Sheet":
        """The sheet as a scale reads it that accepts no claim on these: such a claim counts as not sure."""
        refused = self.not_applicable.intersection(capabilities)
        answers = {**self.answers, **dict.fromkeys(refused, Answer.UNKNOWN)}
        return replace(self, answers=answers, not_applicable=self.not_applicable - refused)

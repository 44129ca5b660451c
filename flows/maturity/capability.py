from collections.abc import Callable, Iterable
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flows.maturity.gate import Requirement, RequirementField, Threshold, check_known
from flows.maturity.wording import Content, Identifier, Phrase, Sentence, Version, check_once, did_you_mean, refuse

Category = Literal["data", "training", "model", "deployment", "cicd", "monitoring", "governance", "team"]
OneToFive = Annotated[int, Field(strict=True, ge=1, le=5)]


class Capability(Content):
    """One practice that is asked about; `docs/scales.md` explains each field."""

    id: Identifier
    name: Phrase
    short: Phrase
    gloss: Phrase
    category: Category
    quick: Annotated[bool, Field(strict=True)] = False
    question: Sentence
    yes_means: Sentence
    partial_means: Sentence
    why: Sentence
    do: Sentence
    begin: Sentence
    words: tuple[str, ...] = Field(min_length=1)
    needs: tuple[RequirementField, ...]
    implies: tuple[Identifier, ...] = ()
    value: OneToFive
    effort: OneToFive
    ml_test: Literal["data", "model", "infra", "monitor"] | None = None

    @property
    def worth(self) -> float:
        """How much value it brings for its effort."""
        return self.value / self.effort


class Catalogue(Content):
    """All capabilities in the order of the file, and the words their questions use."""

    version: Version
    words: dict[str, Sentence]
    capabilities: tuple[Capability, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> dict[str, Capability]:
        """Capabilities by id, in catalogue order."""
        return {capability.id: capability for capability in self.capabilities}

    @cached_property
    def position(self) -> dict[str, int]:
        """Each id's place in catalogue order, from 0."""
        return {capability: place for place, capability in enumerate(self.by_id)}

    @cached_property
    def quick(self) -> tuple[str, ...]:
        """The ids of the quick self-assessment, in catalogue order."""
        return tuple(each.id for each in self.capabilities if each.quick)

    def in_order(self, capabilities: Iterable[str]) -> tuple[str, ...]:
        """The given ids, each once, in catalogue order."""
        return tuple(sorted(set(capabilities), key=self.position.__getitem__))

    def needed_for(
        self, requirements: Iterable[Requirement], *, met: Callable[[Requirement], bool] = lambda _: False
    ) -> dict[str, Threshold]:
        """The requirements and all they need, directly or through others, at the highest threshold on the way.

        What is needed only at partial brings no prerequisites of its own, nor does what is `met`, which is left out.
        """
        found: dict[str, Threshold] = {}
        ahead = list(requirements)
        while ahead:
            requirement = ahead.pop()
            if met(requirement) or found.get(requirement.capability, 0) >= requirement.threshold:
                continue
            found[requirement.capability] = requirement.threshold
            if requirement.threshold is Threshold.YES:
                ahead.extend(self.by_id[requirement.capability].needs)
        return found

    @model_validator(mode="after")
    def _check_references(self) -> Self:
        ids = [capability.id for capability in self.capabilities]
        check_once(ids, "capabilities")
        for place, capability in enumerate(self.capabilities):
            at = ("capabilities", place)
            for need in capability.needs:
                check_known(need.capability, ids, (*at, "needs"))
            for implied in capability.implies:
                check_known(implied, ids, (*at, "implies"))
            for word in set(capability.words) - set(self.words):
                raise refuse(f'"{word}" is not among the words{did_you_mean(word, self.words)}', (*at, "words"))
        return self

    @model_validator(mode="after")
    def _check_cycles(self) -> Self:
        graph = {each.id: [need.capability for need in each.needs] for each in self.capabilities}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = " needs ".join(reversed(error.args[1]))
            raise refuse(f"prerequisites go round in a circle: {circle}", ("capabilities",)) from None
        return self

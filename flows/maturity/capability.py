import re
from collections.abc import Callable, Iterable
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flows.maturity.gate import Requirement, RequirementField, Threshold, check_known
from flows.maturity.wording import (
    Content,
    Identifier,
    Phrase,
    Sentence,
    Version,
    check_once,
    closest,
    did_you_mean,
    refuse,
)

Category = Literal["data", "training", "model", "deployment", "cicd", "monitoring", "governance", "team"]
OneToFive = Annotated[int, Field(strict=True, ge=1, le=5)]
_WORD = re.compile(r"\w+")
MOST_WORDS = 12  # of what somebody may have meant for a practice's name
_STEM = 5  # letters; "automated" and "automatic" begin with the same ones
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "or", "our", "the", "to", "we", "with"))


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
        """How much value the practice brings for its effort."""
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
        """The place of each id in catalogue order, from 0."""
        return {capability: place for place, capability in enumerate(self.by_id)}

    @cached_property
    def quick(self) -> tuple[str, ...]:
        """The ids of the quick self-assessment, in catalogue order."""
        return tuple(capability.id for capability in self.capabilities if capability.quick)

    def in_order(self, capabilities: Iterable[str]) -> tuple[str, ...]:
        """The given ids, without repeats, in catalogue order."""
        return tuple(sorted(set(capabilities), key=self.position.__getitem__))

    def needed_for(
        self, requirements: Iterable[Requirement], *, met: Callable[[Requirement], bool] = lambda _: False
    ) -> dict[str, Threshold]:
        """The requirements and all they need, directly or through others, at the highest threshold on the way.

        A capability needed only at partial brings no prerequisites of its own. What is `met` is left out, and so are
        its prerequisites.
        """
        needed: dict[str, Threshold] = {}
        ahead = list(requirements)
        while ahead:
            requirement = ahead.pop()
            if met(requirement) or needed.get(requirement.capability, 0) >= requirement.threshold:
                continue
            needed[requirement.capability] = requirement.threshold
            if requirement.threshold is Threshold.YES:
                ahead.extend(self.by_id[requirement.capability].needs)
        return needed

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
        prerequisites: TopologicalSorter[str] = TopologicalSorter()
        for capability in self.capabilities:
            prerequisites.add(capability.id, *(need.capability for need in capability.needs))
        try:
            prerequisites.prepare()
        except CycleError as error:
            circle = " needs ".join(reversed(error.args[1]))
            raise refuse(f"prerequisites go round in a circle: {circle}", ("capabilities",)) from None
        return self


def find_practices(catalogue: Catalogue, typed: str) -> tuple[str, ...]:
    """The ids of the practices that somebody can mean who types a name: one when it is clear, none when nothing fits.

    A whole name is clear. Else all words must begin like words of the name; else like some of all that is said about
    the practice; else, taken for the words most like them, like words of the name. The ids are in catalogue order.
    """
    folded = " ".join(typed.casefold().split())
    for practice in catalogue.capabilities:
        if folded in {practice.id.casefold(), practice.name.casefold(), practice.short.casefold()}:
            return (practice.id,)
    words = _words([folded])
    if not words or len(words) > MOST_WORDS:  # each is compared with every word of every name
        return ()
    known = _words(text for practice in catalogue.capabilities for text in _names(practice))
    likely = {closest(word, known) or word for word in words}
    for wanted, texts in ((words, _names), (words, _all_it_says), (likely, _names)):
        typed_stems = stems(wanted)
        fitting = tuple(practice.id for practice in catalogue.capabilities if typed_stems <= stems(texts(practice)))
        if fitting:
            return fitting
    return ()


def _names(practice: Capability) -> list[str]:
    return [practice.name, practice.short, practice.id.replace("_", " ")]


def _all_it_says(practice: Capability) -> list[str]:
    return [*_names(practice), practice.gloss, practice.question, practice.yes_means, practice.do, *practice.words]


def stems(texts: Iterable[str]) -> set[str]:
    """The beginnings of the words in some texts, without small words."""
    return {word[:_STEM] for word in _words(texts)}


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.casefold())} - _SMALL

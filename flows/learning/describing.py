"""Questions that never run out: a made-up team is described, and the level asked for is the one that it is placed on.

A description names some practices and says of all others that they are in place, or that they are not. So it is a
whole answer sheet, and its level is the engine's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Self

from pydantic import ValidationInfo, model_validator

from flows.learning.question import Difficulty, Option, Question
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.gate import Gate, Requirement, Threshold
from flows.maturity.loading import Maturity
from flows.maturity.placement import Placement, place
from flows.maturity.scale import CapabilityId, Level, Scale
from flows.maturity.wording import LONGEST_PHRASE, Content, Phrase, Version, refuse


class Sounds(Content):
    """Half a sentence each for a practice that is fully there, partly there, and not there."""

    yes: Phrase
    partial: Phrase
    no: Phrase

    def of(self, answer: Answer) -> str:
        """The one for an answer."""
        return {Answer.YES: self.yes, Answer.PARTIAL: self.partial}.get(answer, self.no)


class Descriptions(Content):
    """One for every practice of the catalogue."""

    version: Version
    practices: dict[CapabilityId, Sounds]

    @model_validator(mode="after")
    def _check_all(self, info: ValidationInfo) -> Self:
        catalogue: Catalogue | None = (info.context or {}).get("catalogue")
        for each in catalogue.by_id if catalogue else ():
            if each not in self.practices:
                raise refuse(f'"{each}" is missing', ("practices",))
        return self


DIFFICULTY: dict[str, Difficulty] = {"google": "easy", "four_level": "medium", "six_step": "medium"}  # others are hard
FEWEST_OPTIONS, MOST_OPTIONS = 3, 4
WIDEST_CHOICE = 3  # alternatives of one gate; all of them are named when it does not hold
MOST_NAMED = 6  # practices in one description; more cannot be kept in mind


@dataclass(frozen=True)
class Described:
    """A made-up team: what is said of some practices, and of all others together."""

    named: dict[str, Answer]
    others: Answer

    def sheet(self, catalogue: Catalogue) -> Sheet:
        """The answers of such a team."""
        return Sheet(dict.fromkeys(catalogue.by_id, self.others) | self.named)


def difficulty_of(scale: Scale) -> Difficulty:
    """How hard it is to place a team on a scale."""
    return DIFFICULTY.get(scale.scale, "hard")


def is_describable(scale: Scale) -> bool:
    """Whether a scale has enough levels to choose from, and levels and choices that are short enough to be read."""
    return (
        len(scale.levels) >= FEWEST_OPTIONS
        and all(len(_called(scale, each)) <= LONGEST_PHRASE for each in scale.levels)
        and all(len(gate.alternatives) <= WIDEST_CHOICE for each in scale.levels for gate in each.gates)
    )


def describe(maturity: Maturity, descriptions: Descriptions, scale: Scale, chance: Random) -> Question:
    """Make a question about a team on a scale, which must be describable; the same from the same state of `chance`."""
    described = made_up(maturity.catalogue, scale, chance)
    placed = place(scale, maturity.catalogue, described.sheet(maturity.catalogue))
    said = "; ".join(descriptions.practices[each].of(answer) for each, answer in described.named.items())
    rest = "Everything else is in place." if described.others is Answer.YES else "Nothing else is in place."
    return Question(
        id=f"described-{chance.getrandbits(32):08x}",
        difficulty=difficulty_of(scale),
        asks=f"{said[0].upper()}{said[1:]}. {rest} Which {scale.level_word} is that on {scale.short}?",
        hint=_hint(placed, maturity.catalogue),
        options=tuple(_option(each, placed, maturity.catalogue) for each in _choices(placed, chance)),
        reason=_reason(placed, maturity.catalogue),
        levels=(f"{scale.scale}:{placed.level.level}",),
        practices=tuple(described.named),
    )


def made_up(catalogue: Catalogue, scale: Scale, chance: Random) -> Described:
    """A team somewhere on a scale: one that lacks a few things, or one that has but a few."""
    level = chance.choice(scale.levels)
    following = scale.level_after(level)
    gates = [gate for each in scale.levels if each.level <= level.level for gate in each.gates]
    having = {each.capability: _enough(each, chance) for each in (chance.choice(gate.alternatives) for gate in gates)}
    short_of = chance.choice(following.gates).alternatives if following else ()
    lacking = {each.capability: _too_little(each, having, chance) for each in short_of}
    if following and len(having) + len(lacking) < MOST_NAMED and chance.random() < 0.5:
        named, others = _too_early(scale, following, chance) | having | lacking, Answer.NO
    else:
        named, others = dict(chance.sample([*having.items()], min(len(having), 3))) | lacking, Answer.YES
    named = _without_contradictions(catalogue, named, others) or {catalogue.capabilities[0].id: Answer.YES}
    return Described(dict(chance.sample([*named.items()], len(named))), others)


def _enough(requirement: Requirement, chance: Random) -> Answer:
    return Answer.YES if requirement.threshold is Threshold.YES else chance.choice((Answer.PARTIAL, Answer.YES))


def _too_little(requirement: Requirement, having: Mapping[str, Answer], chance: Random) -> Answer:
    """Less than is asked for, and no less than a lower level asks for."""
    if requirement.threshold is Threshold.PARTIAL:
        return Answer.NO
    return Answer.PARTIAL if requirement.capability in having else chance.choice((Answer.PARTIAL, Answer.NO))


def _too_early(scale: Scale, following: Level, chance: Random) -> dict[str, Answer]:
    """Something that only a level above the next one asks for: it lifts nobody."""
    above = [each for level in scale.levels if level.level > following.level for each in level.gates]
    return {chance.choice(chance.choice(above).alternatives).capability: Answer.YES} if above else {}


def _without_contradictions(catalogue: Catalogue, named: Mapping[str, Answer], others: Answer) -> dict[str, Answer]:
    """The same, in which nothing is in place that implies something which is not there at all."""
    consistent = dict(named)
    for practice in reversed(catalogue.capabilities):
        for implied in practice.implies:
            is_absent = consistent.get(implied, others) is Answer.NO
            if is_absent and consistent.get(practice.id, others) is Answer.YES:
                if practice.id in named:
                    consistent[implied] = Answer.YES
                else:
                    consistent[practice.id] = Answer.NO
    return consistent


def _choices(placed: Placement, chance: Random) -> list[Level]:
    """The right level among others."""
    others = [each for each in placed.scale.levels if each is not placed.level]
    return [placed.level, *chance.sample(others, min(len(others), MOST_OPTIONS - 1))]


def _option(level: Level, placed: Placement, catalogue: Catalogue) -> Option:
    says = _called(placed.scale, level)
    if level is placed.level:
        return Option(says=says, right=True)
    if level.level > placed.level.level:
        return Option(says=says, mistake=f"From {_next(placed)} on, {_missing(placed, catalogue)}.")
    word, above = placed.scale.level_word, placed.scale.level_after(level)
    return Option(says=says, mistake=f"All that {word} {above.level if above else ''} asks for is there too.")


def _called(scale: Scale, level: Level) -> str:
    return f"{scale.level_word.title()} {level.level}, {level.name}"


def _hint(placed: Placement, catalogue: Catalogue) -> str:
    if not placed.held_by:
        return f"Look for anything that a {placed.scale.level_word} asks for and the team lacks."
    return f"Look at {_names(placed.held_by[0], catalogue)}."


def _reason(placed: Placement, catalogue: Catalogue) -> str:
    here = f"{placed.scale.level_word} {placed.level.level}"
    there = f"All that {here} asks for is there" if placed.level.gates else f"Every team is at least at {here}"
    if not placed.held_by:
        return f"{there}, and it is the highest."
    return f"{there}. For {_next(placed)} {_missing(placed, catalogue)}."


def _next(placed: Placement) -> str:
    return f"{placed.scale.level_word} {placed.next_level.level}" if placed.next_level else ""


def _missing(placed: Placement, catalogue: Catalogue) -> str:
    """What the first gate that does not hold asks for."""
    gate = placed.held_by[0]
    how = "at least partly" if all(each.threshold is Threshold.PARTIAL for each in gate.alternatives) else "fully"
    return f"{_names(gate, catalogue)} must be {how} in place, which is not so here"


def _names(gate: Gate, catalogue: Catalogue) -> str:
    return " or ".join(catalogue.by_id[each.capability].short for each in gate.alternatives)

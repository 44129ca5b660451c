"""Questions that never run out: a made-up team is described, and the level asked for is the one that it is placed on.

A description names some practices and says of all others that they are in place, or that they are not. So it is a
whole answer sheet, and its level is the engine's.
"""

from collections.abc import Iterable, Mapping
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
        """The half sentence for an answer."""
        return {Answer.YES: self.yes, Answer.PARTIAL: self.partial}.get(answer, self.no)


class Descriptions(Content):
    """How every practice of the catalogue sounds in a description."""

    version: Version
    practices: dict[CapabilityId, Sounds]

    @model_validator(mode="after")
    def _check_all(self, info: ValidationInfo) -> Self:
        for practice in (info.context or {}).get("capabilities", ()):
            if practice not in self.practices:
                raise refuse(f'"{practice}" is missing', ("practices",))
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
        """The answers of the made-up team."""
        return Sheet(dict.fromkeys(catalogue.by_id, self.others) | self.named)


def difficulty_of(scale: Scale) -> Difficulty:
    """How hard a question is that asks to place a team on the scale."""
    return DIFFICULTY.get(scale.scale, "hard")


def is_describable(scale: Scale) -> bool:
    """Whether a scale has enough levels to choose from, and levels and choices that are short enough to be read."""
    return (
        len(scale.levels) >= FEWEST_OPTIONS
        and all(len(_called(scale, level)) <= LONGEST_PHRASE for level in scale.levels)
        and all(len(gate.alternatives) <= WIDEST_CHOICE for level in scale.levels for gate in level.gates)
    )


def describe(maturity: Maturity, descriptions: Descriptions, scale: Scale, chance: Random) -> Question:
    """Make a question about a team on a describable scale; equal states of `chance` give equal questions."""
    described = made_up(maturity.catalogue, scale, chance)
    placed = place(scale, maturity.catalogue, described.sheet(maturity.catalogue))
    said = "; ".join(descriptions.practices[name].of(answer) for name, answer in described.named.items())
    rest = "Everything else is in place." if described.others is Answer.YES else "Nothing else is in place."
    return Question(
        id=f"described-{chance.getrandbits(32):08x}",
        difficulty=difficulty_of(scale),
        asks=f"{said[0].upper()}{said[1:]}. {rest} Which {scale.level_word} is that on {scale.short}?",
        hint=_hint(placed, maturity.catalogue),
        options=tuple(_option(level, placed, maturity.catalogue) for level in _choices(placed, chance)),
        reason=_reason(placed, maturity.catalogue),
        levels=(f"{scale.scale}:{placed.level.level}",),
        practices=tuple(described.named),
    )


def made_up(catalogue: Catalogue, scale: Scale, chance: Random) -> Described:
    """Make up a team somewhere on a scale: one that lacks a few things, or one that has but a few."""
    top = chance.choice(scale.levels)
    following = scale.level_after(top)
    having = _having([level for level in scale.levels if level.level <= top.level], chance)
    lacking: dict[str, Answer] = {}
    if following:
        short_of = chance.choice(following.gates).alternatives
        lacking = {wanted.capability: _too_little(wanted, having, chance) for wanted in short_of}
    if following and len(having) + len(lacking) < MOST_NAMED and chance.random() < 0.5:
        named, others = _too_early(scale, following, chance) | having | lacking, Answer.NO
    else:
        named, others = dict(chance.sample([*having.items()], min(len(having), 3))) | lacking, Answer.YES
    named = _without_contradictions(catalogue, named, others) or {catalogue.capabilities[0].id: Answer.YES}
    return Described(dict(chance.sample([*named.items()], len(named))), others)


def _having(levels: Iterable[Level], chance: Random) -> dict[str, Answer]:
    """Answers that meet every gate of these levels."""
    having: dict[str, Answer] = {}
    for gate in (gate for level in levels for gate in level.gates):
        requirement = chance.choice(gate.alternatives)
        having[requirement.capability] = _enough(requirement, chance)
    return having


def _enough(requirement: Requirement, chance: Random) -> Answer:
    return Answer.YES if requirement.threshold is Threshold.YES else chance.choice((Answer.PARTIAL, Answer.YES))


def _too_little(requirement: Requirement, having: Mapping[str, Answer], chance: Random) -> Answer:
    """Less than is asked for, and no less than a lower level asks for."""
    if requirement.threshold is Threshold.PARTIAL:
        return Answer.NO
    if requirement.capability in having:
        return Answer.PARTIAL
    return chance.choice((Answer.PARTIAL, Answer.NO))


def _too_early(scale: Scale, following: Level, chance: Random) -> dict[str, Answer]:
    """Something that only a level above the following one asks for, so that having it lifts nobody."""
    above = [gate for level in scale.levels if level.level > following.level for gate in level.gates]
    if not above:
        return {}
    return {chance.choice(chance.choice(above).alternatives).capability: Answer.YES}


def _without_contradictions(catalogue: Catalogue, named: Mapping[str, Answer], others: Answer) -> dict[str, Answer]:
    """The named answers, changed until nothing is in place that implies something which is not there at all."""
    consistent = dict(named)
    for practice in reversed(catalogue.capabilities):
        for implied in practice.implies:
            is_in_place = consistent.get(practice.id, others) is Answer.YES
            if is_in_place and consistent.get(implied, others) is Answer.NO:
                if practice.id in named:
                    consistent[implied] = Answer.YES
                else:
                    consistent[practice.id] = Answer.NO
    return consistent


def _choices(placed: Placement, chance: Random) -> list[Level]:
    """The right level among others."""
    others = [level for level in placed.scale.levels if level is not placed.level]
    return [placed.level, *chance.sample(others, min(len(others), MOST_OPTIONS - 1))]


def _option(level: Level, placed: Placement, catalogue: Catalogue) -> Option:
    says = _called(placed.scale, level)
    if level is placed.level:
        return Option(says=says, right=True)
    if level.level > placed.level.level:
        next_level = _numbered(placed.scale, placed.next_level)
        return Option(says=says, mistake=f"From {next_level} on, {_missing(placed, catalogue)}.")
    above = _numbered(placed.scale, placed.scale.level_after(level))
    return Option(says=says, mistake=f"All that {above} asks for is there too.")


def _called(scale: Scale, level: Level) -> str:
    return f"{scale.level_word.title()} {level.level}, {level.name}"


def _hint(placed: Placement, catalogue: Catalogue) -> str:
    if not placed.held_by:
        return f"Look for anything that a {placed.scale.level_word} asks for and the team lacks."
    return f"Look at {_names(placed.held_by[0], catalogue)}."


def _reason(placed: Placement, catalogue: Catalogue) -> str:
    level = _numbered(placed.scale, placed.level)
    reached = f"All that {level} asks for is there" if placed.level.gates else f"Every team is at least at {level}"
    if not placed.held_by:
        return f"{reached}, and it is the highest."
    return f"{reached}. For {_numbered(placed.scale, placed.next_level)} {_missing(placed, catalogue)}."


def _numbered(scale: Scale, level: Level | None) -> str:
    """`level 2`; nothing for None, which stands above the top."""
    return f"{scale.level_word} {level.level}" if level else ""


def _missing(placed: Placement, catalogue: Catalogue) -> str:
    """What the first gate that does not hold asks for."""
    gate = placed.held_by[0]
    is_partial = all(requirement.threshold is Threshold.PARTIAL for requirement in gate.alternatives)
    how = "at least partly" if is_partial else "fully"
    return f"{_names(gate, catalogue)} must be {how} in place, which is not so here"


def _names(gate: Gate, catalogue: Catalogue) -> str:
    return " or ".join(catalogue.by_id[requirement.capability].short for requirement in gate.alternatives)

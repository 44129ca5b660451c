"""What there is to know about the levels of a scale, worked out from what decides them."""

from collections.abc import Collection
from dataclasses import dataclass

from flows.learning.topic import Topic, Topics
from flows.maturity.advice import NextStep
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.gate import Requirement
from flows.maturity.jump import Jump
from flows.maturity.loading import Maturity
from flows.maturity.placement import Placement, place, smallest_raise
from flows.maturity.scale import Level, Scale
from flows.maturity.what_if import with_in_place

MOST_FIRST = 2
IN_USE = "in_production"


@dataclass(frozen=True)
class LevelLesson:
    """One level: what it rests on of the levels below, what breaks when it is begun at once, and its likes elsewhere.

    Elsewhere stands a team that has all that this level and those below list, what that rests on, and nothing else.
    """

    level: Level
    rests_on: tuple[str, ...]
    breaks: Jump | None
    elsewhere: tuple[Placement, ...]


def topics_first(topics: Topics, step: NextStep | None) -> tuple[Topic, ...]:
    """The topics, at most two, of what a result says comes first."""
    if step is None:
        return ()
    needed = [each.capability for gate in step.also_needed for each in gate.alternatives]
    wanted = [step.first_move or "", *step.runners_up, step.goal.capability, *needed]
    found = dict.fromkeys(topics.of_practice[each].id for each in wanted if each in topics.of_practice)
    return tuple(topics.by_id[each] for each in found)[:MOST_FIRST]


def lessons_of(scale: Scale, maturity: Maturity) -> tuple[LevelLesson, ...]:
    """What there is to know about each level, from the lowest up."""
    catalogue = maturity.catalogue
    here, asked_below = _nothing_yet(scale, catalogue), set[str]()
    lessons: list[LevelLesson] = []
    for level in scale.levels:
        wanted = {each.capability for gate in level.gates for each in gate.alternatives}
        below, (here, needed) = here, _lifted(here, level, catalogue)
        rests_on = tuple(each for each in catalogue.by_id if each in needed and each in asked_below - wanted)
        elsewhere = tuple(place(each, catalogue, here) for each in maturity.scales if each is not scale)
        told = [each.breaks for each in lessons]
        lessons.append(LevelLesson(level, rests_on, _breaking(maturity, below, wanted, told), elsewhere))
        asked_below |= wanted
    return tuple(lessons)


def _nothing_yet(scale: Scale, catalogue: Catalogue) -> Sheet:
    """A team that has nothing but a model in use, unless that is what the scale asks about."""
    asked = {each.capability for level in scale.levels for gate in level.gates for each in gate.alternatives}
    in_use = {} if IN_USE in asked else {IN_USE: Answer.YES}
    return Sheet(dict.fromkeys(catalogue.by_id, Answer.NO) | in_use)


def _lifted(sheet: Sheet, level: Level, catalogue: Catalogue) -> tuple[Sheet, Collection[str]]:
    """The sheet with all that a level lists, and what its gates need."""
    unmet = tuple(gate for gate in level.gates if not sheet.meets(gate))
    gates = smallest_raise(unmet, catalogue)
    listed = catalogue.needed_for((*gates, *level.expects))
    return with_in_place(sheet, tuple(Requirement(*each) for each in listed.items())), catalogue.needed_for(gates)


def _breaking(maturity: Maturity, below: Sheet, wanted: set[str], told: Collection[Jump | None]) -> Jump | None:
    """The entry on what breaks when this is begun at once: best one about what the levels below have."""
    had = {each for each, answer in below.answers.items() if answer is not Answer.NO}
    warnings = (each for each in maturity.jumps.jumps if each.kind == "warning" and each.before)
    about = [each for each in warnings if each.wants in wanted and each not in told]
    return next((each for each in about if had & {*each.before}), about[0] if about else None)

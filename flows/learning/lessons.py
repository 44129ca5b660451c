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
    """What there is to know about one level.

    `rests_on` are the practices of lower levels that the level needs, `breaks` is what goes wrong when the level is
    begun at once, `elsewhere` places on the other scales a team that has all that this level and those below list,
    what that rests on, and nothing else.
    """

    level: Level
    rests_on: tuple[str, ...]
    breaks: Jump | None
    elsewhere: tuple[Placement, ...]


def topics_first(topics: Topics, step: NextStep | None) -> tuple[Topic, ...]:
    """The topics, at most two, of what a result says comes first."""
    if step is None:
        return ()
    needed = [requirement.capability for gate in step.also_needed for requirement in gate.alternatives]
    practices = [step.first_move or "", *step.runners_up, step.goal.capability, *needed]
    ids = dict.fromkeys(topics.of_practice[name].id for name in practices if name in topics.of_practice)
    return tuple(topics.by_id[topic] for topic in ids)[:MOST_FIRST]


def lessons_of(scale: Scale, maturity: Maturity) -> tuple[LevelLesson, ...]:
    """The lessons on the levels of a scale, from the lowest up."""
    catalogue = maturity.catalogue
    others = [other for other in maturity.scales if other is not scale]
    sheet = _nothing_yet(scale, catalogue)
    asked_below: set[str] = set()
    lessons: list[LevelLesson] = []
    for level in scale.levels:
        told = [lesson.breaks for lesson in lessons]
        breaks = _breaking(maturity, sheet, level.capabilities, told)
        sheet, needed = _lifted(sheet, level, catalogue)
        rests_on = catalogue.in_order(asked_below.intersection(needed).difference(level.capabilities))
        elsewhere = tuple(place(other, catalogue, sheet) for other in others)
        lessons.append(LevelLesson(level, rests_on, breaks, elsewhere))
        asked_below.update(level.capabilities)
    return tuple(lessons)


def _nothing_yet(scale: Scale, catalogue: Catalogue) -> Sheet:
    """A team that has nothing but a model in use, unless that is what the scale asks about."""
    answers = dict.fromkeys(catalogue.by_id, Answer.NO)
    if not any(IN_USE in level.capabilities for level in scale.levels):
        answers[IN_USE] = Answer.YES
    return Sheet(answers)


def _lifted(sheet: Sheet, level: Level, catalogue: Catalogue) -> tuple[Sheet, Collection[str]]:
    """The sheet with all that a level lists, and what its gates need."""
    raised_by = smallest_raise(sheet.unmet(level.gates), catalogue)
    listed = catalogue.needed_for((*raised_by, *level.expects))
    lifted = with_in_place(sheet, tuple(Requirement(*needed) for needed in listed.items()))
    return lifted, catalogue.needed_for(raised_by)


def _breaking(maturity: Maturity, below: Sheet, wanted: Collection[str], told: Collection[Jump | None]) -> Jump | None:
    """A jump not told yet, about what breaks when this is wanted at once: best about what the levels below have."""
    had = {practice for practice, answer in below.answers.items() if answer is not Answer.NO}
    warnings = (jump for jump in maturity.jumps.jumps if jump.kind == "warning" and jump.before)
    untold = [jump for jump in warnings if jump.wants in wanted and jump not in told]
    for jump in untold:
        if had.intersection(jump.before):
            return jump
    return next(iter(untold), None)

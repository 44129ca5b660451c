"""In which order to ask, so that a few scales are settled soonest."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.gate import Gate
from flows.maturity.scale import Level, Scale


def levels_reached(scale: Scale, sheet: Sheet) -> tuple[Level, ...]:
    """The levels whose gates and all lower gates hold, counting what was not asked as no; at least the lowest."""
    return _levels_with(scale, sheet.meets)


def levels_possible(scale: Scale, sheet: Sheet) -> tuple[Level, ...]:
    """The levels whose gates and all lower gates hold, counting what was not asked as yes; at least the lowest."""
    return _levels_with(scale, sheet.could_meet)


def open_questions(scale: Scale, sheet: Sheet) -> dict[str, int]:
    """The capabilities whose answer could still change the level, with how many levels above it they are asked for.

    Empty when the scale is settled. 1 stands for a gate of the next level; a capability asked for more than once has
    the lowest number.
    """
    sheet = sheet.without_claims_on(scale.must_apply)
    undecided = levels_possible(scale, sheet)[len(levels_reached(scale, sheet)) :]
    distances: dict[str, int] = {}
    for distance, level in enumerate(undecided, start=1):
        for capability in _could_decide(level, sheet):
            distances.setdefault(capability, distance)
    return distances


def _could_decide(level: Level, sheet: Sheet) -> Iterator[str]:
    """What was not asked of the alternatives in the level's unmet gates."""
    for gate in sheet.unmet(level.gates):
        for requirement in gate.alternatives:
            if not sheet.asked(requirement.capability):
                yield requirement.capability


def _levels_with(scale: Scale, holds: Callable[[Gate], bool]) -> tuple[Level, ...]:
    return tuple(takewhile(lambda level: all(map(holds, level.gates)), scale.levels))


# What these scales see of a sheet: the answers in the order of their capabilities, and the claims on these. Not sure is
# seen as No, which decides the same.
Seen = tuple[tuple[Answer | None, ...], frozenset[str]]
_SEEN_AS = {answer: answer for answer in (None, *Answer)} | {Answer.UNKNOWN: Answer.NO}
# Conversations that only give each question asked for one of three answers go through some 1,000 states.
_REMEMBERED = 4096


class QuestionOrder:
    """The order of questions that settles some scales soonest.

    It remembers what it has worked out; every thread may use it at any time.
    """

    def __init__(self, scales: Iterable[Scale], catalogue: Catalogue) -> None:
        self._scales = tuple(scales)
        asked_for = {name for scale in self._scales for level in scale.levels for name in level.capabilities}
        self._capabilities = catalogue.in_order(asked_for)
        self._next = lru_cache(_REMEMBERED)(self._work_out_next)
        self._left = lru_cache(_REMEMBERED)(self._work_out_left)

    def next_question(self, sheet: Sheet) -> str | None:
        """The question whose No settles most of the scales, then the one asked for lowest, then by most scales.

        None when all are settled. With yes and no equally likely and Rung's own three scales this takes 5 questions on
        average, as few as the best possible order.
        """
        return self._next(self._seen(sheet))

    def questions_left(self, sheet: Sheet) -> int:
        """How many questions settle the scales if all of them get a No: over random sheets half a question off."""
        return self._left(self._seen(sheet))

    def _work_out_next(self, seen: Seen) -> str | None:
        sheet = self._sheet(seen)
        still_open = [(scale, open_questions(scale, sheet)) for scale in self._scales]

        def rank(capability: str) -> tuple[int, int, int, int]:
            with_no = _with_no(sheet, capability)
            asking = [(scale, distances[capability]) for scale, distances in still_open if capability in distances]
            settled = sum(not open_questions(scale, with_no) for scale, _ in asking)
            lowest = min(distance for _, distance in asking)
            return -settled, lowest, -len(asking), self._capabilities.index(capability)

        return min({name for _, distances in still_open for name in distances}, key=rank, default=None)

    def _work_out_left(self, seen: Seen) -> int:
        capability = self._next(seen)
        if capability is None:
            return 0
        return 1 + self.questions_left(_with_no(self._sheet(seen), capability))

    def _seen(self, sheet: Sheet) -> Seen:
        said = tuple([_SEEN_AS[sheet.answers.get(capability)] for capability in self._capabilities])
        return said, sheet.not_applicable.intersection(self._capabilities)

    def _sheet(self, seen: Seen) -> Sheet:
        said, claims = seen
        answers = {name: answer for name, answer in zip(self._capabilities, said, strict=True) if answer}
        return Sheet(answers, claims)


def _with_no(sheet: Sheet, capability: str) -> Sheet:
    return replace(sheet, answers={**sheet.answers, capability: Answer.NO})

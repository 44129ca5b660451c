"""Which questions about prerequisites are still open, once the scales are settled."""

from collections.abc import Iterable
from functools import lru_cache

from flows.maturity.advice import wanted_next
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.open_questions import QuestionOrder
from flows.maturity.placement import place
from flows.maturity.scale import Scale

MOST_PREREQUISITES = 4
_REMEMBERED = 4096  # a click and the card that follows it ask about one sheet; so do people with the same answers


class OpenPrerequisites:
    """What the next level of a scale rests on and nobody asked, best first, until four were asked.

    What could be begun at once if it were missing comes first, because only that can become the first move. It
    remembers what it has worked out; every thread may use it at any time.
    """

    def __init__(self, scale: Scale, catalogue: Catalogue, order: QuestionOrder) -> None:
        self._scale, self._catalogue, self._order = scale, catalogue, order
        self._remembered = lru_cache(_REMEMBERED)(self._work_out)

    def of(self, sheet: Sheet) -> tuple[str, ...]:
        """The open prerequisites of an answer sheet."""
        return self._remembered(frozenset(sheet.answers.items()), sheet.not_applicable)

    def _work_out(self, answers: Iterable[tuple[str, Answer]], not_applicable: frozenset[str]) -> tuple[str, ...]:
        sheet = Sheet(dict(answers), not_applicable)
        placement = place(self._scale, self._catalogue, sheet)
        wanted = wanted_next(placement, self._catalogue, sheet)
        needed = set(self._catalogue.needed_for(wanted))
        spent = sum(map(sheet.asked, needed - self._asked_to_settle(sheet)))
        on_the_way = self._catalogue.needed_for(wanted, met=sheet.holds)
        not_asked = (capability for capability in on_the_way if not sheet.asked(capability))
        best_first = sorted(not_asked, key=lambda capability: self._rank(capability, sheet))
        return tuple(best_first[: max(0, MOST_PREREQUISITES - spent)])

    def _rank(self, capability: str, sheet: Sheet) -> tuple[bool, float, int]:
        known = self._catalogue.by_id[capability]
        can_begin = all(map(sheet.holds, known.needs))
        return not can_begin, -known.value / known.effort, self._catalogue.position[capability]

    def _asked_to_settle(self, sheet: Sheet) -> set[str]:
        """Which of the questions asked so far were needed to settle the scales."""
        so_far: Sheet = Sheet()
        needed: set[str] = set()
        while (capability := self._order.next_question(so_far)) and sheet.asked(capability):
            needed.add(capability)
            answers = {asked: answer for asked, answer in sheet.answers.items() if asked in needed}
            so_far = Sheet(answers, sheet.not_applicable & needed)
        return needed

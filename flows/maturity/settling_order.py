"""In which order to ask, so that a few scales are settled soonest."""

from collections.abc import Iterable
from functools import lru_cache

from flows.maturity.answer import Answer, Reach, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.scale import Scale
from flows.maturity.settling import open_questions

# What these scales see of a sheet: for each capability its reach, a claim that it never applies, or that nobody asked.
_CLAIM, _NOT_ASKED = "claim", None
State = tuple[Reach | str | None, ...]
_ANSWERS = {Reach.FULLY: Answer.YES, Reach.PARTLY: Answer.PARTIAL, Reach.NOWHERE: Answer.NO}
# Conversations that only give each question asked for one of three answers go through some 1,000 states.
_REMEMBERED = 4096


class SettlingOrder:
    """The order for some scales. It remembers what it has worked out; every thread may use it at any time."""

    def __init__(self, scales: Iterable[Scale], catalogue: Catalogue) -> None:
        self._scales = tuple(scales)
        self._capabilities = catalogue.in_order(
            each.capability
            for scale in self._scales
            for level in scale.levels
            for gate in level.gates
            for each in gate.alternatives
        )
        self._next = lru_cache(_REMEMBERED)(self._work_out_next)
        self._left = lru_cache(_REMEMBERED)(self._work_out_left)

    def next_question(self, sheet: Sheet) -> str | None:
        """The question whose No settles most of the scales, then the one asked for lowest, then by most scales.

        None when all are settled. With yes and no equally likely and Rung's own three scales this takes 5 questions on
        average, as few as the best possible order.
        """
        return self._next(self._state_of(sheet))

    def questions_left(self, sheet: Sheet) -> int:
        """How many questions settle the scales if all of them get a No: over random sheets half a question off."""
        return self._left(self._state_of(sheet))

    def _work_out_next(self, state: State) -> str | None:
        sheet = self._sheet_of(state)
        still_open = [(scale, found) for scale in self._scales if (found := open_questions(scale, sheet))]

        def rank(capability: str) -> tuple[int, int, int, int]:
            with_no = self._sheet_of(self._with_no(state, capability))
            distances = [found[capability] for _, found in still_open if capability in found]
            settles = sum(not open_questions(scale, with_no) for scale, found in still_open if capability in found)
            return -settles, min(distances), -len(distances), self._capabilities.index(capability)

        return min({capability for _, found in still_open for capability in found}, key=rank, default=None)

    def _work_out_left(self, state: State) -> int:
        capability = self._next(state)
        return 1 + self._left(self._with_no(state, capability)) if capability else 0

    def _state_of(self, sheet: Sheet) -> State:
        return tuple(
            _CLAIM if each in sheet.not_applicable else sheet.reach(each) if each in sheet.answers else _NOT_ASKED
            for each in self._capabilities
        )

    def _sheet_of(self, state: State) -> Sheet:
        known = dict(zip(self._capabilities, state, strict=True))
        answers = {each: _ANSWERS[said] for each, said in known.items() if isinstance(said, Reach)}
        return Sheet(answers, frozenset(each for each, said in known.items() if said == _CLAIM))

    def _with_no(self, state: State, capability: str) -> State:
        place = self._capabilities.index(capability)
        return (*state[:place], Reach.NOWHERE, *state[place + 1 :])

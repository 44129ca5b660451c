"""In which order to ask, so that a few scales are settled soonest."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import takewhile

from flows.maturity.answer import Answer, Reach, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.gate import Gate
from flows.maturity.scale import Level, Scale


def levels_reached(scale: Scale, sheet: Sheet) -> tuple[Level, ...]:
    """The levels whose gates and all lower gates hold, counting what was not asked as no; at least the lowest."""
    return _levels_with(scale, sheet.meets)


def levels_possible(scale: Scale, sheet: Sheet) -> tuple[Level, ...]:
    """The same, counting what was not asked as yes."""
    return _levels_with(scale, sheet.could_meet)


def open_questions(scale: Scale, sheet: Sheet) -> dict[str, int]:
    """The capabilities whose answer could still change the level, each with how many levels above it is asked for.

    Empty when the scale is settled. 1 stands for a gate of the next level; a capability asked for more than once has
    the lowest number.
    """
    sheet = sheet.without_claims_on(scale.must_apply)
    undecided = levels_possible(scale, sheet)[len(levels_reached(scale, sheet)) :]
    found: dict[str, int] = {}
    for distance, level in enumerate(undecided, start=1):
        for gate in level.gates:
            if not sheet.meets(gate):
                for each in gate.alternatives:
                    if not sheet.asked(each.capability):
                        found.setdefault(each.capability, distance)
    return found


def _levels_with(scale: Scale, holds: Callable[[Gate], bool]) -> tuple[Level, ...]:
    return tuple(takewhile(lambda level: all(map(holds, level.gates)), scale.levels))


# What these scales see of a sheet: for each capability its reach, a claim that it never applies, or that nobody asked.
_CLAIM, _NOT_ASKED = "claim", None
State = tuple[Reach | str | None, ...]
_ANSWERS = {Reach.FULLY: Answer.YES, Reach.PARTLY: Answer.PARTIAL, Reach.NOWHERE: Answer.NO}
# Conversations that only give each question asked for one of three answers go through some 1,000 states.
_REMEMBERED = 4096


class QuestionOrder:
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

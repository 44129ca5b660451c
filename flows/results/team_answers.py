"""What a team says when several people have answered. Pure, and blind to who said what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.maturity.answer import Answer, Sheet

SHOWN_FROM = 3  # known answers
_UPWARDS = (Answer.NO, Answer.PARTIAL, Answer.YES)


class Agreement(StrEnum):
    """How far the known answers to one question agree."""

    AGREE = "agree"
    MIXED = "mixed"
    SPLIT = "split"


@dataclass(frozen=True)
class Views:
    """What several people said to one question: how often each answer was given, and how many claim it never applies.

    Only the answers are kept, not who gave them.
    """

    answers: Mapping[Answer, int]
    claims: int = 0

    @property
    def known(self) -> int:
        """How many people know what to say; a claim counts too."""
        return sum(self.answers.get(answer, 0) for answer in _UPWARDS) + self.claims

    @property
    def answer(self) -> Answer | None:
        """The lower median of the known answers; not sure when nobody knows; None when nobody was asked.

        A claim stands for not sure until an owner has confirmed it, so it moves no median.
        """
        said: list[Answer] = []
        for answer in _UPWARDS:
            said += [answer] * self.answers.get(answer, 0)
        if said and self.claims <= len(said):
            return said[(len(said) - 1) // 2]
        if said or self.claims or self.answers.get(Answer.UNKNOWN):
            return Answer.UNKNOWN
        return None

    @property
    def agreement(self) -> Agreement | None:
        """How far the known answers agree, if there are three or more."""
        if self.known < SHOWN_FROM:
            return None
        given = {answer for answer in _UPWARDS if self.answers.get(answer)}
        if len(given) + bool(self.claims) == 1:
            return Agreement.AGREE
        return Agreement.SPLIT if {Answer.YES, Answer.NO} <= given else Agreement.MIXED


def views_of(sheets: Sequence[Sheet], capability: str) -> Views:
    """The views of several people's sheets on one question."""
    said = Counter(
        sheet.answers[capability]
        for sheet in sheets
        if capability in sheet.answers and capability not in sheet.not_applicable
    )
    return Views(dict(said), sum(capability in sheet.not_applicable for sheet in sheets))


def team_sheet(sheets: Sequence[Sheet], agreed: Mapping[str, Answer | None] | None = None) -> Sheet:
    """What the team says: what it agreed on, else the lower median of the known answers.

    None among what was agreed stands for "does not apply", which only an agreement makes so.
    """
    agreed = agreed or {}
    asked: set[str] = set()
    for sheet in sheets:
        asked.update(sheet.answers, sheet.not_applicable)
    said = {capability: views_of(sheets, capability).answer for capability in sorted(asked)}
    said.update(agreed)
    answers = {capability: answer for capability, answer in said.items() if answer is not None}
    not_applicable = frozenset(capability for capability, answer in agreed.items() if answer is None)
    return Sheet(answers, not_applicable)

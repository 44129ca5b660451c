"""What a team says when several people have answered. Pure, and blind to who said what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """What several people said to one question: how often each answer, and how many claim that it never applies.

    The answers alone are kept, not whose they are.
    """

    answers: Mapping[Answer, int]
    claims: int = 0

    @property
    def known(self) -> int:
        """How many know."""
        return sum(self.answers.get(each, 0) for each in _UPWARDS) + self.claims

    @property
    def answer(self) -> Answer | None:
        """The lower median of those who know; not sure when nobody does; None when nobody was asked.

        A claim stands for not sure until an owner has confirmed it, so it moves no median.
        """
        said = [each for each in _UPWARDS for _ in range(self.answers.get(each, 0))]
        if said and self.claims <= len(said):
            return said[(len(said) - 1) // 2]
        return Answer.UNKNOWN if said or self.claims or self.answers.get(Answer.UNKNOWN) else None

    @property
    def agreement(self) -> Agreement | None:
        """How far they agree, from three known answers on."""
        if self.known < SHOWN_FROM:
            return None
        given = {each for each in _UPWARDS if self.answers.get(each)}
        if len(given) + bool(self.claims) == 1:
            return Agreement.AGREE
        return Agreement.SPLIT if {Answer.YES, Answer.NO} <= given else Agreement.MIXED


def views_of(sheets: Sequence[Sheet], capability: str) -> Views:
    """What these sheets say to one question."""
    said = Counter(
        sheet.answers[capability]
        for sheet in sheets
        if capability in sheet.answers and capability not in sheet.not_applicable
    )
    return Views(dict(said), sum(capability in sheet.not_applicable for sheet in sheets))


def team_sheet(sheets: Sequence[Sheet], agreed: Mapping[str, Answer | None] | None = None) -> Sheet:
    """What the team says: what it agreed on, else the lower median of those who know.

    None among what was agreed stands for "does not apply", which only an agreement makes so.
    """
    asked: Iterable[str] = sorted({each for sheet in sheets for each in (*sheet.answers, *sheet.not_applicable)})
    found: dict[str, Answer | None] = {each: views_of(sheets, each).answer for each in asked}
    found.update(agreed or {})
    answers = {each: answer for each, answer in found.items() if answer is not None}
    return Sheet(answers, frozenset(each for each, answer in (agreed or {}).items() if answer is None))

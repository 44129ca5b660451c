"""Which question comes next: computed from the answers, never stored."""

from flows.assessment.assessment import Length
from flows.maturity.answer import Sheet
from flows.maturity.loading import Maturity

SECONDS_A_QUESTION = 22
USUAL_QUESTIONS = 8  # of a standard assessment, before anything is known


def next_question(sheet: Sheet, length: Length, maturity: Maturity) -> str | None:
    """The capability to ask about now, or None when the questionnaire is complete.

    Quick asks three questions. Standard settles three scales, and the headline scale, and then asks for what the
    headline scale's next level rests on, at most four more. Full asks for everything.
    """
    if length is Length.STANDARD:
        return maturity.question_order.next_question(sheet) or next(iter(maturity.open_prerequisites.of(sheet)), None)
    return next(iter(_not_asked(sheet, length, maturity)), None)


def questions_left(sheet: Sheet, length: Length, maturity: Maturity) -> int:
    """About how many questions are still to come; exact but for the standard length, where answers decide."""
    if length is Length.STANDARD:
        return maturity.question_order.questions_left(sheet) + len(maturity.open_prerequisites.of(sheet))
    return len(_not_asked(sheet, length, maturity))


def minutes_for(questions: int) -> int:
    """How long that many questions take, in whole minutes; at least one."""
    return max(1, round(questions * SECONDS_A_QUESTION / 60))


def _not_asked(sheet: Sheet, length: Length, maturity: Maturity) -> list[str]:
    """The questions of the quick or the full questionnaire that were not asked."""
    wanted = maturity.catalogue.quick if length is Length.QUICK else maturity.catalogue.by_id
    return [capability for capability in wanted if not sheet.asked(capability)]

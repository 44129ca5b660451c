"""Which question comes next: computed from the answers, never stored."""

from flows.assessment.assessment import Length
from flows.maturity.advice import wanted_next
from flows.maturity.answer import Sheet
from flows.maturity.loading import Maturity
from flows.maturity.placement import place

MOST_PREREQUISITES = 4
SECONDS_A_QUESTION = 22
USUAL_QUESTIONS = 8  # of a standard assessment, before anything is known


def next_question(sheet: Sheet, length: Length, maturity: Maturity) -> str | None:
    """The capability to ask about now, or None when the questionnaire is complete.

    Quick asks three questions. Standard settles three scales, and the headline scale, and then asks for what the
    headline scale's next level rests on, at most four more. Full asks for everything.
    """
    if length is Length.STANDARD:
        return maturity.question_order.next_question(sheet) or next(iter(_open_prerequisites(sheet, maturity)), None)
    return next(iter(_not_asked(sheet, length, maturity)), None)


def questions_left(sheet: Sheet, length: Length, maturity: Maturity) -> int:
    """About how many questions are still to come; exact but for the standard length, where answers decide."""
    if length is Length.STANDARD:
        return maturity.question_order.questions_left(sheet) + len(_open_prerequisites(sheet, maturity))
    return len(_not_asked(sheet, length, maturity))


def minutes_for(questions: int) -> int:
    """How long that many questions take, in whole minutes; at least one."""
    return max(1, round(questions * SECONDS_A_QUESTION / 60))


def _not_asked(sheet: Sheet, length: Length, maturity: Maturity) -> list[str]:
    """The questions of the quick or the full questionnaire that were not asked."""
    wanted = maturity.catalogue.quick if length is Length.QUICK else maturity.catalogue.by_id
    return [capability for capability in wanted if not sheet.asked(capability)]


def _open_prerequisites(sheet: Sheet, maturity: Maturity) -> list[str]:
    """What the headline scale's next level rests on and nobody asked, best first, until four were asked.

    What could be begun at once if it were missing comes first, because only that can become the first move.
    """
    scale, catalogue = maturity.scale(maturity.headline), maturity.catalogue
    wanted = wanted_next(place(scale, catalogue, sheet), catalogue, sheet)
    spent = sum(map(sheet.asked, set(catalogue.needed_for(wanted)) - _asked_to_settle(sheet, maturity)))

    def rank(capability: str) -> tuple[bool, float, int]:
        known = catalogue.by_id[capability]
        can_begin = all(map(sheet.holds, known.needs))
        return not can_begin, -known.value / known.effort, catalogue.position[capability]

    on_the_way = catalogue.needed_for(wanted, met=sheet.holds)
    still_open = sorted((capability for capability in on_the_way if not sheet.asked(capability)), key=rank)
    return still_open[: max(0, MOST_PREREQUISITES - spent)]


def _asked_to_settle(sheet: Sheet, maturity: Maturity) -> set[str]:
    """Which of the questions asked so far were needed to settle the scales."""
    so_far: Sheet = Sheet()
    needed: set[str] = set()
    while (capability := maturity.question_order.next_question(so_far)) and sheet.asked(capability):
        needed.add(capability)
        answers = {asked: answer for asked, answer in sheet.answers.items() if asked in needed}
        so_far = Sheet(answers, sheet.not_applicable & needed)
    return needed

"""Which question comes next: computed from the answers, never stored."""

from flows.assessment.assessment import Length
from flows.maturity.advice import wanted_next
from flows.maturity.answer import Sheet
from flows.maturity.loading import Maturity
from flows.maturity.placement import place

MOST_PREREQUISITES = 4
SECONDS_A_QUESTION = 22


def next_question(sheet: Sheet, length: Length, maturity: Maturity) -> str | None:
    """The capability to ask about now, or None when the questionnaire is complete.

    Quick asks three questions. Standard settles three scales, and the headline scale, and then asks for what the
    headline scale's next level rests on, at most four more. Full asks for everything.
    """
    if length is Length.STANDARD:
        return maturity.question_order.next_question(sheet) or next(iter(_open_prerequisites(sheet, maturity)), None)
    asked_for = maturity.catalogue.quick if length is Length.QUICK else maturity.catalogue.by_id
    return next((each for each in asked_for if not sheet.asked(each)), None)


def questions_left(sheet: Sheet, length: Length, maturity: Maturity) -> int:
    """About how many questions are still to come; exact but for the standard length, where answers decide."""
    if length is Length.STANDARD:
        return maturity.question_order.questions_left(sheet) + len(_open_prerequisites(sheet, maturity))
    asked_for = maturity.catalogue.quick if length is Length.QUICK else maturity.catalogue.by_id
    return sum(not sheet.asked(each) for each in asked_for)


USUAL_QUESTIONS = 8  # of a standard assessment, before anything is known


def minutes_for(questions: int) -> int:
    """How long that many questions take, in whole minutes; at least one."""
    return max(1, round(questions * SECONDS_A_QUESTION / 60))


def _open_prerequisites(sheet: Sheet, maturity: Maturity) -> list[str]:
    """What the headline scale's next level rests on and nobody asked, best first, as far as the four reach.

    First what could be begun at once if it were missing, because only that can become the first move.
    """
    scale, catalogue = maturity.scale(maturity.headline), maturity.catalogue
    wanted = wanted_next(place(scale, catalogue, sheet), catalogue, sheet)
    spent = sum(map(sheet.asked, set(catalogue.needed_for(wanted)) - _asked_to_settle(sheet, maturity)))

    def rank(capability: str) -> tuple[bool, float, int]:
        known = catalogue.by_id[capability]
        can_begin = all(map(sheet.holds, known.needs))
        return not can_begin, -known.value / known.effort, catalogue.position[capability]

    on_the_way = catalogue.needed_for(wanted, met=sheet.holds)
    still_open = sorted((each for each in on_the_way if not sheet.asked(each)), key=rank)
    return still_open[: max(0, MOST_PREREQUISITES - spent)]


def _asked_to_settle(sheet: Sheet, maturity: Maturity) -> set[str]:
    """Which of the questions asked so far were needed to settle the scales."""
    so_far: Sheet = Sheet()
    found: set[str] = set()
    while (capability := maturity.question_order.next_question(so_far)) and sheet.asked(capability):
        found.add(capability)
        so_far = Sheet(
            {each: answer for each, answer in sheet.answers.items() if each in found}, sheet.not_applicable & found
        )
    return found

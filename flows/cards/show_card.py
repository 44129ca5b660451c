"""What the card of an assessment shows. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from flows.assessment.assessment import Assessment, View
from flows.assessment.last_time import cards_left, to_confirm
from flows.assessment.questionnaire import minutes_for, next_question, questions_left
from flows.calendar.working_days import local
from flows.cards.cards import (
    AnswerList,
    CardNotice,
    CardProgress,
    Confirmation,
    LevelProofs,
    NotApplicableCheck,
    PausedCard,
    PlannedCheck,
    PrivateResult,
    QuestionCard,
    RetiredCard,
    ScaleComparison,
    ShareDone,
    SharedResult,
    SharePreview,
    StartOverCheck,
)
from flows.check_ins.check_in import CheckIn
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability
from flows.maturity.loading import Maturity
from flows.maturity.result import Result, jump_warnings, result_of


@dataclass(frozen=True)
class Viewer:
    """The person who looks at a card: as Slack names them, their day, and their time zone."""

    slack_id: str
    today: date
    time_zone: str = "UTC"


def notice_of(
    assessment: Assessment, viewer: Viewer, maturity: Maturity, check_in: CheckIn | None = None
) -> CardNotice:
    """What the card of an assessment shows, in a check-in or by itself."""
    notice = _notice_of(assessment, viewer.slack_id, maturity, viewer.today)
    if check_in and isinstance(notice, QuestionCard | Confirmation):
        return replace(notice, check_in=check_in)
    if check_in and isinstance(notice, PrivateResult):
        return replace(notice, check_in=check_in, until=local(check_in.closes_at, viewer.time_zone))
    return notice


def _notice_of(assessment: Assessment, slack_id: str, maturity: Maturity, today: date) -> CardNotice:
    card, practices = assessment.card, maturity.catalogue.by_id
    if card.view is View.START_OVER:
        return StartOverCheck(len(assessment.answered))
    if card.view is View.PAUSED:
        return PausedCard(card_progress_of(assessment, maturity, today))
    if card.view is View.ANSWERS:
        known = (entry for entry in assessment.answered if entry.capability in practices)
        return AnswerList(tuple((practices[entry.capability], entry) for entry in known))
    if card.view is View.CONFIRM:
        return _confirmation(assessment, maturity, today)
    if card.subject in practices:
        return _about_question(assessment, practices[card.subject], maturity, today)
    return _about_result(assessment, slack_id, maturity, today)


def _confirmation(assessment: Assessment, maturity: Maturity, today: date) -> Confirmation:
    by_id = maturity.catalogue.by_id
    said = to_confirm(assessment, assessment.card.subject or "", maturity, today)
    entries = tuple((by_id[entry.capability], entry) for entry in said)
    categories = tuple(dict.fromkeys(practice.category for practice, _ in entries))
    return Confirmation(categories, entries, card_progress_of(assessment, maturity, today))


def _about_question(assessment: Assessment, practice: Capability, maturity: Maturity, today: date) -> CardNotice:
    if assessment.card.view is View.NOT_APPLICABLE:
        refused_by = tuple(scale.short for scale in maturity.scales if practice.id in scale.must_apply)
        return NotApplicableCheck(practice, refused_by)
    if assessment.card.view is View.PLANNED:
        return PlannedCheck(practice)
    order = [entry.capability for entry in assessment.answered]
    return QuestionCard(
        practice=practice,
        entry=assessment.entry(practice.id),
        progress=card_progress_of(assessment, maturity, today),
        view=assessment.card.view,
        words=tuple((word, maturity.catalogue.words[word]) for word in practice.words),
        can_go_back=bool(order) and order[0] != practice.id,
        last_time=assessment.last_time.entries.get(practice.id) if assessment.last_time else None,
    )


def _about_result(assessment: Assessment, slack_id: str, maturity: Maturity, today: date) -> CardNotice:
    view, practices = assessment.card.view, maturity.catalogue.by_id
    result = result_of(assessment.sheet_on(today), maturity, maturity.scales)
    if view is View.PROOF:
        return LevelProofs(result, practices)
    if view is View.COMPARISON:
        return ScaleComparison(result, practices)
    if view in {View.SHARING, View.SHARED}:
        return ShareDone(assessment.card.subject or "", under_way=view is View.SHARING)
    if view is View.SHARE:
        return SharePreview(assessment.card.subject, SharedResult(slack_id, result, practices, today))
    return _private_result(assessment, result, maturity, today)


def _private_result(assessment: Assessment, result: Result, maturity: Maturity, today: date) -> PrivateResult:
    sheet, practices = assessment.sheet_on(today), maturity.catalogue.by_id
    step, breakages = result.next_step, jump_warnings(result, sheet, maturity.jumps)
    longer = assessment.length.longer
    left = questions_left(sheet, longer, maturity) if longer else 0
    if longer and next_question(sheet, longer, maturity) is None:
        longer = None
    return PrivateResult(
        result=result,
        sheet=sheet,
        # First what the first move would mend.
        breakages=tuple(sorted(breakages, key=lambda breakage: not step or step.first_move not in breakage.missing)),
        unsure=tuple(practice for practice in practices.values() if sheet.says(practice.id, Answer.UNKNOWN)),
        practices=practices,
        on=today,
        longer=longer,
        left=left,
    )


def shared_result(assessment: Assessment, slack_id: str, maturity: Maturity, today: date) -> SharedResult:
    """What a channel would see of an assessment as it stands."""
    result = result_of(assessment.sheet_on(today), maturity, maturity.scales)
    return SharedResult(slack_id, result, maturity.catalogue.by_id, today)


def retired(assessment: Assessment, maturity: Maturity, today: date) -> RetiredCard:
    """What is left of an assessment's card when another one takes its place."""
    card = assessment.card
    practice = maturity.catalogue.by_id.get(card.subject or "")
    if practice and card.view is not View.CONFIRM:
        return RetiredCard(practice=practice, entry=assessment.entry(practice.id))
    if card.view is View.RESULT:
        return RetiredCard(result=result_of(assessment.sheet_on(today), maturity, maturity.scales), on=today)
    return RetiredCard()


def card_progress_of(assessment: Assessment, maturity: Maturity, today: date) -> CardProgress:
    """How far the respondent of an assessment has come."""
    sheet = assessment.sheet_on(today)
    left = cards_left(assessment, maturity, today)
    return CardProgress(len(sheet.answers) + len(sheet.not_applicable), left, minutes_for(left))

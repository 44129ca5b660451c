"""What people are shown, before it has words: `bot` renders each of these as one message."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.assessment import Assessment, Entry, Length, View
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Capability
from flows.maturity.jump import Breakage, what_breaks
from flows.maturity.loading import Maturity
from flows.maturity.result import Result, result_of
from flows.questionnaire import minutes_for, next_question, questions_left


@dataclass(frozen=True)
class Going:
    """How far a respondent has come: questions answered, about how many are left, and in how many minutes."""

    answered: int
    left: int
    minutes: int


@dataclass(frozen=True)
class QuestionCard:
    """One question. `entry` is what was said about it so far; `view` is question, why or more."""

    practice: Capability
    entry: Entry
    going: Going
    view: View
    words: tuple[tuple[str, str], ...]
    can_go_back: bool


@dataclass(frozen=True)
class NotApplicableCheck:
    """Whether a practice never applies, or is rather a No. `refused_by` are the scales that cannot leave it out."""

    practice: Capability
    refused_by: tuple[str, ...]


@dataclass(frozen=True)
class PlannedCheck:
    """Whether to record No for a practice that is planned."""

    practice: Capability


@dataclass(frozen=True)
class StartOverCheck:
    """Whether to set the answers so far aside."""

    answered: int


@dataclass(frozen=True)
class PausedCard:
    """Where the conversation rests."""

    going: Going


@dataclass(frozen=True)
class PrivateResult:
    """One person's view: where it stands, what holds it, the next step, and what breaks when that is jumped."""

    result: Result
    sheet: Sheet
    breakages: tuple[Breakage, ...]
    unsure: tuple[Capability, ...]
    practices: dict[str, Capability]
    on: date
    longer: Length | None
    left: int


@dataclass(frozen=True)
class LevelProofs:
    """What holds each level."""

    result: Result
    practices: dict[str, Capability]


@dataclass(frozen=True)
class ScaleComparison:
    """Why the scales place the same answers differently."""

    result: Result
    practices: dict[str, Capability]


@dataclass(frozen=True)
class AnswerList:
    """All that was answered, to change one."""

    entries: tuple[tuple[Capability, Entry], ...]


@dataclass(frozen=True)
class SharedResult:
    """What a channel sees of one person's view."""

    slack_id: str
    result: Result
    practices: dict[str, Capability]
    on: date


@dataclass(frozen=True)
class SharePreview:
    """The same, before it is shared. `channel_id` is None until one is chosen."""

    channel_id: str | None
    shared: SharedResult


@dataclass(frozen=True)
class ShareDone:
    """That it is shared, or is going to be."""

    channel_id: str
    under_way: bool


class RemarkKind(StrEnum):
    """What is said before a card."""

    RECORDED = "recorded"
    NOTE_KEPT = "note_kept"
    LINK_KEPT = "link_kept"
    FILE = "file"
    UNREADABLE = "unreadable"
    CANNOT_TALK = "cannot_talk"
    NOTHING_BEFORE = "nothing_before"
    FIRST_QUESTION = "first_question"
    NOT_SHOWN_YET = "not_shown_yet"
    OLD_CARD = "old_card"
    QUESTION_GONE = "question_gone"
    USE_BUTTONS = "use_buttons"
    NOT_SHARED = "not_shared"


@dataclass(frozen=True)
class Remark:
    """One sentence before a card; which of the values it needs depends on its kind."""

    kind: RemarkKind
    practice: Capability | None = None
    entry: Entry | None = None
    could_be: tuple[Answer, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class RetiredCard:
    """The one line that is left of a card: about a question, a result, or neither."""

    practice: Capability | None = None
    entry: Entry | None = None
    result: Result | None = None
    on: date | None = None


CardNotice = (
    QuestionCard
    | NotApplicableCheck
    | PlannedCheck
    | StartOverCheck
    | PausedCard
    | PrivateResult
    | LevelProofs
    | ScaleComparison
    | AnswerList
    | SharePreview
    | ShareDone
)


def notice_of(assessment: Assessment, slack_id: str, maturity: Maturity, today: date) -> CardNotice:
    """What the card of an assessment shows."""
    card, practices = assessment.card, maturity.catalogue.by_id
    if card.view is View.START_OVER:
        return StartOverCheck(len(assessment.answered))
    if card.view is View.PAUSED:
        return PausedCard(going_of(assessment, maturity, today))
    if card.view is View.ANSWERS:
        known = (entry for entry in assessment.answered if entry.capability in practices)
        return AnswerList(tuple((practices[entry.capability], entry) for entry in known))
    if card.subject in practices:
        return _about_question(assessment, practices[card.subject], maturity, today)
    return _about_result(assessment, slack_id, maturity, today)


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
        going=going_of(assessment, maturity, today),
        view=assessment.card.view,
        words=tuple((word, maturity.catalogue.words[word]) for word in practice.words),
        can_go_back=bool(order) and order[0] != practice.id,
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
    step = result.next_step
    jumped = step and step.first_move and step.goal.capability != step.first_move
    breakages = what_breaks(maturity.jumps, sheet, step.goal.capability) if step and jumped else ()
    known = (each for each in breakages if each.is_known and each.jump.kind == "warning")
    longer = assessment.length.longer
    return PrivateResult(
        result=result,
        sheet=sheet,
        # First what the first move would mend.
        breakages=tuple(sorted(known, key=lambda each: not step or step.first_move not in each.missing)),
        unsure=tuple(practices[each] for each in practices if sheet.says(each, Answer.UNKNOWN)),
        practices=practices,
        on=today,
        longer=longer if longer and next_question(sheet, longer, maturity) else None,
        left=questions_left(sheet, longer, maturity) if longer else 0,
    )


def shared_result(assessment: Assessment, slack_id: str, maturity: Maturity, today: date) -> SharedResult:
    """What a channel would see of an assessment as it stands."""
    result = result_of(assessment.sheet_on(today), maturity, maturity.scales)
    return SharedResult(slack_id, result, maturity.catalogue.by_id, today)


def retired(assessment: Assessment, maturity: Maturity, today: date) -> RetiredCard:
    """What is left of an assessment's card when another one takes its place."""
    card = assessment.card
    practice = maturity.catalogue.by_id.get(card.subject or "")
    if practice:
        return RetiredCard(practice=practice, entry=assessment.entry(practice.id))
    if card.view is View.RESULT:
        return RetiredCard(result=result_of(assessment.sheet_on(today), maturity, maturity.scales), on=today)
    return RetiredCard()


def going_of(assessment: Assessment, maturity: Maturity, today: date) -> Going:
    """How far an assessment has come."""
    sheet = assessment.sheet_on(today)
    left = questions_left(sheet, assessment.length, maturity)
    return Going(len(sheet.answers) + len(sheet.not_applicable), left, minutes_for(left))

"""What people are shown, before it has words: `bot` renders each of these as one message."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flows.assessment.assessment import Entry, Length, View
from flows.check_ins.check_in import CheckIn
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Capability
from flows.maturity.jump import Breakage
from flows.maturity.result import Result


@dataclass(frozen=True)
class CardProgress:
    """How far a respondent has come: questions answered, about how many are left, and in how many minutes."""

    answered: int
    left: int
    minutes: int


@dataclass(frozen=True)
class QuestionCard:
    """The card of one question. `entry` is what was said about it so far; `view` is question, why or more."""

    practice: Capability
    entry: Entry
    progress: CardProgress
    view: View
    words: tuple[tuple[str, str], ...]
    can_go_back: bool
    check_in: CheckIn | None = None
    last_time: Entry | None = None


@dataclass(frozen=True)
class Confirmation:
    """The card of what was said last time in a few categories, to be confirmed together."""

    categories: tuple[str, ...]
    entries: tuple[tuple[Capability, Entry], ...]
    progress: CardProgress
    check_in: CheckIn | None = None


@dataclass(frozen=True)
class NotApplicableCheck:
    """The card that asks whether a practice never applies; `refused_by` are the scales that cannot leave it out."""

    practice: Capability
    refused_by: tuple[str, ...]


@dataclass(frozen=True)
class PlannedCheck:
    """The card that asks whether to record No for a practice that is planned."""

    practice: Capability


@dataclass(frozen=True)
class StartOverCheck:
    """The card that asks whether to set the answers so far aside."""

    answered: int


@dataclass(frozen=True)
class PausedCard:
    """The card of a conversation that rests."""

    progress: CardProgress


@dataclass(frozen=True)
class PrivateResult:
    """One person's own result: the levels, what holds them, the next step, and what breaks when that is jumped.

    In a check-in, `until` is when answers stop counting, in the person's time zone.
    """

    result: Result
    sheet: Sheet
    breakages: tuple[Breakage, ...]
    unsure: tuple[Capability, ...]
    practices: dict[str, Capability]
    on: date
    longer: Length | None
    left: int
    check_in: CheckIn | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LevelProofs:
    """The card that says what holds each level."""

    result: Result
    practices: dict[str, Capability]


@dataclass(frozen=True)
class ScaleComparison:
    """The card that says why the scales place one person's answers differently."""

    result: Result
    practices: dict[str, Capability]


@dataclass(frozen=True)
class AnswerList:
    """The card of all that was answered, to change an answer."""

    entries: tuple[tuple[Capability, Entry], ...]


@dataclass(frozen=True)
class SharedResult:
    """What a channel sees of one person's result."""

    slack_id: str
    result: Result
    practices: dict[str, Capability]
    on: date


@dataclass(frozen=True)
class SharePreview:
    """A result before it is shared. `channel_id` is None until a channel is chosen."""

    channel_id: str | None
    shared: SharedResult


@dataclass(frozen=True)
class ShareDone:
    """The card that says that a result is shared, or is going to be."""

    channel_id: str
    under_way: bool


class RemarkKind(StrEnum):
    """What is said before a card."""

    RECORDED = "recorded"
    NOTE_KEPT = "note_kept"
    NOTE_TAKEN_BACK = "note_taken_back"
    NOTE_GONE = "note_gone"
    NEAR_MISS = "near_miss"
    SKIP = "skip"
    NOT_RECORDED = "not_recorded"
    EDITED = "edited"
    LINK_KEPT = "link_kept"
    LINK_FOR_TEAM = "link_for_team"
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
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True)
class Remark:
    """One sentence before a card; its kind decides which of the values it needs. `text` was typed."""

    kind: RemarkKind
    practice: Capability | None = None
    entry: Entry | None = None
    could_be: tuple[Answer, ...] = ()
    reason: str | None = None
    text: str = ""
    on: date | None = None


@dataclass(frozen=True)
class RetiredCard:
    """The one line that is left of a card: about a question, a result, or neither."""

    practice: Capability | None = None
    entry: Entry | None = None
    result: Result | None = None
    on: date | None = None


CardNotice = (
    QuestionCard
    | Confirmation
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

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from flows.maturity.answer import Answer, Sheet


class Length(StrEnum):
    """How much an assessment asks; a longer one goes on where a shorter one ends."""

    QUICK = "quick"
    STANDARD = "standard"
    FULL = "full"

    @property
    def longer(self) -> "Length | None":
        """The next length, or None after the full one."""
        return {Length.QUICK: Length.STANDARD, Length.STANDARD: Length.FULL}.get(self)


class View(StrEnum):
    """What the card of an assessment shows."""

    QUESTION = "question"
    WHY = "why"
    MORE = "more"
    NOT_APPLICABLE = "not_applicable"
    START_OVER = "start_over"
    PLANNED = "planned"
    PAUSED = "paused"
    RESULT = "result"
    PROOF = "proof"
    COMPARISON = "comparison"
    ANSWERS = "answers"
    SHARE = "share"
    SHARING = "sharing"
    SHARED = "shared"
    CONFIRM = "confirm"

    @property
    def asks(self) -> bool:
        """Whether the card's subject is a question that can be answered on it."""
        return self in {View.QUESTION, View.WHY, View.MORE}


@dataclass(frozen=True)
class Claim:
    """Why a practice never applies to the person's team: no answer, and once it ends the question is asked again."""

    reason: str
    ends_on: date


@dataclass(frozen=True)
class Entry:
    """What a respondent has said about one capability: an answer or a claim, a note, links; or a note and links alone.

    `answered_at` is when the answer or claim was first given as it stands, `confirmed_at` when it was last repeated.
    `place` orders the capabilities by when each was first answered; 0 while there is only a note. The note is its
    writer's alone unless `shows_note`: then the team reads it, without a name, in the result of this check-in.
    """

    capability: str
    answer: Answer | None = None
    claim: Claim | None = None
    note: str | None = None
    links: tuple[str, ...] = ()
    answered_at: datetime | None = None
    confirmed_at: datetime | None = None
    place: int = 0
    shows_note: bool = False

    def stands_on(self, day: date) -> bool:
        """Whether the question about the capability counts as asked on that day."""
        return self.answer is not None or (self.claim is not None and self.claim.ends_on > day)


@dataclass(frozen=True)
class Card:
    """The one message of an assessment that has buttons.

    `number` counts the cards. `message_id` is None from the decision to show a card until it is known to be there; ids
    sort by time. `replaces` is the message that has the buttons until then. `subject` is the capability of a question,
    or the channel of something to share.
    """

    view: View
    subject: str | None = None
    number: int = 1
    message_id: str | None = None
    replaces: str | None = None
    is_last: bool = True

    def showing(self, view: View, subject: str | None = None) -> "Card":
        """The card with something else on the message that it is."""
        return replace(self, view=view, subject=subject)


@dataclass(frozen=True)
class LastTime:
    """What a person said last time, as far as it can still be true, and what is asked again whatever they said."""

    entries: Mapping[str, Entry]
    asked_again: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """One person's filled-in questionnaire, in a check-in or private.

    `revision` counts the changes so far; a closed assessment no longer changes. Of a person's assessments one is
    current: its card is the one with buttons. `counted_revision` is the last revision that counted when the check-in
    closed; what comes after it is kept for the next time.
    """

    id: str
    person_id: str
    length: Length
    catalogue_hash: str
    card: Card
    started_at: datetime
    origin_channel_id: str | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
    revision: int = 0
    finished_at: datetime | None = None
    closed_at: datetime | None = None
    check_in_id: str | None = None
    is_current: bool = True
    counted_revision: int | None = None
    follows: str | None = None
    asked_again: tuple[str, ...] = ()
    last_time: LastTime | None = field(default=None, compare=False)

    def sheet_on(self, day: date) -> Sheet:
        """The answers and claims of a day as placing reads them: without claims that have ended."""
        standing = [entry for entry in self.entries.values() if entry.stands_on(day)]
        return Sheet(
            answers={entry.capability: entry.answer for entry in standing if entry.answer is not None},
            not_applicable=frozenset(entry.capability for entry in standing if entry.claim is not None),
        )

    def entry(self, capability: str) -> Entry:
        """What was said about the capability so far; an empty entry if nothing was."""
        return self.entries.get(capability) or Entry(capability)

    @property
    def answered(self) -> tuple[Entry, ...]:
        """The entries with an answer or a claim, in the order in which the questions were first answered."""
        answered = (entry for entry in self.entries.values() if entry.place)
        return tuple(sorted(answered, key=lambda entry: entry.place))

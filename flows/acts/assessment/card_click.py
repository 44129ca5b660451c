"""Clicks on a card, also when the card is old, was clicked twice, or is another person's."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flows.acts.assessment.assess import start_over
from flows.acts.assessment.turn import Turn, current_assessment, lateness, occasion_of, on_new_card, save, with_cards
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, Card, Entry, View
from flows.assessment.conversation import (
    add_note,
    change,
    confirm,
    extend,
    go_back,
    record_answer,
    record_claim,
    record_note,
    show_current,
    take_note_back,
    turn_to,
)
from flows.cards.cards import Remark, RemarkKind
from flows.check_ins.check_in import CheckIn
from flows.errors import RefusedError
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability
from flows.teams.person import Person

# Makes another assessment of the one that is clicked on; None when there is nothing to do.
Step = Callable[[Act, Assessment], Assessment | None]


@dataclass(frozen=True)
class Clicked:
    """A button that was pressed: on which message, and about what; `subject` is None on cards about no question."""

    assessment_id: str
    subject: str | None
    message_id: str | None


@dataclass(frozen=True)
class Opened:
    """The assessment of a person as a click finds it. `is_old`: the card clicked is no longer the one to click on.

    `act` is in the assessment's check-in.
    """

    act: Act
    person: Person
    stored: Assessment
    current: Assessment
    is_old: bool
    outdated: tuple[Card, ...] = ()


def click(act: Act, clicked: Clicked, step: Step) -> Turn:
    """Take a step on the card that was clicked; on an old card, only show where the conversation is now."""
    opened = open_card(act, clicked)
    if opened.is_old or opened.current.card.subject != clicked.subject:
        return show(opened, opened.current)
    after = step(opened.act, opened.current) or opened.current
    if after.id != opened.stored.id:  # started over, which has saved both
        return Turn(opened.person, after, in_place=True, occasion=occasion_of(opened.act))
    return show(opened, after)


def answer(act: Act, clicked: Clicked, given: Answer) -> Turn:
    """Record an answer, and show the next question if this was the current one.

    A second click, or one on an old card, changes at most this one answer.
    """

    def record(before: Assessment, capability: str) -> Assessment:
        if before.card.subject != capability and before.entry(capability).answer is given:  # the second click of two
            return before
        return record_answer(before, capability, given, now=act.now)

    return _record(act, clicked, record)


def record_not_applicable(act: Act, clicked: Clicked, reason: str) -> Turn:
    """Record that a practice never applies, and why."""
    return _record(act, clicked, lambda before, capability: record_claim(before, capability, reason, now=act.now))


def note(act: Act, clicked: Clicked, text: str, links: tuple[str, ...], *, shows_note: bool = False) -> Turn:
    """Set note and links of a practice; the card stays where it is."""

    def record(before: Assessment, capability: str) -> Assessment:
        return record_note(before, capability, text, links, shows_note=shows_note)

    return _record(act, clicked, record, moves_on=False)


def keep_note(act: Act, clicked: Clicked, text: str) -> Turn:
    """Keep a word as a note that nearly was an answer."""

    def keep(opened: Opened, practice: Capability) -> Turn:
        recorded = add_note(opened.current, practice.id, text, ())
        return show(opened, recorded, Remark(RemarkKind.NOTE_KEPT, practice, recorded.entry(practice.id), text=text))

    return _on_its_question(act, clicked, keep)


def take_back(act: Act, clicked: Clicked, mark: str) -> Turn:
    """Take back the note that was just kept, and no other."""

    def take(opened: Opened, practice: Capability) -> Turn:
        without = take_note_back(opened.current, practice.id, mark)
        kind = RemarkKind.NOTE_TAKEN_BACK if without else RemarkKind.NOTE_GONE
        after = without or opened.current
        return show(opened, after, Remark(kind, practice, after.entry(practice.id)))

    return _on_its_question(act, clicked, take)


def _on_its_question(act: Act, clicked: Clicked, do: Callable[[Opened, Capability], Turn]) -> Turn:
    """Do something about the question on the card that was clicked, unless the conversation has gone on from it."""
    opened = open_card(act, clicked)
    practice = opened.act.maturity.catalogue.by_id.get(clicked.subject or "")
    is_shown = opened.stored.id == clicked.assessment_id and opened.current.card.subject == clicked.subject
    if practice is None or not is_shown:
        return show(opened, opened.current, Remark(RemarkKind.OLD_CARD))
    return do(opened, practice)


def to(view: View) -> Step:
    """The step to another side of the card."""
    return lambda _, assessment: turn_to(view)(assessment)


def back(_: Act, assessment: Assessment) -> Assessment | None:
    """Show the question before."""
    return go_back(assessment)


def go_on(act: Act, assessment: Assessment) -> Assessment:
    """Show the current question, or the result."""
    return show_current(assessment, act.maturity, act.now)


def go_on_longer(act: Act, assessment: Assessment) -> Assessment | None:
    """Ask the further questions of the next length."""
    longer = assessment.length.longer
    if longer is None:
        return None
    return extend(assessment, longer, act.maturity, act.now)


def change_chosen(act: Act, chosen: Clicked) -> Turn:
    """Ask a question again that was chosen from a list of answers."""
    opened = open_card(act, chosen)
    lists = opened.current.card.view in {View.ANSWERS, View.CONFIRM}
    if opened.is_old or not lists or chosen.subject not in opened.act.maturity.catalogue.by_id:
        return show(opened, opened.current)
    return show(opened, change(opened.current, chosen.subject))


def confirm_all(act: Act, assessment: Assessment) -> Assessment | None:
    """Confirm that all answers of last time in the category shown are still true."""
    category = assessment.card.subject
    if assessment.card.view is not View.CONFIRM or category is None:
        return None
    confirmed = confirm(assessment, category, act.maturity, act.now)
    return show_current(confirmed, act.maturity, act.now)


def begin_again(act: Act, assessment: Assessment) -> Assessment:
    """Start the assessment over."""
    return start_over(act, assessment)


def open_card(act: Act, clicked: Clicked) -> Opened:
    """Find the acting person's assessment, and whether the message clicked is its card.

    A click on a message that Rung does not know as the card, but newer than the one it knows, shows that the card was
    posted and Rung stopped before it could note it: that message is the card. While the card is not known to have been
    posted, the message it was to replace is the card.
    """
    person = act.lock_person()
    act, active = current_assessment(act, person)
    if active is None or active.id != clicked.assessment_id:
        other = act.repositories.assessments.find(clicked.assessment_id)
        if active is None or other is None or other.person_id != person.id:
            raise RefusedError("These questions are not yours to answer. /rung assess starts your own.")
        return Opened(act, person, active, active, is_old=True, outdated=_as_card(clicked))
    card = active.card
    if clicked.message_id is None or clicked.message_id == card.message_id:
        return Opened(act, person, active, active, is_old=False)
    if card.message_id and _time_of(clicked.message_id) < _time_of(card.message_id):
        return Opened(act, person, active, active, is_old=True, outdated=_as_card(clicked))
    shown = replace(active, card=replace(card, message_id=clicked.message_id, replaces=None, is_last=True))
    outdated = () if clicked.message_id == card.replaces else (card,)
    return Opened(act, person, active, shown, is_old=False, outdated=outdated)


@dataclass(frozen=True)
class QuestionAsked:
    """A practice that somebody is asked about, what they have said so far, and in which check-in, if in one."""

    practice: Capability
    entry: Entry
    check_in: CheckIn | None


def open_question(act: Act, clicked: Clicked) -> QuestionAsked:
    """The question that a form is about; it must be one of the person's current assessment."""
    opened = open_card(act, clicked)
    practice = opened.act.maturity.catalogue.by_id.get(clicked.subject or "")
    if opened.stored.id != clicked.assessment_id or practice is None:
        raise RefusedError("That question is no longer open. Close this form; /rung assess shows where you are.")
    return QuestionAsked(practice, opened.stored.entry(practice.id), opened.act.check_in)


def show(opened: Opened, after: Assessment, *remarks: Remark) -> Turn:
    """Save an assessment and show its card: in place while it is the last message, on a new one otherwise."""
    act, occasion = opened.act, occasion_of(opened.act)
    remarks = (*remarks, *lateness(act, opened.stored, after))
    if opened.is_old or not after.card.is_last:
        old = (*opened.outdated, opened.stored.card)
        turn = on_new_card(opened.person, after, *remarks, occasion=occasion, outdated=old)
    else:
        outdated = with_cards(after, opened.outdated)
        turn = Turn(opened.person, after, in_place=True, occasion=occasion, remarks=remarks, outdated=outdated)
    return replace(turn, occasion=save(act, opened.stored, turn.assessment))


def _record(
    act: Act, clicked: Clicked, record: Callable[[Assessment, str], Assessment], *, moves_on: bool = True
) -> Turn:
    opened = open_card(act, clicked)
    act = opened.act
    if opened.stored.id != clicked.assessment_id:  # a card from before this assessment began
        return show(opened, opened.current, Remark(RemarkKind.OLD_CARD))
    if clicked.subject not in act.maturity.catalogue.by_id:
        return show(opened, go_on(act, opened.current), Remark(RemarkKind.QUESTION_GONE))
    recorded = record(opened.current, clicked.subject)
    if moves_on and opened.current.card.subject == clicked.subject:
        recorded = go_on(act, recorded)
    return show(opened, recorded)


def _as_card(clicked: Clicked) -> tuple[Card, ...]:
    return (Card(View.QUESTION, clicked.subject, message_id=clicked.message_id),) if clicked.message_id else ()


def _time_of(message_id: str) -> tuple[int, str]:
    """Message ids are Slack's time stamps: decimal numbers with a fixed number of places."""
    return len(message_id), message_id

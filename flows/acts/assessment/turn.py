"""The turn of a conversation: the card that a person sees next, and how the answers of an act are kept."""

from dataclasses import dataclass, replace
from datetime import date

from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import answering, note_answered
from flows.assessment.assessment import Assessment, Card, View
from flows.assessment.conversation import new_card
from flows.assessment.last_time import last_time
from flows.cards.cards import Remark, RemarkKind
from flows.check_ins.check_in import CheckIn
from flows.maturity.loading import Maturity
from flows.maturity.placement import place
from flows.ports import PlacedOn, Repositories
from flows.teams.person import Person


@dataclass(frozen=True)
class Occasion:
    """The occasion on which answers are given: a check-in, or one's own view; and the content that is asked."""

    maturity: Maturity
    check_in: CheckIn | None = None


@dataclass(frozen=True)
class Turn:
    """The turn after an act: a card that changes in place or is posted anew, sentences before it, and old cards.

    `outdated` are assessments as they stand, each with a card that has to lose its buttons once the new one is there.
    `occasion` is None for one's own view.
    """

    person: Person
    assessment: Assessment
    in_place: bool
    occasion: Occasion | None = None
    remarks: tuple[Remark, ...] = ()
    outdated: tuple[Assessment, ...] = ()


def occasion_of(act: Act) -> Occasion:
    """The occasion on which the answers of an act are given."""
    return Occasion(act.maturity, act.check_in)


def recalled(repositories: Repositories, assessment: Assessment, maturity: Maturity, today: date) -> Assessment:
    """An assessment with what was said last time."""
    previous = assessment.follows and repositories.assessments.find(assessment.follows)
    if not previous:
        return assessment
    return replace(assessment, last_time=last_time(previous, assessment.asked_again, maturity, today))


def recall(act: Act, assessment: Assessment) -> Assessment:
    """An assessment with what was said last time, on the day of an act."""
    return recalled(act.repositories, assessment, act.maturity, act.today)


def current_assessment(act: Act, person: Person) -> tuple[Act, Assessment | None]:
    """The assessment whose card has the buttons, with what was said last time, and the act in its check-in."""
    assessments = act.repositories.assessments
    current = assessments.find_current(person.id)
    if current is None or current.check_in_id is None:
        return act, current
    within = act.at(act.repositories.check_ins.lock(current.check_in_id))
    # Read again now that nobody else moves the check-in: it may just have closed.
    current = assessments.find_current(person.id)
    return within, recall(within, current) if current else None


def lateness(act: Act, before: Assessment, after: Assessment) -> tuple[Remark, ...]:
    """The remark, made once, that an answer was recorded that counts no more."""
    is_first = before.revision == before.counted_revision != after.revision
    if act.check_in is None or not is_first:
        return ()
    return (Remark(RemarkKind.LATE, on=act.check_in.closed_on),)


def save(act: Act, before: Assessment, after: Assessment) -> Occasion:
    """Save what changed in an assessment, and its result whenever that is shown for other answers than before.

    Returns the occasion as it is then: the last answer closes a check-in.
    """
    if before != after:
        act.repositories.assessments.save(before, after)
    if after.finished_at and (before.finished_at is None or before.revision != after.revision):
        _record_placements(act, after)
    check_in = act.check_in
    if check_in and check_in.is_open and before.revision != after.revision:
        check_in = answering(act, check_in, after.person_id)
    if check_in and after.finished_at and before.finished_at is None:
        check_in = note_answered(act, check_in)
    return Occasion(act.maturity, check_in)


def _record_placements(act: Act, assessment: Assessment) -> None:
    catalogue, sheet = act.maturity.catalogue, assessment.sheet_on(act.today)
    placements = [place(scale, catalogue, sheet) for scale in act.maturity.scales]
    act.repositories.placements.add(
        PlacedOn(assessment.id), placements, catalogue_hash=catalogue.content_hash, now=act.now
    )


def on_new_card(
    person: Person, assessment: Assessment, *remarks: Remark, occasion: Occasion, outdated: tuple[Card, ...]
) -> Turn:
    """A turn whose card is a new message; `outdated` are the cards as they were until now."""
    left = with_cards(assessment, outdated)
    return Turn(person, new_card(assessment), in_place=False, occasion=occasion, remarks=remarks, outdated=left)


def with_cards(assessment: Assessment, cards: tuple[Card, ...]) -> tuple[Assessment, ...]:
    """The assessment once for each message with buttons that these cards are known to have left."""
    there = (replace(card, message_id=card.message_id or card.replaces) for card in cards)
    return tuple(replace(assessment, card=card) for card in there if card.message_id)


def card_shown(act: Act, assessment_id: str, number: int, message_id: str) -> tuple[Assessment, ...]:
    """Note where a card is, and return the assessment with each card that has to lose its buttons because of it."""
    act.lock_person()
    before = act.repositories.assessments.find(assessment_id)
    if before is None:
        return ()
    if before.closed_at or before.card.number != number:
        return with_cards(before, (Card(View.QUESTION, message_id=message_id),))
    if before.card.message_id == message_id:
        return ()
    shown = replace(before, card=replace(before.card, message_id=message_id))
    act.repositories.assessments.save(before, shown)
    return with_cards(shown, (before.card,))


def show_again(act: Act) -> Turn | None:
    """Show the person's card on a new message, because the old one is gone; None when nothing is open."""
    person = act.lock_person()
    act, active = current_assessment(act, person)
    if active is None:
        return None
    turn = on_new_card(person, active, occasion=occasion_of(act), outdated=())
    return replace(turn, occasion=save(act, active, turn.assessment))


def posted_below(act: Act) -> None:
    """Note that a message stands below the acting person's card, so that the next card is a new message."""
    card_is_above(act.repositories, act.lock_person())


def card_is_above(repositories: Repositories, person: Person) -> None:
    """Note that a message stands below the card of a person whose row is locked."""
    active = repositories.assessments.find_current(person.id)
    if active and active.card.is_last:
        above: Assessment = replace(active, card=replace(active.card, is_last=False))
        repositories.assessments.save(active, above)

"""What becomes known once a card has been shown, or could not be."""

from dataclasses import replace

from flows.acts.shared.act import Act, Turn, on_new_card, with_cards
from flows.assessment.assessment import Assessment, Card, View
from flows.ports import Repositories
from flows.teams.person import Person


def card_shown(act: Act, assessment_id: str, number: int, message_id: str) -> tuple[Assessment, ...]:
    """Note where a card is, and return the assessment with each card that has to lose its buttons because of it."""
    act.lock_person()
    found = act.repositories.assessments.find(assessment_id)
    if found is None or found.closed_at or found.card.number != number:
        return with_cards(found, (Card(View.QUESTION, message_id=message_id),)) if found else ()
    if found.card.message_id == message_id:
        return ()
    shown = replace(found, card=replace(found.card, message_id=message_id))
    act.repositories.assessments.save(found, shown)
    return with_cards(shown, (found.card,))


def show_again(act: Act) -> Turn | None:
    """Show the card on a new message, because the old one is gone; None when nothing is open."""
    person = act.lock_person()
    act, active = act.current(person)
    if active is None:
        return None
    turn = on_new_card(person, active, occasion=act.occasion, outdated=())
    return replace(turn, occasion=act.save(active, turn.assessment))


def posted_below(act: Act) -> None:
    """Note that something stands below the person's card, so that the next card is a new message."""
    card_is_above(act.repositories, act.lock_person())


def card_is_above(repositories: Repositories, person: Person) -> None:
    """Note the same for a person whose row is locked."""
    active = repositories.assessments.find_current(person.id)
    if active and active.card.is_last:
        below: Assessment = replace(active, card=replace(active.card, is_last=False))
        repositories.assessments.save(active, below)

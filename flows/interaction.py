"""One act of one person, within one transaction, and what the person should see after it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.assessment import Assessment, Card
from flows.conversation import new_card
from flows.maturity.loading import Maturity
from flows.maturity.placement import place
from flows.notices import Remark
from flows.person import Acting, Person, Profile
from flows.ports import Repositories


@dataclass(frozen=True)
class Interaction:
    """Who acts, when, and all that is needed to decide what it means. `new_id` makes ids for new rows."""

    repositories: Repositories
    maturity: Maturity
    acting: Acting
    now: datetime
    new_id: Callable[[], str]

    @property
    def today(self) -> date:
        """The day on which the act counts."""
        return self.now.date()

    def claim_person(self) -> Person:
        """The acting person; nobody else acts for them until the transaction ends."""
        person = self.repositories.people.claim(self.acting, new_id=self.new_id(), now=self.now)
        if person.is_gone:  # who acts has come back
            person = replace(person, is_gone=False)
            self.repositories.people.save(person)
        return person

    def meet(self, profile: Profile) -> Person:
        """Somebody whom Slack has described, as they are kept from now on; their row is not locked."""
        people, acting = self.repositories.people, Acting(self.acting.workspace_id, profile.slack_id)
        found = people.find(acting)
        if found is None:
            people.add(acting, new_id=self.new_id(), now=self.now)
            found = people.find(acting)
        if found is None:
            raise LookupError("nobody could be added")
        current = replace(found, time_zone=profile.time_zone, is_guest=profile.is_guest, is_gone=profile.is_gone)
        if current != found:
            people.save(current)
        return current

    def save(self, before: Assessment, after: Assessment) -> None:
        """Keep what changed, and the result whenever it is shown for other answers than before."""
        if before != after:
            self.repositories.assessments.save(before, after)
        if after.finished_at and (before.finished_at is None or before.revision != after.revision):
            self._record_placements(after)

    def _record_placements(self, assessment: Assessment) -> None:
        catalogue, sheet = self.maturity.catalogue, assessment.sheet_on(self.today)
        placements = [place(scale, catalogue, sheet) for scale in self.maturity.scales]
        self.repositories.placements.add(assessment.id, placements, catalogue_hash=catalogue.content_hash, now=self.now)


@dataclass(frozen=True)
class Turn:
    """What comes after an act: a card that changes in place or is posted anew, sentences before it, and old cards.

    `outdated` are assessments as they stand, each with a card that has to lose its buttons once the new one is there.
    """

    person: Person
    assessment: Assessment
    in_place: bool
    remarks: tuple[Remark, ...] = ()
    outdated: tuple[Assessment, ...] = ()


def on_new_card(person: Person, assessment: Assessment, *remarks: Remark, outdated: tuple[Card, ...]) -> Turn:
    """Make a turn whose card is a new message; `outdated` are the cards as they were until now."""
    left = with_cards(assessment, outdated)
    return Turn(person, new_card(assessment), in_place=False, remarks=remarks, outdated=left)


def with_cards(assessment: Assessment, cards: tuple[Card, ...]) -> tuple[Assessment, ...]:
    """The assessment once for each message with buttons that these cards are known to have left."""
    there = (replace(card, message_id=card.message_id or card.replaces) for card in cards)
    return tuple(replace(assessment, card=card) for card in there if card.message_id)

"""One act of one person, within one transaction, and what the person should see after it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.acts.shared.check_in_moves import answering, note_answered
from flows.assessment.assessment import Assessment, Card
from flows.assessment.cards import Remark, RemarkKind
from flows.assessment.conversation import new_card
from flows.assessment.last_time import last_time
from flows.check_ins.check_in import CheckIn
from flows.maturity.loading import Maturity
from flows.maturity.placement import place
from flows.ports import PlacedOn, Repositories
from flows.teams.person import Actor, Person, Profile


@dataclass(frozen=True)
class Occasion:
    """What answers are given for: a check-in, or nothing but one's own view; and the content that is asked."""

    maturity: Maturity
    check_in: CheckIn | None = None


def recalled(repositories: Repositories, assessment: Assessment, maturity: Maturity, today: date) -> Assessment:
    """An assessment with what was said last time."""
    previous = repositories.assessments.find(assessment.follows) if assessment.follows else None
    if previous is None:
        return assessment
    return replace(assessment, last_time=last_time(previous, assessment.asked_again, maturity, today))


@dataclass(frozen=True)
class Act:
    """Who acts, when, and all that is needed to decide what it means. `new_id` makes ids for new rows.

    `check_in` is the one in which somebody answers, locked; `maturity` is then its content, as it was when it opened.
    """

    repositories: Repositories
    maturity: Maturity
    actor: Actor
    now: datetime
    new_id: Callable[[], str]
    check_in: CheckIn | None = None

    @property
    def occasion(self) -> Occasion:
        """What answers are given for."""
        return Occasion(self.maturity, self.check_in)

    def within(self, assessment: Assessment | None) -> "Act":
        """The same act on an assessment, with what belongs to its check-in."""
        if assessment is None or assessment.check_in_id is None:
            return self
        return self.at(self.repositories.check_ins.lock(assessment.check_in_id))

    def at(self, check_in: CheckIn) -> "Act":
        """The same act in a check-in, which is locked."""
        return replace(self, check_in=check_in, maturity=self.repositories.contents.restore(check_in))

    @property
    def today(self) -> date:
        """The day on which the act counts."""
        return self.now.date()

    def lock_person(self) -> Person:
        """The acting person; nobody else acts for them until the transaction ends."""
        person = self.repositories.people.claim(self.actor, new_id=self.new_id(), now=self.now)
        if person.is_gone:  # who acts has come back
            person = replace(person, is_gone=False)
            self.repositories.people.save(person)
        return person

    def meet(self, profile: Profile) -> Person:
        """Somebody whom Slack has described, as they are kept from now on; their row is not locked."""
        people, actor = self.repositories.people, Actor(self.actor.workspace_id, profile.slack_id)
        found = people.find(actor)
        if found is None:
            people.add(actor, new_id=self.new_id(), now=self.now)
            found = people.find(actor)
        if found is None:
            raise LookupError("nobody could be added")
        current = found.seen(profile)
        if current != found:
            people.save(current)
        return current

    def current(self, person: Person) -> "tuple[Act, Assessment | None]":
        """The person's assessment whose card has the buttons, with what was said last time, and the act within it."""
        found = self.repositories.assessments.find_current(person.id)
        if found is None or found.check_in_id is None:
            return self, found
        within = self.within(found)
        # Read again now that nobody else moves the check-in: it may just have closed.
        again = self.repositories.assessments.find_current(person.id)
        return within, within.recall(again) if again else None

    def recall(self, assessment: Assessment) -> Assessment:
        """The assessment with what was said last time."""
        return recalled(self.repositories, assessment, self.maturity, self.today)

    def lateness(self, before: Assessment, after: Assessment) -> tuple[Remark, ...]:
        """What to say, once, when something was recorded that counts no more."""
        is_first = before.revision == before.counted_revision != after.revision
        if self.check_in is None or not is_first:
            return ()
        return (Remark(RemarkKind.LATE, on=self.check_in.closed_on),)

    def save(self, before: Assessment, after: Assessment) -> Occasion:
        """Keep what changed, and the result whenever it is shown for other answers than before.

        Returns the occasion as it is then: the last answer closes a check-in.
        """
        if before != after:
            self.repositories.assessments.save(before, after)
        if after.finished_at and (before.finished_at is None or before.revision != after.revision):
            self._record_placements(after)
        check_in = self.check_in
        if check_in and check_in.is_open and before.revision != after.revision:
            check_in = answering(self.repositories, check_in, after.person_id)
        if check_in and after.finished_at and before.finished_at is None:
            check_in = note_answered(self.repositories, check_in, self.now, self.new_id)
        return replace(self.occasion, check_in=check_in)

    def _record_placements(self, assessment: Assessment) -> None:
        catalogue, sheet = self.maturity.catalogue, assessment.sheet_on(self.today)
        placements = [place(scale, catalogue, sheet) for scale in self.maturity.scales]
        self.repositories.placements.add(
            PlacedOn(assessment.id), placements, catalogue_hash=catalogue.content_hash, now=self.now
        )


@dataclass(frozen=True)
class Turn:
    """What comes after an act: a card that changes in place or is posted anew, sentences before it, and old cards.

    `outdated` are assessments as they stand, each with a card that has to lose its buttons once the new one is there.
    `occasion` is None for one's own view.
    """

    person: Person
    assessment: Assessment
    in_place: bool
    occasion: Occasion | None = None
    remarks: tuple[Remark, ...] = ()
    outdated: tuple[Assessment, ...] = ()


def on_new_card(
    person: Person, assessment: Assessment, *remarks: Remark, occasion: Occasion, outdated: tuple[Card, ...]
) -> Turn:
    """Make a turn whose card is a new message; `outdated` are the cards as they were until now."""
    left = with_cards(assessment, outdated)
    return Turn(person, new_card(assessment), in_place=False, occasion=occasion, remarks=remarks, outdated=left)


def with_cards(assessment: Assessment, cards: tuple[Card, ...]) -> tuple[Assessment, ...]:
    """The assessment once for each message with buttons that these cards are known to have left."""
    there = (replace(card, message_id=card.message_id or card.replaces) for card in cards)
    return tuple(replace(assessment, card=card) for card in there if card.message_id)

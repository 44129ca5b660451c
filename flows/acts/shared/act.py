"""One act of a person or of the clock, within one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.check_ins.check_in import CheckIn
from flows.deliveries.delivery import DeliveryKey, due_later, new_delivery
from flows.maturity.loading import Maturity
from flows.ports import Repositories
from flows.teams.person import Actor, Person, Profile


@dataclass(frozen=True)
class Act:
    """Who acts, when, and all that is needed to decide what it means. `new_id` makes ids for new rows.

    `check_in` is the one in which a person answers, locked; `maturity` is then its content, as it was when it opened.
    """

    repositories: Repositories
    maturity: Maturity
    now: datetime
    new_id: Callable[[], str]
    actor: Actor
    check_in: CheckIn | None = None

    @property
    def today(self) -> date:
        """The day on which the act counts, in UTC."""
        return self.now.date()

    def at(self, check_in: CheckIn) -> "Act":
        """The act in a check-in, which is locked."""
        return replace(self, check_in=check_in, maturity=self.repositories.contents.restore(check_in))

    def lock_person(self) -> Person:
        """The acting person; nobody else acts for them until the transaction ends."""
        person = self.repositories.people.lock_or_add(self.actor, new_id=self.new_id(), now=self.now)
        if person.is_gone:  # a person who acts has come back
            person = replace(person, is_gone=False)
            self.repositories.people.save(person)
        return person

    def meet(self, profile: Profile) -> Person:
        """The person whom Slack has described, as they are kept from now on; their row is not locked."""
        people, actor = self.repositories.people, Actor(self.actor.workspace_id, profile.slack_id)
        person = people.find(actor)
        if person is None:
            people.add(actor, new_id=self.new_id(), now=self.now)
            person = people.find(actor)
        if person is None:
            raise LookupError("nobody could be added")
        current = person.seen(profile)
        if current != person:
            people.save(current)
        return current

    def send(
        self,
        key: DeliveryKey,
        *,
        due_at: datetime | None = None,
        asked_by: str | None = None,
        payload: str | None = None,
    ) -> bool:
        """Have a message leave once this is committed, or when it is due; False when one of its key is there already.

        `asked_by` hears when it does not arrive; a `payload` is the message as JSON, written now.
        """
        delivery = new_delivery(self.new_id(), key, self.now, asked_by=asked_by, payload=payload)
        return self.repositories.deliveries.add(due_later(delivery, due_at or self.now))

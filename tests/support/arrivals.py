"""Messages that have arrived, without a Slack that takes them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryStatus, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.teams.person import Actor, Person
from tests.support.acts import Acts


def person_of(acts: Acts, who: str) -> Person:
    """Somebody as they are kept."""
    found = acts.reading(lambda repositories: repositories.people.find(Actor(acts.workspace_id, who)))
    assert found is not None
    return found


def change_person(acts: Acts, who: str, **more: Any) -> Person:
    """Somebody, changed."""
    changed = replace(person_of(acts, who), **more)
    acts.run("U0", lambda act: act.repositories.people.save(changed))
    return changed


def nudge_to(acts: Acts, who: str, at: datetime) -> Delivery:
    """A reminder that is due to somebody at a moment."""
    key = DeliveryKey(acts.workspace_id, DeliveryKind.NUDGE, acts.workspace_id, person_of(acts, who).id, at.isoformat())
    return new_delivery(acts.ids(), key, at)


def arrived(acts: Acts, delivery: Delivery, at: datetime) -> Delivery:
    """That message, once somebody has got it."""
    sent = replace(delivery, status=DeliveryStatus.SENT, sent_at=at, message_id="1.000001")

    def keep(act) -> None:
        act.repositories.deliveries.add(delivery)
        act.repositories.deliveries.save(sent)

    acts.run("U0", keep)
    return sent


def planned(acts: Acts, recipient: str, kind: DeliveryKind) -> list[Delivery]:
    """What waits to be sent to a channel or a person of ours."""
    waiting = acts.reading(lambda repositories: repositories.deliveries.list_planned(acts.workspace_id, [recipient]))
    return [each for each in waiting if each.key.kind is kind]

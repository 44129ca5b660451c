"""Say hello in a channel, once."""

from datetime import timedelta

from flows.acts.shared.act import Act
from flows.deliveries.delivery import PERHAPS_SENT, DeliveryKey, new_delivery, once_more
from flows.deliveries.kinds import DeliveryKind

STILL_NEWS = timedelta(days=7)


def welcome(act: Act, channel_id: str, *, is_by_person: bool) -> None:
    """Have a channel greeted in which Rung has been invited, the first time only; whoever did it is the one acting.

    What could not be posted there about its team's check-in follows now.
    """
    key = DeliveryKey(
        workspace_id=act.actor.workspace_id,
        kind=DeliveryKind.WELCOME,
        subject_id=channel_id,
        recipient=channel_id,
        occurrence="first",
    )
    asked_by = act.lock_person().id if is_by_person else None
    deliveries = act.repositories.deliveries
    deliveries.add(new_delivery(act.new_id(), key, act.now, asked_by=asked_by))
    for each in deliveries.list_unsent(key.workspace_id, channel_id, act.now - STILL_NEWS):
        if each.key.kind.rules.of_check_in and each.reason != PERHAPS_SENT:
            deliveries.reopen(once_more(each, act.now))

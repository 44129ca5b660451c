"""Say hello in a channel, once."""

from datetime import timedelta

from flows.acts.shared.act import Act
from flows.deliveries.delivery import PERHAPS_SENT, DeliveryKey, once_more
from flows.deliveries.kinds import DeliveryKind

STILL_NEWS = timedelta(days=7)


def welcome(act: Act, channel_id: str, *, is_by_person: bool) -> None:
    """Have a channel greeted into which the acting person has invited Rung, the first time only.

    Messages about its team's check-in that could not be posted there follow now.
    """
    deliveries, workspace_id = act.repositories.deliveries, act.actor.workspace_id
    asked_by = act.lock_person().id if is_by_person else None
    act.send(DeliveryKey(workspace_id, DeliveryKind.WELCOME, channel_id, channel_id, "first"), asked_by=asked_by)
    for delivery in deliveries.list_unsent(workspace_id, channel_id, act.now - STILL_NEWS):
        if delivery.key.kind.rules.of_check_in and delivery.reason != PERHAPS_SENT:
            deliveries.reopen(once_more(delivery, act.now))

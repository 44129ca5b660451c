"""What a message that nobody's click is waiting for says, before it has words."""

from dataclasses import dataclass

from flows.delivery import Delivery, DeliveryKind
from flows.ports import Repositories
from flows.questionnaire import minutes_for


@dataclass(frozen=True)
class Welcome:
    """What a channel reads when Rung has been invited: who did it, and about how many minutes a view takes."""

    slack_id: str | None
    minutes: int


@dataclass(frozen=True)
class Undelivered:
    """What somebody reads about a message that did not arrive: which, for which channel, why, and whose it was."""

    kind: DeliveryKind
    channel_id: str
    reason: str
    is_asked_for: bool


DeliveryNotice = Welcome | Undelivered
USUAL_QUESTIONS = 8


def notice_for(delivery: Delivery, repositories: Repositories) -> DeliveryNotice:
    """What a delivery says, as things are now."""
    if delivery.key.kind is DeliveryKind.UNDELIVERED:
        failed = repositories.deliveries.get(delivery.key.subject_id)
        return Undelivered(failed.key.kind, failed.key.recipient, failed.reason or "", failed.asked_by is not None)
    inviter = repositories.people.get(delivery.asked_by) if delivery.asked_by else None
    return Welcome(inviter.slack_id if inviter else None, minutes_for(USUAL_QUESTIONS))

"""What a message that nobody's click is waiting for says, before it has words."""

from dataclasses import dataclass

from flows.check_in_notices import CheckInNotice, check_in_notice
from flows.delivery import Delivery, DeliveryKind
from flows.nudges import NotStarted, Nudge, not_started_of, nudge_of
from flows.ports import Repositories
from flows.questionnaire import USUAL_QUESTIONS, minutes_for


@dataclass(frozen=True)
class Welcome:
    """What a channel reads when Rung has been invited: who did it, and about how many minutes a view takes."""

    slack_id: str | None
    minutes: int


@dataclass(frozen=True)
class Undelivered:
    """What somebody reads about a message that did not arrive: which, why, and whose it was.

    `channel_id` is whom it was for, as Slack names them, also where that is a person. `team` is the team it is about.
    """

    kind: DeliveryKind
    channel_id: str
    reason: str
    is_asked_for: bool
    team: str | None = None


DeliveryNotice = Welcome | Undelivered | Nudge | NotStarted | CheckInNotice


def notice_for(delivery: Delivery, repositories: Repositories) -> DeliveryNotice | None:
    """What a delivery says, as things are now; None when it is of no use any more."""
    if delivery.key.kind.is_of_check_in:
        return check_in_notice(delivery, repositories)
    if delivery.key.kind is DeliveryKind.NUDGE:
        return nudge_of(delivery, repositories)
    if delivery.key.kind is DeliveryKind.NOT_STARTED:
        return not_started_of(delivery, repositories)
    if delivery.key.kind is DeliveryKind.UNDELIVERED:
        return _undelivered(repositories.deliveries.get(delivery.key.subject_id), repositories)
    inviter = repositories.people.get(delivery.asked_by) if delivery.asked_by else None
    return Welcome(inviter.slack_id if inviter else None, minutes_for(USUAL_QUESTIONS))


def _undelivered(failed: Delivery, repositories: Repositories) -> Undelivered:
    kind, recipient, team = failed.key.kind, failed.key.recipient, None
    if kind.is_to_person:
        recipient = repositories.people.get(recipient).slack_id or ""
    if kind.is_of_check_in:
        team = repositories.check_ins.get(failed.key.subject_id).team_name
    return Undelivered(kind, recipient, failed.reason or "", failed.asked_by is not None, team)

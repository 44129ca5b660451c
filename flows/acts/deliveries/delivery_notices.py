"""What a message that leaves without a click says, before it has words: one row a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows.acts.check_ins.check_in_notices import (
    CheckInCard,
    Discussion,
    IncompleteNote,
    Invitation,
    ResultPreview,
    card_for,
    discussion_for,
    incomplete_note_for,
    invitation_for,
    preview_for,
    reminder_for,
)
from flows.acts.check_ins.nudges import ChannelReminder, NotStarted, Nudge, not_started_for, nudge_for
from flows.acts.leaderboards.leaderboard_reading import (
    DigestDetails,
    LeaderboardPreview,
    digest_details_for,
    digest_for,
    leaderboard_for,
    leaderboard_preview_for,
)
from flows.acts.shared.act import Act
from flows.assessment.questionnaire import USUAL_QUESTIONS, minutes_for
from flows.deliveries.delivery import Delivery
from flows.deliveries.kinds import DeliveryKind
from flows.leaderboards.digest import Digest
from flows.leaderboards.leaderboard import Leaderboard


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


# What is written when it is decided is not here: a shared result, a summary and its details.
DeliveryNotice = (
    Welcome
    | Undelivered
    | Invitation
    | CheckInCard
    | ResultPreview
    | IncompleteNote
    | Discussion
    | Nudge
    | ChannelReminder
    | NotStarted
    | Leaderboard
    | LeaderboardPreview
    | Digest
    | DigestDetails
)


def notice_for(delivery: Delivery, act: Act) -> DeliveryNotice | None:
    """What a delivery says, as things are now; None when it is of no use any more."""
    return NOTICES[delivery.key.kind](delivery, act)


def _welcome(delivery: Delivery, act: Act) -> Welcome:
    inviter = act.repositories.people.get(delivery.asked_by) if delivery.asked_by else None
    return Welcome(inviter.slack_id if inviter else None, minutes_for(USUAL_QUESTIONS))


def _undelivered(delivery: Delivery, act: Act) -> Undelivered:
    repositories = act.repositories
    failed = repositories.deliveries.get(delivery.key.subject_id)
    kind, recipient, team = failed.key.kind, failed.key.recipient, None
    if kind.rules.to_person:
        recipient = repositories.people.get(recipient).slack_id or ""
    if kind.rules.of_check_in:
        team = repositories.check_ins.get(failed.key.subject_id).team_name
    return Undelivered(kind, recipient, failed.reason or "", failed.asked_by is not None, team)


NOTICES: Mapping[DeliveryKind, Callable[[Delivery, Act], DeliveryNotice | None]] = {
    DeliveryKind.WELCOME: _welcome,
    DeliveryKind.UNDELIVERED: _undelivered,
    DeliveryKind.INVITATION: invitation_for,
    DeliveryKind.CHECK_IN_CARD: card_for,
    DeliveryKind.PREVIEW: preview_for,
    DeliveryKind.INCOMPLETE: incomplete_note_for,
    DeliveryKind.DISCUSSION: discussion_for,
    DeliveryKind.NUDGE: nudge_for,
    DeliveryKind.CHANNEL_REMINDER: reminder_for,
    DeliveryKind.NOT_STARTED: not_started_for,
    DeliveryKind.LEADERBOARD: leaderboard_for,
    DeliveryKind.LEADERBOARD_PREVIEW: leaderboard_preview_for,
    DeliveryKind.DIGEST: digest_for,
    DeliveryKind.DIGEST_DETAILS: digest_details_for,
}

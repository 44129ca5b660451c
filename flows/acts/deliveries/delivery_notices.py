"""The notices of messages that leave without a click, before they have words: one row a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows.acts.check_ins import check_in_notices, nudge_notices
from flows.acts.check_ins.check_in_notices import CheckInCard, Discussion, IncompleteNote, Invitation, ResultPreview
from flows.acts.check_ins.nudge_notices import ChannelReminder, NotStarted, Nudge
from flows.acts.leaderboards import leaderboard_reading
from flows.acts.leaderboards.leaderboard_reading import DigestDetails, LeaderboardPreview
from flows.acts.shared.act import Act
from flows.assessment.questionnaire import USUAL_QUESTIONS, minutes_for
from flows.deliveries.delivery import Delivery
from flows.deliveries.kinds import DeliveryKind
from flows.leaderboards.digest import Digest
from flows.leaderboards.leaderboard import Leaderboard


@dataclass(frozen=True)
class Welcome:
    """The greeting that a channel reads when Rung has been invited: by whom, and how many minutes a view takes."""

    slack_id: str | None
    minutes: int


@dataclass(frozen=True)
class Undelivered:
    """The news that a message did not arrive: which, why, and whether the reader had asked for it.

    `channel_id` is the Slack id of the channel or person it was for. `team` is the team it is about.
    """

    kind: DeliveryKind
    channel_id: str
    reason: str
    is_asked_for: bool
    team: str | None = None


# Messages that are written when they are decided are not here: a shared result, a summary and its details.
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
    """The notice of a delivery, as things are now; None when it is of no use any more."""
    return NOTICES[delivery.key.kind](delivery, act)


def _welcome_for(delivery: Delivery, act: Act) -> Welcome:
    minutes = minutes_for(USUAL_QUESTIONS)
    if delivery.asked_by is None:
        return Welcome(None, minutes)
    return Welcome(act.repositories.people.get(delivery.asked_by).slack_id, minutes)


def _undelivered_for(delivery: Delivery, act: Act) -> Undelivered:
    repositories = act.repositories
    failed = repositories.deliveries.get(delivery.key.subject_id)
    kind, recipient, team = failed.key.kind, slack_id_of_recipient(act, failed), None
    if kind.rules.of_check_in:
        team = repositories.check_ins.get(failed.key.subject_id).team_name
    return Undelivered(kind, recipient, failed.reason or "", failed.asked_by is not None, team)


def slack_id_of_recipient(act: Act, delivery: Delivery) -> str:
    """The Slack id of the channel or person that a delivery is for; empty once a person's is erased."""
    if not delivery.key.kind.rules.to_person:
        return delivery.key.recipient
    return act.repositories.people.get(delivery.key.recipient).slack_id or ""


NOTICES: Mapping[DeliveryKind, Callable[[Delivery, Act], DeliveryNotice | None]] = {
    DeliveryKind.WELCOME: _welcome_for,
    DeliveryKind.UNDELIVERED: _undelivered_for,
    DeliveryKind.INVITATION: check_in_notices.invitation_for,
    DeliveryKind.CHECK_IN_CARD: check_in_notices.card_for,
    DeliveryKind.PREVIEW: check_in_notices.preview_for,
    DeliveryKind.INCOMPLETE: check_in_notices.incomplete_note_for,
    DeliveryKind.DISCUSSION: check_in_notices.discussion_for,
    DeliveryKind.NUDGE: nudge_notices.nudge_for,
    DeliveryKind.CHANNEL_REMINDER: nudge_notices.reminder_for,
    DeliveryKind.NOT_STARTED: nudge_notices.not_started_for,
    DeliveryKind.LEADERBOARD: leaderboard_reading.leaderboard_for,
    DeliveryKind.LEADERBOARD_PREVIEW: leaderboard_reading.leaderboard_preview_for,
    DeliveryKind.DIGEST: leaderboard_reading.digest_for,
    DeliveryKind.DIGEST_DETAILS: leaderboard_reading.digest_details_for,
}

"""Show one person's view to a channel, once and only when the person says so."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flows.assessment import Assessment, View
from flows.delivery import Delivery, DeliveryKey, DeliveryKind, DeliveryStatus
from flows.interaction import Interaction, Turn
from flows.notices import Remark, RemarkKind
from flows.use_cases.clicking import Clicked, Step, open_card, show

# Longer than sending one message takes, time-out included.
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Sharing:
    """A view to be posted to a channel, and what the person sees. `key` is None when nothing is to be sent."""

    turn: Turn
    key: DeliveryKey | None = None


def preview(channel_id: str | None) -> Step:
    """Make the step that shows what a channel would see; without a channel, the one the assessment was begun in."""

    def step(_: Interaction, assessment: Assessment) -> Assessment:
        card = assessment.card.showing(View.SHARE, channel_id or assessment.origin_channel_id)
        return replace(assessment, card=card)

    return step


def share(interaction: Interaction, clicked: Clicked) -> Sharing:
    """Decide to post the view to the channel previewed: once for each state of the answers, whoever clicks twice."""
    opened = open_card(interaction, clicked)
    card, channel = opened.current.card, clicked.subject
    if opened.is_old or channel is None or card.view not in {View.SHARE, View.SHARED} or card.subject != channel:
        return Sharing(show(interaction, opened, opened.current))
    key = DeliveryKey(
        workspace_id=interaction.acting.workspace_id,
        kind=DeliveryKind.SHARED_RESULT,
        subject_id=opened.current.id,
        recipient=channel,
        occurrence=f"revision {opened.current.revision}",
    )
    interaction.repositories.deliveries.add(Delivery(interaction.new_id(), key, created_at=interaction.now))
    shown = replace(opened.current, card=card.showing(View.SHARED, channel))
    return Sharing(show(interaction, opened, shown), key)


def claim_delivery(interaction: Interaction, key: DeliveryKey, payload: str) -> Delivery | None:
    """Take a delivery for sending, with what is sent; None when it was sent or somebody else is sending it."""
    deliveries = interaction.repositories.deliveries
    claimed = deliveries.claim(key, now=interaction.now, lease_until=interaction.now + LEASE)
    if claimed is None:
        return None
    kept = replace(claimed, payload=claimed.payload or payload)
    deliveries.save(kept)
    return kept


def delivery_sent(interaction: Interaction, delivery: Delivery, message_id: str) -> None:
    """Note that it is there."""
    interaction.repositories.deliveries.save(
        replace(delivery, status=DeliveryStatus.SENT, sent_at=interaction.now, message_id=message_id, failure=None)
    )


def delivery_failed(interaction: Interaction, delivery: Delivery, failure: str, *, perhaps_sent: bool) -> Turn | None:
    """Note that it is not there, or perhaps is; show the preview again with the reason."""
    status = DeliveryStatus.UNCERTAIN if perhaps_sent else DeliveryStatus.FAILED
    interaction.repositories.deliveries.save(replace(delivery, status=status, failure=failure))
    person = interaction.claim_person()
    active = interaction.repositories.assessments.find_active(person.id)
    if active is None or active.card.view is not View.SHARED:
        return None
    view = View.SHARED if perhaps_sent else View.SHARE
    again = replace(active, card=active.card.showing(view, active.card.subject))
    interaction.save(active, again)
    return Turn(person, again, in_place=True, remarks=(Remark(RemarkKind.NOT_SHARED, reason=failure),))

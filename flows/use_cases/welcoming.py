"""Say hello in a channel, once."""

from flows.delivery import DeliveryKey, DeliveryKind, new_delivery
from flows.interaction import Interaction


def welcome(interaction: Interaction, channel_id: str, *, is_by_person: bool) -> None:
    """Have a channel greeted in which Rung has been invited, the first time only; whoever did it is the one acting."""
    key = DeliveryKey(
        workspace_id=interaction.acting.workspace_id,
        kind=DeliveryKind.WELCOME,
        subject_id=channel_id,
        recipient=channel_id,
        occurrence="first",
    )
    asked_by = interaction.claim_person().id if is_by_person else None
    interaction.repositories.deliveries.add(new_delivery(interaction.new_id(), key, interaction.now, asked_by=asked_by))

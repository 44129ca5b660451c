"""Show one person's view to a channel, once and only when the person says so."""

from collections.abc import Callable
from dataclasses import replace

from flows.acts.assessment.card_click import Clicked, Step, open_card, show
from flows.acts.assessment.turn import Turn
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, View
from flows.assessment.cards import Remark, RemarkKind
from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryStatus, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories
from flows.teams.person import Person

# Puts the view into the words that the channel reads, as JSON.
Write = Callable[[Assessment, Person], str]


def preview(channel_id: str | None) -> Step:
    """Make the step that shows what a channel would see; without a channel, the one the assessment was begun in."""

    def step(_: Act, assessment: Assessment) -> Assessment | None:
        if assessment.check_in_id:  # what a team sees is the team's result
            return None
        card = assessment.card.showing(View.SHARE, channel_id or assessment.origin_channel_id)
        return replace(assessment, card=card)

    return step


def share(act: Act, clicked: Clicked, write: Write) -> Turn:
    """Decide to post the view to the channel previewed: once for each state of the answers, whoever clicks twice.

    What was previewed is what is posted, however long that takes, so it is written down here.
    """
    opened = open_card(act, clicked)
    found, channel = opened.current, clicked.subject
    if (
        opened.is_old
        or found.check_in_id
        or channel is None
        or found.card.view is not View.SHARE
        or found.card.subject != channel
    ):
        return show(opened, found)
    key = _key(opened.person, found, channel)
    wanted = new_delivery(act.new_id(), key, act.now, asked_by=opened.person.id, payload=write(found, opened.person))
    view = View.SHARED if _is_there(act, wanted) else View.SHARING
    return show(opened, replace(found, card=found.card.showing(view, channel)))


def sharing_ended(repositories: Repositories, person: Person, delivery: Delivery) -> Turn | None:
    """Show on the card how it ended, if the card still waits for that; the person's row is locked by the caller."""
    active = repositories.assessments.find_current(person.id)
    if active is None or active.card.view is not View.SHARING:
        return None
    if _key(person, active, active.card.subject or "") != delivery.key:  # that card waits for another one
        return None
    arrived = delivery.status is DeliveryStatus.SENT
    view = View.SHARED if arrived else View.SHARE
    shown = replace(active, card=active.card.showing(view, active.card.subject))
    repositories.assessments.save(active, shown)
    remarks = () if arrived else (Remark(RemarkKind.NOT_SHARED, reason=delivery.reason),)
    return Turn(person, shown, in_place=True, remarks=remarks)


def _key(person: Person, assessment: Assessment, channel: str) -> DeliveryKey:
    return DeliveryKey(
        workspace_id=person.workspace_id,
        kind=DeliveryKind.SHARED_RESULT,
        subject_id=assessment.id,
        recipient=channel,
        occurrence=f"revision {assessment.revision}",
    )


def _is_there(act: Act, wanted: Delivery) -> bool:
    """Have it sent; True when it has been before. One that failed is sent anew, for the person says so."""
    deliveries = act.repositories.deliveries
    if deliveries.add(wanted):
        return False
    found = deliveries.find(wanted.key)
    if found and not found.status.is_open and found.status is not DeliveryStatus.SENT:
        deliveries.reopen(replace(wanted, id=found.id, attempts=found.attempts))
    return found is not None and found.status is DeliveryStatus.SENT

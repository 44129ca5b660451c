"""Share one person's view with a channel, once and only when the person says so."""

from collections.abc import Callable
from dataclasses import replace

from flows.acts.assessment.card_click import Clicked, Step, open_card, show
from flows.acts.assessment.turn import Turn
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, View
from flows.cards.cards import Remark, RemarkKind
from flows.deliveries.delivery import Delivery, DeliveryKey, DeliveryStatus, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories
from flows.teams.person import Person

# Puts the view into the words that the channel reads, as JSON.
Write = Callable[[Assessment, Person], str]


def preview(channel_id: str | None) -> Step:
    """The step that shows what a channel would see; without a channel, the one the assessment was begun in."""

    def step(_: Act, assessment: Assessment) -> Assessment | None:
        if assessment.check_in_id:  # what a team sees is the team's result
            return None
        card = assessment.card.showing(View.SHARE, channel_id or assessment.origin_channel_id)
        return replace(assessment, card=card)

    return step


def share(act: Act, clicked: Clicked, write: Write) -> Turn:
    """Post the view to the channel previewed: once for each state of the answers, also when clicked twice.

    What was previewed is what is posted, however long that takes, so it is written down here.
    """
    opened = open_card(act, clicked)
    shown, channel = opened.current, clicked.subject
    is_previewed = shown.card.view is View.SHARE and shown.card.subject == channel and not shown.check_in_id
    if opened.is_old or channel is None or not is_previewed:
        return show(opened, shown)
    key = _key(opened.person, shown, channel)
    shared = new_delivery(act.new_id(), key, act.now, asked_by=opened.person.id, payload=write(shown, opened.person))
    view = View.SHARED if _is_there(act, shared) else View.SHARING
    return show(opened, replace(shown, card=shown.card.showing(view, channel)))


def sharing_ended(repositories: Repositories, person: Person, delivery: Delivery) -> Turn | None:
    """Show on a person's card how sharing ended, if the card still waits for that; the person's row is locked."""
    active = repositories.assessments.find_current(person.id)
    if active is None or active.card.view is not View.SHARING:
        return None
    if _key(person, active, active.card.subject or "") != delivery.key:  # that card waits for another one
        return None
    has_arrived = delivery.status is DeliveryStatus.SENT
    view = View.SHARED if has_arrived else View.SHARE
    shown = replace(active, card=active.card.showing(view, active.card.subject))
    repositories.assessments.save(active, shown)
    turn = Turn(person, shown, in_place=True)
    return turn if has_arrived else replace(turn, remarks=(Remark(RemarkKind.NOT_SHARED, reason=delivery.reason),))


def _key(person: Person, assessment: Assessment, channel: str) -> DeliveryKey:
    occurrence = f"revision {assessment.revision}"
    return DeliveryKey(person.workspace_id, DeliveryKind.SHARED_RESULT, assessment.id, channel, occurrence)


def _is_there(act: Act, shared: Delivery) -> bool:
    """Send a view, and say whether it has arrived before; one that failed is sent anew, for the person says so."""
    deliveries = act.repositories.deliveries
    if deliveries.add(shared):
        return False
    earlier = deliveries.find(shared.key)
    if earlier and not earlier.status.is_open and earlier.status is not DeliveryStatus.SENT:
        deliveries.reopen(replace(shared, id=earlier.id, attempts=earlier.attempts))
    return earlier is not None and earlier.status is DeliveryStatus.SENT

"""Send what is due: take it in hand, write it down, look it up where it may be there already, note how it went.

Rows are locked in one order (person, team, check-in, lane, delivery, workspace; a step that begins with a workspace
waits for no lane), so that replicas never wait for each other in a ring.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.acts.assessment.share import sharing_ended
from flows.acts.assessment.turn import Turn, card_is_above
from flows.acts.leaderboards.leaderboard_reading import shown_from
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import note_answered, reachable_owners
from flows.check_ins.check_in import CheckIn, declined_by
from flows.deliveries import rules
from flows.deliveries.delivery import OVER, Delivery, DeliveryKey, DeliveryLimits, DeliveryStatus, Lane, Pace
from flows.deliveries.kinds import DeliveryKind
from flows.deliveries.rules import Arrived, Dropped, Outcome, Refused
from flows.teams.person import Person
from flows.teams.team import Team

# Slack's codes for nobody being reachable under an id any more.
GONE = {"user_disabled", "user_not_found", "account_inactive", "cannot_dm_bot"}


@dataclass(frozen=True)
class Sending:
    """An act of a process that sends. `owner` names the process, `jitter` gives a number from 0 to 1."""

    act: Act
    limits: DeliveryLimits
    owner: str
    jitter: Callable[[], float]


@dataclass(frozen=True)
class DueMessages:
    """The messages that a step has taken out: some are in hand to be sent, some are too late to be of any use."""

    in_hand: tuple[Delivery, ...] = ()
    too_late: tuple[Delivery, ...] = ()


@dataclass(frozen=True)
class Finished:
    """A message as it ended, and the card that says so to the person who asked for it."""

    delivery: Delivery
    turn: Turn | None = None


def take_due(sending: Sending, workspaces: Sequence[str], most: int, in_flight: Mapping[str, int]) -> DueMessages:
    """Take up to `most` due messages of the first of these workspaces; `in_flight` counts those in hand already."""
    in_hand: list[Delivery] = []
    too_late: list[Delivery] = []
    chosen = sorted(workspaces[:most])
    for place, workspace_id in enumerate(chosen):
        share = -(-(most - len(in_hand)) // (len(chosen) - place))
        room = sending.limits.at_once - in_flight.get(workspace_id, 0)
        taken = _take_due_in(sending, workspace_id, min(share, room))
        in_hand += taken.in_hand
        too_late += taken.too_late
    return DueMessages(tuple(in_hand), tuple(too_late))


def _take_due_in(sending: Sending, workspace_id: str, most: int) -> DueMessages:
    """Take due messages of one workspace; those that are too late stay pending until that is noted."""
    deliveries, now = sending.act.repositories.deliveries, sending.act.now
    pace = deliveries.lock_pace(workspace_id)
    room = rules.room_for(pace, now, sending.limits)
    in_hand, too_late, put_right, lanes = [], [], [], []
    for lane, head in deliveries.take_lanes(workspace_id, now, max(0, min(most, room))):
        delivery = head and rules.taken_back(head, now, sending.limits)
        if delivery and rules.is_ready(delivery, now):
            if delivery.status is DeliveryStatus.PENDING and rules.is_too_late(delivery, now):
                too_late.append(delivery)
                lanes.append(lane)
                continue
            delivery = rules.taken(delivery, sending.owner, now, sending.limits)
            in_hand.append(delivery)
            pace = rules.paced(pace, now, sending.limits)
        elif delivery:
            put_right.append(delivery)
        lanes.append(rules.waiting_for(lane, delivery))
    deliveries.save(*put_right, *in_hand)
    deliveries.save_lanes(*lanes)
    if in_hand:
        deliveries.save_pace(pace)
    return DueMessages(tuple(in_hand), tuple(too_late))


def keep_text(sending: Sending, delivery: Delivery, payload: str) -> Delivery | None:
    """Keep the text of a message that is about to be sent; None when it is no longer in this process's hands."""
    deliveries = sending.act.repositories.deliveries
    if not _is_in_same_hands(deliveries.lock(delivery.id), delivery):
        return None
    kept = replace(delivery, payload=payload)
    deliveries.save(kept)
    return kept


def attempt_again(sending: Sending, delivery: Delivery, *, could_look: bool) -> Delivery | Dropped | None:
    """Begin another attempt at a message that is not there, or where nobody can look.

    None when the message is no longer in this process's hands.
    """
    deliveries = sending.act.repositories.deliveries
    if not _is_in_same_hands(deliveries.lock(delivery.id), delivery):
        return None
    decide = rules.not_there if could_look else rules.cannot_look
    decided = decide(delivery, sending.act.now)
    if isinstance(decided, Delivery):
        deliveries.save(decided)
    return decided


def finish(sending: Sending, delivery: Delivery, outcome: Outcome) -> Finished | None:
    """Note how a message went, and let its lane and workspace go on; None when that was for others to say."""
    act, limits = sending.act, sending.limits
    deliveries = act.repositories.deliveries
    person, team = _lock_person(act, delivery), _lock_team(act, delivery, outcome)
    check_in = _lock_check_in(act, delivery, outcome)
    stored, lane, pace = deliveries.lock_in_lane(delivery.id)
    has_just_arrived = isinstance(outcome, Arrived) and stored.status.is_open
    if not has_just_arrived and not _is_in_same_hands(stored, delivery):
        return None
    jitter = sending.jitter()
    after = rules.concluded(delivery, outcome, act.now, limits, jitter)
    deliveries.save(after)
    if team and team.was_announced and team.leaderboard_from is None:
        act.repositories.teams.save(team, replace(team, leaderboard_from=shown_from(team, act.now)))
    if person and _is_gone(after) and not after.status.is_open:
        _note_gone(act, person, check_in)
    deliveries.save_lanes(rules.lane_after(lane, deliveries.find_head(lane), act.now, outcome, limits))
    turn = None
    if person and not after.status.is_open:
        turn = _show_on_card(act, person, after)
    if not turn and _is_news(after, lane):
        _report_trouble(act, after)
    if delivery.owner:  # else nobody has asked Slack anything
        _keep_pace(sending, pace, outcome, jitter)
    return Finished(after, turn)


def _is_in_same_hands(stored: Delivery, delivery: Delivery) -> bool:
    """Whether nobody else has had the message in hand since."""
    return (stored.status, stored.owner, stored.attempts) == (delivery.status, delivery.owner, delivery.attempts)


def _lock_person(act: Act, delivery: Delivery) -> Person | None:
    """Lock the person with a card that depends on the message: it stands above it, or shows how it went."""
    if delivery.key.kind.rules.to_person:
        return act.repositories.people.lock(delivery.key.recipient)
    if delivery.key.kind is DeliveryKind.SHARED_RESULT and delivery.asked_by:
        return act.repositories.people.lock(delivery.asked_by)
    return None


def _lock_team(act: Act, delivery: Delivery, outcome: Outcome) -> Team | None:
    """Lock the team of which others may see the row some days after an owner has."""
    if delivery.key.kind is DeliveryKind.LEADERBOARD_PREVIEW and isinstance(outcome, Arrived):
        return act.repositories.teams.lock(delivery.key.subject_id)
    return None


def _lock_check_in(act: Act, delivery: Delivery, outcome: Outcome) -> CheckIn | None:
    """Lock the check-in that may have to do without a person who is not there to be invited."""
    if delivery.key.kind is DeliveryKind.INVITATION and isinstance(outcome, Refused):
        return act.repositories.check_ins.lock(delivery.key.subject_id)
    return None


def _show_on_card(act: Act, person: Person, delivery: Delivery) -> Turn | None:
    """Have a person's card come below a message that was sent to them, or show how a shared result went."""
    if not delivery.key.kind.rules.to_person:
        return sharing_ended(act.repositories, person, delivery)
    if delivery.status is DeliveryStatus.SENT:
        card_is_above(act.repositories, person)
    return None


def _is_news(delivery: Delivery, lane: Lane) -> bool:
    """Whether people have to hear that the message did not arrive: once for each trouble of a recipient.

    If the message is awaited they hear each time, and also when it was given up.
    """
    is_awaited = delivery.key.kind.rules.is_awaited
    if delivery.status is DeliveryStatus.FAILED:
        return delivery.reason != lane.trouble or is_awaited
    return delivery.status is DeliveryStatus.DROPPED and delivery.reason != OVER and is_awaited


def _report_trouble(act: Act, delivery: Delivery) -> None:
    """Tell the person who asked for the message, the team's owners, or the admins that it did not arrive."""
    if not delivery.key.kind.rules.is_told:
        return
    workspace_id, occurrence = delivery.key.workspace_id, f"attempt {delivery.attempts}"
    for person_id in sorted(_people_to_tell(act, delivery)):
        key = DeliveryKey(workspace_id, DeliveryKind.UNDELIVERED, delivery.id, person_id, occurrence)
        act.send(key, asked_by=delivery.asked_by)


def _people_to_tell(act: Act, delivery: Delivery) -> set[str]:
    repositories, key = act.repositories, delivery.key
    if delivery.asked_by:
        return {delivery.asked_by}
    admins = {admin.id for admin in repositories.people.list_admins(key.workspace_id)}
    if not key.kind.rules.of_check_in:
        return admins
    owners = reachable_owners(repositories, repositories.check_ins.get(key.subject_id))
    return {*owners} - {key.recipient} or admins - {key.recipient}


def _is_gone(delivery: Delivery) -> bool:
    """Whether Slack says that nobody can be reached under the recipient's id any more."""
    return delivery.key.kind.rules.to_person and delivery.reason in GONE


def _note_gone(act: Act, person: Person, check_in: CheckIn | None) -> None:
    """Wait no more for a person who is gone; their check-in may be complete without them."""
    act.repositories.people.save(replace(person, is_gone=True))
    if check_in and check_in.is_open:
        without = declined_by(check_in, person.id)
        act.repositories.check_ins.save(check_in, without)
        note_answered(act, without)


def _keep_pace(sending: Sending, seen: Pace, outcome: Outcome, jitter: float) -> None:
    """Let the workspace pause, or go on; last, because all who take messages there wait for its row."""
    deliveries, now, limits = sending.act.repositories.deliveries, sending.act.now, sending.limits
    if rules.pace_after(seen, outcome, now, limits, jitter) != seen:
        pace = deliveries.lock_pace(seen.workspace_id)
        deliveries.save_pace(rules.pace_after(pace, outcome, now, limits, jitter))

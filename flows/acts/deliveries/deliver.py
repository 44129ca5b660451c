"""Send what is due: claim it, write it down, look it up where it may be there already, and note how it went.

Rows are locked in one order (person, team, check-in, lane, delivery, workspace; whoever begins with a workspace waits
for no lane), so that replicas never wait for each other in a ring.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.acts.assessment.share import sharing_ended
from flows.acts.assessment.turn import Turn, card_is_above
from flows.acts.leaderboards.leaderboard_reading import shown_from
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_moves import note_answered
from flows.check_ins.check_in import CheckIn, declined_by
from flows.deliveries.delivery import (
    OVER,
    Delivery,
    DeliveryKey,
    DeliveryLimits,
    DeliveryStatus,
    Lane,
    Pace,
    new_delivery,
)
from flows.deliveries.kinds import DeliveryKind
from flows.deliveries.rules import (
    Arrived,
    Dropped,
    Outcome,
    Refused,
    cannot_look,
    concluded,
    is_ready,
    is_too_late,
    lane_after,
    not_there,
    pace_after,
    paced,
    room_for,
    taken,
    taken_back,
    waiting_for,
)
from flows.teams.person import Person
from flows.teams.team import Team

GONE = {"user_disabled", "user_not_found", "account_inactive", "cannot_dm_bot"}


@dataclass(frozen=True)
class Sending:
    """An act of a process that sends. `owner` names the process, `jitter` gives a number from 0 to 1."""

    act: Act
    limits: DeliveryLimits
    owner: str
    jitter: Callable[[], float]


@dataclass(frozen=True)
class Taken:
    """What a step has found: messages now in hand, and messages that are of no use any more."""

    in_hand: tuple[Delivery, ...] = ()
    too_late: tuple[Delivery, ...] = ()


@dataclass(frozen=True)
class Finished:
    """How a message ended up, and the card that says so to the person who asked for it."""

    delivery: Delivery
    turn: Turn | None = None


def take_due(sending: Sending, workspaces: Sequence[str], most: int, in_flight: Mapping[str, int]) -> Taken:
    """Take up to `most` messages in hand, of the first of these workspaces; `in_flight` counts what one has already."""
    in_hand: list[Delivery] = []
    too_late: list[Delivery] = []
    chosen = sorted(workspaces[:most])
    for place, workspace_id in enumerate(chosen):
        share = -(-(most - len(in_hand)) // (len(chosen) - place))
        taken = _take_of(sending, workspace_id, min(share, sending.limits.at_once - in_flight.get(workspace_id, 0)))
        in_hand += taken.in_hand
        too_late += taken.too_late
    return Taken(tuple(in_hand), tuple(too_late))


def _take_of(sending: Sending, workspace_id: str, most: int) -> Taken:
    deliveries, now = sending.act.repositories.deliveries, sending.act.now
    pace = deliveries.lock_pace(workspace_id)
    lanes = deliveries.take_lanes(workspace_id, now, max(0, min(most, room_for(pace, now, sending.limits))))
    looked_at = [_look(sending, lane, head) for lane, head in lanes]
    taken = [delivery for _, delivery, is_taken in looked_at if delivery and is_taken]
    too_late = tuple(each for each in taken if each.status is DeliveryStatus.PENDING)
    in_hand = tuple(each for each in taken if each.status is not DeliveryStatus.PENDING)
    deliveries.save(*(delivery for _, delivery, _ in looked_at if delivery and delivery not in too_late))
    deliveries.save_lanes(*(lane for lane, _, _ in looked_at))
    for _ in in_hand:
        pace = paced(pace, now, sending.limits)
    if in_hand:
        deliveries.save_pace(pace)
    return Taken(in_hand, too_late)


def _look(sending: Sending, lane: Lane, head: Delivery | None) -> tuple[Lane, Delivery | None, bool]:
    """What becomes of a lane that is due and its first message, and whether that is taken out for something.

    A message that is too late is taken out as it is, still pending.
    """
    found = head and taken_back(head, sending.act.now, sending.limits)
    if found is None or not is_ready(found, sending.act.now):
        return waiting_for(lane, found), found, False
    if found.status is DeliveryStatus.PENDING and is_too_late(found, sending.act.now):
        return lane, found, True
    found = taken(found, sending.owner, sending.act.now, sending.limits)
    return waiting_for(lane, found), found, True


def freeze(sending: Sending, delivery: Delivery, payload: str) -> Delivery | None:
    """Keep what is about to be sent; None when the message is no longer in this process's hands."""
    if not _is_same(sending.act.repositories.deliveries.lock(delivery.id), delivery):
        return None
    kept = replace(delivery, payload=payload)
    sending.act.repositories.deliveries.save(kept)
    return kept


def go_on(sending: Sending, delivery: Delivery, *, could_look: bool) -> Delivery | Dropped | None:
    """Begin another attempt at a message that is not there, or where nobody can look; None as in `freeze`."""
    if not _is_same(sending.act.repositories.deliveries.lock(delivery.id), delivery):
        return None
    decided = (not_there if could_look else cannot_look)(delivery, sending.act.now)
    if isinstance(decided, Delivery):
        sending.act.repositories.deliveries.save(decided)
    return decided


def finish(sending: Sending, delivery: Delivery, outcome: Outcome) -> Finished | None:
    """Note how it went, and let the lane and the workspace go on; None when that was for others to say."""
    deliveries = sending.act.repositories.deliveries
    person, team = _lock_person(sending, delivery), _lock_team(sending, delivery, outcome)
    check_in = _lock_check_in(sending, delivery, outcome)
    stored, lane, pace = deliveries.lock_in_lane(delivery.id)
    if not (_is_same(stored, delivery) or (isinstance(outcome, Arrived) and stored.status.is_open)):
        return None
    jitter = sending.jitter()
    after = concluded(delivery, outcome, sending.act.now, sending.limits, jitter)
    deliveries.save(after)
    if team and team.was_announced and team.leaderboard_from is None:
        sending.act.repositories.teams.save(team, replace(team, leaderboard_from=shown_from(team, sending.act.now)))
    if person and _is_gone(after) and not after.status.is_open:
        _note_gone(sending, person, check_in)
    deliveries.save_lanes(lane_after(lane, deliveries.find_head(lane), sending.act.now, outcome, sending.limits))
    turn = _show(sending, person, after) if person and not after.status.is_open else None
    if not turn and _is_news(after, lane):
        _tell(sending, after)
    if delivery.owner:  # else nobody has asked Slack anything
        _keep_pace(sending, pace, outcome, jitter)
    return Finished(after, turn)


def _is_same(stored: Delivery, delivery: Delivery) -> bool:
    """Whether nobody else has had the message in hand since."""
    return (stored.status, stored.owner, stored.attempts) == (delivery.status, delivery.owner, delivery.attempts)


def _lock_person(sending: Sending, delivery: Delivery) -> Person | None:
    """Lock whoever has a card that depends on the message: it stands above it, or shows how it went."""
    kind = delivery.key.kind
    if kind.rules.to_person:
        return sending.act.repositories.people.lock(delivery.key.recipient)
    if kind is DeliveryKind.SHARED_RESULT and delivery.asked_by:
        return sending.act.repositories.people.lock(delivery.asked_by)
    return None


def _show(sending: Sending, person: Person, delivery: Delivery) -> Turn | None:
    if delivery.key.kind.rules.to_person:
        if delivery.status is DeliveryStatus.SENT:
            card_is_above(sending.act.repositories, person)
        return None
    return sharing_ended(sending.act.repositories, person, delivery)


def _is_news(delivery: Delivery, lane: Lane) -> bool:
    """Whether somebody has to hear that the message did not arrive: once for each trouble of a recipient.

    Of what somebody waits for they hear each time, and also when it was given up.
    """
    is_missed = delivery.key.kind.rules.is_awaited
    if delivery.status is DeliveryStatus.FAILED:
        return delivery.reason != lane.trouble or is_missed
    return delivery.status is DeliveryStatus.DROPPED and delivery.reason != OVER and is_missed


def _tell(sending: Sending, delivery: Delivery) -> None:
    """Tell whoever asked for it, the team's owners, or the admins; nobody about such news itself, or a reminder."""
    if not delivery.key.kind.rules.is_told:
        return
    workspace_id, occurrence = delivery.key.workspace_id, f"attempt {delivery.attempts}"
    for person_id in sorted(_listeners(sending, delivery)):
        key = DeliveryKey(workspace_id, DeliveryKind.UNDELIVERED, delivery.id, person_id, occurrence)
        sending.act.repositories.deliveries.add(
            new_delivery(sending.act.new_id(), key, sending.act.now, asked_by=delivery.asked_by)
        )


def _listeners(sending: Sending, delivery: Delivery) -> set[str]:
    repositories, kind = sending.act.repositories, delivery.key.kind
    if delivery.asked_by:
        return {delivery.asked_by}
    admins = {each.id for each in repositories.people.list_admins(delivery.key.workspace_id)}
    if not kind.rules.of_check_in:
        return admins
    team = repositories.teams.find(repositories.check_ins.get(delivery.key.subject_id).team_id)
    owners = repositories.people.list_by_id(team.owners if team else ())
    reachable = {each.id for each in owners if not each.is_gone and each.id != delivery.key.recipient}
    return reachable or admins - {delivery.key.recipient}


def _is_gone(delivery: Delivery) -> bool:
    """Whether Slack says that nobody can be reached under the recipient's id any more."""
    return delivery.key.kind.rules.to_person and delivery.reason in GONE


def _lock_team(sending: Sending, delivery: Delivery, outcome: Outcome) -> Team | None:
    """Lock the team of which others may see the row some days after an owner has."""
    if delivery.key.kind is DeliveryKind.LEADERBOARD_PREVIEW and isinstance(outcome, Arrived):
        return sending.act.repositories.teams.lock(delivery.key.subject_id)
    return None


def _lock_check_in(sending: Sending, delivery: Delivery, outcome: Outcome) -> CheckIn | None:
    """Lock the check-in that may have to do without the one who is not there to be invited."""
    if delivery.key.kind is DeliveryKind.INVITATION and isinstance(outcome, Refused):
        return sending.act.repositories.check_ins.lock(delivery.key.subject_id)
    return None


def _note_gone(sending: Sending, person: Person, check_in: CheckIn | None) -> None:
    """Wait no more for somebody who is gone; their check-in may be complete without them."""
    sending.act.repositories.people.save(replace(person, is_gone=True))
    if check_in and check_in.is_open:
        without = declined_by(check_in, person.id)
        sending.act.repositories.check_ins.save(check_in, without)
        note_answered(sending.act, without)


def _keep_pace(sending: Sending, seen: Pace, outcome: Outcome, jitter: float) -> None:
    """Let the workspace pause, or go on; last, because all who claim there wait for its row."""
    deliveries = sending.act.repositories.deliveries
    if pace_after(seen, outcome, sending.act.now, sending.limits, jitter) != seen:
        pace = deliveries.lock_pace(seen.workspace_id)
        deliveries.save_pace(pace_after(pace, outcome, sending.act.now, sending.limits, jitter))

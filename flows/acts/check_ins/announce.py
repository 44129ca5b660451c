"""The messages with which a check-in begins, put on their way."""

from datetime import datetime, time

from flows.acts.shared.act import Act
from flows.acts.shared.check_in_moves import message_key
from flows.calendar.working_days import day_of
from flows.check_ins.check_in import CheckIn
from flows.deliveries.delivery import DeliveryKey, DeliveryKind, due_later, new_delivery
from flows.schedules.planned_messages import Planned, to_channel, to_person
from flows.teams.person import Person


def announce(act: Act, check_in: CheckIn, asks_at: time | None) -> None:
    """Invite everybody at a good moment of theirs, tell the channel, and plan who is reminded when.

    Whoever starts it by hand is at work, and is asked at once.
    """
    repositories = act.repositories
    for planned in to_channel(check_in, asks_at):
        key = message_key(check_in, planned.kind, check_in.channel_id)
        _send(act, key, planned.due_at)
    absences = repositories.absences.list_of(check_in.roster, check_in.asks_on)
    for person in repositories.people.list_by_id(check_in.roster):
        is_starting = asks_at is None and person.slack_id == act.actor.slack_id
        messages = list(to_person(check_in, person, absences, asks_at))
        if is_starting:
            nudges = (each for each in messages if each.kind is DeliveryKind.NUDGE)
            messages = [Planned(DeliveryKind.INVITATION, act.now), *nudges]
        for planned in messages:
            asked_by = person.id if is_starting and planned.kind is DeliveryKind.INVITATION else None
            _send(act, _key(check_in, person, planned), planned.due_at, asked_by)


def _key(check_in: CheckIn, person: Person, planned: Planned) -> DeliveryKey:
    """What makes a planned message to somebody the same message: of nudges one a day where they are, over all teams."""
    if planned.kind is not DeliveryKind.NUDGE:
        return message_key(check_in, planned.kind, person.id)
    day = day_of(planned.due_at, person.time_zone)
    return DeliveryKey(person.workspace_id, planned.kind, person.workspace_id, person.id, day.isoformat())


def _send(act: Act, key: DeliveryKey, due_at: datetime, asked_by: str | None = None) -> None:
    delivery = new_delivery(act.new_id(), key, act.now, asked_by=asked_by)
    act.repositories.deliveries.add(due_later(delivery, due_at))

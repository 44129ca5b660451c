"""Which messages a check-in brings to whom, and when: for sending them and for saying so beforehand. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from flows.calendar.working_days import day_of, instant, working_day_before, working_days_after
from flows.check_ins.check_in import CheckIn, Nudging, first_deadline
from flows.deliveries.kinds import DeliveryKind
from flows.teams.good_moment import Absence, absences_for, good_moment
from flows.teams.person import Person

REMINDS = time(10)


@dataclass(frozen=True)
class PlannedMessage:
    """A message that is going to be sent: its kind, and when it is due."""

    kind: DeliveryKind
    due_at: datetime


def messages_to_person(
    check_in: CheckIn, person: Person, absences: Iterable[Absence], asks_at: time | None
) -> Iterator[PlannedMessage]:
    """The messages of a check-in to a person until they have answered.

    The invitation comes at `asks_at` of the day where they are, else as soon as they can be asked; that may be too
    late, unless the deadline moves.
    """
    absences = (*absences, *absences_for(person, check_in.days_off))
    invited = good_moment(person, absences, _first_asked(check_in, asks_at, person.time_zone), asks_at)
    if invited is None:
        return
    yield PlannedMessage(DeliveryKind.INVITATION, invited)
    invited_on = day_of(invited, person.time_zone)
    for day in nudge_days(check_in, person.time_zone):
        moment = good_moment(person, absences, instant(day, REMINDS, person.time_zone), REMINDS)
        if day > invited_on and moment and moment < check_in.closes_at:
            yield PlannedMessage(DeliveryKind.NUDGE, moment)


def messages_to_channel(check_in: CheckIn, asks_at: time | None) -> Iterator[PlannedMessage]:
    """The messages of a check-in to its channel while it is open."""
    zone, days_off = check_in.time_zone, check_in.days_off
    opened = _first_asked(check_in, asks_at, zone)
    yield PlannedMessage(DeliveryKind.CHECK_IN_CARD, opened)
    reminded = instant(working_day_before(day_of(check_in.closes_at, zone), zone, days_off), REMINDS, zone)
    if check_in.reminds_channel and day_of(reminded, zone) > day_of(opened, zone):
        yield PlannedMessage(DeliveryKind.CHANNEL_REMINDER, reminded)


def _first_asked(check_in: CheckIn, asks_at: time | None, zone: str) -> datetime:
    """When a check-in asks in a time zone: at that hour of its day, but not before it opens."""
    if asks_at is None:
        return check_in.opened_at
    return max(check_in.opened_at, instant(check_in.asks_on, asks_at, zone))


def nudge_days(check_in: CheckIn, zone: str) -> tuple[date, ...]:
    """The days on which a check-in nudges in a zone.

    The only nudge, or the second of two, comes on the last working day before its deadline; the first of two comes
    halfway. A deadline that has moved brings no further nudge.
    """
    days_off = check_in.days_off
    deadline = first_deadline(check_in.asks_on, check_in.lasts, check_in.time_zone, days_off)
    last = working_day_before(day_of(deadline, zone), zone, days_off)
    middle = working_days_after(check_in.asks_on, max(1, check_in.lasts // 2), zone, days_off)
    days = {Nudging.GENTLE: [last], Nudging.NORMAL: [middle, last], Nudging.OFF: []}[check_in.nudging]
    return tuple(sorted({day for day in days if day <= last}))

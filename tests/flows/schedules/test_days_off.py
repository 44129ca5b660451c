"""A team's own days off. They count wherever its working days do; a test for each place:

the day of asking · the deadline · a deadline that moves for answers or for people away · publishing, and publishing
after a discussion · both nudges · the channel's reminder · the invitation when it is planned. In
`tests/journeys/test_days_off.py`: the invitation when it is sent or asked for later, and what is shown.
"""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from flows.calendar.rhythm import Rhythm
from flows.calendar.typed_days import Span
from flows.calendar.working_days import MOST_DAYS_OFF, day_of, instant
from flows.check_ins.check_in import (
    CheckInEvent,
    CheckInStatus,
    Nudging,
    after,
    extended_for_absences,
    first_deadline,
)
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.schedules.days_off import coming_days_off, spans_of, with_days_off, without_days_off
from flows.schedules.planned_messages import messages_to_channel, messages_to_person, nudge_days
from flows.schedules.schedule import Schedule
from flows.teams.person import Person
from tests.support.check_ins import OPENED

BERLIN = "Europe/Berlin"
TODAY = date(2027, 1, 4)
USUAL = Schedule("t1", "T1", Rhythm(BERLIN), TODAY)  # second Tuesdays: 12 January, 13 April
PERSON = Person("p1", "T1", "U1", time_zone=BERLIN)


def january(day: int) -> date:
    return date(2027, 1, day)


def at(day: date, hour: int = 12) -> datetime:
    return instant(day, time(hour), BERLIN)


def asked(*off: int, lasts: int = 5, **more):
    """A check-in of Monday 11 January, with these days of January off."""
    days = tuple(map(january, off))
    closes_at = first_deadline(january(11), lasts, BERLIN, days)
    return replace(OPENED, lasts=lasts, closes_at=closes_at, days_off=days, **more)


def test_a_check_in_is_asked_on_the_next_working_day_and_says_why():
    off = with_days_off(USUAL, [Span(january(12), january(14))], TODAY)
    first, second = off.next(2)
    assert (first.on, first.holiday, first.is_moved) == (january(15), "a day off", True)
    assert (second.on, second.holiday) == (date(2027, 4, 13), None)
    assert off.next_at() == at(january(15), 10)


def test_a_day_that_was_chosen_instead_moves_too():
    off = replace(USUAL, shifted={january(12): january(19)}, days_off=(january(19),))
    assert off.next(1)[0].on == january(20)


def test_the_deadline_comes_later():
    assert day_of(asked().closes_at, BERLIN) == january(18)
    assert day_of(asked(13, 18).closes_at, BERLIN) == january(20)


def test_a_deadline_that_moves_passes_over_them():
    check_in = asked(19, 20)
    late = after(check_in, CheckInEvent.FIRST_DEADLINE, at(january(18), 17))
    assert day_of(late.closes_at, BERLIN) == january(22)
    assert day_of(extended_for_absences(check_in, 1).closes_at, BERLIN) == january(21)


def test_it_is_published_on_a_working_day():
    closed = after(asked(19), CheckInEvent.DEADLINE, at(january(18), 17))
    assert closed.status is CheckInStatus.IN_REVIEW
    assert closed.publish_at == at(january(20), 10)
    assert after(closed, CheckInEvent.DISCUSSED, at(january(18), 18)).publish_at == at(january(22), 10)


def test_nobody_is_reminded_on_them():
    assert nudge_days(asked(nudging=Nudging.NORMAL), BERLIN) == (january(13), january(15))
    assert nudge_days(asked(13, 18, nudging=Nudging.NORMAL), BERLIN) == (january(14), january(19))


def test_the_channel_is_not_reminded_on_them():
    reminder = list(messages_to_channel(asked(15, lasts=5), None))[-1]
    assert (reminder.kind, day_of(reminder.due_at, BERLIN)) == (DeliveryKind.CHANNEL_REMINDER, january(18))


def test_nobody_is_invited_on_them():
    """Started by hand on a day off: who has not started it is asked on the next day."""
    planned = list(messages_to_person(asked(11), PERSON, [], None))
    assert (planned[0].kind, day_of(planned[0].due_at, BERLIN)) == (DeliveryKind.INVITATION, january(12))


def test_days_are_kept_in_order_once_and_forgotten_when_they_are_over():
    off = with_days_off(USUAL, [Span(january(14), january(14)), Span(january(12), january(13))], TODAY)
    assert off.days_off == (january(12), january(13), january(14))
    assert spans_of(off.days_off) == ((january(12), january(14)),)
    later = with_days_off(off, [Span(january(20), january(20)), Span(january(14), january(14))], january(14))
    assert later.days_off == (january(14), january(20))
    assert coming_days_off(off, january(14)) == (january(14),)
    assert without_days_off(off, [Span(january(13), january(31))], TODAY).days_off == (january(12),)


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([(date(2027, 1, 3), date(2027, 1, 3))], "2027-01-03 is over. Nothing was changed."),
        ([(january(14), january(12))], "2027-01-12 is before 2027-01-14. Nothing was changed."),
        ([(january(12), date(2027, 3, 13))], "60 days off are the most. Nothing was changed."),
        ([(date(1, 1, 1), january(12))], "60 days off are the most. Nothing was changed."),
        ([(date(2072, 2, 1), date(2072, 2, 1))], "2072-02-01 is more than two years ahead. Nothing was changed."),
    ],
)
def test_what_cannot_be_is_said(spans, sentence):
    with pytest.raises(RefusedError, match=sentence):
        with_days_off(USUAL, spans, TODAY)


def test_sixty_are_the_most_in_all():
    off = with_days_off(USUAL, [Span(date(2027, 2, 1), date(2027, 4, 1))], TODAY)
    assert len(off.days_off) == MOST_DAYS_OFF
    with pytest.raises(RefusedError, match="That would be 61 days off; 60 are the most"):
        with_days_off(off, [Span(january(12), january(12))], TODAY)
    with pytest.raises(RefusedError, match="None of those is a day off of the team"):
        without_days_off(off, [Span(january(12), january(12))], TODAY)

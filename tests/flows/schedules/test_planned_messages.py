"""Which messages a check-in brings, and when: nobody is asked on a day off, nor reminded after the deadline."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from flows.calendar.working_days import zone_of
from flows.check_ins.check_in import CheckIn, Nudging, first_deadline
from flows.schedules.planned_messages import messages_to_channel, messages_to_person, nudge_days
from flows.teams.good_moment import Absence
from flows.teams.person import Person
from tests.support.check_ins import MONDAY, OPENED

BERLIN, TOKYO, NEW_YORK, RIYADH = "Europe/Berlin", "Asia/Tokyo", "America/New_York", "Asia/Riyadh"
LOS_ANGELES = "America/Los_Angeles"
SUNDAY_EVENING = datetime(2027, 1, 10, 20, tzinfo=UTC)


def january(day: int) -> date:
    return date(2027, 1, day)


def asked(lasts: int = 5, zone: str = BERLIN, **more: Any) -> CheckIn:
    """A check-in of so many working days from Monday 11 January on."""
    closes_at = first_deadline(january(11), lasts, zone)
    return replace(OPENED, **{"lasts": lasts, "time_zone": zone, "closes_at": closes_at, **more})


def said(planned, zone: str) -> list[str]:
    return [f"{each.kind} {each.due_at.astimezone(zone_of(zone)):%a %d %H:%M}" for each in planned]


@pytest.mark.parametrize(
    ("nudging", "lasts", "zone", "days"),
    [
        (Nudging.OFF, 5, BERLIN, ()),
        (Nudging.GENTLE, 5, BERLIN, (15,)),
        (Nudging.NORMAL, 5, BERLIN, (13, 15)),
        (Nudging.NORMAL, 10, BERLIN, (18, 22)),
        (Nudging.NORMAL, 3, BERLIN, (12, 13)),
        (Nudging.NORMAL, 2, BERLIN, (12,)),  # both are the same day
        (Nudging.NORMAL, 1, BERLIN, (11,)),  # the middle would be after the last
        (Nudging.NORMAL, 1, TOKYO, (12,)),  # never on the day on which people are asked
        (Nudging.GENTLE, 5, TOKYO, (18,)),  # where it closes on Tuesday night
        (Nudging.GENTLE, 5, LOS_ANGELES, (15,)),  # where it closes on Monday morning
        (Nudging.GENTLE, 5, RIYADH, (17,)),  # where people work on Sundays
        (Nudging.NORMAL, 8, RIYADH, (17, 20)),
    ],
)
def test_the_days_on_which_people_are_reminded(nudging, lasts, zone, days):
    assert nudge_days(asked(lasts, nudging=nudging), zone) == tuple(map(january, days))


def test_a_deadline_that_has_moved_brings_no_further_nudge():
    moved = replace(asked(nudging=Nudging.NORMAL), closes_at=first_deadline(january(11), 9, BERLIN), was_extended=True)
    assert nudge_days(moved, BERLIN) == (january(13), january(15))


@pytest.mark.parametrize(
    ("check_in", "zone", "asks_at", "expected"),
    [
        (asked(), BERLIN, None, ["invitation Mon 11 10:00", "nudge Fri 15 10:00"]),
        (asked(nudging=Nudging.OFF), BERLIN, None, ["invitation Mon 11 10:00"]),
        (
            asked(nudging=Nudging.NORMAL),
            BERLIN,
            None,
            ["invitation Mon 11 10:00", "nudge Wed 13 10:00", "nudge Fri 15 10:00"],
        ),
        (asked(), BERLIN, time(11), ["invitation Mon 11 11:00", "nudge Fri 15 10:00"]),
        (asked(), BERLIN, time(9), ["invitation Mon 11 10:00", "nudge Fri 15 10:00"]),  # it has begun late
        (asked(opened_at=SUNDAY_EVENING), BERLIN, time(11), ["invitation Mon 11 11:00", "nudge Fri 15 10:00"]),
        (asked(opened_at=SUNDAY_EVENING), NEW_YORK, time(11), ["invitation Mon 11 11:00", "nudge Fri 15 10:00"]),
        (asked(opened_at=SUNDAY_EVENING), BERLIN, None, ["invitation Mon 11 09:00", "nudge Fri 15 10:00"]),
        (asked(asks_on=january(12)), BERLIN, time(11), ["invitation Tue 12 11:00", "nudge Mon 18 10:00"]),
        (asked(), TOKYO, None, ["invitation Tue 12 09:00", "nudge Mon 18 10:00"]),  # Monday is a holiday there
    ],
)
def test_what_somebody_gets_until_they_have_answered(check_in, zone, asks_at, expected):
    person = Person("p1", "T1", "U1", time_zone=zone)
    assert said(messages_to_person(check_in, person, [], asks_at), zone) == expected


@pytest.mark.parametrize(
    ("first", "last", "asks_at", "expected"),
    [
        (11, 13, None, ["invitation Thu 14 09:00", "nudge Fri 15 10:00"]),
        (11, 13, time(11), ["invitation Thu 14 11:00", "nudge Fri 15 10:00"]),
        (11, 14, None, ["invitation Fri 15 09:00"]),  # who was asked today is not reminded today
        (15, 17, None, ["invitation Mon 11 10:00", "nudge Mon 18 10:00"]),
        (15, 18, None, ["invitation Mon 11 10:00"]),  # on Tuesday it has closed
        (11, 19, None, ["invitation Wed 20 09:00"]),  # too late, unless the deadline moves
    ],
)
def test_who_is_away_hears_of_it_when_they_are_back(first, last, asks_at, expected):
    away = (Absence("p1", january(first), january(last), "p1"), Absence("p2", january(11), january(29), "p2"))
    person = Person("p1", "T1", "U1", time_zone=BERLIN)
    assert said(messages_to_person(asked(), person, iter(away), asks_at), BERLIN) == expected


def test_who_is_away_for_longer_than_can_be_noted_gets_nothing():
    person = Person("p1", "T1", "U1", time_zone=BERLIN)
    from_monday = Absence("p1", january(11), date(2029, 1, 1), "p1")
    assert said(messages_to_person(asked(), person, [from_monday], None), BERLIN) == []
    from_tuesday = replace(from_monday, first_on=january(12))
    assert said(messages_to_person(asked(), person, [from_tuesday], None), BERLIN) == ["invitation Mon 11 10:00"]


def test_nobody_is_reminded_at_the_very_moment_of_the_deadline():
    person = Person("p1", "T1", "U1", time_zone=BERLIN)
    at_ten = replace(asked(), closes_at=datetime(2027, 1, 15, 9, tzinfo=UTC))
    assert said(messages_to_person(at_ten, person, [], None), BERLIN) == ["invitation Mon 11 10:00"]


@pytest.mark.parametrize(
    ("check_in", "asks_at", "expected"),
    [
        (asked(), None, ["check_in_card Mon 11 10:00", "channel_reminder Fri 15 10:00"]),
        (asked(), time(11), ["check_in_card Mon 11 11:00", "channel_reminder Fri 15 10:00"]),
        (asked(), time(9), ["check_in_card Mon 11 10:00", "channel_reminder Fri 15 10:00"]),  # it has begun late
        (
            asked(opened_at=SUNDAY_EVENING),
            time(9),
            ["check_in_card Mon 11 09:00", "channel_reminder Fri 15 10:00"],
        ),
        (
            asked(asks_on=january(12)),
            time(9),
            ["check_in_card Tue 12 09:00", "channel_reminder Fri 15 10:00"],
        ),
        (asked(reminds_channel=False), None, ["check_in_card Mon 11 10:00"]),
        (asked(2), None, ["check_in_card Mon 11 10:00", "channel_reminder Tue 12 10:00"]),
        (asked(1), time(8), ["check_in_card Mon 11 10:00"]),  # not both on one day
    ],
)
def test_what_the_channel_gets_while_a_check_in_is_open(check_in, asks_at, expected):
    assert said(messages_to_channel(check_in, asks_at), BERLIN) == expected


def test_the_channel_goes_by_the_time_zone_and_the_working_days_of_its_team():
    there = asked(zone=LOS_ANGELES, opened_at=datetime(2027, 1, 11, 20, tzinfo=UTC))
    assert said(messages_to_channel(there, None), LOS_ANGELES) == [
        "check_in_card Mon 11 12:00",
        "channel_reminder Fri 15 10:00",
    ]
    there = asked(4, RIYADH, opened_at=MONDAY)
    assert said(messages_to_channel(there, None), RIYADH) == [
        "check_in_card Mon 11 12:00",
        "channel_reminder Thu 14 10:00",
    ]

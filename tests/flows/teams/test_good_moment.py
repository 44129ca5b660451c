"""When somebody can be asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar.working_days import holiday_on, is_working_day, local
from flows.teams.good_moment import Absence, good_moment, is_there, says_away
from flows.teams.person import Person

BERLIN = Person("p1", "T1", "U1", time_zone="Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # ten o'clock in Berlin
WEEK = Absence("p1", date(2026, 11, 23), date(2026, 11, 27), "p1")


@pytest.mark.parametrize(
    ("earliest", "hour", "expected"),
    [
        (MONDAY, None, MONDAY),
        (MONDAY.replace(hour=3), None, MONDAY.replace(hour=8)),
        (MONDAY.replace(hour=3), time(10), MONDAY),
        (MONDAY.replace(hour=16), None, datetime(2026, 11, 24, 8, tzinfo=UTC)),  # five o'clock there
        (MONDAY.replace(hour=16), time(10), datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (datetime(2026, 11, 21, 12, tzinfo=UTC), None, MONDAY.replace(hour=8)),  # a Saturday
        (datetime(2026, 12, 24, 23, 30, tzinfo=UTC), None, datetime(2026, 12, 28, 8, tzinfo=UTC)),  # Christmas
    ],
)
def test_a_good_moment(earliest, hour, expected):
    assert good_moment(BERLIN, (), earliest, hour) == expected


def test_days_away_are_left_out_for_whose_they_are():
    assert good_moment(BERLIN, (WEEK,), MONDAY) == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert good_moment(replace(BERLIN, id="p2"), (WEEK,), MONDAY) == MONDAY


def test_somebody_who_is_never_there_is_never_asked():
    forever = Absence("p1", date(2026, 1, 1), date(2036, 1, 1), "p1")
    assert good_moment(BERLIN, (forever,), MONDAY) is None


def test_hours_of_ones_own_to_midnight_and_from_it():
    late = replace(BERLIN, works_from=20, works_until=24)
    assert good_moment(late, (), MONDAY) == MONDAY.replace(hour=19)
    assert good_moment(late, (), MONDAY.replace(hour=22, minute=59)) == MONDAY.replace(hour=22, minute=59)
    assert good_moment(late, (), MONDAY.replace(hour=23)) == datetime(2026, 11, 24, 19, tzinfo=UTC)
    assert good_moment(replace(BERLIN, works_from=0, works_until=24), (), MONDAY.replace(hour=2)) == MONDAY.replace(
        hour=2
    )


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - UTC is added
    st.sampled_from(["Europe/Berlin", "Asia/Riyadh", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"]),
    st.integers(0, 20),
    st.integers(0, 23),
)
def test_it_is_always_within_working_hours(earliest, zone, begins, hour):
    person = replace(BERLIN, time_zone=zone, works_from=begins, works_until=begins + 4)
    away = Absence("p1", earliest.date(), earliest.date() + timedelta(days=3), "p1")
    moment = good_moment(person, (away,), earliest, time(hour))
    assert moment
    there = local(moment, zone)
    assert moment >= earliest
    assert begins <= there.hour < begins + 4
    assert is_there(person, (away,), there.date())


def test_weekends_and_holidays_are_those_of_the_country():
    friday, sunday = date(2027, 1, 29), date(2027, 1, 31)
    assert not is_working_day(friday, "Asia/Riyadh")
    assert is_working_day(sunday, "Asia/Riyadh")
    assert holiday_on(date(2027, 7, 5), "US/Pacific")
    assert holiday_on(date(2027, 7, 5), "Europe/Berlin") is None
    assert is_working_day(date(2090, 3, 1), "Asia/Kolkata")  # no holidays are known so far ahead
    assert is_working_day(date(2027, 1, 1), "Etc/UTC")


@pytest.mark.parametrize(
    ("status", "away"),
    [(":palm_tree: Vacationing", True), (":FACE_WITH_THERMOMETER:", True), (":house: at home", False), ("", False)],
)
def test_a_status_that_says_away(status, away):
    assert says_away(status, (":palm_tree:", ":face_with_thermometer:")) is away

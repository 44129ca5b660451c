from datetime import date

import pytest

from flows.calendar.working_days import holiday_on, is_working_day


@pytest.mark.parametrize(
    ("zone", "day", "name", "works"),
    [
        ("Europe/Berlin", date(2027, 1, 1), "New Year's Day", False),
        ("Europe/Berlin", date(1991, 1, 1), "New Year's Day", False),  # the first year that is known
        ("Europe/Berlin", date(1990, 1, 1), None, True),  # the year before: weekends alone
        ("Asia/Tokyo", date(2099, 1, 1), "New Year's Day", False),  # the last year that is known
        ("Asia/Tokyo", date(2100, 1, 1), None, True),
        ("Asia/Tokyo", date(2100, 1, 2), None, False),  # a Saturday
        ("Etc/UTC", date(2027, 1, 1), None, True),  # no country: Monday to Friday
        ("Etc/UTC", date(2027, 1, 2), None, False),
    ],
)
def test_holidays_are_known_for_some_years_and_weekends_for_all(zone, day, name, works):
    assert (holiday_on(day, zone), is_working_day(day, zone)) == (name, works)

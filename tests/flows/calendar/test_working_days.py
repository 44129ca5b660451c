from datetime import date

import pytest
from holidays import country_holidays

from flows.calendar.working_days import holiday_on, is_working_day, whose_holidays
from flows.calendar.zones import country_of, region_of, regions, zone_names


@pytest.mark.parametrize(
    ("zone", "day", "name", "works"),
    [
        ("Europe/Berlin", date(2027, 1, 1), "New Year's Day", False),
        ("Europe/Berlin", date(1991, 1, 1), "New Year's Day", False),  # the first year that is known
        ("Europe/Berlin", date(1990, 1, 1), None, True),  # the year before: weekends alone
        ("Asia/Tokyo", date(2099, 1, 1), "New Year's Day", False),  # the last year that is known
        ("Asia/Tokyo", date(2100, 1, 1), None, True),
        ("Asia/Tokyo", date(2100, 1, 2), None, False),  # a Saturday
        ("Asia/Riyadh", date(2399, 1, 1), None, False),  # a Friday, which is a weekend there
        ("Asia/Riyadh", date(2399, 1, 3), None, True),  # a Sunday, in a year of which no holiday is known
        ("Etc/UTC", date(2027, 1, 1), None, True),  # no country: Monday to Friday
        ("Etc/UTC", date(2027, 1, 2), None, False),
    ],
)
def test_holidays_are_known_for_some_years_and_weekends_for_all(zone, day, name, works):
    assert (holiday_on(day, zone), is_working_day(day, zone)) == (name, works)


@pytest.mark.parametrize(
    ("zone", "whose", "day", "name"),
    [
        ("Europe/London", "England", date(2027, 3, 29), "Easter Monday"),
        ("Europe/Belfast", "Northern Ireland", date(2027, 7, 12), "Battle of the Boyne"),
        ("America/Toronto", "Ontario", date(2027, 2, 15), "Family Day"),
        ("America/Montreal", "Quebec", date(2027, 2, 15), None),
        ("America/Montreal", "Quebec", date(2027, 6, 24), "Saint Jean Baptiste Day"),
        ("Canada/Eastern", "Ontario", date(2027, 2, 15), "Family Day"),  # an older name of Toronto's zone
        ("Europe/Zurich", "Z\u00fcrich", date(2027, 3, 26), "Good Friday"),
        ("America/Phoenix", "Arizona", date(2027, 1, 18), "Dr. Martin Luther King Jr. / Civil Rights Day"),
        ("US/Hawaii", "Hawaii", date(2027, 6, 11), "Kamehameha Day"),
        ("Australia/Perth", "Western Australia", date(2027, 6, 7), "Western Australia Day"),
        ("America/New_York", "the United States", date(2027, 6, 11), None),
        ("Europe/Berlin", "Germany", date(2027, 3, 8), None),  # of the city of Berlin alone
        ("Etc/GMT-2", None, date(2027, 1, 1), None),
    ],
)
def test_the_holidays_are_those_of_the_region_where_the_zone_tells_it(zone, whose, day, name):
    assert (whose_holidays(zone), holiday_on(day, zone)) == (whose, name)


@pytest.mark.parametrize("zone", sorted(regions()))
def test_the_library_knows_each_region(zone):
    assert zone in zone_names()
    assert region_of(zone) in country_holidays(country_of(zone) or "").subdivisions

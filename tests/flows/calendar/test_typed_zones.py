"""Time zones as people type them: understood, asked back, or refused."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from flows.calendar.typed_zones import LONGEST_ZONE, clean_zone
from flows.calendar.working_days import holiday_on, whose_holidays
from flows.calendar.zones import ABBREVIATED, canonical, country_of, places, zone_names
from flows.errors import FieldError

UNDERSTOOD = {
    # places with other holidays than Toronto and London, whose zones they have
    "Montreal": "America/Montreal", "Belfast": "Europe/Belfast", "Canberra": "Australia/Canberra",
    # hours from UTC, as people write them: UTC+2 is ahead
    **dict.fromkeys(("UTC+2", "GMT+2", "utc+02:00", "GMT +2", " utc + 2 ", "UTC+0200", "+2", "+02:00"), "Etc/GMT-2"),
    **dict.fromkeys(("utc-5", "GMT-5", "UTC\u22125", "UTC\u20135", "UTC-05:00"), "Etc/GMT+5"),
    "UTC+14": "Etc/GMT-14", "UTC-12": "Etc/GMT+12", "UTC+0": "UTC", "GMT-0": "UTC", "GMT0": "UTC",
    "utc": "UTC", "GMT": "UTC", "Zulu": "UTC", "Etc/UTC": "Etc/UTC",
    # the database's own names, which a form shows and gets back
    "Etc/GMT-2": "Etc/GMT-2", "etc/gmt+5": "Etc/GMT+5", "europe/berlin": "Europe/Berlin",
    # older names
    "Singapore": "Asia/Singapore", "Israel": "Asia/Jerusalem", "Japan": "Asia/Tokyo", "Poland": "Europe/Warsaw",
    "GB": "Europe/London", "GB-Eire": "Europe/London", "US/Pacific": "America/Los_Angeles", "NZ": "Pacific/Auckland",
    "Asia/Calcutta": "Asia/Kolkata", "Europe/Kiev": "Europe/Kyiv", "Iceland": "Atlantic/Reykjavik",
    "Australia/West": "Australia/Perth", "Hongkong": "Asia/Hong_Kong", "W-SU": "Europe/Moscow",
    # cities and countries
    **dict.fromkeys(("new york", "New_York", "NEW YORK", "New York City", "new\u00a0york"), "America/New_York"),
    **dict.fromkeys(("S\u00e3o Paulo", "sao paulo", "Sa\u0303o Paulo", "America/S\u00e3o Paulo"), "America/Sao_Paulo"),
    **dict.fromkeys(("Ho Chi Minh", "Ho Chi Minh City", "Saigon", "Vietnam"), "Asia/Ho_Chi_Minh"),
    **dict.fromkeys(("Z\u00fcrich", "zurich", "Europe/Z\u00fcrich", "Switzerland"), "Europe/Zurich"),
    "port au prince": "America/Port-au-Prince", "St. John's": "America/St_Johns", "Hong Kong": "Asia/Hong_Kong",
    "Calcutta": "Asia/Kolkata", "Kiev": "Europe/Kyiv", "India": "Asia/Kolkata", "UK": "Europe/London",
}  # fmt: skip
ASKED_BACK = {
    "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "pst": ("America/Los_Angeles", "America/Vancouver", "Asia/Manila"),
    "PDT": ("America/Los_Angeles", "America/Vancouver"),
    "EST": ("America/New_York", "America/Toronto", "America/Panama", "America/Jamaica"),
    "CST": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai", "Asia/Taipei"),
    "MST": ("America/Denver", "America/Phoenix", "America/Edmonton"),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "CET": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid"),
    "JST": ("Asia/Tokyo",),
    "SGT": ("Asia/Singapore",),
    "PST8PDT": ("America/Los_Angeles", "America/Vancouver"),
    "west": ("Europe/Lisbon", "Atlantic/Canary"),  # WEST is an abbreviation
    "UTC+5:30": ("Asia/Kolkata", "Asia/Colombo"),
    "+0545": ("Asia/Kathmandu",),
    "GMT-3:30": ("America/St_Johns",),
    "Eastern": ("America/New_York", "America/Toronto"),
    "Pacific time": ("America/Los_Angeles", "America/Vancouver"),
    "San Juan": ("America/Puerto_Rico", "America/Argentina/San_Juan"),
    "Georgia": ("America/New_York", "Asia/Tbilisi"),
    "USA": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "New Zealand": ("Pacific/Auckland", "Pacific/Chatham"),
}
REFUSED = (
    *("localtime", "Factory", "posixrules", "right/Europe/Berlin", "posix/Asia/Tokyo", "east", "north", "General"),
    *("", " ", "/", "City", "Middle Earth", "XYZ", "UTC+15", "UTC-13", "UTC+7:15", "UTC+99:99", "GMT 2", "Etc/Unknown"),
    *("../../etc/passwd", "/etc/localtime", "tzdata.zi", "zone.tab", "x" * (LONGEST_ZONE + 1)),
)


@pytest.mark.parametrize("typed", UNDERSTOOD)
def test_what_is_understood(typed):
    assert clean_zone(typed) == UNDERSTOOD[typed]


@pytest.mark.parametrize("typed", ASKED_BACK)
def test_what_can_mean_several_places_is_asked_back_with_cities(typed):
    with pytest.raises(FieldError) as asked:
        clean_zone(typed)
    sentence = str(asked.value)
    assert tuple(re.findall(r"\w+/[\w/]+", sentence)) == ASKED_BACK[typed]
    assert f'"{typed}"' in sentence
    assert sentence.endswith(". Nothing was changed.")


def test_the_countries_are_named():
    with pytest.raises(FieldError, match='"IST" can mean India, Israel or Ireland: please choose Asia/Kolkata, '):
        clean_zone("IST")
    with pytest.raises(FieldError, match='Please write "JST" as a city, such as Asia/Tokyo'):
        clean_zone("JST")


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_time_zone_is_refused(typed):
    with pytest.raises(FieldError) as refused:
        clean_zone(typed)
    assert len(str(refused.value)) < LONGEST_ZONE + 150
    assert str(refused.value).endswith("Nothing was changed.")


def test_what_is_long_is_refused_before_it_is_looked_at():
    with pytest.raises(FieldError, match="too long"):
        clean_zone("Europe/Berlin" * 100_000)


def test_every_name_of_the_database_is_understood_or_asked_back():
    """A name shown in a form comes back as the same place; of abbreviations, a city is wanted."""
    for name in sorted(zone_names()):
        if name in ABBREVIATED:
            with pytest.raises(FieldError):
                clean_zone(name)
        else:
            zone = clean_zone(name)
            assert clean_zone(zone) == zone
            winter, summer = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7))
            for moment in (winter, summer):
                assert moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.astimezone(ZoneInfo(name)).utcoffset()


def test_names_that_depend_on_the_machine_are_no_names():
    assert not {"localtime", "posixrules", "Factory"} & zone_names()
    assert zone_names() <= available_timezones()


def test_every_abbreviation_that_a_clock_shows_is_asked_back():
    shown = {datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).tzname() or "" for zone in places() for month in (1, 7)}
    for name in sorted(name for name in shown - {"GMT"} if name.isalpha()):
        with pytest.raises(FieldError, match=r"such as|can mean"):
            clean_zone(name)


@pytest.mark.parametrize("name", sorted(zone_names() - places().keys()))
def test_an_older_name_stays_in_its_country(name):
    """Its holidays are those of its place, and not of a place far away whose clocks go the same."""
    place = canonical(name)
    assert whose_holidays(name) == whose_holidays(place)
    assert country_of(name) == country_of(place)


def test_older_names_of_another_country_than_their_link():
    expected = {
        "Iceland": "IS",
        "Africa/Asmera": "ER",
        "America/Coral_Harbour": "CA",
        "Pacific/Truk": "FM",
        "EST": None,
    }
    assert {name: country_of(name) for name in expected} == expected
    assert holiday_on(datetime(2027, 6, 17, tzinfo=UTC).date(), "Iceland")

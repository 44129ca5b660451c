"""Every zone, ten years, six typical rules: each occurrence once, at the hour meant. `make zones` takes all zones."""

import calendar
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest

from flows.calendar.periods import Every
from flows.calendar.rhythm import Rhythm
from flows.calendar.working_days import instant, is_working_day, local, working_day_from

SAMPLE = (
    *("Europe/Berlin", "America/New_York", "Australia/Sydney", "Africa/Cairo", "America/Santiago", "Asia/Beirut"),
    *("America/Havana", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"),
    *("US/Pacific", "Antarctica/Troll", "Pacific/Kiritimati"),
)
ZONES = sorted(available_timezones()) if os.environ.get("RUNG_TEST_ZONES") == "all" else SAMPLE
FIRST, END = date(2026, 1, 1), date(2036, 1, 1)
SUNDAY = 6
NONE = timedelta(0)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """By the calendar module, and not by what is tested."""
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[nth - 1 if nth > 0 else nth])


def months(step: int, weekday: int, nth: int) -> list[date]:
    return [nth_weekday(year, month, weekday, nth) for year in range(2026, 2036) for month in range(1, 13, step)]


def weeks(step: int, weekday: int) -> Iterator[date]:
    day = FIRST + timedelta(days=(weekday - FIRST.weekday()) % 7)
    while day < END:
        yield day
        day += timedelta(weeks=step)


USUAL = Rhythm("Etc/UTC")
RULES = {
    "quarterly second Tuesday 10:00": (USUAL, time(10), months(3, 1, 2)),
    "monthly last Sunday 02:30": (replace(USUAL, every=Every.MONTH, nth=-1, weekday=SUNDAY), time(2, 30), months(1, 6, -1)),
    "half-yearly first Monday 00:00": (replace(USUAL, every=Every.HALF_YEAR, nth=1, weekday=0), time(0), months(6, 0, 1)),
    "yearly third Friday 23:59": (replace(USUAL, every=Every.YEAR, nth=3, weekday=4), time(23, 59), months(12, 4, 3)),
    "every Sunday 01:30": (
        replace(USUAL, every=Every.WEEKS, weeks=1, weekday=SUNDAY, starts_on=FIRST),
        time(1, 30),
        list(weeks(1, SUNDAY)),
    ),
    "every second Monday 00:30": (
        replace(USUAL, every=Every.WEEKS, weeks=2, weekday=0, starts_on=FIRST + timedelta(days=4)),
        time(0, 30),
        list(weeks(2, 0)),
    ),
}  # fmt: skip


def days_of(rhythm: Rhythm) -> list[date]:
    return list(takewhile(lambda day: day < END, rhythm.days(FIRST)))


@pytest.mark.parametrize("rule", RULES)
def test_the_days_are_those_of_the_calendar(rule):
    rhythm, _, expected = RULES[rule]
    assert days_of(rhythm) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_each_occurrence_comes_once_at_the_hour_meant(zone):
    there = ZoneInfo(zone)
    for _, hour, expected in RULES.values():
        moments = [instant(day, hour, zone) for day in expected]
        assert moments == sorted(set(moments))
        for day, moment in zip(expected, moments, strict=True):
            meant, shown = datetime.combine(day, hour), moment.astimezone(there)
            if shown.replace(tzinfo=None) == meant:
                assert shown.fold == 0  # of an hour that comes twice, the first
            else:  # an hour that a change leaves out: as much later as the change is long
                before, after = (meant.replace(tzinfo=there, fold=fold).utcoffset() or NONE for fold in (0, 1))
                assert shown.replace(tzinfo=None) == meant + abs(after - before)


@pytest.mark.parametrize("zone", ZONES)
def test_working_days_are_found_in_every_zone(zone):
    for day in months(3, 1, 2):
        found = working_day_from(day, zone)
        assert is_working_day(found, zone)
        assert timedelta(0) <= found - day < timedelta(days=15)


# What other schedulers get wrong, each reproduced with APScheduler 3.11.3 or found in an issue.


def test_midnight_is_not_skipped_after_the_clocks_go_forward():
    days = [date(2026, 3, 7) + timedelta(days=each) for each in range(4)]
    moments = [local(instant(day, time(0), "US/Pacific"), "US/Pacific") for day in days]
    assert [each.date() for each in moments] == days
    assert all(each.hour == 0 for each in moments)


def test_an_hour_that_comes_twice_happens_once():
    assert instant(date(2026, 10, 25), time(2, 30), "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_hour_that_does_not_exist_moves_forward():
    moment = local(instant(date(2026, 3, 29), time(2, 30), "Europe/Berlin"), "Europe/Berlin")
    assert (moment.hour, moment.minute) == (3, 30)


def test_a_midnight_that_does_not_exist_keeps_its_day():
    """Clocks in Cairo, Santiago and Havana go forward at midnight."""
    for zone, day in (("Africa/Cairo", date(2026, 4, 24)), ("America/Havana", date(2026, 3, 8))):
        assert local(instant(day, time(0, 0), zone), zone).date() == day


def test_the_hour_stays_through_summer_and_winter():
    quarter = [local(instant(day, time(10), "Europe/Berlin"), "Europe/Berlin") for day in months(3, 1, 2)]
    assert {each.hour for each in quarter} == {10}


def test_a_quarter_is_not_lost_where_its_hour_falls_into_a_gap():
    rhythm = replace(
        USUAL, every=Every.RULE, rule_of_own="FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28", starts_on=date(2026, 12, 28)
    )
    days = [day for day, _ in zip(rhythm.days(date(2026, 12, 28)), range(3), strict=False)]
    assert days == [date(2026, 12, 28), date(2027, 3, 28), date(2027, 6, 28)]
    assert len({instant(day, time(2, 30), "Europe/Berlin") for day in days}) == 3


def test_the_last_day_of_each_month_is_not_left_out():
    rhythm = replace(USUAL, every=Every.RULE, rule_of_own="FREQ=MONTHLY;BYMONTHDAY=-1", starts_on=FIRST)
    assert len(days_of(rhythm)) == 120


def test_a_tuesday_is_a_tuesday():
    """Weekday numbers are shifted in crontab expressions of some schedulers."""
    assert {day.weekday() for day in days_of(USUAL)} == {1}

"""A check-in's life is one table, drawn in the documents, and its days are working days."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar.working_days import day_of, is_working_day, zone_of
from flows.check_ins.check_in import (
    NEXT_STATUS,
    CheckInEvent,
    CheckInStatus,
    after,
    at_deadline,
    declined_by,
    first_deadline,
    joined_again,
    period_of,
)
from flows.check_ins.turnout import Turnout
from flows.errors import RefusedError
from tests.support.check_ins import MONDAY, OPENED

PAGE = Path(__file__).parents[3] / "docs" / "check-ins.md"


def there(moment: datetime | None, zone: str = "Europe/Berlin") -> str:
    assert moment is not None
    return f"{moment.astimezone(zone_of(zone)):%a %d %b %H:%M}"


def test_the_page_draws_the_table():
    drawn = re.findall(r"^    (\w+) --> (\w+): (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(drawn) == {(str(here), str(to), str(event)) for (here, event), to in NEXT_STATUS.items()}
    ends = re.findall(r"^    (\w+) --> \[\*\]$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(ends) == {str(each) for each in CheckInStatus if not each.is_running}


@pytest.mark.parametrize(("status", "event"), list(product(CheckInStatus, CheckInEvent)))
def test_what_is_not_in_the_table_is_refused_with_a_sentence(status, event):
    found = replace(OPENED, status=status, closed_at=MONDAY, publish_at=MONDAY)
    if (status, event) in NEXT_STATUS:
        assert after(found, event, MONDAY).status is NEXT_STATUS[status, event]
    else:
        with pytest.raises(RefusedError, match=r"Fraud's check-in for Q1 2027 (is|has|ended|was) "):
            after(found, event, MONDAY)


def test_the_days_of_a_check_in():
    assert there(OPENED.closes_at) == "Mon 18 Jan 17:00"
    extended = after(OPENED, CheckInEvent.FIRST_DEADLINE, OPENED.closes_at)
    assert there(extended.closes_at) == "Wed 20 Jan 17:00"
    assert extended.was_extended
    settled = after(extended, CheckInEvent.DEADLINE, extended.closes_at)
    assert there(settled.publish_at) == "Thu 21 Jan 10:00"
    discussed = after(settled, CheckInEvent.DISCUSSED, extended.closes_at + timedelta(hours=20))
    assert there(discussed.publish_at) == "Mon 25 Jan 10:00"
    assert after(discussed, CheckInEvent.DISCUSSED, MONDAY).publish_at == discussed.publish_at
    published = after(discussed, CheckInEvent.PUBLISHED, discussed.publish_at or MONDAY)
    assert published.ended_at == discussed.publish_at
    assert published.closed_on == date(2027, 1, 20)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - UTC is added
    st.sampled_from(
        ["Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"]
    ),
)
def test_deadlines_are_hours_of_working_days_in_every_zone(moment, zone):
    opened = replace(OPENED, time_zone=zone, opened_at=moment, closes_at=first_deadline(day_of(moment, zone), 5, zone))
    assert timedelta(days=4) < opened.closes_at - moment < timedelta(days=16)
    extended = after(opened, CheckInEvent.FIRST_DEADLINE, opened.closes_at)
    settled = after(extended, CheckInEvent.DEADLINE, extended.closes_at)
    discussed = after(settled, CheckInEvent.DISCUSSED, extended.closes_at)
    assert settled.publish_at
    assert discussed.publish_at
    for found, hour in (
        (opened.closes_at, 17),
        (extended.closes_at, 17),
        (settled.publish_at, 10),
        (discussed.publish_at, 10),
    ):
        local = found.astimezone(zone_of(zone))
        assert (local.hour, local.minute) == (hour, 0)
        assert is_working_day(local.date(), zone)
    assert opened.closes_at < extended.closes_at < settled.publish_at < discussed.publish_at


@pytest.mark.parametrize(
    ("asked", "declined", "needed"),
    [(1, 0, 1), (1, 1, 1), (2, 0, 2), (2, 1, 2), (3, 0, 2), (4, 0, 2), (5, 0, 3), (5, 4, 2), (12, 2, 5), (13, 0, 7)],
)
def test_how_many_answers_are_enough(asked, declined, needed):
    turnout = Turnout(asked, declined, needed)
    assert turnout.needed == needed
    assert turnout.is_enough
    assert not replace(turnout, answered=needed - 1).is_enough


def test_a_check_in_is_complete_when_nobody_is_waited_for_and_enough_have_answered():
    assert Turnout(5, 2, 3).is_complete
    assert not Turnout(5, 2, 2).is_complete
    assert not Turnout(5, 5, 0).is_complete
    assert not Turnout(5, 4, 1).is_complete
    assert not Turnout(1, 1, 0).is_complete


def test_not_this_time_and_after_all():
    without = declined_by(OPENED, "p2")
    assert without.turnout(0) == Turnout(3, 1, 0)
    assert joined_again(without, "p2") == OPENED


@pytest.mark.parametrize(
    ("day", "first", "name"),
    [
        (date(2026, 12, 31), date(2026, 10, 1), "Q4 2026"),
        (date(2027, 1, 1), date(2027, 1, 1), "Q1 2027"),
        (date(2027, 6, 30), date(2027, 4, 1), "Q2 2027"),
    ],
)
def test_periods_are_quarters(day, first, name):
    assert (period_of(day).begins_on, period_of(day).label) == (first, name)


def test_what_a_deadline_means():
    assert at_deadline(OPENED, Turnout(5, 0, 3)) is CheckInEvent.DEADLINE
    assert at_deadline(OPENED, Turnout(5, 0, 2)) is CheckInEvent.FIRST_DEADLINE
    assert at_deadline(replace(OPENED, was_extended=True), Turnout(5, 0, 2)) is CheckInEvent.LAST_DEADLINE

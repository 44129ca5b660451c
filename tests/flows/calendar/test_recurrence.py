"""Repeated days: those that dateutil has for the same rule, and no rule that anybody can type goes on for ever."""

from contextlib import suppress
from datetime import date, datetime, time
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar.periods import Every
from flows.calendar.recurrence import LOOKED_AHEAD
from flows.calendar.rhythm import Rhythm, checked_rule
from flows.calendar.typed_rule import LONGEST_RULE, read_recurrence
from flows.errors import FieldError
from tests.support.steps import most_steps

STARTS = date(2026, 11, 21)
MOST_STEPS = 200_000  # lines of Python, for the most expensive rule that has no day


def listed(numbers: range, most: int = 3) -> st.SearchStrategy[str]:
    some = st.lists(st.sampled_from([number for number in numbers if number]), min_size=1, max_size=most, unique=True)
    return some.map(lambda chosen: ",".join(map(str, chosen)))


DAYS = st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of all kinds that are taken; dateutil reads neither lists that mix 2TU and TU nor a first part of a week."""
    frequency = draw(st.sampled_from(["WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 5))), "WKST": draw(DAYS)}
    if draw(st.booleans()):
        parts["BYMONTH"] = draw(listed(range(1, 13)))
    if draw(st.booleans()):
        parts["BYMONTHDAY"] = draw(listed(range(-31, 32)))
    places = draw(st.sampled_from([None, *[-5, -1, 1, 2, 5] * (frequency != "WEEKLY"), "none"]))
    if places != "none":
        parts["BYDAY"] = ",".join(f"{places or ''}{day}" for day in draw(st.sets(DAYS, min_size=1)))
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts["BYSETPOS"] = draw(listed(range(-3, 4)))
    return ";".join(f"{name}={value}" for name, value in parts.items())


@given(rules(), st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(0, 4000))
def test_the_days_are_those_of_dateutil(rule, starts_on, later):
    recurrence, since = read_recurrence(rule, starts_on), date.fromordinal(starts_on.toordinal() + later)
    days = list(islice(recurrence.days(since), 20))
    if days:  # without any, dateutil goes on to the year 9999
        assert recurrence.last(days[-1]) == days[-1]
        theirs = rrulestr(rule, dtstart=datetime.combine(starts_on, time()))
        assert days == [
            moment.date() for moment in islice(theirs.xafter(datetime.combine(since, time()), inc=True), len(days))
        ]
        before = theirs.before(datetime.combine(days[0], time()))
        if before and before.date() > days[0] - LOOKED_AHEAD:
            assert recurrence.last(date.fromordinal(days[0].toordinal() - 1)) == before.date()


NEVER = [
    "FREQ=MONTHLY;INTERVAL=12;BYMONTH=4;BYDAY=2TU",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTH=2,4;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,31;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=WEEKLY;INTERVAL=52;BYMONTH=4;BYDAY=MO",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
    "FREQ=YEARLY;BYSETPOS=366;BYMONTHDAY=1",
    "FREQ=YEARLY;BYDAY=1MO;BYMONTHDAY=8",
]
# RFC 5545, and what dateutil reads besides: each part that is not taken, and each number beyond a calendar's.
REFUSED = [
    "FREQ=MONTHLY;INTERVAL=0;BYMONTH=4;BYDAY=2TU",
    "FREQ=WEEKLY;INTERVAL=-1",
    "FREQ=WEEKLY;INTERVAL=+0",
    "FREQ=WEEKLY;INTERVAL=53",
    "FREQ=MONTHLY;INTERVAL=61",
    "FREQ=YEARLY;INTERVAL=6",
    "FREQ=WEEKLY;INTERVAL=1,2",
    "FREQ=WEEKLY;INTERVAL=1.0",
    "FREQ=WEEKLY;INTERVAL=1_0",
    "FREQ=WEEKLY;INTERVAL=",
    "FREQ=WEEKLY;INTERVAL=" + "9" * 5000,
    "FREQ=WEEKLY;INTERVAL=" + "9" * 150,
    "FREQ=WEEKLY;INTERVAL=" + "0" * 150 + "1",
    "FREQ=WEEKLY;INTERVAL=٣",
    "FREQ=WEEKLY;INTERVAL=3;INTERVAL=0",
    "FREQ=WEEKLY;FREQ=SECONDLY",
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;BYDAY=MO",
    "FREQ=HOURLY;INTERVAL=0",
    "FREQ=DAILY",
    "FREQ=",
    "INTERVAL=1",
    "FREQ=MONTHLY;BYMONTH=0",
    "FREQ=MONTHLY;BYMONTH=13",
    "FREQ=MONTHLY;BYMONTH=-1",
    "FREQ=MONTHLY;BYMONTH=1,,2",
    "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYMONTHDAY=-32",
    "FREQ=MONTHLY;BYDAY=0MO",
    "FREQ=MONTHLY;BYDAY=00MO",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=MONTHLY;BYDAY=-6MO",
    "FREQ=MONTHLY;BYDAY=MO(+1)",
    "FREQ=MONTHLY;BYDAY=XX",
    "FREQ=MONTHLY;BYDAY=",
    "FREQ=MONTHLY;BYDAY=" + "9" * 150 + "MO",
    "FREQ=WEEKLY;BYDAY=2MO",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=51MO",
    "FREQ=YEARLY;BYDAY=54MO",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
    "FREQ=MONTHLY;WKST=XX",
    "FREQ=MONTHLY;WKST=",
    "FREQ=YEARLY;BYYEARDAY=400",
    "FREQ=YEARLY;BYWEEKNO=54",
    "FREQ=YEARLY;BYEASTER=0",
    "FREQ=YEARLY;BYEASTER=99999999999999999999",
    "FREQ=MONTHLY;BYHOUR=3",
    "FREQ=MONTHLY;BYMINUTE=3",
    "FREQ=MONTHLY;BYSECOND=3",
    "FREQ=MONTHLY;COUNT=3",
    "FREQ=MONTHLY;UNTIL=20270101",
    "FREQ=MONTHLY\nDTSTART:20200101",
    "FREQ=MONTHLY\nRRULE:FREQ=SECONDLY",
    "EXRULE:FREQ=MONTHLY",
    "DTSTART;TZID=Europe/Berlin:20200101",
    "FREQ=MONTHLY;",
    "FREQ=MONTHLY;BYDAY=😀",
    "FREQ=MONTHLY;BYMONTHDAY=" + "1," * LONGEST_RULE,
    "FREQ",
    "=",
    ";" * 100,
    "",
]  # fmt: skip


@pytest.mark.parametrize("rule", NEVER)
def test_a_rule_without_any_day_is_refused_after_a_bounded_look(rule):
    with most_steps(MOST_STEPS), pytest.raises(FieldError, match="has no day in the next years"):
        checked_rule(rule)


@pytest.mark.parametrize("rule", REFUSED)
def test_a_part_that_is_not_taken_is_refused_before_anything_is_looked_for(rule):
    with most_steps(2_000), pytest.raises(FieldError) as refused:
        checked_rule(rule)
    assert refused.value.field == "rule_of_own"


@pytest.mark.parametrize("rule", [*NEVER, *REFUSED])
@pytest.mark.parametrize("starts_on", [date(1, 2, 1), STARTS, date(9999, 12, 31)])
def test_a_rule_that_is_kept_already_ends_too(rule, starts_on):
    """As an earlier version, a restored backup or a hand has left it in a database."""
    rhythm = Rhythm("Europe/Berlin", every=Every.RULE, rule_of_own=rule, starts_on=starts_on)
    with most_steps(4 * MOST_STEPS):
        assert list(rhythm.days(STARTS)) == []
        assert rhythm.period(STARTS).begins_on == STARTS


@given(st.text(max_size=LONGEST_RULE) | rules().map(lambda rule: rule.replace("=", "=-").replace("1", "99")))
def test_whatever_is_typed_is_a_rule_or_a_sentence(text):
    with suppress(FieldError):
        kept = checked_rule(text)
        assert checked_rule(kept) == kept

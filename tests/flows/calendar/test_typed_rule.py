"""Rules that people write: each that is taken has days, so that dateutil, which knows no bound, finds them soon."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar.periods import Every
from flows.calendar.rhythm import LOOKED_AHEAD, Rhythm, checked_rule
from flows.calendar.typed_rule import CODES, LONGEST_RULE, read_rule
from flows.errors import FieldError
from tests.support.steps import most_steps

TODAY = date(2026, 11, 21)
# A February at last, a leap day that is far away, and the ends of what is looked at.
STARTS = (TODAY, date(2027, 2, 28), date(2096, 3, 1), date(2020, 1, 1), date(2099, 12, 31))
MOST_STEPS = 100_000  # lines of Python, for a look that begins eleven years after the rule


def kept(rule: str, starts_on: date = TODAY) -> Rhythm:
    return Rhythm("Europe/Berlin", every=Every.RULE, rule_of_own=rule, starts_on=starts_on)


# No day, or none for long, on some of the days on which they can begin.
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
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,30",
    "FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=-31",
    "FREQ=MONTHLY;BYDAY=2TU,WE",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=29",
    "FREQ=MONTHLY;INTERVAL=12;BYDAY=5TU",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;INTERVAL=5;BYMONTH=4;BYDAY=-5MO",
    "FREQ=MONTHLY;BYMONTH=2;BYDAY=5TU",
    "FREQ=MONTHLY;BYMONTH=2;BYDAY=TU;BYSETPOS=-5",
    "FREQ=MONTHLY;BYMONTH=2",
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
    "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1",
    "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=1",
    "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1",
    "FREQ=WEEKLY;BYMONTH=1",
    "FREQ=WEEKLY;BYMONTHDAY=1",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "FREQ=MONTHLY;BYDAY=MO;WKST=XX",
    "FREQ=MONTHLY;BYDAY=MO;WKST=",
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


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=2TU", ["2027-01-12", "2027-04-13", "2027-07-13"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", ["2026-11-27", "2027-02-26", "2027-05-28"]),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5", ["2027-01-07", "2027-03-05", "2027-05-07"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-12-31", "2027-01-31", "2027-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-15", ["2026-12-01", "2026-12-17", "2027-01-01"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=9;BYDAY=1MO", ["2028-09-04", "2030-09-02", "2032-09-06"]),
        ("FREQ=YEARLY;WKST=SU;BYDAY=MO;BYSETPOS=-1", ["2026-12-28", "2027-12-27", "2028-12-25"]),
        ("FREQ=WEEKLY;INTERVAL=6", ["2026-11-21", "2027-01-02", "2027-02-13"]),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=SU", ["2026-11-22", "2026-12-06", "2026-12-20"]),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU", ["2026-11-29", "2026-12-13", "2026-12-27"]),
    ],
)
def test_the_days_of_a_rule(rule, days):
    assert checked_rule(rule) == rule
    assert [str(day) for day in islice(kept(rule).days(TODAY), 3)] == days


@pytest.mark.parametrize("rule", [*NEVER, *REFUSED])
def test_a_part_that_is_not_taken_is_refused_before_anything_is_looked_for(rule):
    with most_steps(2_000), pytest.raises(FieldError) as refused:
        checked_rule(rule)
    assert refused.value.field == "rule_of_own"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "A rule has FREQ=WEEKLY, MONTHLY or YEARLY."),
        ("FREQ=WEEKLY;COUNT=3", '"COUNT=3" in a rule: its parts are FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST, each once.'),
        ("FREQ=WEEKLY;BYMONTH=1", '"BYMONTH=1" in a rule: the parts of a weekly one are FREQ, INTERVAL, BYDAY and WKST.'),
        ("FREQ=WEEKLY;INTERVAL=0", '"INTERVAL=0" in a rule: with the rest of it, INTERVAL is 1 to 52.'),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=4;BYDAY=2TU", '"INTERVAL=12" in a rule: BYMONTH says which months count. Please leave INTERVAL out.'),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", '"BYMONTHDAY=30" in a rule: with the rest of it, BYMONTHDAY is 1 to 29 or -1 to -29.'),
        ("FREQ=MONTHLY;BYMONTH=2;BYDAY=5TU", '"BYDAY=5TU" in a rule: its days are MO to SU, all without places or all with places that are 1 to 4 or -1 to -4.'),
        ("FREQ=WEEKLY;BYDAY=2TU", '"BYDAY=2TU" in a rule: its days are MO to SU, without places.'),
        ("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=1", '"BYSETPOS=1" in a rule: it needs BYDAY without places.'),
        ("FREQ=MONTHLY", '"FREQ=MONTHLY" in a rule: it needs BYDAY or BYMONTHDAY, and not both.'),
        ("FREQ=WEEKLY;WKST=XX", '"WKST=XX" in a rule: WKST is one of MO, TU, WE, TH, FR, SA and SU.'),
    ],
)  # fmt: skip
def test_a_refusal_names_the_part_and_says_why(rule, said):
    with pytest.raises(FieldError) as refused:
        checked_rule(rule)
    assert said in str(refused.value)
    assert str(refused.value).endswith("An example: FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=2TU.")


def around(most: int) -> range:
    return range(-most - 1, most + 2)


def corners() -> Iterator[str]:
    """Each month with each day, place and position, and what lies just beyond; each interval that changes anything."""
    days = [
        *(f"BYMONTHDAY={day}" for day in around(31)),
        *(f"BYDAY={place}{code}" for place, code in product(["", *around(5)], CODES)),
        *(f"BYDAY={some};BYSETPOS={place}" for some, place in product(["TU", "SA,SU", "MO,TU,WE,TH,FR"], around(5))),
    ]
    months = ["", *(f"BYMONTH={month};" for month in range(14))]
    for day in days:
        for interval in (0, 1, 2, 3, 4, 5, 6, 7, 12, 48, 59, 60, 61):
            yield f"FREQ=MONTHLY;INTERVAL={interval};{day}"
        for month in months:
            yield f"FREQ=MONTHLY;{month}{day}"
            yield from (f"FREQ=YEARLY;INTERVAL={interval};{month}{day}" for interval in (0, 1, 2, 4, 5, 6))
    for interval, first, code in product(range(54), ("MO", "SU"), CODES):
        yield f"FREQ=WEEKLY;INTERVAL={interval};WKST={first};BYDAY={code}"


def test_each_rule_that_is_taken_has_a_day_within_twelve_years():
    taken = 0
    for place, rule in enumerate(corners()):
        starts_on = STARTS[place % len(STARTS)]
        with suppress(FieldError):
            first = next(iter(read_rule(rule, starts_on)), None)
            assert first, rule
            assert first.date() <= starts_on + LOOKED_AHEAD, rule
            taken += 1
    assert taken > 10_000


def listed(most: int) -> st.SearchStrategy[str]:
    numbers = st.integers(-most, most).filter(bool)
    return st.lists(numbers, min_size=1, max_size=3).map(lambda chosen: ",".join(map(str, chosen)))


def weekdays(*places: object) -> st.SearchStrategy[str]:
    return st.sets(st.sampled_from([f"{place}{code}" for place, code in product(places, CODES)]), min_size=1).map(
        lambda chosen: f"BYDAY={','.join(sorted(chosen)[:8])}"
    )


MONTHS = st.sets(st.integers(1, 12), min_size=1).map(lambda chosen: f";BYMONTH={','.join(map(str, chosen))}")
DAYS = st.one_of(
    listed(28).map("BYMONTHDAY={}".format),
    listed(31).map("BYMONTHDAY={}".format),
    weekdays(""),
    weekdays(*range(-5, 0), *range(1, 6)),
    st.builds("{};BYSETPOS={}".format, weekdays(""), listed(5)),
)
RULES = st.one_of(
    st.builds("FREQ=WEEKLY;INTERVAL={};WKST={};{}".format, st.integers(1, 52), st.sampled_from(CODES), weekdays("")),
    st.builds("FREQ=MONTHLY{};{}".format, MONTHS, DAYS),
    st.builds("FREQ=MONTHLY;INTERVAL={};{}".format, st.integers(1, 60), DAYS),
    st.builds("FREQ=YEARLY;INTERVAL={}{};{}".format, st.integers(1, 5), MONTHS | st.just(""), DAYS),
)


@given(RULES, st.dates(date(2020, 1, 1), date(2088, 1, 1)), st.integers(0, 4000))
def test_the_next_day_of_any_rule_is_soon_looked_up(rule, starts_on, later):
    since, rhythm = starts_on + timedelta(days=later), kept(rule, starts_on)
    with suppress(FieldError):
        read_rule(rule, starts_on)
        with most_steps(MOST_STEPS):
            day = next(rhythm.days(since), date.max)
        assert since <= day <= since + LOOKED_AHEAD
        period = rhythm.period(day)
        assert period.begins_on == day < period.ends_before <= day + LOOKED_AHEAD


@given(RULES, st.dates(date(2020, 1, 1), date(2088, 1, 1)), st.integers(0, 4000))
def test_a_look_that_begins_late_finds_the_days_of_one_from_the_first(rule, starts_on, later):
    since = starts_on + timedelta(days=later)
    with suppress(FieldError):
        from_the_first = read_rule(rule, starts_on)
        late = read_rule(rule, starts_on, since)
        after = datetime.combine(since, time())
        assert list(islice(late.xafter(after, inc=True), 9)) == list(islice(from_the_first.xafter(after, inc=True), 9))


@pytest.mark.parametrize("rule", [*NEVER, *REFUSED])
@pytest.mark.parametrize("starts_on", [date(1, 2, 1), TODAY, date(9999, 12, 31)])
def test_a_rule_that_is_kept_already_ends_too(rule, starts_on):
    """As an earlier version, a restored backup or a hand has left it in a database."""
    rhythm = kept(rule, starts_on)
    with most_steps(2_000):
        assert list(rhythm.days(TODAY)) == []
        assert rhythm.period(TODAY).begins_on == TODAY


@pytest.mark.parametrize("starts_on", [date.min, TODAY, date.max])
@pytest.mark.parametrize("since", [date.min, TODAY, date.max])
def test_a_look_ends_wherever_it_begins(starts_on, since):
    for weeks in (
        Rhythm("Europe/Berlin", every=Every.WEEKS, weeks=1, starts_on=starts_on),
        kept("FREQ=WEEKLY;BYDAY=SU", starts_on),
    ):
        with most_steps(2_000_000):
            assert all(day >= since for day in islice(weeks.days(since), 3))


@given(st.text(max_size=LONGEST_RULE) | RULES.map(lambda rule: rule.replace("=", "=-").replace("1", "99")))
def test_whatever_is_typed_is_a_rule_or_a_sentence(text):
    with suppress(FieldError):
        kept_rule = checked_rule(text)
        assert checked_rule(kept_rule) == kept_rule

"""When a team is asked: rules, what is done with single days, and what a change of the rule leaves as it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.calendar.periods import Every, part_of_year
from flows.calendar.rhythm import Rhythm, checked_rule
from flows.calendar.working_days import is_working_day
from flows.check_ins.check_in import Nudging
from flows.errors import FieldError
from flows.schedules.schedule import (
    Occurrence,
    SchedulePlan,
    covered,
    due_by,
    moved_to,
    new_schedule,
    resumed,
    with_rhythm,
)
from flows.schedules.typed_schedule import read_schedule

NOW = datetime(2026, 11, 21, 17, tzinfo=UTC)
BERLIN = Rhythm("Europe/Berlin")
SCHEDULE = new_schedule("t", "w", BERLIN, datetime(2026, 11, 21, 10, tzinfo=UTC))
PLAN = SchedulePlan(BERLIN, 5, Nudging.GENTLE, reminds_channel=True)
QUARTERLY = new_schedule("t", "w", BERLIN, NOW)


def days(schedule, most: int = 4) -> list[str]:
    return [str(each.on) for each in schedule.next(most)]


@pytest.mark.parametrize(
    ("rhythm", "expected", "label"),
    [
        (BERLIN, ["2027-01-12", "2027-04-13", "2027-07-13", "2027-10-12"], "Q1 2027"),
        (replace(BERLIN, every=Every.MONTH), ["2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09"], "December 2026"),
        (replace(BERLIN, every=Every.HALF_YEAR), ["2027-01-12", "2027-07-13", "2028-01-11", "2028-07-11"], "H1 2027"),
        (replace(BERLIN, every=Every.YEAR), ["2027-01-12", "2028-01-11", "2029-01-09", "2030-01-08"], "2027"),
        (
            replace(BERLIN, every=Every.WEEKS, weeks=6),
            ["2026-11-24", "2027-01-05", "2027-02-16", "2027-03-30"],
            "24 November 2026",
        ),
        (replace(BERLIN, year_begins=4), ["2027-01-12", "2027-04-13", "2027-07-13", "2027-10-12"], "Q4 2026/27"),
        (replace(BERLIN, year_begins=2), ["2027-02-09", "2027-05-11", "2027-08-10", "2027-11-09"], "Q1 2027/28"),
        (
            replace(BERLIN, every=Every.RULE, rule_of_own="FREQ=MONTHLY;BYMONTHDAY=31"),
            ["2026-12-31", "2027-02-01", "2027-03-31", "2027-05-31"],  # a Sunday moves on
            "31 December 2026",
        ),
        (replace(BERLIN, nth=-1, weekday=4), ["2027-01-29", "2027-04-30", "2027-07-30", "2027-10-29"], "Q1 2027"),
    ],
)
def test_the_next_dates(rhythm, expected, label):
    schedule = new_schedule("t", "w", rhythm, NOW)
    assert days(schedule) == expected
    assert schedule.next(1)[0].period.label == label


def test_a_holiday_moves_to_the_next_working_day_and_says_why():
    first_of_month = replace(BERLIN, every=Every.RULE, rule_of_own="FREQ=MONTHLY;BYMONTHDAY=1")
    found = next(each for each in new_schedule("t", "w", first_of_month, NOW).next(4) if each.is_moved)
    assert (str(found.rule_day), str(found.on), found.holiday) == ("2027-01-01", "2027-01-04", "New Year's Day")


@pytest.mark.parametrize(
    ("day", "every", "begins", "expected", "label"),
    [
        (date(2026, 12, 31), Every.QUARTER, 1, date(2026, 10, 1), "Q4 2026"),
        (date(2027, 3, 31), Every.QUARTER, 4, date(2027, 1, 1), "Q4 2026/27"),
        (date(2027, 4, 1), Every.QUARTER, 4, date(2027, 4, 1), "Q1 2027/28"),
        (date(2027, 1, 31), Every.HALF_YEAR, 2, date(2026, 8, 1), "H2 2026/27"),
        (date(2027, 2, 1), Every.YEAR, 2, date(2027, 2, 1), "2027/28"),
        (date(2099, 12, 31), Every.YEAR, 10, date(2099, 10, 1), "2099/00"),
    ],
)
def test_parts_of_a_year(day, every, begins, expected, label):
    found = part_of_year(day, every, begins)
    assert (found.begins_on, found.label) == (expected, label)
    assert part_of_year(found.ends_before, every, begins).begins_on == found.ends_before
    assert part_of_year(found.ends_before - timedelta(days=1), every, begins) == found


def test_pausing_moving_and_starting_now_leave_the_rhythm_alone():
    rest = days(QUARTERLY)[1:]
    assert days(replace(QUARTERLY, is_paused=True)) == []
    assert days(resumed(replace(QUARTERLY, is_paused=True), NOW)) == days(QUARTERLY)
    moved = moved_to(QUARTERLY, date(2027, 1, 20), NOW)
    assert days(moved) == ["2027-01-20", *rest]
    assert moved.next(1)[0].period.label == "Q1 2027"
    started = covered(QUARTERLY, BERLIN.period(NOW.date()))
    assert days(started) == days(QUARTERLY)
    after = covered(moved, moved.next(1)[0].period)
    assert days(after, 3) == rest
    assert not after.shifted


def test_a_day_that_was_moved_into_a_pause_is_where_the_rule_has_it():
    moved = replace(moved_to(QUARTERLY, date(2026, 12, 1), NOW), is_paused=True)
    assert days(resumed(moved, datetime(2026, 12, 5, tzinfo=UTC)), 1) == ["2027-01-12"]


def test_what_fell_into_a_pause_is_not_made_up_for():
    late = datetime(2027, 2, 1, tzinfo=UTC)
    back = resumed(replace(QUARTERLY, is_paused=True), late)
    assert due_by(back, late) is None
    assert days(back, 1) == ["2027-04-13"]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "is not after today"),
        (date(2027, 4, 13), "The one after is on 2027-04-13 already"),
    ],
)
def test_a_day_that_cannot_be_is_refused(day, why):
    with pytest.raises(FieldError, match=why):
        moved_to(QUARTERLY, day, NOW)


def test_after_a_long_stop_only_the_last_one_counts():
    found = due_by(QUARTERLY, datetime(2027, 8, 1, tzinfo=UTC))
    assert found
    assert str(found.on) == "2027-07-13"
    assert due_by(covered(QUARTERLY, found.period), datetime(2027, 8, 1, tzinfo=UTC)) is None


def test_people_in_the_east_have_their_hour_first():
    at = datetime(2027, 1, 11, 21, tzinfo=UTC)  # ten o'clock on the twelfth in Auckland
    assert due_by(QUARTERLY, at) is None
    assert due_by(QUARTERLY, at, {"Pacific/Auckland"})
    assert QUARTERLY.looked_at == datetime(2027, 1, 11, 20, tzinfo=UTC)


def test_a_change_before_the_day_never_skips_the_period():
    january = datetime(2027, 1, 5, 12, tzinfo=UTC)  # the twelfth is still to come
    monday = with_rhythm(QUARTERLY, replace(BERLIN, nth=1, weekday=0), january)
    due = due_by(monday, january)  # the first Monday has passed: at once
    assert due
    assert due.period.label == "Q1 2027"
    weeks = with_rhythm(QUARTERLY, replace(BERLIN, every=Every.WEEKS, weeks=4), january)
    assert days(weeks, 2) == ["2027-01-05", "2027-02-02"]


def test_a_change_after_the_day_never_repeats_the_period():
    done = covered(QUARTERLY, QUARTERLY.next(1)[0].period)
    january = datetime(2027, 1, 20, 12, tzinfo=UTC)
    assert days(with_rhythm(done, replace(BERLIN, nth=4), january), 1) == ["2027-04-27"]
    assert days(with_rhythm(done, replace(BERLIN, every=Every.MONTH), january), 1) == ["2027-04-13"]
    assert days(with_rhythm(done, replace(BERLIN, every=Every.WEEKS, weeks=2), january), 1) == ["2027-04-06"]


def test_a_change_long_before_the_day_asks_for_nothing_that_was_not_planned():
    december = datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert days(with_rhythm(QUARTERLY, replace(BERLIN, every=Every.MONTH, nth=1), december), 1) == ["2027-01-05"]


def test_another_hour_or_zone_keeps_the_days():
    assert days(with_rhythm(QUARTERLY, replace(BERLIN, hour=time(14)), NOW)) == days(QUARTERLY)
    assert days(with_rhythm(QUARTERLY, replace(BERLIN, time_zone="Etc/UTC"), NOW)) == days(QUARTERLY)


RHYTHMS = st.builds(
    Rhythm,
    time_zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "Etc/UTC"]),
    every=st.sampled_from([each for each in Every if each is not Every.RULE]),
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    weekday=st.integers(0, 4),
    hour=st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
    year_begins=st.integers(1, 12),
    weeks=st.integers(1, 26),
)


@given(RHYTHMS, st.lists(st.tuples(st.integers(0, 60), RHYTHMS), max_size=6))
def test_whatever_is_changed_each_period_is_asked_for_once(first, changes):
    """A clock, and changes of the rhythm at any time: no period is asked for twice."""
    now, schedule = NOW, new_schedule("t", "w", first, NOW)
    asked: list[Occurrence] = []
    for wait, rhythm in (*changes, (400, first)):
        until = now + timedelta(days=wait)
        while (due_at := schedule.next_at()) and due_at <= until:
            now = max(now, due_at)
            due = due_by(schedule, now)
            assert due
            asked.append(due)
            schedule = covered(schedule, due.period)
            assert due_by(schedule, now) is None
        now = until
        schedule = with_rhythm(schedule, rhythm, now)
    assert asked
    assert all(after.rule_day >= before.period.ends_before for before, after in pairwise(asked))
    assert all(is_working_day(each.on, schedule.rhythm.time_zone) for each in schedule.next(8))


@given(RHYTHMS)
def test_no_period_is_left_out(rhythm):
    schedule = new_schedule("t", "w", rhythm, NOW)
    found = list(islice(schedule.occurrences(), 12))
    for before, after in pairwise(found):
        assert before.period.ends_before == after.period.begins_on
        assert before.on < after.on


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("monthly", replace(PLAN, rhythm=replace(BERLIN, every=Every.MONTH))),
        ("weekly", replace(PLAN, rhythm=replace(BERLIN, every=Every.WEEKS, weeks=1))),
        ("every 6 weeks on friday", replace(PLAN, rhythm=replace(BERLIN, every=Every.WEEKS, weeks=6, weekday=4))),
        ("monthly first monday", replace(PLAN, rhythm=replace(BERLIN, every=Every.MONTH, nth=1, weekday=0))),
        ("third wednesday", replace(PLAN, rhythm=replace(BERLIN, nth=3, weekday=2))),
        ("the fourth Friday", replace(PLAN, rhythm=replace(BERLIN, nth=4, weekday=4))),
        ("last second", PLAN),
        ("reminder off reminder on", PLAN),
        ("every quarter, the last Thursday at 9:30", replace(PLAN, rhythm=replace(BERLIN, nth=-1, weekday=3, hour=time(9, 30)))),
        ("for 20 days", replace(PLAN, lasts=20)),
        ("for 10 working days nudges normal reminder off", SchedulePlan(BERLIN, 10, Nudging.NORMAL, reminds_channel=False)),
        ("year begins in April", replace(PLAN, rhythm=replace(BERLIN, year_begins=4))),
        (
            "at 14:00 rule FREQ=MONTHLY;BYMONTHDAY=15",
            replace(PLAN, rhythm=replace(BERLIN, hour=time(14), every=Every.RULE, rule_of_own="FREQ=MONTHLY;BYMONTHDAY=15")),
        ),
    ],
)  # fmt: skip
def test_what_people_type(typed, expected):
    assert read_schedule(typed).on(PLAN) == expected


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("fortnightly", 'I do not know "fortnightly" here'),
        ("quartely", 'did you mean "quarterly"'),
        ("every", '"" is not a number of weeks'),
        ("every 99 weeks", '"99" is not a number of weeks'),
        ("at noon", '"noon" is no time of day'),
        ("at 25:00", '"25:00" is no time of day'),
        ("for 21 days", '"21" is not a number of working days from 1 to 20'),
        ("for 0 days", '"0" is not a number of working days'),
        ("nudges often", "Nudges are gentle"),
        ("reminder maybe", "on or off"),
        ("year begins in ju", '"ju" is no month'),
        ("rule FREQ=HOURLY", "A rule has FREQ=WEEKLY"),
        ("<@U1> & <!channel>", 'I do not know "<@u1>" here'),
    ],
)
def test_what_means_nothing_is_named(typed, why):
    with pytest.raises(FieldError) as refused:
        read_schedule(typed)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "garbage",
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=9TU",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=MONTHLY;COUNT=3",
        "FREQ=MONTHLY;UNTIL=20270101",
        "FREQ=MONTHLY;BYHOUR=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYYEARDAY=400",
        "FREQ=MONTHLY\nDTSTART:20200101",
        "FREQ=MONTHLY;BYMONTHDAY=1 RRULE:FREQ=YEARLY",
        "FREQ=MONTHLY;X=" + "1" * 300,
        "FREQ=MONTHLY;BYDAY=😀",
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(rule):
    with pytest.raises(FieldError):
        checked_rule(rule)


def test_a_rule_may_be_pasted_as_it_is_elsewhere():
    assert checked_rule(" rrule:freq=monthly;bymonthday=-1 ") == "FREQ=MONTHLY;BYMONTHDAY=-1"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(SCHEDULE, lasts=0), "lasts"),
        (replace(SCHEDULE, lasts=21), "lasts"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, weeks=0)), "weeks"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, weeks=53)), "weeks"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, nth=5)), "nth"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, weekday=7)), "weekday"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, year_begins=13)), "year_begins"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, hour=time(10, 0, 1))), "hour"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, every=Every.RULE)), "rule_of_own"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, rule_of_own="FREQ=DAILY")), "rule_of_own"),
        (replace(SCHEDULE, rhythm=replace(BERLIN, rule_of_own="freq=yearly")), "rule_of_own"),
        (replace(SCHEDULE, shifted={NOW.date() + timedelta(days=day): NOW.date() for day in range(21)}), "shifted"),
    ],
)
def test_a_schedule_says_what_nobody_could_have_chosen(wrong, field):
    SCHEDULE.check()
    with pytest.raises(FieldError) as refused:
        wrong.check()
    assert refused.value.field == field

"""Reminders: of what still waits, to those for whom it waits, and each as often as the team has chosen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.acts.check_ins.nudge_notices import Nudge, channel_reminder_of, not_started_for, nudge_for, still_waiting
from flows.acts.check_ins.take_part import decline
from flows.acts.schedules.schedules import choose, plan_of
from flows.acts.shared.check_in_transitions import move_on
from flows.acts.teams.teams import end_team
from flows.assessment.assessment import Length
from flows.cards.cards import CardProgress
from flows.check_ins.check_in import CheckIn, CheckInEvent, Nudging
from flows.check_ins.turnout import Turnout
from flows.deliveries.delivery import DeliveryKey, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.teams.team import Team, with_people
from tests.support.acts import Acts
from tests.support.arrivals import arrived, change_person, nudge_to, person_of, planned

MATURITY = load_maturity()
PEOPLE = ("U1", "U2", "U3")


def december(day: int, hour: int = 10) -> datetime:
    """Monday is the 14th, on which people are asked; it closes on Monday the 21st."""
    return datetime(2026, 12, day, hour, tzinfo=UTC)


@pytest.fixture
def acts(database) -> Acts:
    acts = Acts(database, MATURITY)
    acts.now = december(14, 8)
    return acts


def asked(
    acts: Acts, nudging: Nudging = Nudging.NORMAL, name: str = "Fraud", invites: tuple[str, ...] = PEOPLE
) -> CheckIn:
    """A check-in of three people, whose invitations have come on Monday."""
    team = acts.found(name, PEOPLE)
    plan = acts.run("U1", lambda act: plan_of(act, team))
    acts.run("U1", lambda act: choose(act, act.repositories.teams.lock(team.id), replace(plan, nudging=nudging)))
    check_in = acts.begin(team)
    for who in invites:
        waiting = planned(acts, person_of(acts, who).id, DeliveryKind.INVITATION)
        arrived(acts, next(each for each in waiting if each.key.subject_id == check_in.id), december(14))
    return check_in


def nudge(acts: Acts, at: datetime, who: str = "U2") -> Nudge | None:
    due = nudge_to(acts, who, at)
    return acts.run("U1", lambda act: nudge_for(due, act))


def lasts(found: Nudge | None) -> list[bool]:
    """For each check-in in a reminder, whether it says that it is the last."""
    return [each.is_last for each in found.items] if found else []


def test_the_first_of_two_nudges_does_not_say_that_it_is_the_last(acts):
    asked(acts)
    days = {day: lasts(nudge(acts, december(day))) for day in (15, 16, 17, 18, 21)}
    assert days == {15: [], 16: [False], 17: [False], 18: [True], 21: [True]}


@pytest.mark.parametrize(
    ("nudging", "expected"),
    [(Nudging.GENTLE, {16: [], 17: [], 18: [True]}), (Nudging.OFF, {16: [], 17: [], 18: []})],
)
def test_a_team_is_reminded_as_often_as_it_has_chosen(acts, nudging, expected):
    asked(acts, nudging)
    assert {day: lasts(nudge(acts, december(day))) for day in expected} == expected


def test_what_somebody_was_reminded_of_comes_again_only_on_the_next_of_its_days(acts):
    asked(acts)
    arrived(acts, nudge_to(acts, "U2", december(16)), december(16))
    assert nudge(acts, december(17)) is None
    assert lasts(nudge(acts, december(18))) == [True]
    assert lasts(nudge(acts, december(17), "U3")) == [False]


def test_days_are_those_of_the_person_far_in_the_east(acts):
    asked(acts, invites=("U2",))
    change_person(acts, "U2", time_zone="Pacific/Auckland")
    assert nudge(acts, december(15, 10)) is None  # Tuesday evening there
    morning = december(15, 21)  # Wednesday, ten o'clock
    found = nudge(acts, morning)
    assert (found.on, lasts(found)) == (date(2026, 12, 16), [False])
    assert found.items[0].closes.isoformat() == "2026-12-22T06:00:00+13:00"
    arrived(acts, nudge_to(acts, "U2", morning), morning)
    assert nudge(acts, morning + timedelta(days=1)) is None
    still = acts.reading(lambda repositories: still_waiting(nudge_to(acts, "U2", morning), repositories))
    assert (still.on, lasts(still)) == (date(2026, 12, 16), [False])


def test_who_was_asked_again_today_is_not_reminded_today(acts):
    asked(acts)
    again = replace(nudge_to(acts, "U2", december(18, 9)).key, kind=DeliveryKind.INVITATION)
    arrived(acts, new_delivery("again", again, december(18, 9)), december(18, 9))
    assert nudge(acts, december(18)) is None
    assert lasts(nudge(acts, december(21))) == [True]
    assert lasts(nudge(acts, december(18), "U3")) == [True]


def test_who_is_gone_is_not_reminded(acts):
    asked(acts)
    change_person(acts, "U2", is_gone=True)
    assert nudge(acts, december(18)) is None


def test_who_was_not_invited_is_not_reminded(acts):
    asked(acts, invites=("U1", "U3"))
    assert [nudge(acts, december(18), who) is None for who in PEOPLE] == [False, True, False]


def test_who_has_answered_or_declined_is_not_reminded(acts):
    check_in = asked(acts)
    acts.says("U1", check_in, {})
    acts.run("U2", lambda act: decline(act, check_in.id))
    assert [nudge(acts, december(18), who) is None for who in PEOPLE] == [True, True, False]


def test_a_reminder_says_how_far_somebody_has_come(acts):
    check_in = asked(acts)
    before = nudge(acts, december(18)).items[0]
    assert (before.check_in, before.progress, before.minutes) == (check_in, None, 3)
    begun = acts.join("U2", check_in, Length.FULL)
    acts.answer("U2", begun, Answer.NO)
    after = nudge(acts, december(18)).items[0]
    assert (after.progress, after.minutes) == (CardProgress(1, len(MATURITY.catalogue.by_id) - 1, 11), 11)


def test_how_far_it_is_counts_what_was_said_last_time(acts):
    first = asked(acts)
    for who in ("U1", "U2"):
        acts.says(who, first, {"cicd": Answer.NO})
    acts.publish("U1", acts.close("U1", first))
    acts.later(timedelta(days=91))  # a Monday in March
    second = acts.begin(acts.reading(lambda repositories: repositories.teams.find(first.team_id)))
    (invitation,) = planned(acts, person_of(acts, "U2").id, DeliveryKind.INVITATION)
    arrived(acts, invitation, acts.now)
    acts.join("U2", second, Length.QUICK)
    progress = nudge(acts, acts.now + timedelta(days=4)).items[0].progress
    assert (progress.answered, progress.left) == (0, 2)  # one question, and one card to confirm


def test_one_reminder_has_all_that_waits_on_that_day(acts):
    fraud, _, search = (asked(acts, name=each) for each in ("Fraud", "Ads", "Search"))
    acts.join("U2", fraud, Length.QUICK)
    acts.run("U2", lambda act: decline(act, search.id))
    found = nudge(acts, december(18))
    assert {each.check_in.team_name: each.progress is None for each in found.items} == {"Ads": True, "Fraud": False}


def test_a_reminder_that_is_there_goes_on_showing_what_was_not_begun(acts):
    fraud, ads = (asked(acts, name=each) for each in ("Fraud", "Ads"))
    posted = arrived(acts, nudge_to(acts, "U2", december(16)), december(16))

    def shown() -> list[str]:
        found = acts.reading(lambda repositories: still_waiting(posted, repositories))
        return sorted(each.check_in.team_name for each in found.items) if found else []

    assert shown() == ["Ads", "Fraud"]
    acts.join("U2", fraud, Length.QUICK)
    assert shown() == ["Ads"]
    acts.join("U2", ads, Length.QUICK)
    assert shown() == []


def reminded(acts: Acts, check_in: CheckIn):
    return acts.reading(lambda repositories: channel_reminder_of(repositories.check_ins.get(check_in.id), repositories))


def test_the_channel_reads_how_far_a_check_in_has_come_where_the_team_is(acts):
    check_in = asked(acts)
    acts.says("U1", check_in, {})
    assert reminded(acts, check_in).turnout == Turnout(3, 0, 1)
    abroad = replace(check_in, time_zone="Asia/Tokyo")
    found = acts.reading(lambda repositories: channel_reminder_of(abroad, repositories))
    assert found.check_in == abroad
    assert found.closes.isoformat() == "2026-12-22T02:00:00+09:00"


def test_the_channel_is_not_reminded_when_nobody_is_waited_for(acts):
    check_in = asked(acts)
    acts.run("U2", lambda act: decline(act, check_in.id))
    acts.says("U1", check_in, {})
    assert reminded(acts, check_in).turnout == Turnout(3, 1, 1)
    acts.run("U3", lambda act: decline(act, check_in.id))  # too few for a result, but nobody is left
    assert reminded(acts, check_in) is None


def test_the_channel_is_not_reminded_of_what_has_closed(acts):
    check_in = asked(acts)
    for who in ("U1", "U2"):
        acts.says(who, check_in, {})
    assert reminded(acts, check_in) is not None
    acts.close("U1", check_in)
    assert reminded(acts, check_in) is None


def not_started(acts: Acts, team_id: str):
    key = DeliveryKey("T1", DeliveryKind.NOT_STARTED, team_id, person_of(acts, "U1").id, "2026-10-01")
    return acts.run("U1", lambda act: not_started_for(new_delivery("d1", key, act.now), act))


def keep(acts: Acts, team: Team) -> None:
    acts.run("U1", lambda act: act.repositories.teams.save(act.repositories.teams.lock(team.id), team))


def test_owners_read_why_their_team_could_not_be_asked(acts):
    team = acts.found("Fraud", PEOPLE)
    found = {}
    for name, changed in {
        "nothing": team,
        "channel": replace(team, channel_id=None),
        "people": with_people(team, ()),
        "both": with_people(replace(team, channel_id=None), ()),
    }.items():
        keep(acts, changed)
        why = not_started(acts, team.id)
        found[name] = (why.team, why.has_channel, why.has_people)
    assert found == {
        "nothing": ("Fraud", True, True),
        "channel": ("Fraud", False, True),
        "people": ("Fraud", True, False),
        "both": ("Fraud", False, False),
    }


def test_owners_read_nothing_about_a_team_that_is_asked_meanwhile_or_has_ended(acts):
    team = acts.found("Fraud", PEOPLE)
    assert not_started(acts, "nobody knows it") is None
    check_in = acts.begin(team)
    assert not_started(acts, team.id) is None
    acts.run("U1", lambda act: move_on(act, check_in, CheckInEvent.CANCELLED))
    assert not_started(acts, team.id) is not None
    acts.run("U1", lambda act: end_team(act, act.repositories.teams.lock(team.id), "Fraud"))
    assert not_started(acts, team.id) is None

"""The messages with which a check-in begins: each to whom it is for, once, and when they can be asked."""

from datetime import UTC, datetime

import pytest

from flows.acts.check_ins.take_part import start_check_in
from flows.acts.own_time.time_off import be_away
from flows.acts.shared.check_in_transitions import message_key
from flows.check_ins.check_in import period_of
from flows.deliveries.delivery import Delivery, DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.loading import load_maturity
from flows.schedules.schedule import Occurrence
from tests.support.acts import Acts
from tests.support.arrivals import change_person, person_of

MATURITY = load_maturity()
PEOPLE = ("U1", "U2", "U3")
MONDAY = datetime(2026, 12, 14, 8, tzinfo=UTC)
NUDGE, INVITATION = DeliveryKind.NUDGE, DeliveryKind.INVITATION


@pytest.fixture
def acts(database) -> Acts:
    acts = Acts(database, MATURITY)
    acts.now = MONDAY
    return acts


def waiting(acts: Acts, recipient: str) -> list[Delivery]:
    return list(acts.reading(lambda repositories: repositories.deliveries.list_planned("T1", [recipient])))


def told(acts: Acts, *people: str) -> list[list[str]]:
    found = [waiting(acts, person_of(acts, each).id) for each in people]
    return [[f"{each.key.kind} {each.due_at:%a %d %H:%M}" for each in messages] for messages in found]


def test_whoever_starts_it_is_asked_at_once_and_the_others_when_they_are_at_work(acts):
    team = acts.found("Fraud", PEOPLE)
    change_person(acts, "U3", time_zone="America/New_York")
    check_in = acts.begin(team)
    assert told(acts, *PEOPLE) == [
        ["invitation Mon 14 08:00", "nudge Fri 18 10:00"],
        ["invitation Mon 14 09:00", "nudge Fri 18 10:00"],
        ["invitation Mon 14 14:00", "nudge Fri 18 15:00"],
    ]
    cards = [f"{each.key.kind} {each.due_at:%a %d %H:%M}" for each in waiting(acts, check_in.channel_id)]
    assert cards == ["check_in_card Mon 14 08:00", "channel_reminder Fri 18 10:00"]


def test_whoever_starts_it_hears_when_their_own_invitation_fails(acts):
    acts.begin(acts.found("Fraud", PEOPLE))
    one = person_of(acts, "U1").id
    asked_by = {each: [act.asked_by for act in waiting(acts, person_of(acts, each).id)] for each in PEOPLE}
    assert asked_by == {"U1": [one, None], "U2": [None, None], "U3": [None, None]}


def test_a_schedule_asks_everybody_at_its_hour(acts):
    team, day = acts.found("Fraud", PEOPLE), MONDAY.date()
    occurrence = Occurrence(period_of(day), day, day)
    check_in = acts.run(
        "U1", lambda act: start_check_in(act, act.repositories.teams.lock(team.id), occurrence=occurrence)
    )
    assert told(acts, "U1", "U2") == [["invitation Mon 14 10:00", "nudge Fri 18 10:00"]] * 2
    assert [each.asked_by for each in waiting(acts, person_of(acts, "U1").id)] == [None, None]
    card, _ = waiting(acts, check_in.channel_id)
    assert card.due_at == MONDAY.replace(hour=10)


def test_who_is_away_is_asked_when_they_are_back(acts):
    team = acts.found("Fraud", PEOPLE)
    acts.run("U2", lambda act: be_away(act, MONDAY.date(), MONDAY.date()))
    acts.begin(team)
    assert told(acts, "U2", "U3") == [
        ["invitation Tue 15 09:00", "nudge Fri 18 10:00"],
        ["invitation Mon 14 09:00", "nudge Fri 18 10:00"],
    ]


def test_an_invitation_is_of_its_check_in_and_reminders_are_one_a_day_over_all_teams(acts):
    check_ins = [acts.begin(acts.found(each, PEOPLE)) for each in ("Fraud", "Ads")]
    two = person_of(acts, "U2")
    keys = [each.key for each in waiting(acts, two.id)]
    assert sorted(keys, key=lambda each: each.subject_id) == sorted(
        [
            *(message_key(each, INVITATION, two.id) for each in check_ins),
            DeliveryKey("T1", NUDGE, "T1", two.id, "2026-12-18"),
        ],
        key=lambda each: each.subject_id,
    )


def test_the_day_of_a_reminder_is_that_of_the_person(acts):
    team = acts.found("Fraud", PEOPLE)
    change_person(acts, "U2", time_zone="Pacific/Auckland")
    acts.begin(team)
    (nudge,) = (each for each in waiting(acts, person_of(acts, "U2").id) if each.key.kind is NUDGE)
    assert (nudge.key.occurrence, nudge.due_at) == ("2026-12-21", datetime(2026, 12, 20, 21, tzinfo=UTC))

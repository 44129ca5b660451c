"""What becomes of a message, step by step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.deliveries.delivery import (
    PERHAPS_SENT,
    TOO_LATE,
    DeliveryKey,
    DeliveryLimits,
    DeliveryStatus,
    Lane,
    Pace,
    new_delivery,
)
from flows.deliveries.kinds import KINDS, DeliveryKind
from flows.deliveries.rules import (
    Arrived,
    Dropped,
    GivenBack,
    Postponed,
    Refused,
    Unclear,
    cannot_look,
    concluded,
    is_ready,
    is_too_late,
    lane_after,
    not_there,
    pace_after,
    paced,
    room_for,
    taken,
    taken_back,
    waiting_for,
)
from tests.support.clock import NOW

LIMITS = DeliveryLimits()
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
KEY = DeliveryKey("T1", DeliveryKind.SHARED_RESULT, "a1", "C1", "revision 1")
PENDING = new_delivery("d1", KEY, NOW, payload="{}")
SENDING = taken(PENDING, "process", NOW, LIMITS)
UNCERTAIN = concluded(SENDING, Unclear("http_500"), NOW, LIMITS, 0)
LOOKING = taken(UNCERTAIN, "process", NOW, LIMITS)
WELCOME = replace(LOOKING, key=replace(KEY, kind=DeliveryKind.WELCOME))
LANE = Lane("T1", "C1", NOW, NOW)
PACE = Pace("T1", NOW)


def test_every_kind_has_a_policy():
    assert set(KINDS) == set(DeliveryKind)


def test_a_message_is_too_late_after_its_time_and_not_before():
    useful_for = KEY.kind.rules.useful_for
    assert not is_too_late(PENDING, NOW + useful_for)
    assert is_too_late(PENDING, NOW + useful_for + SECOND)


def test_taken_in_hand():
    assert (SENDING.status, SENDING.attempts, SENDING.owner) == (DeliveryStatus.SENDING, 1, "process")
    assert (SENDING.first_tried_at, SENDING.lease_until) == (NOW, NOW + LIMITS.lease)
    assert (LOOKING.status, LOOKING.attempts) == (DeliveryStatus.UNCERTAIN, 1)
    assert not is_ready(SENDING, NOW + LIMITS.lease - SECOND)
    assert not is_ready(UNCERTAIN, NOW)
    assert is_ready(UNCERTAIN, NOW + LIMITS.quarantine)


def test_a_message_whose_sender_never_came_back_is_looked_up_after_lease_and_quarantine():
    assert taken_back(SENDING, NOW + LIMITS.lease - SECOND, LIMITS) == SENDING
    left = taken_back(SENDING, NOW + LIMITS.lease, LIMITS)
    assert (left.status, left.owner) == (DeliveryStatus.UNCERTAIN, None)
    assert left.not_before == NOW + LIMITS.lease + LIMITS.quarantine


def test_one_that_had_not_even_been_written_is_simply_sent():
    left = taken_back(replace(SENDING, payload=None), NOW + LIMITS.lease, LIMITS)
    assert (left.status, left.not_before) == (DeliveryStatus.PENDING, NOW + LIMITS.lease)


def test_not_there_it_is_sent_unless_it_is_too_late():
    again = not_there(LOOKING, NOW + MINUTE)
    assert (again.status, again.attempts, again.first_tried_at) == (DeliveryStatus.SENDING, 2, NOW)
    assert not_there(LOOKING, NOW + timedelta(days=1)) == Dropped(TOO_LATE)


def test_where_nobody_can_look_a_kind_is_sent_once_more_or_left():
    again = cannot_look(LOOKING, NOW)
    assert (again.status, again.was_repeated) == (DeliveryStatus.SENDING, True)
    assert cannot_look(replace(LOOKING, was_repeated=True), NOW) == Dropped(PERHAPS_SENT)
    assert cannot_look(LOOKING, NOW + timedelta(days=1)) == Dropped(PERHAPS_SENT)
    assert cannot_look(WELCOME, NOW) == Dropped(PERHAPS_SENT)


@pytest.mark.parametrize(
    ("before", "outcome", "status", "reason"),
    [
        (SENDING, Arrived("1.2"), DeliveryStatus.SENT, None),
        (SENDING, Refused("is_archived"), DeliveryStatus.FAILED, "is_archived"),
        (SENDING, Dropped(TOO_LATE), DeliveryStatus.DROPPED, TOO_LATE),
        (SENDING, Postponed("ratelimited", MINUTE), DeliveryStatus.PENDING, "ratelimited"),
        (SENDING, GivenBack(), DeliveryStatus.PENDING, None),
        (SENDING, Unclear("http_500"), DeliveryStatus.UNCERTAIN, "http_500"),
        (LOOKING, Arrived("1.2"), DeliveryStatus.SENT, None),
        (LOOKING, Postponed("unreachable"), DeliveryStatus.UNCERTAIN, "unreachable"),
        (LOOKING, GivenBack(), DeliveryStatus.UNCERTAIN, "http_500"),
        (LOOKING, Dropped(PERHAPS_SENT), DeliveryStatus.DROPPED, PERHAPS_SENT),
    ],
)
def test_how_it_went(before, outcome, status, reason):
    after = concluded(before, outcome, NOW + SECOND, LIMITS, 0)
    assert (after.status, after.reason, after.owner, after.lease_until) == (status, reason, None, None)
    assert after.message_id == ("1.2" if status is DeliveryStatus.SENT else None)
    if status is DeliveryStatus.UNCERTAIN and isinstance(outcome, Unclear):
        assert after.not_before == NOW + SECOND + LIMITS.quarantine
    elif after.status.is_open:
        assert after.not_before == NOW + SECOND


def test_a_message_that_stays_unclear_waits_longer_each_time_and_never_too_long():
    pauses = [
        concluded(replace(SENDING, attempts=attempts), Unclear("x"), NOW, LIMITS, 0).not_before - NOW
        for attempts in (1, 7, 8, 9, 10, 1000)
    ]
    assert pauses == [timedelta(seconds=each) for each in (60, 64, 128, 256, 300, 300)]
    assert concluded(replace(SENDING, attempts=9), Unclear("x"), NOW, LIMITS, 1).not_before == NOW + 128 * SECOND


def test_a_lane_waits_for_its_first_message_and_a_second_after_each_post():
    later = replace(PENDING, not_before=NOW + MINUTE)
    assert waiting_for(LANE, None).due_at is None
    assert waiting_for(LANE, later).due_at == NOW + MINUTE
    assert waiting_for(LANE, SENDING).due_at == NOW + LIMITS.lease
    for posted in (Arrived("1.2"), Unclear("x")):
        assert lane_after(LANE, PENDING, NOW, posted, LIMITS).due_at == NOW + LIMITS.channel_pace
    for not_posted in (Refused("x"), Postponed("x"), Dropped("x"), GivenBack()):
        assert lane_after(LANE, PENDING, NOW, not_posted, LIMITS).due_at == NOW


def test_a_lane_remembers_its_trouble_until_something_arrives():
    failed = lane_after(LANE, None, NOW, Refused("is_archived"), LIMITS)
    assert failed.trouble == "is_archived"
    assert lane_after(failed, None, NOW, Unclear("x"), LIMITS).trouble == "is_archived"
    assert lane_after(failed, None, NOW, Arrived("1.2"), LIMITS).trouble is None


def test_a_workspace_that_was_quiet_has_a_burst_and_then_its_pace():
    quiet = Pace("T1", NOW - timedelta(days=1))
    assert room_for(quiet, NOW, LIMITS) == LIMITS.burst
    for sent in range(LIMITS.burst + 1):
        assert room_for(quiet, NOW, LIMITS) == min(LIMITS.burst, LIMITS.burst + 1 - sent)
        quiet = paced(quiet, NOW, LIMITS)
    assert room_for(quiet, NOW, LIMITS) == 0
    assert room_for(quiet, NOW + LIMITS.workspace_pace, LIMITS) == 1


def test_a_pause_that_slack_asks_for_is_kept():
    limited = pace_after(PACE, Postponed("ratelimited", 10 * MINUTE), NOW, LIMITS, 1)
    assert room_for(limited, NOW + 10 * MINUTE - SECOND, LIMITS) == 0
    assert room_for(limited, NOW + 10 * MINUTE, LIMITS) == 1
    assert pace_after(limited, Postponed("ratelimited", SECOND), NOW, LIMITS, 1) == limited  # of one sent before
    assert pace_after(limited, Arrived("1.2"), NOW, LIMITS, 1) == limited


@pytest.mark.parametrize("outcome", [Unclear("http_500"), Postponed("unreachable")])
def test_while_slack_fails_one_message_at_a_time_tries_less_and_less_often(outcome):
    pace, pauses = PACE, []
    for _ in range(11):
        pace = pace_after(pace, outcome, NOW, LIMITS, 0)
        pauses.append((pace.ready_at - NOW).total_seconds())
        assert room_for(pace, pace.ready_at, LIMITS) == 1
        assert room_for(paced(pace, NOW, LIMITS), NOW + LIMITS.lease - SECOND, LIMITS) == 0
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert (pace_after(PACE, outcome, NOW, LIMITS, 1).ready_at - NOW).total_seconds() == 0.5


@pytest.mark.parametrize("outcome", [Arrived("1.2"), Refused("is_archived"), Dropped(PERHAPS_SENT)])
def test_any_answer_of_slacks_ends_its_trouble(outcome):
    troubled = paced(Pace("T1", NOW, failures=5), NOW, LIMITS)
    assert pace_after(troubled, outcome, NOW, LIMITS, 0) == Pace("T1", NOW, failures=0)


def test_what_was_given_back_says_nothing_about_slack():
    troubled = paced(Pace("T1", NOW, failures=5), NOW, LIMITS)
    assert pace_after(troubled, GivenBack(), NOW, LIMITS, 0) == Pace("T1", NOW, failures=5)

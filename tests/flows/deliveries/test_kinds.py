"""What is kept of messages under these words, and how long each kind is of use."""

from datetime import timedelta

import pytest

from flows.deliveries.delivery import DeliveryStatus
from flows.deliveries.kinds import KINDS, DeliveryKind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


RULES = [
    ("shared_result", 12 * HOUR, True),
    ("welcome", 4 * HOUR, False),
    ("undelivered", 7 * DAY, False),
    ("invitation", 7 * DAY, True),
    ("check_in_card", 2 * DAY, False),
    ("preview", 3 * DAY, True),
    ("summary", 7 * DAY, False),
    ("summary_details", 7 * DAY, False),
    ("incomplete", 2 * DAY, False),
    ("discussion", 2 * DAY, False),
    ("nudge", 6 * HOUR, False),
    ("channel_reminder", 8 * HOUR, False),
    ("not_started", 7 * DAY, True),
    ("leaderboard", 2 * DAY, False),
    ("leaderboard_preview", 3 * DAY, True),
    ("digest", 2 * DAY, False),
    ("digest_details", 2 * DAY, False),
]


@pytest.mark.parametrize(("kept_as", "useful_for", "may_repeat"), RULES)
def test_a_kind_is_of_use_for_a_while_and_may_come_twice_or_not(kept_as, useful_for, may_repeat):
    rules = DeliveryKind(kept_as).rules
    assert (rules.useful_for, rules.may_repeat) == (useful_for, may_repeat)


def test_every_kind_has_its_rule():
    assert KINDS.keys() == set(DeliveryKind) == {kept_as for kept_as, _, _ in RULES}


@pytest.mark.parametrize(
    ("kept_as", "is_open"),
    [("pending", True), ("sending", True), ("uncertain", True), ("sent", False), ("failed", False), ("dropped", False)],
)
def test_something_is_to_be_done_about_what_has_neither_arrived_nor_ended(kept_as, is_open):
    assert DeliveryStatus(kept_as).is_open is is_open

"""A sample of `make fuzz`, the same in every run."""

from tests.fuzz.running import Tally, send_many
from tests.fuzz.target import running


def test_odd_requests_are_refused_or_answered_and_nobody_is_let_through():
    tally = Tally()
    with running() as target:
        send_many(target, 400, 1, tally)
        assert target.check_log() == []
    assert tally.statuses.keys() >= {200, 400, 401}

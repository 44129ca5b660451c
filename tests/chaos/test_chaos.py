"""A small sample of `make chaos`, with the same failures in every run."""

import pytest

from flows.deliveries.kinds import DeliveryKind
from tests.chaos.__main__ import Chaos, run

MAY_REPEAT = {kind for kind in DeliveryKind if kind.rules.may_repeat}


@pytest.mark.parametrize(("kind", "processes"), [("postgresql", 3), ("sqlite", 1)])
def test_nothing_is_lost_and_nothing_comes_twice(fresh_database, kind, processes):
    counted = run(Chaos("sample", kind, processes, messages=80, kills=6), fresh_database(kind), seed=3)
    assert counted.once.total() == 80
    assert (counted.more, counted.never, counted.believed, counted.out_of_order) == ({}, {}, {}, 0)


def test_where_channels_cannot_be_read_only_some_kinds_come_twice_and_never_a_third_time(fresh_database):
    counted = run(Chaos("sample", "postgresql", 3, 80, kills=6, history=False), fresh_database("postgresql"), seed=3)
    assert set(counted.more) <= {kind for kind in DeliveryKind if kind in MAY_REPEAT and not kind.rules.to_person}
    assert counted.most <= 2
    assert DeliveryKind.UNDELIVERED not in counted.never

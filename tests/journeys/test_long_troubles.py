"""Slack away for a day, the database for an hour, clocks that are wrong: what happens is what docs/deliveries.md says."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.process.clock import SharedClock
from bot.sending.sender import Sender
from bot.slack.blocks import message
from flows.deliveries.delivery import DeliveryLimits, DeliveryStatus
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.loading import Maturity
from storage.database import SqlDatabase
from tests.fakes.failures import Failure, drop, rate_limited, server_error, time_out
from tests.fakes.slack import FakeSlack
from tests.support.clock import NOW
from tests.support.databases import KINDS, opened
from tests.support.simulation import Clock, Office, Unreliable
from tests.support.talk import eventually

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SHARED, WELCOME, UNDELIVERED = DeliveryKind.SHARED_RESULT, DeliveryKind.WELCOME, DeliveryKind.UNDELIVERED


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def slack(clock):
    with FakeSlack(clock.seconds, wall=clock.seconds) as slack:
        slack.scopes.add("channels:history")
        yield slack


@pytest.fixture
def office(database, maturity, slack, clock):
    return Office(Unreliable(database), maturity, [slack], clock)


def texts(slack: FakeSlack, channel: str) -> list[str]:
    return [each.text for each in slack.messages(channel)]


def tries(slack: FakeSlack) -> int:
    return len(slack.calls)


def away(slack: FakeSlack, failure: Failure | None) -> Callable[[], None]:
    """Take Slack away, so that it fails like this or refuses to connect; calling what comes back brings it again."""
    if failure is None:
        slack.stop()
        return slack.start
    slack.chance = lambda _: failure
    return lambda: setattr(slack, "chance", lambda _: None)


# What a failure means is decided without the database: each once is enough.
@pytest.mark.parametrize(
    ("database_url", "failure"),
    [("sqlite", None), ("postgresql", server_error(503)), ("sqlite", drop())],
    indirect=["database_url"],
    ids=["refused", "503", "dropped"],
)
def test_slack_is_away_for_a_day(office, slack, failure):
    channel, engineer = slack.add_channel("ml-fraud"), slack.add_person("ml_engineer")
    person = office.person(engineer)
    back = away(slack, failure)
    old = office.decide(SHARED, channel, "shared as Slack went away", asked_by=person)
    office.pass_until(NOW + 21 * HOUR)
    fresh = office.decide(SHARED, channel, "shared three hours before it came back", asked_by=person)
    hello = office.decide(WELCOME, slack.add_channel("ml-search"), "a welcome of the same time")
    office.pass_until(NOW + 24 * HOUR)
    assert tries(slack) < 24 * 60  # less than one a minute
    back()
    office.pass_until(NOW + 25 * HOUR)
    assert texts(slack, channel) == ["shared three hours before it came back"]
    assert [office.get(each).status for each in (old, fresh, hello)] == [
        DeliveryStatus.DROPPED,
        DeliveryStatus.SENT,
        DeliveryStatus.SENT,
    ]
    assert office.get(old).reason == "too_late"
    (told,) = texts(slack, slack.dm(engineer))
    assert "Slack could not be reached for many hours" in told


def test_the_database_is_away_for_an_hour_before_anything_was_sent(office, slack, clock):
    channel = slack.add_channel("ml-fraud")
    shared = office.decide(SHARED, channel, "a view")
    office.database.is_away = lambda: clock.moment < NOW + HOUR
    office.pass_until(NOW + HOUR - timedelta(seconds=1))
    assert tries(slack) == 0
    office.pass_until(NOW + HOUR)
    assert texts(slack, channel) == ["a view"]
    assert office.get(shared).sent_at == NOW + HOUR


def test_the_database_goes_away_when_slack_has_taken_the_message(database, maturity, slack, clock):
    limits = DeliveryLimits(lease=timedelta(seconds=0.6), margin=timedelta(seconds=0.1))
    office = Office(Unreliable(database), maturity, [slack], clock, limits)
    channel = slack.add_channel("ml-fraud")
    shared = office.decide(SHARED, channel, "a view")
    office.database.is_away = lambda: bool(slack.messages(channel)) and clock.moment < NOW + HOUR
    office.look()
    assert office.get(shared).status is DeliveryStatus.SENDING
    office.pass_until(NOW + 2 * HOUR)
    assert texts(slack, channel) == ["a view"]
    assert office.get(shared).status is DeliveryStatus.SENT
    assert office.get(shared).message_id == slack.messages(channel)[0].ts


def test_the_database_goes_away_just_before_it_is_sent(office, slack):
    channel = slack.add_channel("ml-fraud")
    hello = office.decide(WELCOME, channel, "a welcome")
    refusals = iter([False, False, True])  # found, taken, and not read
    office.database.is_away = lambda: next(refusals, False)
    office.look()
    assert texts(slack, channel) != []
    assert office.get(hello).attempts == 2


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_replica_whose_clock_is_an_hour_off_goes_by_slacks(database, maturity, slack, clock, hours):
    """Else it would take what others are just sending for abandoned, or look for it where it cannot be."""
    machine = SharedClock(lambda: clock.moment + hours * HOUR, clock.seconds)
    wrong = Office(Unreliable(database), maturity, [slack], clock, now=machine.now)
    for gateway in wrong.gateways.values():
        gateway.identity()
    machine.heard(clock.moment)
    right = Office(Unreliable(database), maturity, [slack], clock)
    channel = slack.add_channel("ml-fraud")
    shared = right.decide(SHARED, channel, "a view")
    (taken,), _ = wrong.deliverer.take(1, {})  # and it is killed when Slack has taken the message
    wrong.gateways[slack.workspace_id].post(channel, message("a view"), taken.delivery.id)
    assert right.deliverer.take(8, {})[0] == []
    right.pass_until(NOW + timedelta(seconds=119))
    assert right.get(shared).status is not DeliveryStatus.SENT
    right.pass_until(NOW + timedelta(seconds=121))
    assert right.get(shared).status is DeliveryStatus.SENT
    assert len(texts(slack, channel)) == 1


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_while_rung_runs_changes_nothing(database, maturity, slack, clock, hours):
    offset = timedelta()
    machine = SharedClock(lambda: clock.moment + offset, clock.seconds)
    office = Office(Unreliable(database), maturity, [slack], clock, now=machine.now)
    offset = hours * HOUR
    channel = slack.add_channel("ml-fraud")
    later = office.decide(SHARED, channel, "a view")
    office.look()
    assert office.get(later).sent_at == NOW


HEALTHY = 50


def delays(database: SqlDatabase, maturity: Maturity, *, troubled: bool) -> dict[str, timedelta]:
    """How long each message to a healthy channel of 50 healthy workspaces took; one is due in each every minute."""
    clock = Clock()
    with ExitStack() as stack:
        slacks = [
            stack.enter_context(FakeSlack(clock.seconds, wall=clock.seconds, workspace_id=f"T{number}"))
            for number in range(HEALTHY + 1)
        ]
        office = Office(Unreliable(database), maturity, slacks, clock)
        channels = {each: each.add_channel("ml-fraud") for each in slacks}
        archived = {each: each.add_channel("ml-old", archived=troubled) for each in slacks[:5]}
        if troubled:  # the last one is told to wait for ten minutes
            slacks[HEALTHY].chance = lambda _: rate_limited(600) if clock.moment < NOW + 10 * MINUTE else None
        made = []
        for minute in range(4):
            clock.moment = NOW + minute * MINUTE
            for slack, channel in channels.items():
                made.append(office.decide(SHARED, channel, f"{slack.workspace_id} {minute}", slack=slack))
            for slack, channel in archived.items():
                office.decide(WELCOME, channel, f"old {minute}", slack=slack)
            office.pass_until(clock.moment + timedelta(seconds=59))
        office.pass_until(NOW + 12 * MINUTE)
        assert all(len(texts(slack, channel)) == 4 for slack, channel in channels.items())
        found = [office.get(each) for each in made if each.key.workspace_id != f"T{HEALTHY}"]
        return {each.key.subject_id: (each.sent_at or each.due_at + HOUR) - each.due_at for each in found}


@pytest.mark.parametrize("kind", KINDS)
def test_an_archived_channel_and_a_limited_workspace_delay_nobody_else(fresh_database, maturity, kind):
    with opened(fresh_database(kind)) as calm, opened(fresh_database(kind)) as troubled:
        as_usual = delays(calm, maturity, troubled=False)
        assert delays(troubled, maturity, troubled=True) == as_usual
    assert max(as_usual.values()) < timedelta(seconds=3)


def test_a_silent_workspace_holds_half_of_the_threads_and_the_others_go_on(database, maturity):
    with FakeSlack(workspace_id="T1") as silent, FakeSlack(workspace_id="T2") as healthy:
        clock = Clock(datetime.now(UTC))
        office = Office(Unreliable(database), maturity, [silent, healthy], clock, now=lambda: datetime.now(UTC))
        silent.chance = lambda _: time_out(60)
        for number in range(12):
            office.decide(SHARED, silent.add_channel(f"ml-{number}"), f"silent {number}", slack=silent)
        channels = [healthy.add_channel(f"ml-{number}") for number in range(12)]
        for number, channel in enumerate(channels):
            office.decide(SHARED, channel, f"healthy {number}", slack=healthy)
        sender = Sender(office.deliverer)
        sender.start()
        try:
            eventually(lambda: all(healthy.messages(channel) for channel in channels))
            assert len(silent.calls) == office.limits.at_once
        finally:
            silent.stop()
            sender.stop(10)

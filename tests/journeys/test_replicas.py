"""Several processes on one PostgreSQL: whichever a request comes to, it is one conversation and one message."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import cycle

import pytest

from flows.deliveries.delivery import DeliveryLimits
from tests.support.databases import opened
from tests.support.talk import Talk, eventually, serving
from tests.support.teamwork import team_of


@pytest.fixture
def replicas(fresh_database, maturity, slack):
    """Three servers, each with connections of its own."""
    url = fresh_database("postgresql")
    with ExitStack() as stack:
        databases = [stack.enter_context(opened(url)) for _ in range(3)]
        yield [stack.enter_context(serving(each, maturity, slack, DeliveryLimits())) for each in databases]


@pytest.fixture
def talk(replicas, slack):
    person = slack.add_person("ml_engineer")
    return Talk(replicas[0], person, slack.add_channel("ml-fraud", members=[person]))


def test_a_conversation_goes_on_wherever_its_clicks_arrive(talk, replicas):
    servers = cycle(replicas)
    talk.command("/rung assess quick")
    for label in ("Yes", "No", "No", "Compare the scales", "Back to the result", "Share", "Share"):
        talk.server = next(servers)
        talk.click(label)
    for each in replicas:
        each.wait()
    assert "Shared in" in talk.screen
    assert len(talk.slack.messages(talk.channel)) == 1


def test_the_same_click_at_every_replica_has_one_effect(talk, replicas):
    talk.command("/rung assess")
    payload = talk.slack.block_action(talk.person, talk.dm, talk.card.ts, talk.element("No"))
    for each in replicas:
        each.post(form={"payload": json.dumps(payload)})
        each.wait()
    assert "1 answered" in talk.screen


def test_the_same_invitation_at_every_replica_is_one_welcome(talk, replicas):
    event = talk.slack.invite(talk.channel, talk.person)
    for each in replicas:
        each.post(event=event)
        each.wait()
    assert len(talk.slack.messages(talk.channel)) == 1


def test_all_of_them_looking_at_once_send_each_message_once(talk, replicas):
    channels = [talk.slack.add_channel(f"ml-{number}", members=[talk.person]) for number in range(30)]
    for number, channel in enumerate(channels):
        replicas[number % 3].post(event=talk.slack.invite(channel, talk.person))
    for _ in range(3):
        for each in replicas:
            each.application.sender.wake()
    eventually(lambda: all(talk.slack.messages(channel) for channel in channels))  # the last ones at the usual pace
    for each in replicas:
        each.wait()
    assert [len(talk.slack.messages(channel)) for channel in channels] == [1] * 30


def test_all_of_them_knocking_at_once_ask_a_team_once(replicas):
    team = team_of(replicas[0], 3, is_scheduled=True)
    opens = datetime(2027, 1, 12, 9, tzinfo=UTC)
    with ThreadPoolExecutor(len(replicas)) as pool:
        for each in [pool.submit(server.later, opens) for server in replicas]:
            each.result()
    with replicas[0].database.reading() as repositories:
        assert len(repositories.check_ins.list_of(team.team.id)) == 1
    assert len(team.posts()) == 1
    for person in team.people:
        invitations = [each for each in person.slack.messages(person.dm) if "check-in is open until" in each.text]
        assert len(invitations) == 1

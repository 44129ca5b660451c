"""The only way out to Slack: what its answers mean, and finding what was posted."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sending import gateway as module
from bot.sending.gateway import SlackGateway
from bot.slack.blocks import message
from bot.slack.errors import PermanentSlackError, SlackError, TransientSlackError, UncertainSlackError
from tests.fakes.failures import (
    Failure,
    accept_then_drop,
    drop,
    late,
    rate_limited,
    server_error,
    slack_error,
    time_out,
)


@pytest.fixture
def gateway(slack):
    slack.scopes.add("channels:history")
    made = SlackGateway(slack.bot_token, slack.api_url, timeout=0.3)
    made.identity()
    return made


@pytest.fixture
def channel(slack):
    return slack.add_channel("ml-fraud")


@pytest.mark.parametrize(
    ("failure", "raised"),
    [
        (rate_limited(7), TransientSlackError("ratelimited", 7.0)),
        (slack_error("service_unavailable"), TransientSlackError("service_unavailable", 30.0)),
        (slack_error("internal_error"), UncertainSlackError("internal_error")),
        (slack_error("fatal_error"), UncertainSlackError("fatal_error")),
        (server_error(503), UncertainSlackError("service_unavailable")),
        (drop(), UncertainSlackError("ProtocolError")),
        (accept_then_drop(), UncertainSlackError("ProtocolError")),
        (time_out(0.6), UncertainSlackError("ReadTimeoutError")),
        (late(0.6), UncertainSlackError("ReadTimeoutError")),
        (slack_error("is_archived"), PermanentSlackError("is_archived")),
    ],
    ids=str,
)
def test_what_an_answer_to_a_post_means(gateway, slack, channel, failure: Failure, raised: SlackError):
    slack.fail("chat.postMessage", failure)
    with pytest.raises(type(raised)) as caught:
        gateway.post(channel, message("text"), "d1")
    assert vars(caught.value) == vars(raised)


def test_slack_that_cannot_be_reached_has_taken_nothing(gateway, slack, channel):
    slack.stop()
    with pytest.raises(TransientSlackError, match="unreachable"):
        gateway.post(channel, message("text"), "d1")


def test_what_was_posted_is_found_by_its_delivery(gateway, channel):
    before = datetime.now(UTC)
    posted = gateway.post(channel, message("text"), "d1")
    assert gateway.find_posted(channel, "d1", before) == posted
    assert gateway.find_posted(channel, "d2", before) is None
    assert gateway.find_posted(channel, "d1", datetime.now(UTC) + timedelta(seconds=1)) is None


def test_it_is_found_on_any_page(gateway, slack, channel, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 3)
    person, before = slack.add_person("ml_engineer"), datetime.now(UTC)
    posted = gateway.post(channel, message("text"), "d1")
    for number in range(7):
        slack.message_event(person, channel, f"answer {number}")
    assert gateway.find_posted(channel, "d1", before) == posted
    monkeypatch.setattr(module, "MOST_PAGES", 2)
    with pytest.raises(PermanentSlackError, match="too_many_messages"):
        gateway.find_posted(channel, "d1", before)


@pytest.mark.parametrize("whose", ["another bot", "another event"])
def test_what_somebody_else_has_copied_is_not_ours(gateway, slack, channel, whose):
    before = datetime.now(UTC)
    posted = gateway.post(channel, message("text"), "d1")
    place = slack.channels[channel]
    if whose == "another bot":
        slack.bot_id = "B0OTHER"
        slack.replace_message(place, posted, author="B0OTHER")
    else:
        slack.replace_message(place, posted, metadata={"event_type": "other", "event_payload": {"id": "d1"}})
    assert gateway.find_posted(channel, "d1", before) is None


def test_without_the_scope_nobody_can_look(gateway, slack, channel):
    slack.scopes.discard("channels:history")
    with pytest.raises(PermanentSlackError, match="missing_scope"):
        gateway.find_posted(channel, "d1", datetime.now(UTC))


def test_each_answer_says_what_time_it_is_at_slack(slack):
    heard: list[datetime] = []
    gateway = SlackGateway(slack.bot_token, slack.api_url, heard=heard.append)
    slack.wall = lambda: 1_800_000_000.0
    gateway.identity()
    slack.fail("auth.test", rate_limited(1))
    with pytest.raises(TransientSlackError):
        gateway.identity()
    assert heard == [datetime.fromtimestamp(1_800_000_000, UTC)] * 2

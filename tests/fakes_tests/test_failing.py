"""The ways in which Slack fails, one request at a time."""

import time
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.fakes.failures import accept_then_drop, drop, late, rate_limited, server_error, slack_error, time_out
from tests.fakes.slack import FakeSlack
from tests.support.talk import eventually


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)


def post(client: WebClient, channel: str) -> Any:
    return client.chat_postMessage(channel=channel, text="text", unfurl_links=False, unfurl_media=False)


@pytest.mark.parametrize(
    ("failure", "status", "error"),
    [
        (rate_limited(30), 429, "ratelimited"),
        (server_error(), 500, "internal_error"),
        (server_error(503), 503, "service_unavailable"),
        (slack_error("channel_not_found"), 200, "channel_not_found"),
    ],
)
def test_an_answer_that_says_no(slack, client, failure, status, error):
    channel = slack.add_channel("channel")
    slack.fail("chat.postMessage", failure, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            post(client, channel)
        answer = caught.value.response
        assert (answer.status_code, answer["error"]) == (status, error)
        assert answer.headers.get("Retry-After") == ("30" if status == 429 else None)
    assert post(client, channel)["ok"]
    assert [(each.answer.get("error"), each.lost) for each in slack.calls] == [(error, False)] * 2 + [(None, False)]
    assert len(slack.messages(channel)) == 1


@pytest.mark.parametrize(
    ("failure", "arrived"),
    [(drop(), 0), (accept_then_drop(), 1), (time_out(30), 0), (time_out(30, takes_effect=True), 1)],
)
def test_no_answer_at_all(slack, client, failure, arrived):
    channel = slack.add_channel("channel")
    slack.fail("chat.postMessage", failure)
    with pytest.raises(OSError, match=r"timed out|closed connection|reset"):
        post(client, channel)
    assert len(slack.messages(channel)) == arrived
    assert slack.calls[-1].lost
    assert slack.calls[-1].answer["ok"] is bool(arrived)


def test_a_request_that_is_kept_waiting_does_not_hold_up_the_others_or_the_end():
    with FakeSlack() as slack:
        slack.fail("auth.test", time_out(60))
        quick = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)
        with pytest.raises(OSError, match="timed out"):
            quick.auth_test()
        began = time.monotonic()
        assert quick.auth_test()["ok"]
    assert time.monotonic() - began < 1


def test_any_request_can_be_meant_but_a_named_one_goes_first(slack, client):
    slack.fail("*", server_error(503))
    slack.fail("auth.test", slack_error("token_revoked"))
    for error in ("token_revoked", "service_unavailable"):
        with pytest.raises(SlackApiError, match=error):
            client.auth_test()
    assert client.auth_test()["ok"]


@pytest.mark.parametrize(
    ("failure", "status", "used"),
    [(rate_limited(7), 429, 0), (server_error(), 500, 0), (slack_error("expired_url"), 200, 0)],
)
def test_replies_fail_too(slack, failure, status, used):
    person = slack.add_person("ml_engineer")
    url = slack.slash_command(person, slack.dm(person), "")["response_url"]
    slack.fail("response_url", failure)
    answer = WebhookClient(url, retry_handlers=[], timeout=5).send(text="text")
    assert answer.status_code == status
    assert failure.error in answer.body
    assert [each.uses for each in slack.response_urls.values()] == [used]


def test_it_starts_and_stops_quickly_and_again():
    slack = FakeSlack()
    began = time.monotonic()
    slack.start()
    WebClient(slack.bot_token, base_url=slack.api_url).auth_test()
    slack.stop()
    assert time.monotonic() - began < 0.5
    slack.stop()
    with pytest.raises(OSError, match="refused"):
        WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]).auth_test()
    with slack:
        assert WebClient(slack.bot_token, base_url=slack.api_url).auth_test()["ok"]


def test_what_was_given_up_can_still_arrive(slack):
    channel = slack.add_channel("channel")
    slack.fail("chat.postMessage", late(0.3))
    impatient = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=0.1)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="timed out"):
        post(impatient, channel)
    assert slack.messages(channel) == []
    eventually(lambda: len(slack.messages(channel)) == 1)


def test_any_request_may_fail_by_chance(slack, client):
    slack.chance = lambda method: server_error(503) if method == "auth.test" else None
    with pytest.raises(SlackApiError):
        client.auth_test()
    assert post(client, slack.add_channel("channel"))["ok"]


def test_each_answer_has_the_time_of_day(slack):
    slack.wall = lambda: 1_800_000_000.0
    with urllib.request.urlopen(f"{slack.api_url}auth.test") as answer:
        assert answer.headers["Date"] == "Fri, 15 Jan 2027 08:00:00 GMT"

"""The Web API of the fake: messages, people and triggers."""

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.fakes.samples import modal, section
from tests.fakes.slack import FakeSlack


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)


def post(client: WebClient, channel: str, **more: Any) -> Any:
    usual: dict[str, Any] = {"channel": channel, "text": "text", "unfurl_links": False, "unfurl_media": False}
    return client.chat_postMessage(**(usual | more))


@pytest.mark.parametrize(
    ("channel", "more", "error"),
    [
        ({"with_bot": False}, {}, "not_in_channel"),
        ({"with_bot": False, "private": True}, {}, "channel_not_found"),
        ({"archived": True}, {}, "is_archived"),
        ({}, {"text": "x" * 40_001}, "msg_too_long"),
        ({}, {"blocks": [{"type": "progress"}]}, "invalid_blocks"),
        ({}, {"unfurl_links": True}, "rung_rule: unfurling is not off"),
    ],
)
def test_posting_is_refused_as_slack_refuses_it(slack, client, channel, more, error):
    with pytest.raises(SlackApiError) as caught:
        post(client, slack.add_channel("channel", **channel), **more)
    assert caught.value.response["error"] == error


def test_a_message_without_text_and_blocks_is_refused(slack, client):
    with pytest.raises(SlackApiError, match="no_text"):
        client.api_call("chat.postMessage", json={"channel": slack.add_channel("channel")})


def test_a_token_is_needed(slack):
    with pytest.raises(SlackApiError, match="invalid_auth"):
        WebClient("xoxb-wrong", base_url=slack.api_url).auth_test()


def test_a_method_that_is_not_there(client):
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.api_call("chat.shout")


def test_messages_are_posted_changed_and_linked_to(slack, client):
    channel = slack.add_channel("channel")
    ts = post(client, channel)["ts"]
    client.chat_update(channel=channel, ts=ts, text="other")
    (message,) = slack.messages(channel)
    assert (message.text, message.edited) == ("other", True)
    assert ts.replace(".", "") in client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
    for call in (
        lambda: client.chat_update(channel=channel, ts="1.1", text="other"),
        lambda: client.chat_getPermalink(channel=channel, message_ts="1.1"),
    ):
        with pytest.raises(SlackApiError, match="message_not_found"):
            call()


def test_other_peoples_messages_cannot_be_changed(slack, client):
    person = slack.add_person("ml_engineer")
    slack.message_event(person, slack.dm(person), "mine")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel=slack.dm(person), ts=slack.messages(slack.dm(person))[0].ts, text="yours")


def test_people(slack, client):
    gone = slack.add_person("former_colleague", deactivated=True)
    for user, error in ((gone, "user_disabled"), ("U0", "user_not_found")):
        with pytest.raises(SlackApiError, match=error):
            client.conversations_open(users=user)
    person = slack.add_person("guest", guest=True)
    assert client.users_info(user=person)["user"]["is_restricted"]
    assert client.conversations_open(users=person)["channel"]["id"] == slack.dm(person)


def test_triggers_are_used_once_and_within_three_seconds():
    now = [0.0]
    with FakeSlack(clock=lambda: now[0]) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        person = slack.add_person("ml_engineer")
        channel = slack.add_channel("channel")

        def trigger() -> str:
            return slack.slash_command(person, channel, "")["trigger_id"]

        first, second = trigger(), trigger()
        opened = client.views_open(trigger_id=first, view=modal())["view"]
        now[0] = 3.1
        for used, error in ((first, "exchanged"), (second, "expired"), ("none", "invalid")):
            with pytest.raises(SlackApiError, match=f"{error}_trigger_id"):
                client.views_open(trigger_id=used, view=modal())
        with pytest.raises(SlackApiError, match="hash_conflict"):
            client.views_update(view_id=opened["id"], view=modal(), hash="other")
        client.views_update(view_id=opened["id"], view=modal(section("new")), hash=opened["hash"])
        assert "new" in str(slack.open_view(person))
        for _ in range(2):
            client.views_open(trigger_id=trigger(), view=modal())
        with pytest.raises(SlackApiError, match="push_limit_reached"):
            client.views_open(trigger_id=trigger(), view=modal())


def test_it_speaks_http(slack):
    request = urllib.request.Request(
        f"{slack.api_url}auth.test", data=b"", headers={"Authorization": f"Bearer {slack.bot_token}"}
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["team_id"] == slack.workspace_id

"""The fake refuses what Slack refuses; a test that passes against it means something."""

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.fakes.block_kit import problems_of_message, problems_of_view
from tests.fakes.failures import accept_then_drop, drop, rate_limited, server_error, slack_error, time_out
from tests.fakes.slack import FakeSlack


def mrkdwn(text="text") -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def plain(text="text") -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text="text", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(), "action_id": "a", **more}


def row(*elements: Any, **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def menu(*values: str, **more: Any) -> dict[str, Any]:
    options = [{"text": plain(), "value": value} for value in values]
    return {"type": "static_select", "action_id": "m", "options": options, **more}


def field(**more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain(), "element": {"type": "plain_text_input", "action_id": "i", **more}}


GOOD = [
    section(),
    {"type": "divider"},
    {"type": "header", "text": plain()},
    {"type": "context", "elements": [mrkdwn(), plain()]},
    row(button(value="v", style="primary"), menu("1", "2"), {"type": "conversations_select", "action_id": "c"}),
    section("<https://example.org|link> <@U1> <#C1> a &amp; b &lt;!channel&gt;", block_id="b"),
]


def test_a_good_message_passes():
    assert problems_of_message({"text": "text", "blocks": GOOD}) == []


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([section()] * 51, "51 blocks; 50 is the most"),
        ([{"type": "progress"}], "unsupported block progress"),
        ([{"type": "section"}], "a section needs text or fields"),
        ([section("x" * 3001)], "3001 characters"),
        ([section("")], "text is empty"),
        ([section(fields=[mrkdwn()] * 11)], "11 fields"),
        ([section(fields=[mrkdwn("x" * 2001)])], "2001 characters"),
        ([section(colour="red")], "unknown key colour"),
        ([section(block_id="b"), section(block_id="b")], "block_id b is there twice"),
        ([section(block_id="x" * 256)], "256 characters"),
        ([section(block_id="")], "block_id is empty"),
        ([{"type": "header", "text": mrkdwn()}], "must be plain_text"),
        ([{"type": "header", "text": plain("x" * 151)}], "151 characters"),
        ([{"type": "context", "elements": [mrkdwn()] * 11}], "11 elements"),
        ([{"type": "context", "elements": []}], "0 elements"),
        ([row()], "0 elements"),
        ([row(*(button(action_id=f"{each}") for each in range(26)))], "26 elements"),
        ([row(button(text=mrkdwn()))], "must be plain_text"),
        ([row(button(text=plain("x" * 76)))], "76 characters"),
        ([row(button(value="x" * 2001))], "2001 characters"),
        ([row(button(action_id="x" * 256))], "256 characters"),
        ([row(button(style="green"))], "style must be"),
        ([row(button(onclick="x"))], "unknown key onclick"),
        ([row({"type": "button", "text": plain()})], "action_id is missing"),
        ([row({"type": "slider", "action_id": "s"})], "unsupported element slider"),
        ([row({"type": "plain_text_input", "action_id": "i"})], "unsupported element plain_text_input"),
        ([row(button()), row(button())], "rung_rule: action_id a is there twice"),
        ([row(menu())], "options: 1 to 100"),
        ([row(menu(*map(str, range(101))))], "options: 1 to 100"),
        ([row(menu("1", "1"))], "options have the same value"),
        ([row(menu("x" * 151))], "151 characters"),
        ([row(menu("1", placeholder=plain("x" * 151)))], "151 characters"),
        ([section("<!channel>")], "rung_rule: text pings"),
        ([section("<!subteam^S1>")], "rung_rule: text pings"),
        ([section("a < b")], "rung_rule: text has an unescaped <"),
        ([section("a & b")], "rung_rule: text has an unescaped &"),
        ([section("a &amp;lt; b")], "rung_rule: text is escaped twice"),
        ([{"type": "table", "rows": []}, {"type": "table", "rows": []}], "one table a message"),
        ([{"type": "table", "rows": [[]] * 101}], "at most 100 rows"),
    ],
)
def test_a_bad_message_is_refused(blocks, problem):
    assert any(problem in each for each in problems_of_message({"text": "text", "blocks": blocks}))


@pytest.mark.parametrize("text", ["", "  ", None])
def test_text_must_carry_the_content(text):
    assert "rung_rule: text is missing" in problems_of_message({"text": text, "blocks": [section()]})[0]


def view(*blocks: Any, **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain(), "blocks": list(blocks) or [section()], **more}


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (view(title=plain("x" * 25)), "25 characters"),
        (view(submit=plain("x" * 25)), "25 characters"),
        (view(private_metadata="x" * 3001), "3001 characters"),
        (view(*[section()] * 101), "101 blocks"),
        (view(field()), "submit is missing"),
        (view({"type": "table", "rows": []}), "unsupported block table"),
        (view(field(max_length=10, initial_value="x" * 11), submit=plain()), "11 characters"),
        (view(field(max_length=3001), submit=plain()), "max_length"),
        (view(colour="red"), "unknown key colour"),
        ({"type": "modal", "blocks": [section()]}, "title is missing"),
        ({"type": "popup", "title": plain(), "blocks": []}, "type must be"),
    ],
)
def test_a_bad_view_is_refused(bad, problem):
    assert any(problem in each for each in problems_of_view(bad))


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
        opened = client.views_open(trigger_id=first, view=view())["view"]
        now[0] = 3.1
        for used, error in ((first, "exchanged"), (second, "expired"), ("none", "invalid")):
            with pytest.raises(SlackApiError, match=f"{error}_trigger_id"):
                client.views_open(trigger_id=used, view=view())
        with pytest.raises(SlackApiError, match="hash_conflict"):
            client.views_update(view_id=opened["id"], view=view(), hash="other")
        client.views_update(view_id=opened["id"], view=view(section("new")), hash=opened["hash"])
        assert "new" in str(slack.open_view(person))
        for _ in range(2):
            client.views_open(trigger_id=trigger(), view=view())
        with pytest.raises(SlackApiError, match="push_limit_reached"):
            client.views_open(trigger_id=trigger(), view=view())


def test_a_response_url_serves_five_times_in_half_an_hour():
    now = [0.0]
    with FakeSlack(clock=lambda: now[0]) as slack:
        person, channel = slack.add_person("ml_engineer"), slack.add_channel("channel")

        def send(url: str, text: str = "text", **more: Any) -> int:
            return WebhookClient(url).send(text=text, **more).status_code

        url = slack.slash_command(person, channel, "")["response_url"]
        assert [send(url) for _ in range(6)] == [200] * 5 + [404]
        assert len(slack.ephemerals(channel, person)) == 5
        assert send(slack.slash_command(person, channel, "")["response_url"], text="<!here>") == 400
        late = slack.slash_command(person, channel, "")["response_url"]
        now[0] = 1801.0
        assert send(late) == 404


def test_a_form_is_sent_only_as_slacks_client_sends_it(slack, client):
    person = slack.add_person("ml_engineer")
    command = slack.slash_command(person, slack.add_channel("channel"), "")
    asked = field(max_length=5)
    opened = client.views_open(trigger_id=command["trigger_id"], view=view(asked, submit=plain()))["view"]
    with pytest.raises(AssertionError, match="is required"):
        slack.view_submission(person, opened["id"], {})
    with pytest.raises(AssertionError, match="is too long"):
        slack.view_submission(person, opened["id"], {"i": "x" * 6})


@pytest.mark.parametrize(
    ("failure", "posted"),
    [
        (server_error(), 0),
        (rate_limited(7), 0),
        (drop(), 0),
        (accept_then_drop(), 1),
        (time_out(5), 0),
        (slack_error("x"), 0),
    ],
)
def test_it_fails_as_slack_does_and_only_as_often_as_told(slack, client, failure, posted):
    channel = slack.add_channel("channel")
    slack.fail("chat.postMessage", failure)
    with pytest.raises((OSError, SlackApiError)) as caught:
        post(client, channel)
    if isinstance(caught.value, SlackApiError) and failure.retry_after:
        assert caught.value.response.headers["Retry-After"] == "7"
    assert len(slack.messages(channel)) == posted
    post(client, channel)
    assert len(slack.messages(channel)) == posted + 1


@pytest.mark.parametrize(
    ("status", "body", "took"),
    [
        (404, b"", 0),
        (500, b"", 0),
        (200, b"", 3.1),
        (200, json.dumps({"response_action": "shout"}).encode(), 0),
        (200, b'{"text": "<!here>"}', 0),
    ],
)
def test_a_bad_acknowledgement_is_noticed(slack, status, body, took):
    slack.check_ack(200, b"", 0.1)
    with pytest.raises(AssertionError):
        slack.check_ack(status, body, took)


def test_it_speaks_http(slack):
    request = urllib.request.Request(
        f"{slack.api_url}auth.test", data=b"", headers={"Authorization": f"Bearer {slack.bot_token}"}
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["team_id"] == slack.workspace_id

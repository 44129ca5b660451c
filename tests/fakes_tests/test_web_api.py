"""The Web API as slack_sdk's client sees it: what each method gives, and what it refuses."""

import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.fakes.samples import section
from tests.fakes.slack import FakeSlack
from tests.fakes.web_api import METHODS, REQUIRED, SCOPE_FOR


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)


@pytest.fixture
def person(slack) -> str:
    return str(slack.add_person("ml_engineer", tz="Asia/Tokyo"))


@pytest.fixture
def channel(slack, person) -> str:
    return str(slack.add_channel("ml-fraud", members=[person]))


def post(client: WebClient, channel: str, **more: Any) -> Any:
    usual: dict[str, Any] = {"channel": channel, "text": "text", "unfurl_links": False, "unfurl_media": False}
    return client.api_call("chat.postMessage", json=usual | more)  # chat_postMessage() itself warns of missing text


def refusal(call: Any, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response


@pytest.mark.parametrize(("method", "name"), [(method, name) for method, names in REQUIRED.items() for name in names])
def test_what_a_method_needs_it_insists_on(slack, client, method, name):
    slack.scopes.add(SCOPE_FOR.get(method, "chat:write"))
    given = dict.fromkeys(REQUIRED[method], "x")
    del given[name]
    answer = refusal(client.api_call, api_method=method, json=given)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] missing required field: {name}"]


@pytest.mark.parametrize("method", [each for each in METHODS if each not in {"auth.test", "users.conversations"}])
def test_without_a_token_there_is_nothing(slack, method):
    request = urllib.request.Request(f"{slack.api_url}{method}", data=b"")
    with urllib.request.urlopen(request) as answer:
        assert b'"not_authed"' in answer.read()


def test_a_token_may_also_stand_in_the_form(slack):
    request = urllib.request.Request(f"{slack.api_url}auth.test", data=f"token={slack.bot_token}".encode())
    with urllib.request.urlopen(request) as answer:
        assert b'"ok": true' in answer.read()
    assert slack.bot_token not in str(slack.calls)


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", b"invalid_json"),
        (b"[]", "application/json", b"json_not_object"),
        (b'"\xff"', "application/json", b"invalid_charset"),
        (b"blocks=%5B", "application/x-www-form-urlencoded", b"invalid_blocks_format"),
        (b"view=x", "application/x-www-form-urlencoded", b"invalid_arguments"),
    ],
)
def test_a_body_that_cannot_be_read(slack, body, kind, error):
    request = urllib.request.Request(f"{slack.api_url}chat.postMessage", data=body, headers={"Content-Type": kind})
    with urllib.request.urlopen(request) as answer:
        assert error in answer.read()


def test_forms_hold_objects_as_json(slack, client, channel):
    client.api_call("chat.postMessage", data={"channel": channel, "text": "text", "unfurl_links": "false", "unfurl_media": "0", "blocks": '[{"type": "divider"}]'})  # fmt: skip
    assert slack.messages(channel)[0].blocks == [{"type": "divider"}]


def test_who_am_i_and_where(slack, client):
    me = client.auth_test()
    assert (me["team_id"], me["user_id"], me["bot_id"]) == (slack.workspace_id, slack.bot_user_id, slack.bot_id)
    assert client.team_info()["team"]["id"] == slack.workspace_id


def test_people_have_a_time_zone(client, person):
    assert client.users_info(user=person)["user"]["tz"] == "Asia/Tokyo"
    assert refusal(client.users_info, user="U0")["error"] == "user_not_found"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"channel": "C0"}, "channel_not_found"),
        ({"text": "", "blocks": [section()]}, "rung_rule: text is missing"),
        ({"text": "<!here>"}, "rung_rule: text pings"),
        ({"text": "x" * 4001}, "rung_rule: text: 4001"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": "text"}, "invalid_blocks_format"),
        ({"blocks": ["text"]}, "invalid_blocks_format"),
        ({"text": "<!here>", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"unfurl_links": None}, "rung_rule: unfurling"),
        ({"unfurl_media": True}, "rung_rule: unfurling"),
        ({"metadata": "text"}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "delivery"}}, "invalid_metadata_schema"),
        ({"metadata": {"event_type": "", "event_payload": {}}}, "invalid_metadata_schema"),
        ({"metadata": {"event_type": "delivery", "event_payload": "7"}}, "invalid_metadata_schema"),
        ({"metadata": {"event_type": "delivery", "event_payload": {}, "x": 1}}, "invalid_metadata_schema"),
        ({"thread_ts": "1.1"}, "thread_not_found"),
    ],
)
def test_what_cannot_be_posted(slack, client, channel, more, error):
    assert refusal(post, client=client, **{"channel": channel, **more})["error"].startswith(error)
    assert slack.messages(channel) == []


def test_problems_are_listed_with_their_place(client, channel):
    answer = refusal(post, client=client, channel=channel, blocks=[section("")])
    (problem,) = answer["response_metadata"]["messages"]
    assert problem == "[ERROR] text is empty [json-pointer:/blocks/0/text/text]"


def test_a_message_keeps_thread_and_metadata(slack, client, channel):
    first = post(client, channel)["ts"]
    note = {"event_type": "delivery", "event_payload": {"id": 7}}
    post(client, channel, thread_ts=first, metadata=note)
    _, second = slack.messages(channel)
    assert (second.thread_ts, second.metadata, second.author, second.edited) == (first, note, slack.bot_id, False)
    assert second.ts > first


def test_posting_to_a_person_is_posting_to_their_direct_messages(slack, client, person):
    assert post(client, person)["channel"] == slack.dm(person)
    assert len(slack.messages(slack.dm(person))) == 1


def test_an_update_keeps_what_it_does_not_mention(slack, client, channel):
    ts = post(client, channel, blocks=[section()])["ts"]
    client.chat_update(channel=channel, ts=ts, text="other")
    assert slack.messages(channel)[0].blocks == [section()]
    client.chat_update(
        channel=channel, ts=ts, text="other", blocks=[], metadata={"event_type": "a", "event_payload": {}}
    )
    assert slack.messages(channel)[0].blocks == []
    assert slack.messages(channel)[0].metadata == {"event_type": "a", "event_payload": {}}
    assert refusal(client.chat_update, channel=channel, ts=ts, text="<!here>")["error"].startswith("rung_rule")


def test_deleted_messages_are_gone_for_people_and_for_the_api(slack, client, channel, person):
    ts = post(client, channel)["ts"]
    theirs = slack.message_event(person, channel, "mine")["event"]["ts"]
    client.chat_delete(channel=channel, ts=ts)
    assert [each.text for each in slack.messages(channel)] == ["mine"]
    assert [each.deleted for each in slack.messages(channel, with_deleted=True)] == [True, False]
    assert refusal(client.chat_delete, channel=channel, ts=ts)["error"] == "message_not_found"
    assert refusal(client.chat_delete, channel=channel, ts=theirs)["error"] == "cant_delete_message"
    assert refusal(client.chat_update, channel=channel, ts=ts, text="x")["error"] == "message_not_found"


def test_a_whisper_is_seen_by_one_member_only(slack, client, channel, person):
    client.chat_postEphemeral(channel=channel, user=person, text="for you")
    assert [each.text for each in slack.ephemerals(channel, person)] == ["for you"]
    assert slack.messages(channel) == []
    stranger = slack.add_person("team_lead")
    for user, error in ((stranger, "user_not_in_channel"), ("U0", "user_not_found")):
        assert refusal(client.chat_postEphemeral, channel=channel, user=user, text="x")["error"] == error


def test_a_whisper_cannot_be_updated_with_the_api(client, channel, person):
    ts = client.chat_postEphemeral(channel=channel, user=person, text="for you")["message_ts"]
    assert refusal(client.chat_update, channel=channel, ts=ts, text="x")["error"] == "message_not_found"


@pytest.mark.parametrize(
    ("users", "error"),
    [("U0RUNG", "cannot_dm_bot"), ("U1,U2", "too_many_users"), ("U1", "user_not_found")],
)
def test_with_whom_one_cannot_talk(client, users, error):
    assert refusal(client.conversations_open, users=users)["error"] == error


@pytest.mark.parametrize(
    ("kind", "seen"), [({}, True), ({"with_bot": False}, True), ({"with_bot": False, "private": True}, False)]
)
def test_a_private_channel_without_the_bot_is_not_there(slack, client, person, kind, seen):
    channel = slack.add_channel("somewhere", members=[person], **kind)
    for call in (client.conversations_info, client.conversations_members):
        if seen:
            assert call(channel=channel)["ok"]
        else:
            assert refusal(call, channel=channel)["error"] == "channel_not_found"
    if kind:
        history = refusal(client.conversations_history, channel=channel)["error"]
        assert history == ("not_in_channel" if seen else "channel_not_found")


def test_a_channel_says_what_it_is(slack, client, person):
    channel = slack.add_channel("ml-fraud", archived=True, private=True, members=[person])
    found = client.conversations_info(channel=channel, include_num_members=True)["channel"]
    assert (found["name"], found["is_archived"], found["is_private"], found["num_members"]) == (
        "ml-fraud",
        True,
        True,
        2,
    )
    assert "num_members" not in client.conversations_info(channel=channel)["channel"]
    assert refusal(client.conversations_info, channel=slack.dm(person))["error"] == "missing_scope"
    slack.scopes.add("im:read")
    assert client.conversations_info(channel=slack.dm(person))["channel"]["user"] == person


def test_members_come_in_pages(slack, client):
    people = {slack.add_person(f"person_{each}") for each in range(5)}
    channel = slack.add_channel("large", members=people)
    seen: list[str] = []
    cursor = ""
    while cursor or not seen:
        page = client.conversations_members(channel=channel, limit=2, cursor=cursor)
        assert len(page["members"]) <= 2
        seen += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
    assert sorted(seen) == sorted({*people, slack.bot_user_id})
    assert refusal(client.conversations_members, channel=channel, cursor="x")["error"] == "invalid_cursor"
    assert refusal(client.conversations_members, channel=channel, limit=1001)["error"] == "invalid_limit"


def test_channels_are_listed_by_kind(slack, client, person):
    names = {}
    for name, kind in (
        ("open", {}),
        ("hidden", {"private": True}),
        ("foreign", {"with_bot": False}),
        ("old", {"archived": True}),
    ):
        names[name] = slack.add_channel(name, members=[person], **kind)
    slack.add_channel("unseen", private=True, with_bot=False)
    slack.dm(person)

    def listed(call: Any, **more: Any) -> list[str]:
        return [each.get("name", "direct") for each in call(**more)["channels"]]

    assert listed(client.conversations_list) == ["open", "foreign", "old"]
    assert listed(client.conversations_list, types="private_channel,im") == ["hidden", "direct"]
    assert listed(client.users_conversations, exclude_archived=True) == ["open"]
    assert listed(client.users_conversations, user=person, exclude_archived=True) == ["open", "foreign"]
    assert refusal(client.conversations_list, types="secret")["error"] == "invalid_types"
    assert refusal(client.users_conversations, user="U0")["error"] == "user_not_found"


def test_history_finds_a_message_by_its_metadata(slack, client, channel, person):
    note = {"event_type": "delivery", "event_payload": {"id": 7}}
    first = post(client, channel, metadata=note)["ts"]
    second = slack.message_event(person, channel, "answer")["event"]["ts"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.conversations_history(channel=channel)
    slack.scopes.add("channels:history")
    newest = client.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert [each["ts"] for each in newest] == [second, first]
    assert newest[1]["metadata"] == note
    assert (newest[0]["user"], newest[1]["bot_id"]) == (person, slack.bot_id)
    assert "metadata" not in client.conversations_history(channel=channel)["messages"][1]
    assert [each["ts"] for each in client.conversations_history(channel=channel, oldest=first)["messages"]] == [second]
    assert [each["ts"] for each in client.conversations_history(channel=channel, latest=second)["messages"]] == [first]
    assert len(client.conversations_history(channel=channel, oldest=first, inclusive=True)["messages"]) == 2
    assert client.conversations_history(channel=channel, limit=1)["has_more"]


def test_posting_faster_than_once_a_second_is_slowed_down():
    now = [0.0]
    with FakeSlack(lambda: now[0], limit_posts=True) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        one, other = slack.add_channel("one"), slack.add_channel("other")
        post(client, one)
        post(client, other)
        answer = refusal(post, client=client, channel=one)
        assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
        now[0] = 1.0
        post(client, one)
        assert len(slack.messages(one)) == 2


def test_every_request_is_remembered_with_its_answer(slack, client, channel):
    post(client, channel)
    refusal(client.chat_update, channel=channel, ts="1.1", text="x")
    assert [(each.method, each.answer["ok"], each.lost) for each in slack.calls] == [
        ("chat.postMessage", True, False),
        ("chat.update", False, False),
    ]
    assert slack.calls[0].payload["channel"] == channel
    assert slack.calls[0].answer["ts"] == slack.messages(channel)[0].ts


def test_groups_of_people_need_a_scope_and_a_plan(slack, client, person):
    known, disabled = slack.add_group(person), slack.add_group(person, disabled=True)
    assert refusal(client.usergroups_users_list, usergroup=known)["error"] == "missing_scope"
    slack.scopes.add("usergroups:read")
    assert client.usergroups_users_list(usergroup=known)["users"] == [person]
    assert refusal(client.usergroups_users_list, usergroup="S0")["error"] == "no_such_subteam"
    assert refusal(client.usergroups_users_list, usergroup=disabled)["error"] == "no_such_subteam"
    assert client.usergroups_users_list(usergroup=disabled, include_disabled=True)["users"] == [person]
    slack.has_groups = False
    assert refusal(client.usergroups_users_list, usergroup=known)["error"] == "plan_upgrade_required"

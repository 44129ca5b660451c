"""What people's clients send, and what an app may answer at once or later."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient

from tests.fakes.samples import button, menu, mrkdwn, option, row, section
from tests.fakes.signing import signed_headers
from tests.fakes.slack import FakeSlack
from tests.fakes.values import Message


@pytest.fixture
def person(slack) -> str:
    return str(slack.add_person("ml_engineer"))


@pytest.fixture
def channel(slack, person) -> str:
    return str(slack.add_channel("ml-fraud", members=[person]))


def shown(slack: FakeSlack, channel: str, *blocks: Any) -> Message:
    """A message of the bot's in a channel."""
    message = Message(slack.next_ts(), slack.bot_id, "card", list(blocks))
    slack.channels[channel].messages.append(message)
    return message


def send(url: str, **body: Any) -> tuple[int, str]:
    answer = WebhookClient(url, retry_handlers=[], timeout=5).send_dict(body)
    return answer.status_code, answer.body


def test_a_command_says_who_where_and_what(slack, person, channel):
    form = slack.slash_command(person, channel, "assess quick")
    assert (form["command"], form["text"], form["channel_name"]) == ("/rung", "assess quick", "ml-fraud")
    assert (form["user_id"], form["team_id"], form["is_enterprise_install"]) == (person, slack.workspace_id, "false")
    assert slack.slash_command(person, slack.dm(person), "")["channel_name"] == "directmessage"
    assert all(isinstance(each, str) for each in form.values())


@pytest.mark.parametrize(("kind", "problem"), [({"private": True}, "only members"), ({"archived": True}, "archived")])
def test_nobody_writes_where_they_cannot(slack, person, kind, problem):
    with pytest.raises(AssertionError, match=problem):
        slack.slash_command(person, slack.add_channel("elsewhere", **kind), "")
    with pytest.raises(AssertionError, match=problem):
        slack.message_event(person, slack.add_channel("elsewhere", **kind), "text")


def test_somebody_who_has_left_writes_nothing(slack, channel):
    gone = slack.add_person("former_colleague", deactivated=True)
    with pytest.raises(AssertionError, match="deactivated"):
        slack.slash_command(gone, channel, "")


@pytest.mark.parametrize(
    ("element", "selected", "sent"),
    [
        (button(value="v"), None, {"value": "v"}),
        (button(), None, {}),
        (menu("1", "2"), "2", {"selected_option": option("2")}),
        (menu("1", "2", kind="overflow"), "1", {"selected_option": option("1")}),
        (menu("1", "2", kind="radio_buttons"), "1", {"selected_option": option("1")}),
        (menu("1", "2", kind="checkboxes"), ["1", "2"], {"selected_options": [option("1"), option("2")]}),
        (menu("1", kind="checkboxes"), None, {"selected_options": []}),
        ({"type": "conversations_select", "action_id": "m"}, "C1", {"selected_conversation": "C1"}),
        ({"type": "channels_select", "action_id": "m"}, "C1", {"selected_channel": "C1"}),
        ({"type": "users_select", "action_id": "m"}, "U1", {"selected_user": "U1"}),
        ({"type": "multi_users_select", "action_id": "m"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "datepicker", "action_id": "m"}, "2027-01-19", {"selected_date": "2027-01-19"}),
        ({"type": "timepicker", "action_id": "m"}, "17:00", {"selected_time": "17:00"}),
        ({"type": "datetimepicker", "action_id": "m"}, "1700000000", {"selected_date_time": 1700000000}),
    ],
)
def test_a_click_sends_what_was_chosen(slack, channel, element, selected, sent):
    person = slack.add_person("ml_engineer")
    message = shown(slack, channel, section(), row(element))
    payload = slack.block_action(person, channel, message.ts, element, selected=selected)
    (action,) = payload["actions"]
    added = {"action_id", "block_id", "type", "action_ts", "text"}
    assert {key: value for key, value in action.items() if key not in added} == sent
    assert action["block_id"] == "b1"
    kept = payload["state"]["values"].get("b1", {}).get(element["action_id"])
    assert kept == (None if element["type"] in {"button", "overflow"} else {"type": element["type"], **sent})


def test_a_click_carries_its_message(slack, person, channel):
    message = shown(slack, channel, row(button(), menu("1", initial_option=option("1")), block_id="row"))
    payload = slack.block_action(person, channel, message.ts, button())
    assert (payload["message"]["text"], payload["message"]["blocks"]) == ("card", message.blocks)
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": channel, "name": "ml-fraud"}
    assert payload["state"]["values"] == {"row": {"m": {"type": "static_select", "selected_option": option("1")}}}


def test_what_is_not_in_the_menu_cannot_be_chosen(slack, person, channel):
    message = shown(slack, channel, row(menu("1")))
    with pytest.raises(AssertionError, match="2 is not in the menu"):
        slack.block_action(person, channel, message.ts, menu("1"), selected="2")


@pytest.mark.parametrize(("private", "kind"), [(False, "channel"), (True, "group"), (None, "im")])
def test_a_typed_message_stands_in_the_channel_and_comes_as_an_event(slack, person, private, kind):
    place = slack.dm(person) if private is None else slack.add_channel("c", private=private, members=[person])
    envelope = slack.message_event(person, place, "yes", thread_ts="1.1", client="phone")
    event = envelope["event"]
    assert (event["type"], event["channel_type"], event["thread_ts"], event["client"]) == (
        "message",
        kind,
        "1.1",
        "phone",
    )
    assert envelope["event_id"] != slack.message_event(person, place, "yes")["event_id"]
    (first, _) = slack.messages(place)
    assert (first.ts, first.author, first.text, first.thread_ts) == (event["ts"], person, "yes", "1.1")


def test_a_message_with_a_file_is_a_file_share(slack, person):
    event = slack.message_event(person, slack.dm(person), "", files=[{"id": "F1"}])["event"]
    assert (event["subtype"], event["files"]) == ("file_share", [{"id": "F1"}])
    assert slack.message_event(person, slack.dm(person), "", subtype="me_message")["event"]["subtype"] == "me_message"
    assert "subtype" not in slack.message_event(person, slack.dm(person), "")["event"]


def test_a_mention_and_an_opened_home_page(slack, person, channel):
    event = slack.app_mention(person, channel, "level", thread_ts="1.1")["event"]
    assert (event["type"], event["text"], event["thread_ts"]) == ("app_mention", f"<@{slack.bot_user_id}> level", "1.1")
    opened = slack.app_home_opened(person)["event"]
    assert (opened["channel"], opened["tab"], "view" in opened) == (slack.dm(person), "home", False)


def test_slack_sdk_accepts_the_signature():
    body, now = b"payload=%7B%7D", 1700000000.7
    headers = signed_headers("secret", body, now)
    verifier = SignatureVerifier("secret")
    timestamp, signature = headers["x-slack-request-timestamp"], headers["x-slack-signature"]
    assert verifier.generate_signature(timestamp=timestamp, body=body) == signature
    assert verifier.generate_signature(timestamp=timestamp, body=b"other") != signature


# ---- replies


def test_a_reply_is_for_the_person_alone_unless_it_says_otherwise(slack, person, channel):
    url = slack.slash_command(person, channel, "")["response_url"]
    assert send(url, text="for you") == (200, "ok")
    assert send(url, text="for all", response_type="in_channel", blocks=[section()]) == (200, "ok")
    assert [each.text for each in slack.ephemerals(channel, person)] == ["for you"]
    assert [each.text for each in slack.messages(channel)] == ["for all"]


def test_a_reply_reaches_also_where_the_bot_is_no_member(slack, person):
    channel = slack.add_channel("elsewhere", private=True, members=[person], with_bot=False)
    assert send(slack.slash_command(person, channel, "")["response_url"], text="for you")[0] == 200
    assert len(slack.ephemerals(channel, person)) == 1


def test_a_click_replaces_its_message(slack, person, channel):
    before, after = shown(slack, channel, row(button())), shown(slack, channel)
    url = slack.block_action(person, channel, before.ts, button())["response_url"]
    assert send(url, text="new", replace_original=True)[0] == 200
    first, second = slack.messages(channel)
    assert (first.ts, first.text, first.blocks, first.edited) == (before.ts, "new", [], True)
    assert second == after
    assert send(url, text="apart")[0] == 200
    assert [each.text for each in slack.ephemerals(channel, person)] == ["apart"]
    assert send(url, delete_original=True)[0] == 200
    assert slack.messages(channel) == [after]
    assert send(url, text="new", replace_original=True) == (404, '{"ok": false, "error": "message_not_found"}')


def test_a_click_on_a_whisper_replaces_that(slack, person, channel):
    command = slack.slash_command(person, channel, "")["response_url"]
    send(command, text="first", blocks=[row(button())])
    send(command, text="second")
    first, second = slack.ephemerals(channel, person)
    payload = slack.block_action(person, channel, first.ts, button())
    assert payload["container"]["is_ephemeral"]
    assert payload["message"]["text"] == "first"
    send(payload["response_url"], text="new", replace_original=True)
    assert [each.text for each in slack.ephemerals(channel, person)] == ["new", "second"]
    send(payload["response_url"], delete_original=True)
    assert slack.ephemerals(channel, person) == [second]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "", "blocks": [section()]}, "invalid_blocks"),
        ({"text": "text", "blocks": [section("")]}, "invalid_blocks"),
        ({"text": "<!here>"}, "invalid_blocks"),
        ({"text": "text", "response_type": "public"}, "invalid_blocks"),
        ({"text": "text", "channel": "C1"}, "invalid_blocks"),
    ],
)
def test_bad_replies_are_refused_and_the_reason_is_kept(slack, person, channel, body, error):
    assert send(slack.slash_command(person, channel, "")["response_url"], **body) == (400, error)
    assert slack.ephemerals(channel, person) == []
    assert slack.calls[-1].answer["problems"]


def test_a_reply_can_be_too_late_or_one_too_many():
    now = [0.0]
    with FakeSlack(lambda: now[0]) as slack:
        person = slack.add_person("ml_engineer")
        url = slack.slash_command(person, slack.dm(person), "")["response_url"]
        assert [send(url, text="x")[0] for _ in range(5)] == [200] * 5
        assert send(url, text="x") == (404, '{"ok": false, "error": "used_url"}')
        late = slack.slash_command(person, slack.dm(person), "")["response_url"]
        now[0] = 1800.0
        assert send(late, text="x")[0] == 200
        now[0] = 1800.1
        assert send(late, text="x") == (404, '{"ok": false, "error": "expired_url"}')
        assert send(f"{slack.url}/response/none", text="x") == (404, '{"ok": false, "error": "no_such_url"}')
        assert send(f"{slack.url}/elsewhere", text="x") == (404, "no such page")
        assert len(slack.ephemerals(slack.dm(person), person)) == 6


# ---- acknowledgements


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"[]", "no object"),
        (b'{"response_action": "errors"}', "errors with"),
        (b'{"response_action": "errors", "errors": {}}', "no error is named"),
        (b'{"response_action": "errors", "errors": {"a": ""}}', "''"),
        (b'{"response_action": "clear", "view": {}}', "clear with"),
        (b'{"response_action": "push", "view": {"type": "modal"}}', "title is missing"),
        (b'{"response_action": "update", "view": {"type": "home", "blocks": []}}', "only modals"),
        (b'{"text": "a", "colour": "red"}', "unknown key colour"),
        (b'{"response_type": "ephemeral"}', "no_text"),
        (b"a < b", "unescaped <"),
    ],
)
def test_answers_that_slack_would_not_take(slack, body, problem):
    with pytest.raises(AssertionError, match=problem):
        slack.check_ack(200, body, 0.1)


def test_a_command_can_be_answered_at_once(slack, person, channel):
    form = slack.slash_command(person, channel, "")
    slack.check_ack(200, b"plain", 0.1, sent=form)
    answer = {"text": "text", "blocks": [{"type": "section", "text": mrkdwn()}], "response_type": "in_channel"}
    slack.check_ack(200, json.dumps(answer).encode(), 2.9, sent=form)
    assert [each.text for each in slack.ephemerals(channel, person)] == ["plain"]
    assert slack.messages(channel)[0].blocks == answer["blocks"]


@pytest.mark.parametrize("body", [b'{"text": "hello"}', b'{"response_action": "clear"}'])
def test_a_click_is_not_answered_with_words(slack, person, channel, body):
    message = shown(slack, channel, row(button()))
    with pytest.raises(AssertionError, match="only a "):
        slack.check_ack(200, body, 0.1, sent=slack.block_action(person, channel, message.ts, button()))


def test_many_threads_at_once_get_ids_of_their_own_and_lose_nothing(slack, person, channel):
    def work(number: int) -> str:
        form = slack.slash_command(person, channel, str(number))
        send(form["response_url"], text=str(number), response_type="in_channel")
        return str(slack.message_event(person, channel, f"typed {number}")["event"]["ts"])

    with ThreadPoolExecutor(8) as pool:
        typed = list(pool.map(work, range(80)))
    seen = slack.messages(channel)
    assert len(set(typed)) == 80
    assert len(seen) == 160
    assert {each.text for each in seen} == {str(n) for n in range(80)} | {f"typed {n}" for n in range(80)}
    assert sorted({each.ts for each in seen}) == [each.ts for each in seen]


def test_an_invitation_takes_the_bot_into_the_channel():
    slack = FakeSlack()
    person = slack.add_person("ml_engineer")
    public = slack.add_channel("public", with_bot=False)
    private = slack.add_channel("private", private=True, members=[person], with_bot=False)
    event = slack.invite(private, person)["event"]
    assert (event["user"], event["channel"], event["channel_type"]) == (slack.bot_user_id, private, "G")
    assert event["inviter"] == person
    assert slack.bot_user_id in slack.channels[private].members
    assert "inviter" not in slack.invite(public)["event"]


def test_ids_do_not_depend_on_the_moment():
    def made() -> list[str]:
        slack = FakeSlack()
        person = slack.add_person("ml_engineer")
        return [person, slack.dm(person)]

    assert made() == made()


def test_ids_of_messages_are_the_time_and_always_higher():
    moments = iter([1_800_000_000.5, 1_800_000_000.5, 1_799_999_999.0, 1_800_000_001.25])
    slack = FakeSlack(wall=lambda: next(moments))
    stamps = [slack.next_ts() for _ in range(4)]
    assert stamps == ["1800000000.500000", "1800000000.500001", "1800000000.500002", "1800000001.250000"]

import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltRequest

from bot.process.guard import DEEPEST, LARGEST_BODY, WINDOW, Guard, Refusal

SECRET = "the secret of these tests"  # noqa: S105
NOW = 1_800_000_000
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
COMMAND = urlencode({"command": "/rung", "text": "assess", "team_id": "T1", "user_id": "U1"})

STALE, UNSIGNED, FORGED = Refusal(401, "stale"), Refusal(401, "unsigned"), Refusal(401, "forged")
MALFORMED, OVERSIZED = Refusal(400, "malformed"), Refusal(413, "oversized")


def new_guard() -> Guard:
    return Guard(SECRET, lambda: NOW)


def refusal_of(guard: Guard, headers: dict[str, str], body: bytes) -> Refusal | None:
    read = guard.read(headers, body)
    return read if isinstance(read, Refusal) else None


def signed(body: str | bytes, content_type: str = FORM, timestamp: str = str(NOW), secret: str = SECRET):
    data = body if isinstance(body, bytes) else body.encode()
    text = b"v0:" + timestamp.encode() + b":" + data
    signature = "v0=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    headers = {"content-type": content_type, "x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
    return headers, data


def payload(content: object) -> str:
    return urlencode({"payload": json.dumps(content)})


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (COMMAND, FORM),
        (COMMAND, f"{FORM}; charset=utf-8"),
        (COMMAND.replace("assess", "how+do+I+log+the+payload"), FORM),
        (payload({"type": "block_actions", "team": {"id": "T1"}, "actions": [{"action_id": "yes"}]}), FORM),
        ('{"type": "url_verification", "challenge": "x"}', JSON),
        ('{"type": "event_callback", "event": {"type": "message", "text": "\\ud83d\\ude00 caf\\u00e9"}}', JSON),
        ('{"type": "event_callback", "event": {"user": {"id": "U1"}}, "authorizations": [{"team_id": "T1"}]}', JSON),
        (payload({"type": "view_submission", "enterprise": None, "view": {"type": "modal"}}), FORM),
        (json.dumps({"text": "x" * (LARGEST_BODY - 100)}), JSON),
    ],
)  # fmt: skip
def test_what_slack_sends_passes(body, content_type):
    assert refusal_of(new_guard(), *signed(body, content_type)) is None


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("x-slack-signature", UNSIGNED), ("x-slack-request-timestamp", UNSIGNED), ("content-type", MALFORMED)],
)
def test_a_header_is_missing(missing, expected):
    headers, body = signed(COMMAND)
    del headers[missing]
    assert refusal_of(new_guard(), headers, body) == expected


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        ("", UNSIGNED),
        ("now", MALFORMED),
        ("-1800000000", MALFORMED),
        ("+1800000000", MALFORMED),
        ("1800000000.5", MALFORMED),
        ("1_800_000_000", MALFORMED),
        (" 1800000000", MALFORMED),
        ("1800000000\n", MALFORMED),
        ("nan", MALFORMED),
        ("١٨٠٠٠٠٠٠٠٠", MALFORMED),
        ("9" * 13, MALFORMED),
        ("9" * 5000, MALFORMED),
        ("9" * 12, STALE),
        ("0", STALE),
        (str(NOW - WINDOW - 1), STALE),
        (str(NOW + WINDOW + 1), STALE),
        (str(NOW - WINDOW), None),
        (str(NOW + WINDOW), None),
    ],
)
def test_the_timestamp(timestamp, expected):
    assert refusal_of(new_guard(), *signed(COMMAND, timestamp=timestamp)) == expected


@pytest.mark.parametrize("signature", ["v0=", "v0=" + "0" * 64, "é" * 67, "v0=\ud800", "x" * 100_000])
def test_a_wrong_signature(signature):
    headers, body = signed(COMMAND)
    assert refusal_of(new_guard(), {**headers, "x-slack-signature": signature}, body) == FORGED


def test_a_signature_is_for_one_secret_one_body_and_one_timestamp():
    headers, body = signed(COMMAND)
    assert refusal_of(new_guard(), headers, body + b"&x=y") == FORGED
    assert refusal_of(new_guard(), {**headers, "x-slack-request-timestamp": str(NOW + 1)}, body) == FORGED
    assert (
        refusal_of(new_guard(), {**headers, "x-slack-signature": headers["x-slack-signature"].upper()}, body) == FORGED
    )
    assert refusal_of(new_guard(), *signed(COMMAND, secret="another")) == FORGED  # noqa: S106


def forge(guard: Guard, times: int) -> None:
    for _ in range(times):
        assert refusal_of(guard, *signed(COMMAND, secret="another")) == FORGED  # noqa: S106


def test_wrong_signatures_alone_are_said_once_without_a_body(caplog):
    guard = new_guard()
    forge(guard, 4)
    assert caplog.records == []
    forge(guard, 20)
    (said,) = caplog.messages
    assert "SLACK_SIGNING_SECRET is wrong" in said
    assert "assess" not in said


def test_after_a_right_signature_or_when_they_are_rare_nothing_is_said(caplog):
    sure = new_guard()
    assert refusal_of(sure, *signed(COMMAND)) is None
    forge(sure, 20)
    times = iter(range(NOW, NOW + 10**6, 8))
    slow = Guard(SECRET, lambda: next(times))
    for _ in range(10):
        refusal_of(slow, *signed(COMMAND, secret="another"))  # noqa: S106
    assert caplog.records == []


def test_an_empty_secret_lets_nobody_in():
    with pytest.raises(ValueError, match="empty"):
        Guard(" ", lambda: NOW)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", FORM),
        ("", JSON),
        ("&", FORM),
        (COMMAND, ""),
        (COMMAND, "text/plain"),
        (COMMAND, "multipart/form-data; boundary=x"),
        (COMMAND, "Application/X-WWW-Form-URLencoded"),
        (COMMAND, JSON),
        ('{"type": "event_callback"}', FORM),
        (b"text=\xff", FORM),
        (b'{"text": "\xff"}', JSON),
        ("text=%ff", FORM),
        ("text=100%", FORM),
        ("text=%4", FORM),
        ("text=%zz", FORM),
        ("text=%\n", FORM),
        ("text=café", FORM),
        ("text=%ED%A0%80", FORM),
        ("text=a%00b", FORM),
        ("a%00b=text", FORM),
        ("&".join(f"field{number}=" for number in range(101)), FORM),
        ("&" * 100 + "text=a&text=b", FORM),
        ('{"type": ', JSON),
        ("\ufeff{}", JSON),
        ("null", JSON),
        ("[{}]", JSON),
        ('"text"', JSON),
        ("1" * 5000, JSON),
        ('{"text": "a\\u0000b"}', JSON),
        ('{"a\\u0000b": "text"}', JSON),
        ('{"text": ["deep", {"down": "\\ud800"}]}', JSON),
        ('{"\\udfff": 1}', JSON),
        ('{"number": NaN}', JSON),
        ('{"number": -1e999}', JSON),
        ("payload=", FORM),
        (payload(["block_actions"]), FORM),
        (payload("text"), FORM),
        (payload({"value": "a\0b"}), FORM),
        (f"{payload({})}&{payload({'type': 'block_actions'})}", FORM),
        (f"{COMMAND}&text=again", FORM),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, JSON),
        ("payload=" + '{"a":' + "[" * 100_000, FORM),
        ('{"event": {"user": 5}}', JSON),
        ('{"authorizations": [{"team": 5}]}', JSON),
        ("authorizations=x", FORM),
        (payload({"type": "block_actions", "actions": []}), FORM),
    ],
)
def test_what_bolt_or_the_database_would_stumble_over_is_malformed(body, content_type):
    assert refusal_of(new_guard(), *signed(body, content_type)) == MALFORMED


@pytest.mark.parametrize(("depth", "expected"), [(DEEPEST - 1, None), (DEEPEST, MALFORMED)])
def test_nesting_has_a_limit_of_its_own(depth, expected):
    assert refusal_of(new_guard(), *signed('{"a":' * depth + "1" + "}" * depth, JSON)) == expected


def test_a_stranger_learns_nothing_about_the_body():
    headers, body = signed(b"\xff", secret="another")  # noqa: S106
    assert refusal_of(new_guard(), headers, body) == FORGED


def test_over_a_mebibyte_is_refused_whoever_sends_it():
    body = b"text=" + b"x" * LARGEST_BODY
    assert refusal_of(new_guard(), *signed(body)) == OVERSIZED
    assert refusal_of(new_guard(), {}, body) == OVERSIZED


ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, 0, 5, True, "", "x", [], [1], {}, {"id": 5}, [{}], [None], ["x"], [{"team": 5}]]
)
WHO = ["enterprise", "team", "user", "channel", "type", "token", "team_id"]
PARTS = ["event", "view", "message", "item", "assistant_thread", "previous_message", "function_data"]
LISTS = ["authorizations", "response_urls", "actions"]
KEYS = st.sampled_from([*WHO, *PARTS, *LISTS])
CONTENT = st.dictionaries(KEYS, ODD | st.dictionaries(KEYS, ODD | st.dictionaries(KEYS, ODD)))


@given(content=CONTENT, as_payload=st.booleans())
def test_whatever_passes_is_something_bolt_can_read(content, as_payload):
    read = new_guard().read(*(signed(payload(content), FORM) if as_payload else signed(json.dumps(content), JSON)))
    if not isinstance(read, Refusal):
        assert read == content
        assert BoltRequest(body=read, mode="socket_mode").body == content


WRITTEN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(names=st.dictionaries(WRITTEN.map("x{}".format), WRITTEN, min_size=1))
def test_a_form_is_read_as_it_was_written(names):
    assert new_guard().read(*signed(urlencode(names))) == names


@given(names=st.dictionaries(KEYS, st.text(alphabet="x5{}[]")))
def test_and_so_is_every_form(names):
    read = new_guard().read(*signed(urlencode(names)))
    if not isinstance(read, Refusal):
        assert BoltRequest(body=read, mode="socket_mode").body == names

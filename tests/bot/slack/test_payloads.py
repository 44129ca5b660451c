"""Whatever a request holds or lacks, it becomes values of ours or one clear sentence."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.errors import PayloadError
from bot.slack.payloads import read_command, read_direct_message, read_form, read_press, read_sender
from flows.acts.assessment.typed_reply import Typed
from flows.teams.person import Actor

COMMAND = {
    "team_id": "T1",
    "user_id": "U1",
    "trigger_id": "t1",
    "response_url": "https://x",
    "channel_id": "C1",
    "command": "/rung",
}
PRESS: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1"},
    "trigger_id": "t1",
    "response_url": "https://x",
    "channel": {"id": "D1"},
    "container": {"message_ts": "1.1"},
    "actions": [{"action_id": "why", "value": "a1:cicd"}],
}
FORM: dict[str, Any] = {
    "user": {"id": "U1"},
    "team": {"id": "T1"},
    "trigger_id": "t1",
    "view": {
        "id": "V1",
        "private_metadata": "a1:cicd",
        "state": {"values": {"written": {"written": {"value": "text"}}}},
    },
}
EVENT: dict[str, Any] = {
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "message", "user": "U1", "text": "yes", "channel": "D1", "channel_type": "im"},
}
READERS = [(read_command, COMMAND), (read_press, PRESS), (read_form, FORM), (read_direct_message, EVENT)]
odd = st.one_of(
    st.none(), st.integers(), st.text(max_size=5), st.just([]), st.just({}), st.just([{}]), st.just({"id": 5})
)


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path for key, each in value.items() for path in [(*before, key), *paths(each, (*before, key))]]
    return []


def changed(value: dict[str, Any], path: tuple[Any, ...], put: Any) -> dict[str, Any]:
    key, *rest = path
    return {**value, key: changed(value[key], tuple(rest), put) if rest else put}


@pytest.mark.parametrize(("read", "body"), READERS)
@given(st.data())
def test_a_request_with_something_wrong_in_it_is_refused_or_read(read, body, data):
    path = data.draw(st.sampled_from(paths(body)))
    bent = changed(body, path, data.draw(odd))
    with suppress(PayloadError):
        read(bent)
    read_sender(bent)


@pytest.mark.parametrize(("read", "body"), READERS)
def test_a_good_request_is_read(read, body):
    assert "U1" in str(read(body))


def test_what_was_typed_comes_back_as_it_was_typed():
    text = "&lt;b&gt; &amp; <https://a.example.org/?x=1&amp;y=2> <mailto:a@example.org|a@example.org>"
    found = read_direct_message(changed(EVENT, ("event", "text"), text))
    assert found is not None
    assert found.typed == Typed(
        "<b> & https://a.example.org/?x=1&y=2 a@example.org", ("https://a.example.org/?x=1&y=2",)
    )


def test_somebody_of_another_workspace_is_told_apart():
    assert read_press(changed(PRESS, ("user", "team_id"), "T2")).from_elsewhere
    assert not read_press(PRESS).from_elsewhere
    found = read_direct_message(changed(EVENT, ("event",), {**EVENT["event"], "user_team": "T2"}))
    assert found is not None
    assert found.from_elsewhere
    assert found.actor == Actor("T1", "U1")

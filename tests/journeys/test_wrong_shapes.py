"""A request of a shape that Slack never sends is refused before Bolt, which would answer 500 to each of these.

The same check stands in front of Bolt in Socket Mode. What it does not refuse, Rung's own readers read.
"""

import logging
from types import SimpleNamespace
from typing import Any

import pytest

from bot.socket_mode import _Handler
from tests.fuzz.wire import answers_to, as_form, as_json, as_payload, request

WHO = {"user": {"id": "U1"}, "team": {"id": "T0WORKSPACE"}, "trigger_id": "1.1.hush", "channel": {"id": "D1"}}
PRESS = {**WHO, "type": "block_actions", "actions": [{"action_id": "yes", "value": "hush"}]}
VIEW = {"type": "modal", "id": "V1", "callback_id": "note_form", "private_metadata": "a:b", "state": {"values": {}}}
FORM = {**WHO, "type": "view_submission", "view": VIEW}
EVENT = {
    "type": "event_callback",
    "team_id": "T0WORKSPACE",
    "event_id": "Ev1",
    "event": {"type": "message", "text": "hush"},
}

# Where Bolt reads a body before it asks any handler of errors, and then where ours do.
BLOCKS: tuple[Any, ...] = ("hush", 5, {"a": 1}, [None], ["hush"], [[{}]], [{"block_id": 5}])
VALUES: tuple[Any, ...] = ("hush", 5, ["hush"], {"a": 5}, {"a": ["hush"]}, {"a": {"b": 5}}, {"a": {"b": {"value": 5}}})
WRONG: dict[str, tuple[Any, Any]] = {
    "an event that is none": ({"event": None}, as_json),
    "an event that is none, in a shared channel": ({**EVENT, "event": None, "is_ext_shared_channel": True}, as_json),
    "an event of its type without one": ({"type": "event_callback"}, as_json),
    "an event whose type is no text": ({**EVENT, "event": {"type": {}}}, as_json),
    "a press without actions": ({**WHO, "type": "block_actions"}, as_payload),
    "a press without an action's id": ({**PRESS, "actions": [{"value": "hush"}]}, as_payload),
    "an action's id that is no text": ({**PRESS, "actions": [{"action_id": 5}]}, as_payload),
    "an option that is a text": ({**PRESS, "actions": [{"action_id": "yes", "selected_option": "hush"}]}, as_payload),
    "an old attachment without actions": ({**WHO, "type": "interactive_message", "callback_id": "hush"}, as_payload),
    "an old workflow step": ({**WHO, "type": "workflow_step_edit", "callback_id": "hush"}, as_payload),
    "a view of an old workflow": ({**FORM, "view": {**VIEW, "type": "workflow_step"}}, as_payload),
    "a view without its type": ({**FORM, "view": {"callback_id": "note_form"}}, as_payload),
    "a form without a view": ({**FORM, "view": None}, as_payload),
    "a view that is none": ({**WHO, "type": "nothing known", "view": None}, as_payload),
    "a callback id that is no text": ({**WHO, "type": "shortcut", "callback_id": ["hush"]}, as_payload),
    "a menu's id that is no text": ({**WHO, "type": "block_suggestion", "action_id": 5}, as_payload),
    "an address that is none": ({**PRESS, "response_url": {"hush": "hush"}}, as_payload),
    "a workspace whose id is no text": ({**PRESS, "team": {"id": 5}}, as_payload),
    "a place that is no text": ({**PRESS, "channel": {"id": ["hush"]}}, as_payload),
    "a command that is no text": ({"command": {"hush": 1}, "team_id": "T0WORKSPACE"}, as_json),
    **{
        f"a form whose blocks are {blocks!r}": ({**FORM, "view": {**VIEW, "blocks": blocks}}, as_payload)
        for blocks in BLOCKS
    },
    **{
        f"a form whose values are {values!r}": ({**FORM, "view": {**VIEW, "state": {"values": values}}}, as_payload)
        for values in VALUES
    },
}


def test_each_is_malformed_and_says_nothing_in_the_log(server, caplog):
    for wrong, (content, encode) in WRONG.items():
        answer = answers_to(server.port, request(encode(content), "right"))
        assert answer.startswith(b"HTTP/1.1 400"), wrong
        assert answer.endswith(b"malformed"), wrong
    assert "unknown error" not in caplog.text
    assert "hush" not in caplog.text


@pytest.mark.parametrize("wrong", WRONG)
def test_is_acknowledged_over_socket_mode_and_goes_no_further(wrong):
    sent: list[Any] = []
    handler = _Handler.__new__(_Handler)  # without a connection; there is no app that it could be handed to
    client = SimpleNamespace(send_socket_mode_response=sent.append, logger=logging.getLogger())
    handler.handle(client, SimpleNamespace(payload=WRONG[wrong][0], envelope_id="e1"))
    assert [response.envelope_id for response in sent] == ["e1"]


def test_a_form_without_inputs_can_still_say_what_is_wrong(server):
    several: tuple[list[dict[str, Any]] | None, ...] = (
        [],
        [{"type": "input"}],
        [{"type": "input", "block_id": None}],
        None,
    )
    for blocks in several:
        body = {**FORM, "trigger_id": f"{blocks}", "view": {**VIEW, "blocks": blocks, "private_metadata": "hush"}}
        assert b"response_action" in answers_to(server.port, request(as_payload(body), "right"))


def test_somebody_in_another_workspace_is_told_after_the_acknowledgement(talk):
    form = talk.slack.slash_command(talk.person, talk.channel, "team") | {"team_id": "T0ELSEWHERE"}
    with talk.server.replies_held():
        assert answers_to(talk.server.port, request(as_form(form), "right")).startswith(b"HTTP/1.1 200")
    talk.server.wait()
    assert talk.whispers[-1] == "Rung answers people of its own workspace only. Nothing was changed."

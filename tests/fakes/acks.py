"""What Slack takes as the acknowledgement of a request, and what it then shows."""

import json

from tests.fakes.block_kit import problems_of_message, problems_of_view
from tests.fakes.hooks import problems_of_reply, say
from tests.fakes.values import Json
from tests.fakes.views import MOST_OPEN_VIEWS
from tests.fakes.workspace import Workspace

ACK_SECONDS = 3
_NEEDED = {"errors": {"errors"}, "update": {"view"}, "push": {"view"}, "clear": set[str]()}


def check(status: int, body: bytes, took: float) -> Json:
    """The answer of the app, if Slack takes it."""
    assert status == 200, f"Slack shows a warning sign for {status}: {body[:200]!r}"
    assert took < ACK_SECONDS, f"Slack gives up after {ACK_SECONDS} s; this took {took:.1f}"
    try:
        answer = json.loads(body or b"{}")
    except ValueError:
        answer = {"text": body.decode()}  # plain text is what a command says
    assert isinstance(answer, dict), f"no object: {body[:200]!r}"
    if "response_action" in answer:
        _check_action(answer)
    elif answer:
        problems = problems_of_reply(answer) or problems_of_message(answer)
        assert not problems, problems
    return answer


def _check_action(answer: Json) -> None:
    kind = answer["response_action"]
    assert kind in _NEEDED, f"no such response_action: {kind}"
    assert answer.keys() == {"response_action", *_NEEDED[kind]}, f"{kind} with {sorted(answer)}"
    if kind == "errors":
        errors = answer["errors"]
        assert errors, "no error is named"
        assert all(isinstance(each, str) and each for each in errors.values()), errors
    if "view" in answer:
        problems = problems_of_view(answer["view"])
        assert not problems, problems
        assert answer["view"]["type"] == "modal", "only modals can be shown here"


def settle(slack: Workspace, sent: Json, answer: Json) -> None:
    """Do what an answer to `sent` asks for: the form closes, stays or changes, or a reply is shown."""
    if sent.get("type") == "view_submission":
        person, view = slack.submitted.pop(sent["view"]["id"], (sent["user"]["id"], None))
        if view is not None:  # else the same form was sent in twice
            _close(slack, person, view, answer)
    else:
        assert "response_action" not in answer, "only a form that was sent in is answered so"
        assert not answer or "command" in sent, "only a command is answered with a message"
        if answer:
            say(slack, sent["channel_id"], sent["user_id"], answer)


def _close(slack: Workspace, person: str, view: Json, answer: Json) -> None:
    stack, kind = slack.views.setdefault(person, []), answer.get("response_action")
    assert not answer or kind, "a form that was sent in cannot be answered with a message"
    if kind == "errors":
        fields = {each.get("block_id") for each in view["blocks"] if each["type"] == "input"}
        assert set(answer["errors"]) <= fields, f"no such fields: {set(answer['errors']) - fields}"
    if kind in {"errors", "push", "update"}:
        stack.append(view)
    if kind == "push":
        assert len(stack) < MOST_OPEN_VIEWS, f"{MOST_OPEN_VIEWS} forms are open already"
        slack.push_view(person, answer["view"])
    if kind == "update":
        slack.replace_view(person, view, answer["view"])
    if kind == "clear":
        stack.clear()

"""Somebody looks after Rung in a workspace: whoever has the code first."""

import pytest

from bot.app import admin_code
from tests.fakes.failures import slack_error
from tests.support.talk import Talk


@pytest.fixture
def code(server):
    gateway = server.gateway
    return admin_code(gateway, gateway.identity())


def said(talk: Talk, words: str) -> str:
    return str(talk.command(f"/rung claim {words}")["text"])


def test_whoever_has_the_code_first_looks_after_rung(talk, code):
    other = Talk(talk.server, talk.slack.add_person("platform_lead"), talk.channel)
    assert said(talk, "AAAA-BBBB-CCCC").startswith("That is not the code.")
    assert said(talk, "").startswith("That is not the code.")
    assert said(talk, code.lower().replace("-", " ")).startswith("You look after Rung here now.")
    assert said(talk, code) == "You look after Rung here already."
    assert said(other, code) == "Somebody looks after Rung here already."


def test_a_guest_cannot(talk_of_guest, code):
    talk_of_guest.command("/rung assess")
    talk_of_guest.command(f"/rung claim {code}")
    assert "this is for people of the workspace" in talk_of_guest.whispers[-1]


def test_an_admin_hears_of_what_nobody_asked_for_and_once_for_each_trouble(talk, code):
    said(talk, code)
    talk.slack.fail("chat.postMessage", slack_error("restricted_action"))
    channel = talk.slack.add_channel("announcements", with_bot=False)
    talk.server.post(event=talk.slack.invite(channel))
    talk.server.wait()
    assert f"My welcome is not in <#{channel}>: only some people may post in that channel." in talk.last
    assert "You read this because you look after Rung here." in talk.last


def test_the_code_depends_on_the_token_and_the_workspace(server):
    identity = server.gateway.identity()
    code = admin_code(server.gateway, identity)
    assert code == admin_code(server.gateway, identity)
    assert len(code) == 14
    server.gateway.client.token = "xoxb-another"  # noqa: S105 - no secret
    assert admin_code(server.gateway, identity) != code

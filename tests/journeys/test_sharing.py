"""A channel sees one person's view only when that person says so, and once."""

import json

import pytest


@pytest.fixture
def done(talk):
    talk.command("/rung assess quick")
    talk.answer_all({"auto_train": "Yes", "auto_pipeline": "Yes", "cicd": "No"})
    return talk


def test_the_preview_is_what_the_channel_gets(done):
    done.click("Share")
    assert done.slack.messages(done.channel) == []
    preview = done.screen
    done.click("Share")
    (posted,) = done.slack.messages(done.channel)
    assert posted.text in preview
    assert "one person's view" in posted.text
    assert "It is not a team's result." in posted.text
    assert f"Shared in <#{done.channel}>. Your answers stay with you." in done.screen


def test_a_double_click_shares_once(done):
    done.click("Share")
    card, element = done.card, done.element("Share")
    for _ in range(3):
        done.press(card, element)
    done.server.wait()
    assert len(done.slack.messages(done.channel)) == 1


def test_sharing_again_needs_other_answers(done):
    done.click("Share")
    done.click("Share")
    done.click("Back to the result")
    done.click("Share")
    done.click("Share")
    assert len(done.slack.messages(done.channel)) == 1
    done.click("Back to the result")
    done.click("Change an answer")
    done.click("Choose a question", selected=done.element("Choose a question")["options"][-1]["value"])
    done.click("Yes")
    done.click("Share")
    done.click("Share")
    assert len(done.slack.messages(done.channel)) == 2


def test_another_channel(done):
    other = done.slack.add_channel("ml-platform", members=[done.person])
    done.click("Share")
    done.click("Another channel", selected=other)
    assert f"This is what <#{other}> will see" in done.screen
    done.click("Share")
    assert len(done.slack.messages(other)) == 1
    assert done.slack.messages(done.channel) == []


def test_begun_in_the_direct_messages_a_channel_is_chosen_first(talk):
    talk.command("/rung assess quick", channel=talk.dm)
    talk.answer_all("No")
    talk.click("Share")
    assert talk.screen == "Choose a channel. You will see first what it would read."
    assert "Share" not in talk.labels()
    talk.click("Choose a channel", selected=talk.channel)
    talk.click("Share")
    assert len(talk.slack.messages(talk.channel)) == 1


@pytest.mark.parametrize(
    ("channel", "said"),
    [({"with_bot": False}, "Invite it there with /invite @Rung"), ({"archived": True}, "that channel is archived")],
)
def test_a_channel_that_cannot_be_posted_to_is_named_and_nothing_is_lost(done, channel, said):
    other = done.slack.add_channel("elsewhere", members=[done.person], **channel)
    done.click("Share")
    done.click("Another channel", selected=other)
    done.click("Share")
    assert said in done.screen
    assert "Share" in done.labels()


def test_a_guest_cannot_share(talk_of_guest):
    talk_of_guest.command("/rung assess quick")
    talk_of_guest.answer_all("No")
    talk_of_guest.click("Share")
    assert "this is for people of the workspace" in talk_of_guest.whispers[-1]
    assert "Your view, " in talk_of_guest.screen


def test_what_is_shared_is_stored_as_it_was_sent(done, database):
    done.click("Share")
    done.click("Share")
    (posted,) = done.slack.messages(done.channel)
    (sent,) = [
        call
        for call in done.slack.calls
        if call.method == "chat.postMessage" and call.payload["channel"] == done.channel
    ]
    assert json.dumps(posted.text) in json.dumps(sent.payload)

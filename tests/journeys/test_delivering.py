"""Messages that nobody's click waits for: they arrive once, or somebody hears why not."""

import pytest

from flows.deliveries.delivery import DeliveryKey, DeliveryLimits, DeliveryStatus
from flows.deliveries.kinds import DeliveryKind
from tests.fakes.failures import accept_then_drop, drop, rate_limited, server_error, slack_error
from tests.support.talk import Server, Talk, eventually, serving


@pytest.fixture
def done(talk: Talk) -> Talk:
    talk.command("/rung assess quick")
    talk.answer_all("No")
    talk.click("Share")
    return talk


def posted(talk: Talk, channel: str | None = None) -> list[str]:
    return [each.text for each in talk.slack.messages(channel or talk.channel)]


def status_of(server: Server, kind: DeliveryKind, subject: str, channel: str, occurrence: str) -> DeliveryStatus:
    key = DeliveryKey(server.slack.workspace_id, kind, subject, channel, occurrence)
    with server.database.reading() as repositories:
        return repositories.deliveries.find(key).status


def shared(talk: Talk) -> bool:
    return "Shared in" in talk.screen


MAY_BE_THERE = [server_error(), slack_error("fatal_error"), drop(), accept_then_drop()]


@pytest.mark.parametrize("failure", MAY_BE_THERE, ids=["500", "fatal_error", "drop", "accept_then_drop"])
def test_what_may_be_there_is_looked_up_and_posted_only_if_it_is_not(done, failure):
    done.slack.scopes.add("channels:history")
    done.slack.fail("chat.postMessage", failure)
    done.click("Share")
    assert "On its way to" in done.screen
    eventually(lambda: shared(done))
    assert len(posted(done)) == 1


def test_where_nobody_can_look_a_view_is_sent_once_more_and_then_left(done):
    done.slack.fail("chat.postMessage", accept_then_drop(), times=2)
    done.click("Share")
    eventually(lambda: "did not say whether your view has arrived" in done.screen)
    assert len(posted(done)) == 2  # the one duplicate that docs/deliveries.md counts
    done.click("Share")
    eventually(lambda: shared(done))
    assert len(posted(done)) == 3  # because the person said so


def test_a_pause_that_slack_asks_for_is_kept_and_then_it_is_shared(done):
    done.slack.fail("chat.postMessage", rate_limited(1))
    done.click("Share")
    assert "On its way to" in done.screen
    assert posted(done) == []
    eventually(lambda: shared(done))
    assert len(posted(done)) == 1


def test_the_card_has_moved_on_so_a_message_says_that_it_could_not_be_shared(done):
    done.slack.fail("chat.postMessage", rate_limited(3))
    done.click("Share")
    done.click("Back to the result")
    done.slack.channels[done.channel].archived = True
    eventually(lambda: f"Your view is not in <#{done.channel}>: that channel is archived." in done.last)
    done.server.wait()  # Rung has noted that it is there
    done.click("What holds each level")
    assert done.slack.messages(done.dm)[-1].ts == done.card.ts  # below the message, on a card of its own


def test_a_notice_about_what_failed_is_looked_up_in_the_direct_messages_too(done):
    done.slack.fail("chat.postMessage", rate_limited(3))
    done.click("Share")
    done.click("Back to the result")
    done.slack.channels[done.channel].archived = True
    done.slack.fail("chat.postMessage", slack_error("is_archived"))
    done.slack.fail("chat.postMessage", accept_then_drop())
    eventually(lambda: f"Your view is not in <#{done.channel}>" in done.last)
    done.server.wait()
    assert len([text for text in posted(done, done.dm) if "Your view is not in" in text]) == 1


def test_a_channel_is_greeted_once(talk):
    channel = talk.slack.add_channel("ml-search", members=[talk.person], with_bot=False)
    for _ in range(2):
        talk.server.post(event=talk.slack.invite(channel, talk.person))
        talk.server.wait()
    (said,) = posted(talk, channel)
    assert f"You read this because <@{talk.person}> invited me." in said
    talk.server.post(event=talk.slack.invite(talk.channel))
    talk.server.wait()
    assert "invited me" not in posted(talk)[0]


def test_somebody_else_joining_a_channel_is_nothing_to_greet(talk):
    event = talk.slack.invite(talk.channel, talk.person)
    event["event"]["user"] = talk.person
    talk.server.post(event=event)
    talk.server.wait()
    assert posted(talk) == []


def test_whoever_invited_rung_hears_once_that_it_may_not_post(talk):
    channel = talk.slack.add_channel("announcements", members=[talk.person], with_bot=False)
    talk.slack.fail("chat.postMessage", slack_error("restricted_action"))
    talk.server.post(event=talk.slack.invite(channel, talk.person))
    talk.server.wait()
    assert posted(talk, channel) == []
    assert f"My welcome is not in <#{channel}>: only some people may post in that channel." in talk.last
    assert status_of(talk.server, DeliveryKind.WELCOME, channel, channel, "first") is DeliveryStatus.FAILED


def test_direct_messages_that_are_no_longer_there_are_opened_anew(talk):
    talk.command("/rung assess")
    channel = talk.slack.add_channel("announcements", members=[talk.person], with_bot=False)
    talk.slack.fail("chat.postMessage", slack_error("restricted_action"))
    talk.slack.fail("chat.postMessage", slack_error("channel_not_found"))
    talk.server.post(event=talk.slack.invite(channel, talk.person))
    talk.server.wait()
    assert f"My welcome is not in <#{channel}>" in talk.last


def test_a_welcome_that_may_be_there_is_left_where_nobody_can_look(talk):
    talk.slack.fail("chat.postMessage", drop())
    talk.server.post(event=talk.slack.invite(talk.channel, talk.person))

    def dropped() -> bool:
        where = (talk.server, DeliveryKind.WELCOME, talk.channel, talk.channel, "first")
        return status_of(*where) is DeliveryStatus.DROPPED

    eventually(dropped)
    assert posted(talk) == []


def test_an_error_nobody_foresaw_ends_one_message_and_not_the_others(done, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr("bot.sending.deliverer.read", lambda _: 1 / 0)
        done.click("Share")
        eventually(lambda: "something went wrong inside Rung" in done.screen)
    (record,) = [each for each in caplog.records if each.message == "unknown error"]
    assert f"with this reference: {record.reference}." in done.screen
    done.click("Share")
    eventually(lambda: shared(done))


def test_an_error_in_a_second_attempt_ends_the_message_too(done, monkeypatch):
    done.slack.scopes.add("channels:history")
    done.slack.fail("chat.postMessage", drop())
    done.click("Share")
    with monkeypatch.context() as broken:
        broken.setattr("bot.sending.deliverer.read", lambda _: 1 / 0)
        eventually(lambda: "something went wrong inside Rung" in done.screen)
    assert posted(done) == []


def test_what_one_process_began_another_goes_on_with(talk, database, maturity):
    """The lease ends, the message is looked up, and it is posted if it is not there."""
    talk.command("/rung assess quick")
    talk.answer_all("No")
    talk.click("Share")
    talk.server.application.sender.stop(5)
    talk.click("Share")
    assert "On its way to" in talk.screen
    with serving(database, maturity, talk.slack, DeliveryLimits()) as other:
        other.wait()
        assert len(posted(talk)) == 1
        assert shared(talk)

"""Slack fails, people click twice, processes die: nothing is lost, nothing happens twice, never two live cards."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.maturity.answer import Answer
from flows.teams.person import Actor
from tests.fakes.failures import accept_then_drop, drop, rate_limited, server_error, slack_error
from tests.support.talk import Talk, elements_of, label_of, serving


def answers_of(talk: Talk, database) -> dict[str, Answer]:
    with database.reading() as repositories:
        person = repositories.people.find(Actor(talk.slack.workspace_id, talk.person))
        assessment = repositories.assessments.find_current(person.id)
    return {name: entry.answer for name, entry in assessment.entries.items()}


def test_eight_threads_clicking_the_same_card_a_hundred_times(talk, database):
    talk.command("/rung assess")
    card, element = talk.card, talk.element("No")

    def click(_: int) -> None:
        talk.press(card, element)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(click, range(100)))
    talk.server.wait()
    assert "1 answered" in talk.screen
    assert talk.whispers == [talk.whispers[0]]
    assert answers_of(talk, database) == {"auto_pipeline": Answer.NO}
    with database.reading() as repositories:
        person = repositories.people.find(Actor(talk.slack.workspace_id, talk.person))
        assert repositories.assessments.find_current(person.id).revision == 1


def test_two_devices_answering_differently_change_one_answer(talk, database):
    talk.command("/rung assess")
    card, yes, no = talk.card, talk.element("Yes"), talk.element("No")
    threads = [threading.Thread(target=talk.press, args=(card, element)) for element in (yes, no)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    talk.server.wait()
    assert "1 answered" in talk.screen
    assert set(answers_of(talk, database)) == {"auto_pipeline"}


def test_a_click_on_an_old_card_changes_that_answer_and_shows_where_things_are(talk, database):
    talk.command("/rung assess")
    old, element = talk.card, talk.element("Yes")
    talk.says("no")
    talk.says("no")
    talk.press(old, element)
    talk.server.wait()
    assert "2 answered" in talk.screen
    assert answers_of(talk, database)["auto_pipeline"] is Answer.YES
    lines = [
        each.text for each in talk.slack.messages(talk.dm) if each.author == talk.slack.bot_id and not each.blocks[1:]
    ]
    assert "Training pipeline: yes." in lines


def test_old_cards_shrink_to_one_line_without_buttons(talk):
    talk.command("/rung assess")
    talk.says("partly")
    first = next(each for each in talk.slack.messages(talk.dm) if each.author == talk.slack.bot_id)
    assert (first.text, len(first.blocks)) == ("Training pipeline: partly.", 1)


@pytest.mark.parametrize("failure", [server_error(), drop(), accept_then_drop(), slack_error("x")])
def test_a_response_url_that_fails_is_followed_by_an_update(talk, failure):
    talk.command("/rung assess")
    talk.slack.fail("response_url", failure)
    talk.click("No")
    assert "1 answered" in talk.screen


def test_a_card_that_was_deleted_is_shown_anew(talk):
    talk.command("/rung assess")
    element, card = talk.element("No"), talk.card
    talk.slack.channels[talk.dm].messages.clear()
    talk.slack.fail("response_url", slack_error("x"))
    talk.press(card, element)
    talk.server.wait()
    assert "1 answered" in talk.screen


@pytest.mark.parametrize("method", ["response_url", "chat.postMessage"])
def test_a_pause_that_slack_asks_for_is_kept(talk, method):
    talk.command("/rung assess")
    talk.slack.fail(method, rate_limited(1), times=2)
    talk.says("no") if method == "chat.postMessage" else talk.click("No")
    assert "1 answered" in talk.screen


@pytest.mark.parametrize("failure", [server_error(), drop()])
def test_a_card_that_could_not_be_posted_is_shown_by_the_next_reply(talk, failure):
    talk.command("/rung assess")
    talk.slack.fail("chat.postMessage", failure)
    talk.says("no")
    talk.says("no")
    assert "1 answered" in talk.screen
    talk.says("no")
    assert "2 answered" in talk.screen


def test_a_card_of_which_rung_does_not_know_is_taken_up_when_it_is_clicked(talk):
    """Slack took the message and the answer got lost: only a click can show that it is there."""
    talk.command("/rung assess")
    talk.slack.fail("chat.postMessage", accept_then_drop())
    talk.says("no")
    _, second = (each for each in talk.slack.messages(talk.dm) if len(each.blocks) > 1)
    assert "1 answered" in second.text
    element = next(each for each in elements_of(second.blocks) if label_of(each) == "No")
    talk.press(second, element)
    talk.server.wait()
    assert "2 answered" in talk.screen
    assert talk.card.ts == second.ts


def test_without_direct_messages_the_person_is_told(talk):
    talk.slack.fail("conversations.open", slack_error("messages_tab_disabled"))
    talk.command("/rung assess")
    assert "I could not open our direct messages (messages_tab_disabled)" in talk.whispers[-1]
    talk.command("/rung assess")
    assert "0 answered" in talk.screen


def test_direct_messages_that_are_no_longer_there_are_opened_anew(talk):
    talk.command("/rung assess")
    talk.slack.fail("chat.postMessage", slack_error("channel_not_found"))
    talk.says("no")
    assert "1 answered" in talk.screen


def test_without_a_profile_it_works_in_utc(talk):
    talk.slack.fail("users.info", slack_error("missing_scope"))
    talk.command("/rung assess")
    assert "0 answered" in talk.screen


def test_without_a_link_the_reply_says_where_to_look(talk):
    talk.slack.fail("chat.getPermalink", server_error())
    talk.command("/rung assess")
    assert talk.whispers == ["Your questions are in our direct messages; open Rung in the sidebar."]


def test_a_modal_whose_trigger_has_expired(talk):
    talk.command("/rung assess")
    talk.slack.fail("views.open", slack_error("expired_trigger_id"))
    talk.click("Add a note or link")
    assert talk.whispers[-1] == "That took a moment too long for Slack. Please click once more."


def test_after_a_restart_the_next_click_continues(talk, database, maturity):
    talk.command("/rung assess")
    talk.click("No")
    with serving(database, maturity, talk.slack) as again:
        talk.server = again
        talk.click("Yes")
        assert "2 answered" in talk.screen
        talk.says("no")
        assert "3 answered" in talk.screen


def test_an_error_nobody_foresaw_has_a_reference_that_is_also_in_the_log(talk, monkeypatch, caplog):
    talk.command("/rung assess")
    monkeypatch.setattr("flows.acts.assessment.card_click.go_on", lambda *_: 1 / 0)
    talk.press(talk.card, talk.element("No"))
    talk.server.wait()
    assert talk.whispers[-1].startswith("Something went wrong inside Rung, and it is not your doing.")
    reference = talk.whispers[-1].removesuffix(".").rsplit(" ", 1)[1]
    (record,) = [each for each in caplog.records if each.message == "unknown error"]
    assert record.reference == reference
    assert "0 answered" in talk.screen

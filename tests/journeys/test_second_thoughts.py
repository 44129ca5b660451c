"""Nearly an answer, a note that was not meant to be one, a message changed after it was read."""

import re

import pytest

from tests.support.talk import Talk


def note_of(talk: Talk) -> str | None:
    written = re.search(r"^Your note: (.*)$", talk.screen, re.MULTILINE)
    return written and written[1]


@pytest.mark.parametrize(("typed", "meant"), [("yess", "yes"), ("noo", "no"), ("parttly", "partly")])
def test_nearly_an_answer_is_a_question_and_no_note(talk, typed, meant):
    talk.command("/rung assess")
    talk.says(typed)
    assert talk.screen.startswith(f'Did you mean {meant}? Press it or type it. "{typed}" is not kept so far.')
    assert note_of(talk) is None
    talk.click(meant.capitalize())
    assert "1 answered" in talk.screen


def test_what_nearly_was_an_answer_can_be_a_note(talk):
    talk.command("/rung assess")
    talk.says("yess")
    talk.click("Keep as a note")
    assert talk.screen.startswith("Kept as a note for training pipeline.")
    assert note_of(talk) == "yess"
    talk.click("Take the note back")
    assert note_of(talk) is None
    assert "0 answered" in talk.screen


def test_a_note_just_kept_can_be_taken_back_once_and_alone(talk):
    talk.command("/rung assess")
    talk.says("the first one")
    talk.says("the second one\nwith https://ci.example.org/7")
    assert note_of(talk) == "the first one"
    assert "with https://ci.example.org/7\nYour evidence: https://ci.example.org/7" in talk.screen
    button, card = talk.element("Take the note back"), talk.card
    talk.click("Take the note back")
    assert talk.screen.startswith("Taken back. What you wrote before it is still there.")
    assert note_of(talk) == "the first one"
    assert "the second one" not in talk.screen
    assert "Your evidence" not in talk.screen
    talk.press(card, button)
    talk.server.wait()
    assert talk.screen.startswith("That note is not there any more, or has changed. Nothing was taken back.")
    assert note_of(talk) == "the first one"


def test_a_note_is_not_taken_back_after_the_conversation_has_gone_on(talk):
    talk.command("/rung assess")
    talk.says("a note")
    button, card = talk.element("Take the note back"), talk.card
    talk.says("yes")
    talk.press(card, button)
    talk.server.wait()
    assert talk.screen.startswith("That was a question from an earlier time")
    talk.says("back")
    assert note_of(talk) == "a note"


def test_a_note_that_was_changed_meanwhile_stays(talk):
    talk.command("/rung assess")
    talk.says("a note")
    button, card = talk.element("Take the note back"), talk.card
    talk.click("Add a note or link")
    talk.send_form("a better note")
    talk.press(card, button)
    talk.server.wait()
    assert note_of(talk) == "a better note"


def test_no_question_is_left_out(talk):
    talk.command("/rung assess")
    talk.says("skip")
    assert talk.screen.startswith("No question can be left out. If you cannot say, type not sure;")
    assert "0 answered" in talk.screen


def test_no_after_record_no_is_asked_once_more_and_words_are_kept(talk):
    talk.command("/rung assess")
    talk.says("planned")
    talk.says("no")
    assert talk.screen.startswith("Nothing is recorded yet. If your answer is no, type no once more.")
    assert "0 answered" in talk.screen
    talk.says("wip")
    talk.says("it starts in May")
    assert note_of(talk) == "it starts in May"
    talk.says("planned")
    talk.says("partly")
    assert talk.screen.startswith("Training pipeline: partly.")


def changed(talk: Talk, before: str, after: str, *, later: int = 5, **more: object) -> dict[str, object]:
    """What Slack sends when a message in the direct messages is changed."""
    common = {"type": "message", "user": talk.person, "ts": "1700000000.000100"}
    return talk.slack.event(
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": talk.dm,
            "channel_type": "im",
            "ts": f"{1700000000 + later}.000200",
            "message": {**common, "text": after, "edited": {"user": talk.person, "ts": "1700000005.000000"}, **more},
            "previous_message": {**common, "text": before},
        }
    )


def test_a_message_that_is_changed_counts_as_it_was_read(talk):
    talk.command("/rung assess")
    talk.says("yes")
    talk.server.post(event=changed(talk, "yes", "no &lt;b&gt;"))
    talk.server.wait()
    assert talk.screen.startswith('I read the first version, "yes". To change an answer, press Back or type back.')
    assert "1 answered" in talk.screen
    talk.says("back")
    assert "Your answer so far: yes." in talk.screen


@pytest.mark.parametrize(
    "how",
    [
        {"before": "yes", "after": "yes", "attachments": [{"title": "a preview"}]},
        {"before": "yes", "after": "no", "later": 7200},
        {"before": "yes", "after": "no", "bot_id": "B1"},
        {"before": "yes", "after": "no", "user": None},
    ],
    ids=["a preview of a link", "an old message", "another app", "nobody"],
)
def test_other_changes_say_nothing(talk, how):
    talk.command("/rung assess")
    before = talk.screen
    talk.server.post(event=changed(talk, **how))
    talk.server.wait()
    assert talk.screen == before
    assert len(talk.slack.messages(talk.dm)) == 1


def test_where_nothing_is_asked_a_change_says_nothing(talk):
    talk.server.post(event=changed(talk, "yes", "no"))
    talk.server.wait()
    assert talk.slack.messages(talk.dm) == []

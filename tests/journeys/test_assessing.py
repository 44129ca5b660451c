"""Whole conversations, from the slash command to the database and back, as one person has them."""

import pytest

from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.maturity.result import result_of
from tests.support.answer_sheets import answered

LABELS = {Answer.YES: "Yes", Answer.PARTIAL: "Partly", Answer.NO: "No", Answer.UNKNOWN: "Not sure"}


def test_from_the_command_to_a_level_its_proof_and_one_next_step(talk):
    talk.command("/rung assess")
    assert "0 answered, about 8 to go, 3 minutes." in talk.screen
    assert "Just for you; no team's level changes." in talk.screen
    assert "Answer for the models your team runs today" in talk.screen
    assert talk.answer_all("No") == 8
    assert "Level 0 of 2 on Google Cloud's scale: Manual process." in talk.screen
    assert "What holds it: you said no to " in talk.screen
    assert "Next step: " in talk.screen


def test_in_a_channel_the_reply_is_for_the_person_alone_and_links_to_the_card(talk):
    assert talk.command("/rung assess") == {}
    assert len(talk.whispers) == 1
    assert talk.whispers[0].startswith("Your questions are in <https://")
    assert talk.card.ts.replace(".", "") in talk.whispers[0]
    assert talk.slack.messages(talk.channel) == []


def test_in_the_direct_messages_the_card_is_the_reply(talk):
    talk.command("/rung assess", channel=talk.dm)
    assert talk.whispers == []
    assert "Yes" in talk.labels()


def test_every_reply_can_be_typed(talk):
    talk.command("/rung assess")
    for text, said in (("no", "no"), ("Partly", "partly"), ("👍", "yes"), ("not sure", "not sure")):
        practice = talk.card.text.split("\n")[-3].split(":")[0]
        talk.says(text)
        assert talk.screen.startswith(f"{practice}: {said}."), talk.screen
    assert "4 answered" in talk.screen


def test_one_already_begun_continues_and_a_finished_one_is_followed_by_a_new_one(talk):
    talk.command("/rung assess quick")
    talk.click("Yes")
    talk.command("/rung assess")
    assert "1 answered, about 2 to go" in talk.screen
    talk.answer_all("No")
    assert "Your view, " in talk.screen
    talk.command("/rung assess quick")
    assert "0 answered, about 3 to go" in talk.screen


def test_lengths_go_on_from_one_to_the_next(talk):
    talk.command("/rung assess quick")
    assert talk.answer_all("No") == 3
    talk.click("Ask me a few more")
    asked = talk.answer_all("No")
    talk.click("Ask me the rest")
    assert 3 + asked + talk.answer_all("No") == 32
    assert not {"Ask me a few more", "Ask me the rest"} & set(talk.labels())


@pytest.mark.parametrize("word", ["Back", "undo"])
def test_back_and_another_answer(talk, word):
    talk.command("/rung assess")
    first = talk.element("Yes")["value"]
    talk.click("No")
    talk.click(word) if word == "Back" else talk.says(word)
    assert talk.element("Yes")["value"] == first
    assert "Your answer so far: no." in talk.screen
    talk.click("Yes")
    assert "1 answered" in talk.screen


def test_why_this_question(talk):
    talk.command("/rung assess")
    assert "Why it is asked" not in talk.screen
    talk.click("Why this question")
    assert "Why it is asked: " in talk.screen
    assert "Yes means: " in talk.screen
    talk.click("Hide the explanation")
    assert "Why it is asked" not in talk.screen
    talk.says("why")
    assert "Why it is asked: " in talk.screen


def test_pause_and_continue(talk):
    talk.command("/rung assess")
    talk.click("No")
    talk.click("More")
    talk.click("Pause")
    assert talk.screen.startswith("Paused. 1 answer is kept, about 7 questions are left.")
    talk.says("yes")
    assert "1 answered" in talk.screen
    talk.says("stop")
    talk.click("Continue")
    assert "1 answered" in talk.screen


def test_start_over_asks_first(talk):
    talk.command("/rung assess")
    talk.click("No")
    talk.click("More")
    talk.click("Start over")
    assert talk.screen.startswith("Start over? Your 1 answer is set aside")
    talk.click("Keep my answers")
    assert "1 answered" in talk.screen
    talk.says("start over")
    talk.click("Start over")
    assert "0 answered" in talk.screen


def test_does_not_apply_asks_whether_it_is_rather_a_no(talk):
    talk.command("/rung assess")
    talk.click("More")
    talk.click("Does not apply")
    assert "not there yet is a No. Does this never apply to your team?" in talk.screen
    assert "Google Cloud's scale cannot leave it out; there it counts as not sure." in talk.screen
    talk.click("It is a No")
    talk.says("n/a")
    talk.click("It never applies")
    talk.send_form("we have no production")
    assert "2 answered" in talk.screen
    talk.click("Back")
    assert "Your answer so far: does not apply (we have no production)." in talk.screen


def test_a_note_and_links_go_with_an_answer(talk):
    talk.command("/rung assess")
    talk.click("Add a note or link")
    talk.send_form("Only the scoring model, see https://ci.example.org/7")
    assert "Your note: Only the scoring model, see https://ci.example.org/7" in talk.screen
    assert "Your evidence: https://ci.example.org/7" in talk.screen
    assert "0 answered" in talk.screen
    talk.click("Add a note or link")
    assert "Only the scoring model" in str(talk.slack.open_view(talk.person))
    talk.send_form("")
    assert "Your note" not in talk.screen


def test_the_pages_behind_the_result(talk):
    talk.command("/rung assess quick")
    talk.answer_all({"auto_train": "Yes", "auto_pipeline": "Yes", "cicd": "No"})
    for label, said in (
        ("What holds each level", "Smallest change that reaches level 2: CI/CD."),
        ("Compare the scales", "waits for CI/CD, which Google Cloud's scale insists on only at level 2."),
        ("Change an answer", "CI/CD for pipelines and models: no."),
    ):
        talk.click(label)
        assert said in talk.screen
        talk.click("Back to the result")
        assert "Level 1 of 2 on Google Cloud's scale" in talk.screen


def test_every_answer_can_be_changed(talk):
    talk.command("/rung assess quick")
    talk.answer_all({"auto_train": "Yes", "auto_pipeline": "Yes", "cicd": "No"})
    talk.click("Change an answer")
    cicd = next(each["value"] for each in talk.element("Choose a question")["options"] if "cicd" in each["value"])
    talk.click("Choose a question", selected=cicd)
    assert "Your answer so far: no." in talk.screen
    talk.click("Yes")
    assert "Level 2 of 2 on Google Cloud's scale" in talk.screen
    assert "That is the top of this scale." in talk.screen


def test_same_as_last_time(talk):
    talk.command("/rung assess quick")
    talk.says("same as last time")
    assert "There is no answer from last time to take over." in talk.screen
    talk.answer_all("Partly")
    talk.command("/rung assess quick")
    talk.says("same as last time")
    assert ": partly." in talk.screen.split("\n")[0]


@pytest.mark.parametrize(
    "sheet",
    [
        "auto_train:y auto_pipeline:n cicd:n",
        "auto_train:y auto_pipeline:y cicd:n",
        "auto_train:y auto_pipeline:y cicd:y",
        "auto_train:n auto_pipeline:n cicd:y",
        "auto_train:? auto_pipeline:p cicd:n",
    ],
)
def test_the_conversation_says_what_rung_place_says(talk, maturity: Maturity, sheet):
    expected = answered(sheet)
    talk.command("/rung assess quick")
    talk.answer_all({each: LABELS[answer] for each, answer in expected.answers.items()})
    result = result_of(expected, maturity, maturity.scales)
    assert (
        f"Level {result.headline.level.level} of 2 on Google Cloud's scale: {result.headline.level.name}."
        in talk.screen
    )


def test_help_and_standing(talk):
    assert "/rung assess" in talk.command("/rung help")["text"]
    standing = talk.command("/rung")
    assert standing["response_type"] == "ephemeral"
    assert "Around 8 short questions, 3 minutes" in standing["text"]
    assert 'I do not know "asess"; did you mean /rung assess?' in talk.command("/rung asess")["text"]
    talk.command("/rung assess")
    talk.click("No")
    assert "half done: 1 answered, about 7 to go" in talk.command("/rung")["text"]


def test_nothing_open(talk):
    talk.says("yes")
    assert talk.last == "Nothing is waiting for you. /rung assess starts one."
    talk.command("/rung assess quick")
    talk.answer_all("No")
    talk.says("no")
    assert talk.last == "Nothing is waiting for you. /rung assess starts one."
    talk.click("Compare the scales")
    assert "The same answers on every scale." in talk.last

"""Quizzes in Slack, as one person takes them and nobody else sees."""

from random import Random

import pytest

from bot.messages.quizzes import LETTERS
from flows.learning.question import Question
from flows.learning.quiz import Mix, Quiz, QuizAsked
from flows.teams.person import Actor
from tests.flows.learning.test_loading import FROM_THE_LESSONS
from tests.support.talk import Talk, elements_of, label_of


def labels(talk: Talk) -> list[str]:
    return [label_of(each) for each in elements_of(talk.whispered().blocks)]


def open_quiz(talk: Talk) -> Quiz:
    with talk.server.database.reading() as repositories:
        person = repositories.people.find(Actor(talk.slack.workspace_id, talk.person))
        found = repositories.quizzes.find_open(person.id)
    assert found is not None
    return found


def asks(talk: Talk, *questions: Question) -> Quiz:
    """Begin a quiz of these questions, their options in another order."""
    chance = Random(1)
    asked = []
    for each in questions:
        options = tuple(chance.sample(each.options, len(each.options)))
        asked.append(QuizAsked(topic="levels", question=each.model_copy(update={"options": options})))
    talk.command("/rung learn")
    with talk.server.database.transaction() as repositories:
        person = repositories.people.find(Actor(talk.slack.workspace_id, talk.person))
        quiz = Quiz("quiz-of-a-test", person.workspace_id, person.id, Mix.MIXED, tuple(asked), talk.server.clock.now())
        repositories.quizzes.add(quiz)
    talk.command("/rung quiz")
    return quiz


def content(quiz: Quiz, place: int, *, right: bool) -> str:
    options = quiz.asked[place].question.options
    return "ABCD"[next(number for number, each in enumerate(options) if each.right is right)]


@pytest.mark.parametrize("name", sorted(FROM_THE_LESSONS))
def test_every_practice_question_of_the_lessons(talk, learning, name):
    question = learning.by_id[name]
    quiz = asks(talk, question, question.model_copy(update={"id": "once-more"}))
    shown = talk.whispers[-1]
    assert question.asks in shown
    assert all(
        f"{where}. {each.says}" in shown for where, each in zip("ABCD", quiz.asked[0].question.options, strict=False)
    )
    talk.press_whispered("Hint")
    assert f"Hint: {question.hint}" in talk.whispers[-1]
    assert "Hint" not in labels(talk)
    wrong = content(quiz, 0, right=False)
    talk.press_whispered(wrong)
    said, chosen = talk.whispers[-1], quiz.asked[0].question.options["ABCD".index(wrong)]
    assert f"Not quite. You chose {wrong}: {chosen.says}. {chosen.mistake}" in said
    assert f"The answer is {content(quiz, 0, right=True)}: " in said
    assert question.reason in said
    talk.press_whispered("Next question")
    right = content(quiz, 1, right=True)
    talk.press_whispered(right)
    assert f"Right. {right}: {question.options[question.right].says}." in talk.whispers[-1]
    assert question.reason in talk.whispers[-1]
    talk.press_whispered("See the result")
    assert talk.whispers[-1].startswith("1 of 2 right.\nTo read next: the levels.\n")
    talk.press_whispered("Read: the levels")
    assert talk.whispers[-1].startswith("Google Cloud, levels 0 to 2")


def test_a_whole_quiz_and_its_place_on_ones_own_page(talk):
    talk.command("/rung quiz easy")
    quiz = open_quiz(talk)
    assert len(quiz.asked) == 10
    for place in range(10):
        assert f"Question {place + 1} of 10, easy." in talk.whispers[-1]
        talk.press_whispered(content(quiz, place, right=place != 3))
        talk.press_whispered("Next question" if place < 9 else "See the result")
    assert talk.whispers[-1].startswith("9 of 10 right, easy questions.\nTo read next: ")
    assert labels(talk)[-1] == "Another ten"
    talk.server.post(event=talk.slack.app_home_opened(talk.person, "home"))
    talk.server.wait()
    home = str(talk.slack.home(talk.person))
    assert "Your last quizzes: 9 of 10 right (easy, 16 November 2026). Only you see them." in home
    talk.press_whispered("Another ten")
    again = open_quiz(talk)
    written = {each.question.id for each in again.asked if not each.question.id.startswith("described-")}
    before = {each.question.id for each in quiz.asked}
    assert len(written & before) <= 1  # what was answered right comes last


def test_leaving_and_going_on_elsewhere_where_it_was(talk):
    talk.command("/rung quiz hard")
    quiz = open_quiz(talk)
    talk.press_whispered("A")
    talk.command("/rung quiz")
    assert "Question 2 of 10, hard." in talk.whispers[-1]
    talk.command("/rung quiz HARD")
    assert "Question 2 of 10, hard." in talk.whispers[-1]
    talk.command("/rung quiz easy")
    assert "Question 1 of 10, easy." in talk.whispers[-1]
    assert open_quiz(talk).id != quiz.id


def test_old_buttons_and_second_clicks_change_nothing(talk):
    talk.command("/rung quiz")
    quiz, first = open_quiz(talk), talk.whispered()
    buttons = {label_of(each): each for each in elements_of(first.blocks)}
    wrong, right = content(quiz, 0, right=False), content(quiz, 0, right=True)
    talk.press_whispered(wrong)
    talk.press(first, buttons[right], channel=talk.channel)
    talk.server.wait()
    assert f"You chose {wrong} before, and that stays." in talk.whispers[-1]
    talk.press(first, buttons["Hint"], channel=talk.channel)
    talk.server.wait()
    assert "Not quite." in talk.whispers[-1]
    assert open_quiz(talk).chosen == ("ABCD".index(wrong),)
    talk.command("/rung quiz easy")
    for each in (buttons[right] | {"value": f"{quiz.id}:1"}, buttons["Hint"] | {"value": f"{quiz.id}:1"}):
        talk.press(first, each, channel=talk.channel)
        talk.server.wait()
        assert talk.whispers[-1].startswith("That quiz is over.")
    talk.press(first, buttons[right] | {"value": f"{quiz.id}:x"}, channel=talk.channel)
    talk.server.wait()
    assert talk.whispers[-1].startswith("That button is from an older Rung.")


def test_nobody_answers_for_somebody_else(server, talk):
    talk.command("/rung quiz")
    other = Talk(server, server.slack.add_person("data_scientist"), talk.channel)
    button = next(each for each in elements_of(talk.whispered().blocks) if label_of(each) == "A")
    other.command("/rung learn")
    other.press(other.whispered(), button, channel=other.channel)
    server.wait()
    assert other.whispers[-1].startswith("That quiz is over.")
    assert open_quiz(talk).chosen == ()


def test_a_kind_that_is_none(talk):
    talk.command("/rung quiz esay")
    assert talk.whispers[-1] == (
        '"esay" is no kind of quiz; did you mean "easy"? There are easy, medium, hard and mixed, as in /rung quiz easy.'
    )


def test_from_a_topic_list_to_the_quiz(talk):
    talk.command("/rung quiz hard")
    talk.command("/rung learn")
    talk.press_whispered("Take a quiz")
    assert "Question 1 of 10, hard." in talk.whispers[-1]


def test_all_right(talk, learning):
    quiz = asks(talk, learning.by_id["four-level-1"])
    talk.press_whispered(content(quiz, 0, right=True))
    talk.press_whispered("See the result")
    assert talk.whispers[-1].startswith("1 of 1 right.\nNothing to read; /rung quiz hard asks more.")
    assert set(LETTERS) == set("ABCD")

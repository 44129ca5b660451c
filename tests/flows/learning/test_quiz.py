from random import Random

import pytest

from flows.learning.loading import Learning
from flows.learning.quiz import Mix, Quiz, QuizAsked, draw
from flows.maturity.loading import Maturity
from tests.support.clock import NOW

QUIZZES = 50


def drawn(
    learning: Learning, maturity: Maturity, mix: Mix, was_right: dict[str, bool], seed: int
) -> tuple[QuizAsked, ...]:
    return draw(learning, maturity, mix, was_right, Random(seed))


def written(asked: tuple[QuizAsked, ...]) -> list[str]:
    return [each.question.id for each in asked if not each.question.id.startswith("described-")]


@pytest.mark.parametrize("mix", list(Mix))
def test_ten_different_questions_of_many_topics_from_easy_to_hard(learning, maturity, mix):
    order = ["easy", "medium", "hard"]
    places = set()
    for seed in range(QUIZZES):
        asked = drawn(learning, maturity, mix, {}, seed)
        assert len({each.question.id for each in asked}) == 10
        assert len(written(asked)) == 8
        assert len({each.topic for each in asked}) >= 8
        difficulties = [order.index(each.question.difficulty) for each in asked]
        assert difficulties == sorted(difficulties)
        assert mix is Mix.MIXED or {each.question.difficulty for each in asked} == {mix}
        places |= {each.question.right for each in asked}
    assert places == {0, 1, 2, 3}


def test_the_same_chance_draws_the_same(learning, maturity):
    assert drawn(learning, maturity, Mix.MIXED, {}, 3) == drawn(learning, maturity, Mix.MIXED, {}, 3)


def test_what_is_new_comes_first_then_what_was_wrong_then_all_else(learning, maturity):
    hard = [each.id for each in learning.by_id.values() if each.difficulty == "hard"]
    new, wrong, right = hard[:5], hard[5:9], hard[9:]
    was_right = dict.fromkeys(wrong, False) | dict.fromkeys(right, True)
    for seed in range(QUIZZES):
        asked = set(written(drawn(learning, maturity, Mix.HARD, was_right, seed)))
        assert asked >= {*new}
        assert len(asked & {*wrong}) == 3
        assert not asked & {*right}
        all_right = written(drawn(learning, maturity, Mix.HARD, dict.fromkeys(hard, True), seed))
        assert len(all_right) == 8


def test_right_answers_and_what_to_read(learning, maturity):
    asked = drawn(learning, maturity, Mix.EASY, {}, 1)
    quiz = Quiz("q", "T1", "p", Mix.EASY, asked, NOW)
    for place, each in enumerate(asked):
        assert not quiz.is_answered
        right = each.question.right
        quiz = quiz.answered(right if place % 2 else (right + 1) % len(each.question.options), NOW)
    assert (quiz.right, quiz.is_answered, quiz.ended_at) == (5, True, NOW)
    wrong = [each.topic for each in asked[::2]]
    assert set(quiz.wrong_topics) == set(wrong)
    assert wrong.count(quiz.wrong_topics[0]) == max(map(wrong.count, wrong))

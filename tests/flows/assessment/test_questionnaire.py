"""Which question comes next is computed from the answers, and leads to a settled level in few of them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.assessment.assessment import Length
from flows.assessment.questionnaire import minutes_for, next_question, questions_left
from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import SETTLED_BY_STANDARD, load_maturity
from flows.maturity.open_prerequisites import MOST_PREREQUISITES
from flows.maturity.placement import place
from flows.maturity.result import result_of
from tests.support.answer_sheets import CAPABILITIES, answered, sheets

MATURITY = load_maturity()


def asked_by(truth: dict[str, Answer], length: Length, sheet: Sheet | None = None) -> tuple[list[str], Sheet]:
    sheet, path = sheet or Sheet(), []
    while question := next_question(sheet, length, MATURITY):
        path.append(question)
        sheet = Sheet({**sheet.answers, question: truth[question]}, sheet.not_applicable)
    return path, sheet


truths = st.fixed_dictionaries({capability: st.sampled_from(list(Answer)) for capability in CAPABILITIES})


@pytest.mark.parametrize("everything", list(Answer))
def test_quick_asks_three_and_full_asks_all(everything):
    truth = dict.fromkeys(CAPABILITIES, everything)
    assert asked_by(truth, Length.QUICK)[0] == list(MATURITY.catalogue.quick)
    assert asked_by(truth, Length.FULL)[0] == list(CAPABILITIES)


@given(truths)
def test_standard_settles_its_scales_and_asks_nothing_twice(truth):
    path, sheet = asked_by(truth, Length.STANDARD)
    assert len(path) == len(set(path))
    assert all(place(MATURITY.scale(name), MATURITY.catalogue, sheet).settled for name in SETTLED_BY_STANDARD)


@given(truths)
def test_standard_stops_settling_when_settled_and_adds_at_most_four(truth):
    path, _ = asked_by(truth, Length.STANDARD)
    sheet, after = Sheet(), 0
    for question in path:
        after += all(place(MATURITY.scale(name), MATURITY.catalogue, sheet).settled for name in SETTLED_BY_STANDARD)
        sheet = Sheet({**sheet.answers, question: truth[question]})
    assert after <= MOST_PREREQUISITES


@given(truths)
def test_a_first_move_was_asked_about(truth):
    for length in Length:
        _, sheet = asked_by(truth, length)
        step = result_of(sheet, MATURITY, MATURITY.scales).next_step
        assert step is None or step.first_move is None or step.first_move in sheet.answers


@given(truths)
def test_going_on_to_a_longer_one_keeps_every_answer(truth):
    _, quick = asked_by(truth, Length.QUICK)
    standard_path, standard = asked_by(truth, Length.STANDARD, quick)
    full_path, full = asked_by(truth, Length.FULL, standard)
    assert not set(standard_path) & set(quick.answers)
    assert not set(full_path) & set(standard.answers)
    assert set(full.answers) == set(CAPABILITIES)


@given(sheets(claims=True), st.sampled_from(list(Length)))
def test_whatever_was_answered_before_the_next_question_is_an_open_one(sheet, length):
    question = next_question(sheet, length, MATURITY)
    assert question is None or not sheet.asked(question)
    assert (questions_left(sheet, length, MATURITY) == 0) == (question is None)


def test_a_manual_team_is_asked_eight_questions_in_this_order():
    path, _ = asked_by(dict.fromkeys(CAPABILITIES, Answer.NO), Length.STANDARD)
    assert path == [
        *("auto_pipeline", "in_production", "auto_train", "auto_deploy"),
        *("vcs_code", "exp_tracking", "data_version", "data_pipeline"),
    ]


def test_about_how_many_are_left_is_about_right():
    random, errors = Random(7), []
    for _ in range(60):
        weights = [random.random() for _ in range(3)]
        truth = {each: random.choices(list(Answer)[:3], weights)[0] for each in CAPABILITIES}
        path, _ = asked_by(truth, Length.STANDARD)
        sheet = Sheet()
        for done, question in enumerate(path):
            errors.append(abs(questions_left(sheet, Length.STANDARD, MATURITY) - (len(path) - done)))
            sheet = Sheet({**sheet.answers, question: truth[question]})
    assert sum(errors) / len(errors) < 1


def test_with_a_claim_the_question_is_not_asked():
    sheet = Sheet(answered("auto_pipeline:n").answers, frozenset({"in_production"}))
    assert "in_production" not in asked_by(dict.fromkeys(CAPABILITIES, Answer.NO), Length.STANDARD, sheet)[0]


@pytest.mark.parametrize(("questions", "minutes"), [(1, 1), (3, 1), (5, 2), (8, 3), (32, 12)])
def test_minutes(questions, minutes):
    assert minutes_for(questions) == minutes

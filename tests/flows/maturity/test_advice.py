from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.maturity.advice import NextStep, next_step
from flows.maturity.answer import Answer, Sheet
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.loading import load_maturity
from flows.maturity.placement import place
from tests.support.answer_sheets import answered, sheets

MATURITY = load_maturity()
CATALOGUE = MATURITY.catalogue
AT_GOOGLE_1 = "auto_pipeline:y auto_train:y data_pipeline:y exp_tracking:y data_version:y vcs_code:y in_production:y"


def step(scale: str, sheet: Sheet) -> NextStep | None:
    return next_step(place(MATURITY.scale(scale), CATALOGUE, sheet), CATALOGUE, sheet)


def moves(found: NextStep | None) -> list[str | None]:
    assert found
    return [found.first_move, *found.runners_up]


@pytest.mark.parametrize(
    ("scale", "sheet", "goal", "expected"),
    [
        ("google", "vcs_code:y in_production:y", "auto_pipeline:y", ["exp_tracking", "data_version", "data_pipeline"]),
        ("google", AT_GOOGLE_1, "cicd:y", ["model_registry", "ci_tests", "environments"]),
        ("google", f"{AT_GOOGLE_1} cicd:y prediction_log:y model_registry:y model_validation:y", "monitor_model:y", ["monitor_model"]),
        ("google", "cicd:y auto_deploy:y auto_train:y exp_tracking:y data_version:y", "auto_pipeline:y", ["data_pipeline"]),
        ("four_level", "auto_train:y auto_deploy:y ci_tests:y environments:p", "cicd:y", ["cicd"]),
        ("four_level", "auto_train:y auto_deploy:y vcs_code:y", "cicd:y", ["ci_tests", "environments"]),
        ("azure", "vcs_code:y", "app_ci:y", ["app_ci", "data_pipeline"]),
        ("cmmi", "vcs_code:p", "exp_tracking:y", ["exp_tracking", "team_ownership"]),
        ("six_step", "in_production:y exp_tracking:y", "auto_deploy:y", ["model_registry"]),
    ],
)  # fmt: skip
def test_the_situations_of_the_table(scale, sheet, goal, expected):
    found = step(scale, answered(sheet, others=Answer.NO))
    assert found
    assert str(found.goal) == goal
    assert moves(found)[: len(expected)] == expected


def test_other_unmet_gates_are_also_needed():
    found = step("azure", answered("vcs_code:y", others=Answer.NO))
    assert found
    assert [gate.notation() for gate in found.also_needed] == ["data_pipeline:y"]


@pytest.mark.parametrize("sheet", ["", "auto_train:n auto_pipeline:n cicd:n"])
def test_with_nothing_to_begin_the_advice_of_the_level_stands(sheet):
    found = step("google", answered(sheet))
    assert found
    assert (str(found.goal), found.first_move, found.runners_up) == ("auto_pipeline:y", None, ())
    assert found.advice == MATURITY.scale("google").levels[0].advice


def test_nothing_is_left_beyond_the_top():
    assert step("google", answered(others=Answer.YES)) is None
    assert step("four_level", answered(others=Answer.YES)) is None


def test_a_choice_is_aimed_at_through_the_alternative_that_raises():
    found = step("four_level", answered("vcs_code:y exp_tracking:y data_version:y", others=Answer.NO))
    assert found
    assert (str(found.goal), found.first_move) == ("auto_train:y", "auto_train")


@pytest.mark.parametrize(
    ("sheet", "goal", "first_move"),
    [
        # model_registry is needed at partial only, so nobody waits for what it would need in full.
        ("model_validation:y in_production:y auto_deploy:y cicd:y", "auto_retrain:y", "vcs_code"),
        # model_validation is in place, so nobody waits for what it would have needed.
        ("exp_tracking:y model_validation:y in_production:y auto_deploy:y cicd:y monitor_model:y auto_retrain:y", "approval_policy:y", "model_registry"),
    ],
)  # fmt: skip
def test_a_tie_counts_only_those_that_wait_on_the_way(sheet, goal, first_move):
    """Two sheets that tell the readings of the tie apart; random sheets hardly ever do."""
    found = step("six_step", answered(sheet, others=Answer.NO))
    assert found
    assert (str(found.goal), found.first_move) == (goal, first_move)


def test_what_does_not_apply_is_not_looked_behind():
    sheet = replace(answered(AT_GOOGLE_1, others=Answer.NO), not_applicable=frozenset({"auto_deploy"}))
    assert moves(step("google", sheet)) == ["ci_tests", "environments", None][:2]


def test_a_claim_the_scale_refuses_leaves_the_goal_where_it_is():
    sheet = replace(answered(others=Answer.NO), not_applicable=frozenset({"auto_pipeline"}))
    found = step("google", sheet)
    assert found
    assert str(found.goal) == "auto_pipeline:y"


@given(st.sampled_from(MATURITY.scales), sheets(claims=True))
def test_a_first_move_was_asked_is_open_and_can_begin(scale, sheet):
    found = next_step(place(scale, CATALOGUE, sheet), CATALOGUE, sheet)
    for move in filter(None, moves(found) if found else []):
        assert sheet.asked(move)
        assert not sheet.without_claims_on(scale.must_apply).holds(Requirement(move, Threshold.YES))
    assert found is None or len(set(moves(found))) == len(moves(found)) <= 3


@given(st.sampled_from(MATURITY.scales), sheets())
def test_a_full_sheet_always_has_a_first_move_until_nothing_is_left(scale, sheet):
    complete = Sheet({**dict.fromkeys(CATALOGUE.by_id, Answer.NO), **sheet.answers})
    found = next_step(place(scale, CATALOGUE, complete), CATALOGUE, complete)
    assert found is None or found.first_move


@given(st.sampled_from(MATURITY.scales), sheets())
def test_following_the_next_step_reaches_the_top(scale, sheet):
    answers = {**dict.fromkeys(CATALOGUE.by_id, Answer.NO), **sheet.answers}
    for _ in range(2 * len(CATALOGUE.by_id)):
        found = next_step(place(scale, CATALOGUE, Sheet(answers)), CATALOGUE, Sheet(answers))
        if found is None:
            break
        assert found.first_move
        answers[found.first_move] = Answer.YES
    placement = place(scale, CATALOGUE, Sheet(answers))
    assert placement.level is scale.levels[-1]
    assert all(Sheet(answers).meets(gate) for gate in scale.beyond_top)

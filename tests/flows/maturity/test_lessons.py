"""The facts of the lessons Rung grew out of: their self-assessment, practice questions and process table."""

import pytest

from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.maturity.placement import place
from flows.maturity.result import result_of
from tests.support.answer_sheets import answered

MATURITY = load_maturity()


def level(scale: str, sheet: str, *, others: Answer = Answer.NO) -> int:
    return place(MATURITY.scale(scale), MATURITY.catalogue, answered(sheet, others=others)).level.level


@pytest.mark.parametrize(
    ("training", "pipeline", "cicd", "expected", "advice"),
    [
        ("n", "n", "n", 0, ("experiment tracking", "versioned training data", "automation comes after")),
        ("n", "n", "y", 0, ("experiment tracking", "versioned training data", "automation comes after")),
        ("n", "y", "n", 1, ("CI/CD", "pipeline's own code")),
        ("n", "y", "y", 2, ("governance", "drift", "cost")),
        ("y", "n", "n", 0, ("experiment tracking", "versioned training data", "automation comes after")),
        ("y", "n", "y", 0, ("experiment tracking", "versioned training data", "automation comes after")),
        ("y", "y", "n", 1, ("CI/CD", "pipeline's own code")),
        ("y", "y", "y", 2, ("governance", "drift", "cost")),
    ],
)
def test_three_question_self_assessment(training, pipeline, cicd, expected, advice):
    assert MATURITY.catalogue.quick == ("auto_train", "auto_pipeline", "cicd")
    sheet = answered(f"auto_train:{training} auto_pipeline:{pipeline} cicd:{cicd}")
    result = result_of(sheet, MATURITY, MATURITY.scales)
    assert (result.headline.level.level, result.headline.settled) == (expected, True)
    assert result.next_step
    assert all(word in result.next_step.advice for word in advice)


@pytest.mark.parametrize(
    ("description", "sheet", "expected"),
    [
        ("manual and ad hoc, little automation", "in_production:y", 1),
        ("training scripted, no CI/CD", "auto_train:y", 2),
        ("deployment scripted, no CI/CD", "auto_deploy:y", 2),
        ("both scripted, no CI/CD", "auto_train:y auto_deploy:y", 2),
        ("training automated, deployment by CI/CD, monitoring by hand", "auto_train:y auto_deploy:y cicd:y monitor_model:p", 3),
        ("the same without any monitoring", "auto_train:y auto_deploy:y cicd:y", 3),
        ("real-time monitoring and feedback on top", "auto_train:y auto_deploy:y cicd:y auto_pipeline:y auto_retrain:y monitor_model:y feedback_loop:y", 4),
        ("monitoring and feedback without CI/CD stay basic automation", "auto_train:y auto_deploy:y monitor_model:y feedback_loop:y", 2),
    ],
)  # fmt: skip
def test_descriptions_of_the_four_levels(description, sheet, expected):
    assert level("four_level", sheet) == expected, description


def test_everything_but_real_time_monitoring_stays_at_level_3_of_4():
    assert level("four_level", "monitor_model:p", others=Answer.YES) == 3


def test_from_level_2_to_3_of_4_the_goal_is_cicd():
    result = result_of(
        answered("auto_train:y auto_deploy:y", others=Answer.NO), MATURITY, [MATURITY.scale("four_level")]
    )
    assert result.next_step
    assert str(result.next_step.goal) == "cicd:y"
    assert "CI/CD" in result.headline.level.advice


@pytest.mark.parametrize(
    ("sheet", "step", "name", "automation", "outcome"),
    [
        ("", 1, "Manual model building", "None", ("slow", "error")),
        ("in_production:y", 2, "Manual deployment", "Low", ("differently",)),
        ("in_production:y auto_deploy:y", 3, "Automated deployment", "Medium", ("faster", "repeated")),
        ("in_production:y auto_deploy:y cicd:y", 4, "CI/CD pipelines", "High", ("reliable", "often")),
        ("in_production:y auto_deploy:y cicd:y auto_retrain:y monitor_model:y", 5, "Continuous training and monitoring", "Very high", ("adapt", "early")),
        ("in_production:y auto_deploy:y cicd:y auto_retrain:y monitor_model:y approval_policy:y lineage:y model_docs_risk:y", 6, "Full automation and governance", "Full", ("robust", "comply", "however many")),
    ],
)  # fmt: skip
def test_six_steps_with_their_automation_and_outcome(sheet, step, name, automation, outcome):
    placement = place(MATURITY.scale("six_step"), MATURITY.catalogue, answered(sheet, others=Answer.NO))
    assert (placement.level.level, placement.level.name, placement.level.automation) == (step, name, automation)
    assert all(word in placement.level.outcome.lower() for word in outcome)


def test_governance_early_jumps_no_step():
    assert level("six_step", "in_production:y approval_policy:y lineage:y model_docs_risk:y") == 2


def test_cmmi_names_above_level_3():
    names = {each.level: each.name for each in MATURITY.scale("cmmi").levels}
    assert {number: name for number, name in names.items() if number > 3} == {
        4: "Quantitatively Managed",
        5: "Optimizing",
    }
    assert list(names.values())[:3] == ["Initial", "Managed", "Defined"]


def test_devops_but_no_mlops_is_azure_level_1():
    assert level("azure", "vcs_code:y data_pipeline:y app_ci:y cicd:y") == 1


def test_one_sheet_on_all_scales():
    """The team with automated training, CI/CD and monitoring by hand, and ordinary practice around it."""
    sheet = answered(
        "auto_train:y auto_deploy:y cicd:y monitor_model:p in_production:y vcs_code:p exp_tracking:y "
        "team_ownership:p data_pipeline:y app_ci:y ci_tests:y",
        others=Answer.NO,
    )
    levels = {each.scale.scale: each.level.level for each in result_of(sheet, MATURITY, MATURITY.scales).placements}
    assert levels == {"google": 0, "four_level": 3, "six_step": 4, "cmmi": 2, "azure": 1, "aws": 1}

import pytest

from flows.maturity.answer import Answer, Sheet
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.jump import what_breaks
from flows.maturity.loading import load_maturity
from tests.support.answer_sheets import answered

MATURITY = load_maturity()


def applying(sheet: Sheet, wanted: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    return {
        each.jump.id: (each.before, each.alongside, each.check) for each in what_breaks(MATURITY.jumps, sheet, wanted)
    }


def test_level_0_that_wants_automatic_retraining():
    found = applying(answered(others=Answer.NO), "auto_retrain")
    assert found == {
        "retrain-without-data-checks": (("data_validation",), (), ()),
        "retrain-without-quality-check": (("model_validation",), (), ()),
    }


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("n", {"cicd-without-tests": (("ci_tests",), (), ())}),
        ("p", {"cicd-without-tests": (("ci_tests",), (), ())}),
        ("?", {"cicd-without-tests": ((), (), ("ci_tests",))}),
        ("y", {}),
    ],
)
def test_no_and_partly_warn_and_not_sure_asks_to_check(answer, expected):
    sheet = answered(f"ci_tests:{answer}", others=Answer.YES)
    found = applying(sheet, "cicd")
    found.pop("releasing-with-old-experiment-code", None)
    assert found == expected


def test_not_asked_asks_to_check():
    assert applying(answered(), "monitor_model") == {
        "monitoring-without-logged-predictions": ((), (), ("prediction_log",))
    }


def test_what_does_not_apply_is_not_missing():
    sheet = Sheet({"ci_tests": Answer.NO}, frozenset({"ci_tests", "vcs_code", "auto_pipeline"}))
    assert applying(sheet, "cicd") == {}


def test_known_and_unknown_together_are_a_warning_with_something_to_check():
    (found,) = (
        each
        for each in what_breaks(MATURITY.jumps, answered("monitor_model:n"), "feedback_loop")
        if each.jump.id == "feedback-loop-without-holdout"
    )
    assert found.is_known
    assert (found.before, found.alongside, found.check) == (("monitor_model",), (), ("safe_rollout",))


def test_what_comes_before_is_always_a_prerequisite_in_full():
    for jump in MATURITY.jumps.jumps:
        needed = MATURITY.catalogue.needed_for([Requirement(jump.wants, Threshold.YES)])
        assert all(needed[each] is Threshold.YES for each in jump.before), jump.id


def test_building_a_feature_store_early_is_a_note():
    kinds = {jump.id: jump.kind for jump in MATURITY.jumps.jumps}
    assert [name for name, kind in kinds.items() if kind == "note"] == ["feature-store-too-early"]
    assert len(kinds) == 18

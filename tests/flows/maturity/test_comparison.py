from hypothesis import given
from hypothesis import strategies as st

from flows.maturity.answer import Answer
from flows.maturity.comparison import Asked, Disagreement, disagreement
from flows.maturity.loading import load_maturity
from flows.maturity.placement import place
from tests.support.answer_sheets import answered, sheets

MATURITY = load_maturity()


def compared(one: str, other: str, sheet: str, others: Answer | None = Answer.NO) -> Disagreement | None:
    first, second = (
        place(MATURITY.scale(name), MATURITY.catalogue, answered(sheet, others=others)) for name in (one, other)
    )
    return disagreement(first, second)


def answers(found: Disagreement | None) -> list[tuple[str | list[str], Asked, int | None]]:
    assert found
    return [(each.gate.notation(), each.asked, each.asked_at.level if each.asked_at else None) for each in found.waits]


def test_the_lower_one_waits_for_what_the_other_asks_later():
    found = compared("google", "four_level", "auto_train:y cicd:y auto_deploy:y")
    assert found
    assert (found.lower.scale.scale, found.higher.scale.scale) == ("google", "four_level")
    assert answers(found) == [("auto_pipeline:y", Asked.FULLY, 4)]


def test_what_the_other_scale_never_asks_for_is_said():
    assert answers(compared("google", "six_step", "in_production:y auto_deploy:y")) == [
        ("auto_pipeline:y", Asked.NEVER, None)
    ]


def test_what_the_other_scale_accepts_something_else_for():
    found = compared("six_step", "four_level", "in_production:y auto_train:y")
    assert answers(found) == [("auto_deploy:y", Asked.AS_CHOICE, 2)]


def test_what_the_other_scale_wants_in_part_only():
    found = compared("aws", "cmmi", "vcs_code:p exp_tracking:y team_ownership:p auto_pipeline:y model_registry:y "
                    "approval_policy:p environments:y ci_tests:p model_validation:y standards:y reproducible:y "
                    "model_docs_risk:p vcs_code:y")  # fmt: skip
    assert answers(found) == [("ci_tests:y", Asked.PARTLY, 3)]


def test_no_disagreement_at_the_same_height_or_before_both_are_settled():
    assert compared("google", "cmmi", "") is None
    assert compared("google", "four_level", "auto_train:y cicd:y", others=None) is None


@given(st.sampled_from(MATURITY.scales), st.sampled_from(MATURITY.scales), sheets())
def test_a_wait_is_never_something_the_higher_scale_has_already_got(one, other, sheet):
    found = disagreement(*(place(each, MATURITY.catalogue, sheet) for each in (one, other)))
    if found is None:
        return
    for wait in found.waits:
        if wait.asked is Asked.FULLY:
            assert wait.asked_at
            assert wait.asked_at.level > found.higher.level.level
    assert sum(len(waits) for _, waits in found.by_answer) == len(found.waits)

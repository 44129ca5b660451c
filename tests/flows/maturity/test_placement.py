from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.maturity.answer import Answer, Sheet
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.loading import Maturity, load_maturity
from flows.maturity.placement import Placement, Progress, contradictions, place
from tests.support.answer_sheets import CAPABILITIES, answered, sheets

MATURITY = load_maturity()
SCALES = st.sampled_from(MATURITY.scales)
BETTER = {Answer.UNKNOWN: Answer.NO, Answer.NO: Answer.PARTIAL, Answer.PARTIAL: Answer.YES, Answer.YES: Answer.YES}


def placed(scale: str, sheet: Sheet) -> Placement:
    return place(MATURITY.scale(scale), MATURITY.catalogue, sheet)


def notation(placement: Placement) -> tuple[list[str | list[str]], list[str]]:
    return [gate.notation() for gate in placement.held_by], [str(each) for each in placement.raised_by]


@given(SCALES, sheets(), st.sampled_from(CAPABILITIES))
def test_raising_an_answer_never_lowers_a_level(scale, sheet, capability):
    worse = {**sheet.answers, capability: sheet.answers.get(capability, Answer.NO)}
    better = {**worse, capability: BETTER[worse[capability]]}
    before, after = (place(scale, MATURITY.catalogue, Sheet(each)) for each in (worse, better))
    assert after.level.level >= before.level.level
    assert after.best_case.level >= before.best_case.level


@given(SCALES, sheets(), st.data())
def test_level_and_best_case_bound_every_completion(scale, sheet, data):
    placement = place(scale, MATURITY.catalogue, sheet)
    open_questions = [each for each in CAPABILITIES if not sheet.asked(each)]
    rest = {each: data.draw(st.sampled_from(list(Answer))) for each in open_questions}
    completed = place(scale, MATURITY.catalogue, Sheet({**sheet.answers, **rest}))
    assert placement.level.level <= completed.level.level <= placement.best_case.level
    assert placement.settled == (placement.level == placement.best_case)


@given(SCALES, sheets())
def test_answering_what_is_not_asked_settles_the_scale(scale, sheet):
    placement = place(scale, MATURITY.catalogue, sheet)
    assert (placement.not_asked == ()) == placement.settled
    asked = {**sheet.answers, **dict.fromkeys(placement.not_asked, Answer.NO)}
    assert place(scale, MATURITY.catalogue, Sheet(asked)).settled


@given(SCALES, sheets())
def test_what_raises_the_level_raises_it_and_nothing_in_it_is_spare(scale, sheet):
    placement = place(scale, MATURITY.catalogue, sheet)
    if placement.next_level is None:
        assert notation(placement) == ([], [])
        assert placement.progress is None
        return
    enough = {Threshold.YES: Answer.YES, Threshold.PARTIAL: Answer.PARTIAL}
    raised = {each.capability: enough[each.threshold] for each in placement.raised_by}
    with_all = place(scale, MATURITY.catalogue, Sheet({**sheet.answers, **raised}))
    assert with_all.level.level >= placement.next_level.level
    for left_out in raised:
        without = {**sheet.answers, **{each: answer for each, answer in raised.items() if each != left_out}}
        assert place(scale, MATURITY.catalogue, Sheet(without)).level == placement.level


@given(SCALES, sheets())
def test_progress_is_full_exactly_when_the_way_is_walked(scale, sheet):
    placement = place(scale, MATURITY.catalogue, sheet)
    if placement.progress is not None:
        assert 0 <= placement.progress.in_place < placement.progress.of


def test_all_yes_reaches_every_top_and_all_no_every_bottom(maturity: Maturity):
    for scale in maturity.scales:
        assert place(scale, maturity.catalogue, answered(others=Answer.YES)).level is scale.levels[-1]
        assert place(scale, maturity.catalogue, answered(others=Answer.NO)).level is scale.levels[0]


def test_not_asked_not_sure_and_no_differ():
    nothing, unsure, no = (
        placed("google", sheet) for sheet in (answered(), answered("auto_pipeline:?"), answered("auto_pipeline:n"))
    )
    assert (nothing.best_case.level, nothing.not_asked) == (2, ("auto_pipeline", "cicd"))
    assert unsure.settled
    assert no.settled
    assert nothing.settled is False


@pytest.mark.parametrize(
    ("scale", "sheet", "held_by", "raised_by"),
    [
        ("four_level", "", [["auto_train:y", "auto_deploy:y"]], ["auto_train:y"]),
        ("google", "auto_pipeline:y", ["cicd:y"], ["cicd:y"]),
        ("cmmi", "", ["vcs_code:p", "exp_tracking:y", "team_ownership:p"], ["vcs_code:p", "exp_tracking:y", "team_ownership:p"]),
        ("aws", "vcs_code:p", ["auto_pipeline:y", "model_registry:y"], ["auto_pipeline:y", "model_registry:y"]),
        # Scheduled retraining takes less effort than retraining on signals.
        (
            "four_level",
            "auto_train:y cicd:y auto_pipeline:y monitor_model:y feedback_loop:y",
            [["auto_retrain:y", "retrain_on_signal:y"]],
            ["auto_retrain:y"],
        ),
    ],
)  # fmt: skip
def test_held_by_in_file_order_and_raised_by_in_catalogue_order(scale, sheet, held_by, raised_by):
    assert notation(placed(scale, answered(sheet, others=Answer.NO))) == (held_by, raised_by)


def test_progress_counts_the_way_with_everything_it_needs():
    assert placed("google", answered()).progress == Progress(in_place=0, of=6, not_asked=6)
    to_level_2 = placed("google", answered("auto_pipeline:y"))
    assert to_level_2.progress == Progress(in_place=1, of=12, not_asked=11)
    half = placed("google", answered("auto_pipeline:y vcs_code:p in_production:p environments:p data_version:p"))
    assert half.progress == Progress(in_place=4, of=12, not_asked=7)


def test_weak_spots_are_expectations_of_the_level_reached_that_were_asked():
    placement = placed("google", answered("auto_pipeline:y exp_tracking:p lineage:p reproducible:? vcs_code:n"))
    assert [str(each) for each in placement.weak_spots] == ["exp_tracking:y", "reproducible:p"]


def test_contradictions_need_a_clear_yes_and_a_clear_no():
    catalogue = MATURITY.catalogue
    both = answered("cicd:y auto_deploy:n auto_pipeline:y auto_train:n")
    assert contradictions(catalogue, both) == (("auto_pipeline", "auto_train"), ("cicd", "auto_deploy"))
    for softer in ("cicd:y auto_deploy:p", "cicd:y auto_deploy:?", "cicd:y", "cicd:p auto_deploy:n"):
        assert contradictions(catalogue, answered(softer)) == ()
    assert contradictions(catalogue, replace(both, not_applicable=frozenset({"auto_deploy", "auto_train"}))) == ()


def test_a_claim_holds_a_gate_and_the_level_says_so():
    sheet = replace(answered("auto_train:y", others=Answer.NO), not_applicable=frozenset({"cicd", "slo"}))
    placement = placed("four_level", sheet)
    assert (placement.level.level, placement.not_applicable) == (3, ("cicd",))
    assert Requirement("cicd", Threshold.YES) not in placement.raised_by


def test_a_level_does_not_rest_on_a_claim_it_can_do_without():
    """Automated training alone meets the choice at level 2."""
    sheet = replace(answered("auto_train:y", others=Answer.NO), not_applicable=frozenset({"auto_deploy"}))
    placement = placed("four_level", sheet)
    assert (placement.level.level, placement.not_applicable) == (2, ())


def test_a_claim_that_the_scale_does_not_allow_counts_as_not_sure():
    sheet = replace(answered(others=Answer.YES), not_applicable=frozenset({"auto_pipeline"}))
    placement = placed("google", sheet)
    assert (placement.level.level, placement.settled, placement.not_applicable) == (0, True, ())
    assert [str(each) for each in placement.raised_by] == ["auto_pipeline:y"]


@given(SCALES, sheets(claims=True))
def test_claims_never_appear_in_what_raises_the_level(scale, sheet):
    placement = place(scale, MATURITY.catalogue, sheet)
    counting = sheet.not_applicable - set(scale.must_apply)
    assert not counting & {each.capability for each in placement.raised_by}
    assert not counting & set(placement.not_asked)

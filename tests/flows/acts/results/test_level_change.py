"""How a team's result differs from the one before: levels are compared only where both are sure."""

from dataclasses import replace

import pytest

from flows.acts.results.level_change import Direction, level_change
from flows.acts.results.team_result import TeamResult, combined
from flows.check_ins.turnout import Turnout
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity, load_maturity
from flows.results.causes_of_change import Cause, CheckInSide
from tests.support.answer_sheets import answered
from tests.support.check_ins import OPENED

MATURITY = load_maturity()
AZURE = MATURITY.told_on("azure", ())
LEVEL_0, LEVEL_1, LEVEL_2 = "auto_pipeline:n cicd:n", "auto_pipeline:y cicd:n", "auto_pipeline:y cicd:y"
UNSETTLED = "auto_pipeline:y"  # level 1, or 2 if CI/CD is there


def told(notation: str, maturity: Maturity = MATURITY, others: Answer | None = None) -> TeamResult:
    """The result of a team of one, who has said this."""
    side = CheckInSide(maturity, frozenset({"p1"}), {"p1": answered(notation, others=others)}, {})
    return combined(OPENED, Turnout(1, 0, 1), side, {}, {})


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        (None, told(LEVEL_1), Direction.FIRST),
        (told(LEVEL_0), told(LEVEL_1), Direction.UP),
        (told(LEVEL_0), told(LEVEL_2), Direction.UP),
        (told(LEVEL_1), told(LEVEL_1), Direction.SAME),
        (told(LEVEL_2), told(LEVEL_1), Direction.DOWN),
        (told(UNSETTLED), told(LEVEL_2), Direction.INCOMPARABLE),
        (told(UNSETTLED), told(LEVEL_1), Direction.INCOMPARABLE),
        (told(LEVEL_0), told(UNSETTLED), Direction.INCOMPARABLE),
        (told(LEVEL_1), told(UNSETTLED), Direction.INCOMPARABLE),
        (told(UNSETTLED), told(UNSETTLED), Direction.INCOMPARABLE),
        (told("", others=Answer.NO), told("", AZURE, Answer.NO), Direction.INCOMPARABLE),
        (told("", AZURE, Answer.NO), told("", AZURE, Answer.YES), Direction.UP),
    ],
)
def test_where_the_level_went(before, now, direction):
    assert level_change(now, before, None, ()).direction is direction


def test_a_first_result_is_compared_with_nothing():
    first = level_change(told(LEVEL_1), None, None, ())
    assert (first.from_level, first.rose, first.fell, first.step_taken) == (None, (), (), None)
    assert not first.was_partly
    assert not first.is_unchanged


def test_a_change_knows_both_results_and_the_level_from_which_it_went():
    before, now = told(LEVEL_0), told(LEVEL_1)
    change = level_change(now, before, 3, ())
    assert (change.now, change.before, change.from_level.level, change.same_people) == (now, before, 0, 3)
    assert level_change(now, before, None, ()).same_people is None


@pytest.mark.parametrize(
    ("before", "now", "rose", "fell"),
    [
        ("cicd:n", "cicd:y", ["cicd"], []),
        ("cicd:n", "cicd:p", ["cicd"], []),
        ("cicd:y", "cicd:p", [], ["cicd"]),
        ("cicd:p", "cicd:p", [], []),
        ("cicd:?", "cicd:n", [], []),
        ("cicd:?", "cicd:p", ["cicd"], []),
        ("", "cicd:y", [], []),  # nobody was asked before
        ("cicd:y", "", [], []),
        ("slo:n cicd:n data_version:y", "data_version:n cicd:y slo:y", ["cicd", "slo"], ["data_version"]),
    ],
)
def test_practices_that_rose_and_fell(before, now, rose, fell):
    change = level_change(told(now), told(before), None, ())
    assert [each.id for each in change.rose] == rose
    assert [each.id for each in change.fell] == fell


def test_what_rose_stands_in_the_order_of_the_catalogue_whatever_was_said_first():
    change = level_change(told("slo:y cicd:y data_pipeline:y"), told("slo:n cicd:n data_pipeline:n"), None, ())
    assert [each.id for each in change.rose] == ["data_pipeline", "cicd", "slo"]


@pytest.mark.parametrize(
    ("was", "then", "taken", "was_partly"),
    [("n", "y", "auto_train", False), ("p", "y", "auto_train", True), ("n", "p", "auto_train", False)],
)
def test_the_step_advised_last_time_was_taken(was, then, taken, was_partly):
    before = told(f"auto_train:{was}", others=Answer.NO)
    before = with_first_move(before, "auto_train")
    change = level_change(told(f"auto_train:{then} slo:y", others=Answer.NO), before, None, ())
    assert (change.step_taken.id, change.was_partly) == (taken, was_partly)


def with_first_move(result: TeamResult, practice: str) -> TeamResult:
    step = result.result.next_step
    assert step is not None
    return replace(result, result=replace(result.result, next_step=replace(step, first_move=practice)))


def test_a_step_that_was_not_taken_or_not_advised_is_not_praised():
    before = with_first_move(told("auto_train:p", others=Answer.NO), "auto_train")
    change = level_change(told("auto_train:p slo:y", others=Answer.NO), before, None, ())
    assert [each.id for each in change.rose] == ["slo"]
    assert (change.step_taken, change.was_partly) == (None, False)
    at_the_top = told("slo:n", others=Answer.YES)
    at_the_top = replace(at_the_top, result=replace(at_the_top.result, next_step=None))
    assert level_change(told("", others=Answer.YES), at_the_top, None, ()).step_taken is None


def test_causes_are_told_without_those_that_came_to_nothing():
    causes = (("scale", -1), ("answers", 0), ("agreed", 2))
    change = level_change(told(LEVEL_1), told(LEVEL_0), None, causes)
    assert change.causes == ((Cause.SCALE, -1), (Cause.AGREED, 2))


@pytest.mark.parametrize(
    ("before", "now", "is_unchanged"), [(LEVEL_1, LEVEL_1, True), (LEVEL_1, f"{LEVEL_1} slo:n", False)]
)
def test_unchanged_is_every_answer_as_it_was(before, now, is_unchanged):
    assert level_change(told(now), told(before), None, ()).is_unchanged is is_unchanged

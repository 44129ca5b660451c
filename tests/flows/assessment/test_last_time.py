"""What is asked again, what is confirmed together, and what is left, when a conversation starts from the last answers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.assessment.assessment import Assessment, Card, Claim, Entry, LastTime, Length, View
from flows.assessment.last_time import (
    asked_again,
    cards_left,
    grouped_categories,
    last_time,
    next_item,
    open_groups,
    to_confirm,
)
from flows.assessment.questionnaire import questions_left
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from tests.support.answer_sheets import answered

MATURITY = load_maturity()
TODAY = date(2027, 1, 11)
NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)
EVERYTHING = answered(others=Answer.YES).answers
DATA = ("data_pipeline", "data_version", "data_validation", "feature_parity")


def said(notation: str, days_ago: int = 91) -> dict[str, Entry]:
    """Answers by practice, confirmed so many days ago."""
    then = NOON - timedelta(days=days_ago)
    return {
        name: Entry(name, answer, answered_at=then, confirmed_at=then, place=place)
        for place, (name, answer) in enumerate(answered(notation).answers.items(), start=1)
    }


def claimed(practice: str, ends_on: date) -> dict[str, Entry]:
    then = NOON - timedelta(days=91)
    return {practice: Entry(practice, claim=Claim("never", ends_on), answered_at=then, confirmed_at=then, place=1)}


def assessment(entries: dict[str, Entry], length: Length = Length.FULL, last: LastTime | None = None) -> Assessment:
    card = Card(View.QUESTION, "cicd")
    return Assessment("a1", "p1", length, "hash", card, NOON, entries=entries, check_in_id="c1", last_time=last)


def following(before: str, again: tuple[str, ...] = (), now: str = "", length: Length = Length.FULL) -> Assessment:
    """An assessment in which `now` was said so far, after one in which `before` was said."""
    return assessment(said(now), length, LastTime(said(before), again))


def all_but(*practices: str) -> str:
    return " ".join(f"{each}:y" for each in EVERYTHING if each not in practices)


@pytest.mark.parametrize(
    ("entries", "kept"),
    [
        (said("cicd:y slo:?"), ["cicd", "slo"]),
        (said("cicd:y", days_ago=370), ["cicd"]),
        (said("cicd:y", days_ago=371), []),
        ({"cicd": Entry("cicd", note="to be asked")}, []),
        ({"cicd": replace(said("cicd:y")["cicd"], confirmed_at=None)}, []),
        (claimed("cicd", TODAY + timedelta(days=1)), ["cicd"]),
        (claimed("cicd", TODAY), []),
        ({"gone": replace(said("cicd:y")["cicd"], capability="gone")}, []),
    ],
)
def test_what_can_still_be_true(entries, kept):
    last = last_time(assessment(entries), (), MATURITY, TODAY)
    assert list(last.entries) == kept


def test_a_practice_that_is_not_asked_about_any_more_is_not_asked_again():
    last = last_time(assessment(said("cicd:y slo:y")), ("gone", "slo", "cicd"), MATURITY, TODAY)
    assert last.asked_again == ("slo", "cicd")


def test_links_of_ones_own_view_do_not_become_the_teams():
    entries = {"cicd": replace(said("cicd:y")["cicd"], links=("https://a.example.org",), note="mine")}
    in_check_in = assessment(entries)
    alone = replace(in_check_in, check_in_id=None)
    assert last_time(in_check_in, (), MATURITY, TODAY).entries == entries
    kept = last_time(alone, (), MATURITY, TODAY).entries["cicd"]
    assert (kept.links, kept.note, kept.answer) == ((), "mine", Answer.YES)


@pytest.mark.parametrize(
    ("entries", "first", "expected"),
    [
        (said("auto_pipeline:y cicd:y slo:n"), (), ()),  # at the top nothing holds it
        (said("auto_pipeline:y cicd:n slo:n"), (), ("cicd",)),
        (said("auto_pipeline:n cicd:n"), (), ("auto_pipeline",)),
        (said("auto_pipeline:?"), (), ("auto_pipeline",)),
        (said("auto_pipeline:y"), (), ()),  # CI/CD holds it, but nobody was asked
        ({"cicd": Entry("cicd", note="to be asked"), **said("auto_pipeline:y")}, (), ()),
        (said("auto_pipeline:y cicd:y auto_deploy:y slo:n"), ("slo", "lineage"), ("slo",)),
        (said("auto_pipeline:n cicd:n slo:n"), ("slo", "auto_pipeline"), ("slo", "auto_pipeline")),
        (said("auto_pipeline:y cicd:y auto_train:n"), (), ("auto_pipeline", "auto_train")),  # they contradict
        ({**said("auto_pipeline:y cicd:y"), **claimed("slo", TODAY)}, (), ("slo",)),
        ({**said("auto_pipeline:y cicd:y"), **claimed("slo", TODAY + timedelta(days=1))}, (), ()),
        ({**said("auto_pipeline:y cicd:y"), **claimed("slo", TODAY + timedelta(days=1))}, ("slo",), ("slo",)),
    ],
)
def test_what_is_asked_singly_whatever_was_said(entries, first, expected):
    assert asked_again(assessment(entries), MATURITY, TODAY, first) == expected


@pytest.mark.parametrize(
    ("found", "item"),
    [
        (assessment({}), (View.QUESTION, "data_pipeline")),
        (assessment({}, Length.QUICK), (View.QUESTION, "auto_train")),
        (assessment(said("auto_train:y auto_pipeline:y cicd:y"), Length.QUICK), None),
        (following("slo:y cicd:y", ("cicd",)), (View.QUESTION, "cicd")),
        (following("slo:y cicd:y", ("cicd", "slo"), now="cicd:n"), (View.QUESTION, "slo")),
        (following("slo:y cicd:y", ("cicd",), now="cicd:n"), (View.CONFIRM, "team")),
        (following("slo:y vcs_code:y"), (View.CONFIRM, "training")),  # and the team's on the same card
        (following("slo:y cicd:y", now="cicd:n slo:n"), (View.QUESTION, "data_pipeline")),
        (following("slo:y cicd:y auto_train:y", now="cicd:n slo:n", length=Length.QUICK), (View.CONFIRM, "training")),
        (following("slo:y", now="slo:n cicd:y auto_train:y", length=Length.QUICK), (View.QUESTION, "auto_pipeline")),
        (following("slo:y", now="slo:n cicd:y auto_train:y auto_pipeline:y", length=Length.QUICK), None),
    ],
)
def test_what_comes_next(found, item):
    assert next_item(found, MATURITY, TODAY) == item


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ({}, []),
        ({"data": 4}, [("data",)]),
        ({"data": 4, "training": 4}, [("data", "training")]),
        ({"data": 4, "training": 5}, [("data",), ("training",)]),
        ({"data": 9, "training": 1}, [("data",), ("training",)]),  # a whole category stays on one card
        ({"data": 2, "training": 7, "model": 1, "team": 1}, [("data",), ("training", "model"), ("team",)]),
        ({"data": 8, "training": 1, "model": 7}, [("data",), ("training", "model")]),
    ],
)
def test_whole_categories_as_many_as_make_no_more_than_eight_answers(sizes, groups):
    assert grouped_categories(sizes) == groups


def test_what_was_said_now_or_is_asked_singly_is_not_confirmed():
    found = following("slo:y cicd:y lineage:y vcs_code:y", ("cicd",), now="lineage:n")
    assert open_groups(found, MATURITY, TODAY) == [("training", "team")]
    assert [each.capability for each in to_confirm(found, "training", MATURITY, TODAY)] == ["vcs_code", "slo"]
    assert to_confirm(found, "team", MATURITY, TODAY) == []  # no card begins with it
    assert open_groups(assessment(said("slo:y")), MATURITY, TODAY) == []
    assert to_confirm(assessment(said("slo:y")), "team", MATURITY, TODAY) == []


def test_a_card_has_what_was_said_on_it_and_nothing_of_the_next():
    found = following(all_but())
    groups = open_groups(found, MATURITY, TODAY)
    assert groups == [("data",), ("training",), ("model", "deployment"), ("cicd", "monitoring"), ("governance", "team")]
    shown = to_confirm(found, "data", MATURITY, TODAY)
    assert [each.capability for each in shown] == list(DATA)
    assert shown[0] == found.last_time.entries["data_pipeline"]


@pytest.mark.parametrize(
    ("found", "cards"),
    [
        (assessment({}, Length.QUICK), 3),
        (assessment(said("cicd:y"), Length.QUICK), 2),
        (following("cicd:y auto_train:y auto_pipeline:y", length=Length.QUICK), 1),
        (following("cicd:y auto_train:y auto_pipeline:y", ("cicd",), length=Length.QUICK), 2),
        (following("cicd:y auto_train:y auto_pipeline:y", ("cicd",), "cicd:n", Length.QUICK), 1),
        (following("cicd:y auto_train:y", ("cicd",), length=Length.QUICK), 3),
        (following("cicd:y auto_train:y", ("cicd",), "auto_pipeline:n", Length.QUICK), 2),
        (following(all_but("slo", "lineage"), ("cicd",)), 8),
    ],
)
def test_how_many_cards_are_still_to_come(found, cards):
    assert cards_left(found, MATURITY, TODAY) == cards


def test_without_a_last_time_the_questions_are_left_that_the_length_has():
    found = assessment(said("auto_pipeline:n"), Length.STANDARD)
    left = questions_left(found.sheet_on(TODAY), Length.STANDARD, MATURITY)
    assert cards_left(found, MATURITY, TODAY) == left > 0

"""Names in any script, lists without repeats, and at least one owner."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import FieldError, RefusedError
from flows.maturity.loading import load_maturity
from flows.teams.team import (
    LONGEST_NAME,
    MOST_PEOPLE,
    Team,
    check_living,
    clean_name,
    name_key,
    with_owners,
    with_people,
    with_scales,
)
from tests.support.clock import NOW

MATURITY = load_maturity()
TEAM = Team("t1", "T1", "Fraud", "C1", "UTC", roster=("p1", "p2"), owners=("p1",), created_at=NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  ML   Fraud ", "ML Fraud"),
        ("Fraud\n& Abuse", "Fraud & Abuse"),
        ("検索", "検索"),
        ("می‌خواهم", "می‌خواهم"),
        ("e\u0301quipe", "équipe"),
        ("7", "7"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_kept_as_it_is_read(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "---", "🎉", "x" * (LONGEST_NAME + 1), "a\u0378b"])
def test_what_is_no_name(typed):
    with pytest.raises(FieldError) as refused:
        clean_name(typed)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Fraud", "FRAUD"), ("Fraud", "ＦＲＡＵＤ"), ("Straße", "STRASSE"), ("می‌خواهم", "میخواهم")],  # noqa: RUF001
)
def test_names_that_people_would_take_for_the_same(one, other):
    assert name_key(one) == name_key(other)


@given(st.text())
def test_any_text_is_a_name_or_is_refused(text):
    try:
        name = clean_name(text)
    except RefusedError:
        return
    assert 1 <= len(name) <= LONGEST_NAME
    assert clean_name(name) == name
    assert name_key(name) == name_key(name.upper()) == name_key(name_key(name))


def test_who_was_asked_before_stays_in_order():
    assert with_people(TEAM, ("p3", "p2", "p3", "p1")).roster == ("p1", "p2", "p3")
    assert with_people(TEAM, ()).roster == ()
    with pytest.raises(FieldError, match="101 people to ask; 100 is the most"):
        with_people(TEAM, tuple(f"p{number}" for number in range(MOST_PEOPLE + 1)))


def test_somebody_always_decides():
    assert with_owners(TEAM, ("p2", "p1")).owners == ("p1", "p2")
    with pytest.raises(FieldError, match="Fraud needs an owner"):
        with_owners(TEAM, ())
    with pytest.raises(FieldError, match="10 is the most"):
        with_owners(TEAM, tuple(f"p{number}" for number in range(11)))


def test_the_headline_is_among_the_scales_shown():
    assert with_scales(TEAM, "cmmi", ("azure",), MATURITY).scales == ("cmmi", "azure")
    assert with_scales(TEAM, "cmmi", (), MATURITY).scales == ()
    assert with_scales(TEAM, "cmmi", tuple(MATURITY.by_name), MATURITY).scales == ()


def test_a_team_that_has_ended_stays_as_it_was():
    check_living(TEAM)
    with pytest.raises(RefusedError, match="Fraud has ended as a team"):
        check_living(replace(TEAM, ended_at=NOW))

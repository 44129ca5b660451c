"""Causes name what a change of level is due to, add up to it, and say nothing about a few people."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import load_maturity
from flows.maturity.placement import place
from flows.maturity.scale import Scale
from flows.results.causes_of_change import Cause, CheckInSide, causes_of
from flows.results.team_answers import team_sheet
from tests.support.answer_sheets import answered

MATURITY = load_maturity()
GOOGLE = MATURITY.scale("google")
LEVEL = {0: answered("auto_train:n auto_pipeline:n cicd:n"), 1: answered("auto_train:y auto_pipeline:y cicd:n")}
LEVEL[2] = answered("auto_train:y auto_pipeline:y cicd:y")
# A new version in which CI/CD is asked for at level 1 already, so that fewer reach it.
STRICTER = replace(
    MATURITY,
    scales=tuple(
        Scale.model_validate(
            {
                **GOOGLE.model_dump(mode="json"),
                "version": GOOGLE.version + 1,
                "levels": [
                    GOOGLE.levels[0].model_dump(mode="json"),
                    {
                        **GOOGLE.levels[1].model_dump(mode="json"),
                        "gates": ["auto_train:y", "auto_pipeline:y", "ci_tests:y"],
                    },
                    GOOGLE.levels[2].model_dump(mode="json"),
                ],
            },
            context={"capabilities": MATURITY.catalogue.by_id, "catalogue": MATURITY.catalogue},
        )
        if each is GOOGLE
        else each
        for each in MATURITY.scales
    ),
)


def side(levels: dict[str, int], roster: str = "", maturity=MATURITY, agreed=None) -> CheckInSide:
    sheets = {person: LEVEL[level] for person, level in levels.items()}
    return CheckInSide(maturity, frozenset(roster or levels), sheets, agreed or {})


def told(before: CheckInSide, now: CheckInSide) -> dict[Cause, int]:
    return {cause: levels for cause, levels in causes_of(before, now) if levels}


def level_of(check_in: CheckInSide) -> int:
    sheet = team_sheet(list(check_in.sheets.values()), check_in.agreed)
    return place(check_in.maturity.scale("google"), check_in.maturity.catalogue, sheet).level.level


FIVE_AT_0, FIVE_AT_1 = (dict.fromkeys("abcde", level) for level in (0, 1))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (side(FIVE_AT_0), side(FIVE_AT_0), {}),
        (side(FIVE_AT_0), side(FIVE_AT_1), {Cause.ANSWERS: 1}),
        (side(FIVE_AT_1), side(FIVE_AT_1, maturity=STRICTER), {Cause.SCALE: -1}),
        (side(FIVE_AT_0), side({**FIVE_AT_1, "f": 1}), {Cause.PEOPLE: 1}),
        (side(FIVE_AT_0), side(dict.fromkeys("abcd", 1), "abcde"), {Cause.FEWER_PEOPLE: 1}),
        (side({"a": 0, "b": 0}), side({"a": 1, "b": 1}), {Cause.ANSWERS: 1}),
        (side(dict.fromkeys("abcxyz", 0)), side({**dict.fromkeys("abc", 0), **dict.fromkeys("def", 1)}), {}),
        (
            side({**dict.fromkeys("abc", 1), **dict.fromkeys("xyz", 0)}),
            side({**dict.fromkeys("abc", 1), **dict.fromkeys("def", 1)}),
            {Cause.ROSTER: 1},
        ),
        (
            side({**dict.fromkeys("abc", 1), **dict.fromkeys("xyz", 0)}),
            side(dict.fromkeys("abc", 1), "abcxyz"),
            {Cause.WHO_ANSWERED: 1},
        ),
        (
            side({**dict.fromkeys("abc", 0), **dict.fromkeys("xyz", 0)}),
            side({**dict.fromkeys("abc", 2), **dict.fromkeys("def", 1)}),
            {Cause.ANSWERS: 1},
        ),
        (side(FIVE_AT_1), side(FIVE_AT_1, agreed={"cicd": Answer.YES}), {Cause.AGREED: 1}),
        (
            side(FIVE_AT_1, maturity=STRICTER),
            side(FIVE_AT_1, maturity=STRICTER, agreed={"ci_tests": None}),
            {Cause.NOT_APPLICABLE: 1},
        ),
        (side(FIVE_AT_1, agreed={"cicd": Answer.YES}), side(FIVE_AT_1), {Cause.ANSWERS: -1}),
    ],
)
def test_what_a_change_is_due_to(before, now, expected):
    assert told(before, now) == expected


def test_another_headline_scale_is_nothing_to_compare():
    other = MATURITY.told_on("azure", ())
    assert told(side(FIVE_AT_1), side(FIVE_AT_1, maturity=other)) == {}


PEOPLE = "abcdefgh"
SIDES = st.builds(
    lambda said, roster, agreed, maturity: CheckInSide(maturity, frozenset(roster) | said.keys(), said, agreed),
    st.dictionaries(
        st.sampled_from(PEOPLE),
        st.builds(
            Sheet,
            st.dictionaries(
                st.sampled_from(["auto_train", "auto_pipeline", "cicd", "ci_tests"]), st.sampled_from(list(Answer))
            ),
            st.frozensets(st.sampled_from(["cicd"])),
        ),
        max_size=8,
    ),
    st.frozensets(st.sampled_from(PEOPLE)),
    st.dictionaries(st.sampled_from(["cicd", "auto_pipeline"]), st.sampled_from([*Answer, None])),
    st.sampled_from([MATURITY, STRICTER]),
)


@given(SIDES, SIDES)
def test_the_causes_add_up(before, now):
    assert sum(levels for _, levels in causes_of(before, now)) == level_of(now) - level_of(before)


@given(SIDES, SIDES)
def test_a_cause_about_people_rests_on_three_or_more(before, now):
    causes = {cause for cause, _ in causes_of(before, now)}
    if Cause.ROSTER in causes:
        groups = [
            before.sheets.keys() - now.roster,
            now.sheets.keys() - before.roster,
            (before.sheets.keys() & now.roster) - now.sheets.keys(),
            (now.sheets.keys() & before.roster) - before.sheets.keys(),
        ]
        assert all(len(group) not in {1, 2} for group in groups)
        assert len(before.sheets.keys() & now.sheets.keys()) >= 3


@given(st.lists(st.integers(0, 2), min_size=3, max_size=5), st.lists(st.integers(0, 2), min_size=3, max_size=5))
def test_in_a_small_team_the_causes_are_the_same_whoever_said_what(old, new):
    before = side(dict(zip("abcde", old, strict=False)), "abcde")
    expected = None
    for order in permutations(new):
        causes = causes_of(before, side(dict(zip("edcba", order, strict=False)), "abcde"))
        expected = expected or causes
        assert causes == expected

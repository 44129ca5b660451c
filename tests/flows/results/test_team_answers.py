"""What a team says: the lower median of those who know, and words for how far they agree."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.maturity.answer import Answer, Sheet
from flows.results.team_answers import Agreement, Views, team_sheet, views_of
from tests.support.answer_sheets import CAPABILITIES

LETTERS = {"y": Answer.YES, "p": Answer.PARTIAL, "n": Answer.NO, "?": Answer.UNKNOWN}
SHEETS = st.lists(
    st.builds(
        Sheet,
        st.dictionaries(st.sampled_from(["cicd", "slo", "drift"]), st.sampled_from(list(Answer))),
        st.frozensets(st.sampled_from(["cicd", "slo"])),
    ),
    max_size=5,
)


def sheets(said: str) -> list[Sheet]:
    """One sheet a letter about the same practice; a dash was not asked, a slash claims that it never applies."""
    without_answer = {"-": Sheet(), "/": Sheet(not_applicable=frozenset({"cicd"}))}
    return [without_answer.get(letter) or Sheet({"cicd": LETTERS[letter]}) for letter in said]


@pytest.mark.parametrize(
    ("said", "answer", "agreement"),
    [
        ("", None, None),
        ("--", None, None),
        ("?", Answer.UNKNOWN, None),
        ("y", Answer.YES, None),
        ("y?", Answer.YES, None),
        ("yn", Answer.NO, None),
        ("yp", Answer.PARTIAL, None),
        ("yyn", Answer.YES, Agreement.SPLIT),
        ("ynn", Answer.NO, Agreement.SPLIT),
        ("ypn", Answer.PARTIAL, Agreement.SPLIT),
        ("yyp", Answer.YES, Agreement.MIXED),
        ("ppn", Answer.PARTIAL, Agreement.MIXED),
        ("yyy-??", Answer.YES, Agreement.AGREE),
        ("nnnn", Answer.NO, Agreement.AGREE),
        ("yypp", Answer.PARTIAL, Agreement.MIXED),
        ("/", Answer.UNKNOWN, None),
        ("/yy", Answer.YES, Agreement.MIXED),
        ("/y", Answer.YES, None),  # as many claims as answers
        ("//yn", Answer.NO, Agreement.SPLIT),
        ("/?", Answer.UNKNOWN, None),
        ("nnn?", Answer.NO, Agreement.AGREE),
        ("//p", Answer.UNKNOWN, Agreement.MIXED),
        ("//y", Answer.UNKNOWN, Agreement.MIXED),
        ("///", Answer.UNKNOWN, Agreement.AGREE),
    ],
)
def test_one_practice(said, answer, agreement):
    views = views_of(sheets(said), "cicd")
    assert (views.answer, views.agreement) == (answer, agreement)
    assert team_sheet(sheets(said)).answers.get("cicd") is answer


def test_a_claim_takes_the_place_of_an_answer_of_the_same_person():
    both = Sheet({"cicd": Answer.NO, "slo": Answer.NO}, frozenset({"cicd"}))
    views = views_of([both, *sheets("y")], "cicd")
    assert (views.answers, views.claims, views.known, views.answer) == ({Answer.YES: 1}, 1, 2, Answer.YES)
    assert views_of([both], "slo").claims == 0


def test_who_is_not_sure_does_not_count_as_known():
    assert [views_of(sheets(each), "cicd").known for each in ("", "??", "y?", "ypn", "/y", "//-?")] == [
        0,
        0,
        1,
        3,
        2,
        2,
    ]
    assert Views({Answer.YES: 2}).known == 2


def test_what_was_agreed_stands_in_place_of_what_was_said():
    said = sheets("yyn")
    assert team_sheet(said, {"cicd": Answer.NO}) == Sheet({"cicd": Answer.NO})
    assert team_sheet(said, {"cicd": None}) == Sheet({}, frozenset({"cicd"}))
    assert team_sheet(said, {"slo": Answer.YES}).answers == {"cicd": Answer.YES, "slo": Answer.YES}
    assert views_of(said, "cicd").agreement is Agreement.SPLIT


def test_practices_stand_in_an_order_that_does_not_tell_who_said_them():
    backwards = Sheet(dict.fromkeys(sorted(CAPABILITIES, reverse=True), Answer.YES))
    assert list(team_sheet([backwards]).answers) == sorted(CAPABILITIES)


@given(SHEETS)
def test_it_is_the_same_whoever_said_what(sheets):
    expected = team_sheet(sheets)
    for order in permutations(sheets):
        assert team_sheet(order) == expected
        assert list(team_sheet(order).answers) == list(expected.answers)

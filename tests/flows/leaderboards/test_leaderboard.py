"""Who is named on a leaderboard, in which order, and what is said about the others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.calendar.periods import Every
from flows.calendar.working_days import local
from flows.errors import RefusedError
from flows.leaderboards.leaderboard import Headlines, Selection, Sort, leaderboard_of
from flows.leaderboards.posting import Posting, PostingKind, after_posting, first_posting
from flows.leaderboards.typed_selection import read_selection, words_of
from flows.leaderboards.who_is_named import Terms, sort_out_who_is_named
from tests.support.clock import NOW
from tests.support.standings import GOOGLE, MATURITY, MIDNIGHT, ON, TERMS, standing, taking_part

USUAL = Selection("google")


def names(teams, selection=USUAL, on=ON):
    return [row.name for row in leaderboard_of(teams, selection, Terms(GOOGLE, 3, on)).rows]


@pytest.mark.parametrize(
    ("row", "lowest", "where"),
    [
        (None, False, "not compared"),
        (standing(1, settled=False), False, "not compared"),
        (standing(1, answered=2), True, "not compared"),
        (standing(7), False, "not compared"),  # no level of the scale as it is today
        (standing(0), False, "lowest"),
        (standing(0), True, "named"),
        (standing(1), False, "named"),
        (standing(1, answered=3), False, "named"),
    ],
)
def test_who_is_named_and_who_is_counted(row, lowest, where):
    compared = sort_out_who_is_named([taking_part("Fraud", row, lowest=lowest)], TERMS)
    counts = {"named": len(compared.named), "lowest": len(compared.lowest), "not compared": compared.not_compared}
    assert counts == {**dict.fromkeys(counts, 0), where: 1}


def test_level_comes_before_progress_and_equal_ones_share_a_number():
    teams = [
        taking_part("far", standing(1, in_place=9)),
        taking_part("near", standing(1, in_place=3, of=4)),  # as far as the one before
        taking_part("less", standing(1, in_place=8)),
        taking_part("top", standing(2)),
        taking_part("low", standing(0)),
    ]
    board = leaderboard_of(teams, USUAL, TERMS)
    assert [(row.rank, row.name) for row in board.rows] == [(1, "top"), (2, "far"), (2, "near"), (4, "less")]


def test_fewer_than_five_are_not_numbered():
    four = [taking_part(f"t{number}", standing(1)) for number in range(4)]
    small = taking_part("small", standing(1, answered=1))
    assert {row.rank for row in leaderboard_of([*four, small], USUAL, TERMS).rows} == {None}
    low = taking_part("low", standing(0))
    assert {row.rank for row in leaderboard_of([*four, low], USUAL, TERMS).rows} == {1}


def test_sorted_by_what_has_moved_or_what_is_near():
    teams = [
        taking_part("moved", standing(1, in_place=2, newly=4)),
        taking_part("still", standing(1, in_place=11)),
        taking_part("top", standing(2)),
    ]
    assert names(teams, replace(USUAL, sort=Sort.MOVEMENT)) == ["moved", "still", "top"]
    assert names(teams, replace(USUAL, sort=Sort.PROGRESS)) == ["still", "moved", "top"]


def test_who_is_left_out_is_counted_and_not_named():
    teams = [taking_part(f"{level}{letter}", standing(level, newly=1)) for level in range(3) for letter in "ab"]
    above = leaderboard_of(teams, replace(USUAL, above=1), TERMS)
    assert [row.name for row in above.rows] == ["2a", "2b"]
    assert (above.on_their_way, above.further, above.newly_unnamed) == (2, 2, 4)
    top = leaderboard_of(teams, replace(USUAL, top=1), TERMS)
    assert (top.headlines.furthest, top.further, top.newly_unnamed) == (("2a",), 3, 5)


def test_news_is_of_the_last_quarter_and_of_who_is_named():
    old = standing(1, level_before=0, highest_before=0, newly=9, published_on=ON - timedelta(days=101))
    low = standing(0, newly=9)
    fresh = standing(1, level_before=0, highest_before=0, newly=2)
    back = standing(2, level_before=1, highest_before=2)
    teams = [taking_part(*each) for each in (("old", old), ("low", low), ("fresh", fresh), ("back", back))]
    board = leaderboard_of(teams, USUAL, TERMS)
    assert [(level.level, who) for level, who in board.headlines.new_at] == [(1, ("fresh",))]
    assert (board.headlines.furthest, board.headlines.furthest_by) == (("fresh",), 2)
    assert board.rows[0].standing.up == 1
    assert leaderboard_of(teams, replace(USUAL, since=MIDNIGHT), TERMS).headlines.new_at == ()


def test_where_nothing_is_new_nobody_is_ahead():
    old = standing(1, level_before=0, highest_before=0, newly=9, published_on=ON - timedelta(days=101))
    board = leaderboard_of([taking_part("a", old), taking_part("b", old)], USUAL, TERMS)
    assert board.headlines == Headlines((), (), 0, is_furthest_of_all=True)


def test_somebody_else_may_have_moved_further_who_is_not_named():
    low = taking_part("low", standing(0, newly=9))
    fresh = taking_part("fresh", standing(1, newly=2))
    board = leaderboard_of([fresh, low], USUAL, TERMS)
    assert (board.headlines.furthest, board.headlines.is_furthest_of_all) == (("fresh",), False)
    assert leaderboard_of([fresh, taking_part("low", standing(0))], USUAL, TERMS).headlines.is_furthest_of_all


def test_a_team_at_the_lowest_level_of_its_own_scale_is_named_on_no_scale():
    quiet = taking_part("quiet", standing(2, newly=3), is_low=True)
    board = leaderboard_of([quiet, taking_part("seen", standing(1))], USUAL, TERMS)
    assert [row.name for row in board.rows] == ["seen"]
    assert (board.on_their_way, board.further, board.newly_unnamed) == (0, 1, 3)
    assert names([quiet._replace(shows_lowest=True)]) == ["quiet"]


def test_an_old_result_is_old():
    teams = [taking_part("Fraud", standing(1, published_on=date(2026, 7, 20)))]
    assert [leaderboard_of(teams, USUAL, Terms(GOOGLE, 3, on)).rows[0].is_stale for on in (ON, date(2027, 1, 15))] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", USUAL),
        ("--scale azure", Selection("azure")),
        ("four_level", Selection("four_level")),
        ("\u2014scale four_level \u2014above 1", Selection("four_level", above=1)),
        ("--above=1 --sort=movement, --top=10", Selection("google", above=1, sort=Sort.MOVEMENT, top=10)),
        ("TOP 3 since 2027-01-01", Selection("google", top=3, since=datetime(2027, 1, 1, tzinfo=UTC))),
    ],
)
def test_what_is_typed(typed, expected):
    selection = read_selection(typed, MATURITY.by_name, "google")
    assert selection == expected
    assert read_selection(words_of(selection), MATURITY.by_name, "azure") == expected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("leve", "I do not know"),
        ("--scale gogle", 'did you mean "google"?'),
        ("--scale", "there are google, four_level"),
        ("--above 2", "above takes 0 to 1"),
        ("--above", "above takes 0 to 1"),
        ("--sort name", "level, movement or progress"),
        ("--top 0", "from 1 to 1000"),
        (f"--top {'9' * 5000}", "from 1 to 1000"),
        (f"--above {'9' * 5000}", "above takes 0 to 1"),
        ("--since monday", "is no day"),
    ],
)
def test_what_means_nothing_is_named(typed, said):
    with pytest.raises(RefusedError) as caught:
        read_selection(typed, MATURITY.by_name, "google")
    assert said in str(caught.value)


def posting(every: Every, year_begins: int = 1) -> Posting:
    return Posting(
        *("T1", PostingKind.LEADERBOARD, "C1", every, "", "Europe/Berlin", year_begins), due_at=NOW, last_at=NOW
    )


@pytest.mark.parametrize(
    ("every", "year_begins", "first", "since", "second"),
    [
        (Every.MONTH, 1, date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 4)),  # Friday is New Year's Day
        (Every.QUARTER, 1, date(2027, 1, 4), date(2026, 10, 1), date(2027, 4, 1)),
        (Every.QUARTER, 2, date(2027, 2, 1), date(2026, 11, 1), date(2027, 5, 3)),
    ],
)
def test_posted_on_the_first_working_day_of_a_period(every, year_begins, first, since, second):
    begun = first_posting(posting(every, year_begins), NOW)
    assert (local(begun.due_at, "Europe/Berlin").date(), local(begun.last_at, "Europe/Berlin").date()) == (first, since)
    assert local(begun.due_at, "Europe/Berlin").hour == 10
    after = after_posting(begun, begun.due_at)
    assert (local(after.due_at, "Europe/Berlin").date(), after.last_at) == (second, begun.due_at)

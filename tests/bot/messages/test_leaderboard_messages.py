"""Leaderboards as people read them: golden files in both forms, and within Slack's limits whatever teams are called."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.messages.digests import digest_seen
from bot.messages.leaderboards import (
    leaderboard_left,
    leaderboard_seen,
    leaderboard_shared,
    posting_card,
    render_leaderboard,
)
from bot.sending.delivery_messages import render_delivery
from bot.slack.blocks import LEFT_OUT, Message
from flows.acts.leaderboards.leaderboard_reading import DigestDetails, LeaderboardPreview
from flows.acts.leaderboards.leaderboards import LeaderboardSeen
from flows.acts.leaderboards.postings import PostingCard
from flows.calendar.periods import Every
from flows.calendar.working_days import zone_of
from flows.leaderboards.digest import Digest, DigestContext, digest_of
from flows.leaderboards.leaderboard import Leaderboard, LeaderboardRow, Selection, Sort, leaderboard_of
from flows.leaderboards.posting import Posting, PostingKind
from flows.leaderboards.who_is_named import TakingPart, Terms
from flows.maturity.scale import Scale
from flows.teams.team import LONGEST_NAME, name_key
from tests.bot.messages.test_check_in_messages import TEAM
from tests.fakes.block_kit import problems_of_message
from tests.support.standings import GOOGLE, MATURITY, MIDNIGHT, ON, standing, taking_part
from tests.support.wording import check_message, check_text_says_all

SHOWN_FROM = datetime(2027, 1, 14, 16, tzinfo=zone_of("Europe/Berlin"))
SEARCH = taking_part("Search", standing(2, answered=6, asked=6))
FRAUD = taking_part(
    "Fraud",
    standing(1, in_place=9, level_before=0, highest_before=0, in_place_before=None, newly=2),
)
RANKING = taking_part("Ranking", standing(1, in_place_before=5, newly=3, answered=4, published_on=date(2027, 1, 13)))
ON_THEIR_WAY = [
    taking_part(f"Way {number}", standing(0, in_place=2, of=6, newly=1 + (number < 6))) for number in range(11)
]
AGREED = [SEARCH, FRAUD, RANKING, *ON_THEIR_WAY]
LOW_BY_CHOICE = taking_part("Pricing", standing(0, in_place=2, of=6, not_applicable=1), lowest=True)
STALE = taking_part("Forecast", standing(1, published_on=date(2026, 3, 3), not_applicable=2, scale_hash="old"))
TWELVE = [
    *(SEARCH, FRAUD, RANKING, STALE, LOW_BY_CHOICE, *ON_THEIR_WAY[:3]),
    taking_part("Churn", standing(1, answered=2, asked=9)),
    taking_part("Vision", standing(1, settled=False)),
    taking_part("Speech"),
    taking_part("Twin", standing(1, in_place_before=5, newly=3)),
]
HOSTILE = "<@U1> & *bold* _x_ ~y~ `z` <https://evil|link> :tada: @here 1. Search: level 2"
LONG = "&<>" * 26 + "&&"


def by_name(teams: list[TakingPart]) -> list[TakingPart]:
    return sorted(teams, key=lambda each: name_key(each.name))


def on_the_way(number: int) -> dict[str, int]:
    return {} if number % 3 == GOOGLE.highest else {"in_place": number % 13, "of": 12}


def many(number: int) -> list[TakingPart]:
    """So many teams of all levels, some of which have gained something."""
    return [
        taking_part(f"Team {each:03}", standing(each % 3, newly=each % 4, highest_before=0, **on_the_way(each)))
        for each in range(number)
    ]


def board(teams: list[TakingPart], selection: Selection = Selection("google")) -> Leaderboard:  # noqa: B008 - frozen
    return leaderboard_of(by_name(teams), selection, Terms(MATURITY.by_name[selection.scale], 3, ON))


def seen(teams: list[TakingPart], selection: Selection = Selection("google"), page: int = 1) -> Message:  # noqa: B008
    return leaderboard_seen(LeaderboardSeen(board(teams, selection)), page, "C1")


BOARDS: dict[str, Message] = {
    "agreed": render_leaderboard(board(AGREED)),
    "none": leaderboard_seen(LeaderboardSeen(board([]), TEAM), 1, "C1"),
    "one": seen([FRAUD]),
    "four": seen([SEARCH, FRAUD, RANKING, LOW_BY_CHOICE]),
    "twelve": seen(TWELVE),
    "many_first": seen(many(400)),
    "many_second": seen(many(400), page=2),
    "many_last": seen(many(400), page=99),
    "many_in_channel": render_leaderboard(board(many(400))),
    "all_on_their_way": seen(ON_THEIR_WAY),
    "none_compared": seen([taking_part("Churn", standing(1, answered=2))]),
    "above": seen(TWELVE, Selection("google", above=1)),
    "top": seen(TWELVE, Selection("google", top=2)),
    "movement": seen(TWELVE, Selection("google", sort=Sort.MOVEMENT)),
    "progress": seen(TWELVE, Selection("google", sort=Sort.PROGRESS)),
    "above_nobody": seen(ON_THEIR_WAY, Selection("google", above=1)),
    "low_elsewhere": seen([*TWELVE, taking_part("Quiet", standing(1, newly=7), is_low=True)]),
    "no_news": seen(TWELVE, Selection("google", since=MIDNIGHT)),
    "hostile": seen([taking_part(HOSTILE[:LONGEST_NAME], standing(2, highest_before=1, newly=9))]),
    "long_names": seen([taking_part(LONG, standing(1, newly=4, highest_before=0)) for _ in range(30)]),
}
ROW = LeaderboardRow(
    "Fraud", standing(1, in_place=9), GOOGLE.levels[1], GOOGLE.levels[2], None, is_stale=False, is_of_earlier=False
)
FOUR = MATURITY.by_name["four_level"]
ON_FOUR = ROW._replace(level=FOUR.levels[1], next_level=FOUR.levels[2])


def preview(*rows: tuple[Scale, LeaderboardRow], is_lowest: bool = False) -> Message:
    return render_delivery(LeaderboardPreview(TEAM, rows, SHOWN_FROM, ON, is_lowest=is_lowest, fewest=3))


POSTING = Posting(
    *("T1", PostingKind.LEADERBOARD, "C1", Every.MONTH, "scale google", "Europe/Berlin", 1),
    due_at=datetime(2027, 2, 1, 10, tzinfo=zone_of("Europe/Berlin")),
    last_at=datetime(2027, 1, 1, tzinfo=UTC),
)
GAPS = {"cicd": 9, "ci_tests": 9, "auto_train": 2, "vcs_code": 1}
AROUND = DigestContext(MATURITY.catalogue, GAPS, ((date(2027, 4, 13), 9), (date(2027, 4, 20), 1)))


def digest(
    teams: list[TakingPart],
    around: DigestContext = AROUND,
    selection: Selection = Selection("google"),  # noqa: B008
) -> Digest:
    return digest_of(by_name(teams), around, selection, Terms(MATURITY.by_name[selection.scale], 3, ON))


NOTHING_NEW = digest(AGREED, AROUND, Selection("google", since=MIDNIGHT))
CARDS = {
    "digest/agreed": render_delivery(digest(AGREED)),
    "digest/twelve": digest_seen(digest(TWELVE), "C1"),
    "digest/two": digest_seen(digest([FRAUD, RANKING]), "C1"),
    "digest/long_ago": digest_seen(digest(TWELVE, AROUND, Selection("google", since=datetime(2025, 1, 1, tzinfo=UTC)))),
    "digest/none": digest_seen(digest([], DigestContext(MATURITY.catalogue, {}, ())), "C1"),
    "digest/nothing_new": digest_seen(NOTHING_NEW),
    "digest/hostile": digest_seen(digest([taking_part(HOSTILE, standing(2, highest_before=1)), *AGREED])),
    "digest/many": digest_seen(digest(many(400)), "C1"),
    "digest_details/agreed": render_delivery(DigestDetails(digest(AGREED))),
    "digest_details/no_news": render_delivery(DigestDetails(NOTHING_NEW)),
    "posting_card/digest": posting_card(
        PostingCard(PostingKind.DIGEST, replace(POSTING, kind=PostingKind.DIGEST), MIDNIGHT)
    ),
    "leaderboard_preview/named": preview((GOOGLE, ROW), (FOUR, ON_FOUR)),
    "leaderboard_preview/lowest": preview(is_lowest=True),
    "leaderboard_preview/not_compared": preview(),
    "leaderboard_left/left": leaderboard_left(TEAM),
    "leaderboard_shared/shared": leaderboard_shared("C0FRAUD"),
    "posting_card/monthly": posting_card(
        PostingCard(PostingKind.LEADERBOARD, POSTING, MIDNIGHT, needs_invitation=True)
    ),
    "posting_card/off": posting_card(PostingCard(PostingKind.LEADERBOARD)),
}


@pytest.mark.parametrize("name", BOARDS)
def test_a_leaderboard_is_as_it_was_read_and_agreed(name, golden):
    check_message(BOARDS[name], f"leaderboard/{name}", golden)
    check_message(BOARDS[name].without_rich_blocks(), f"leaderboard_as_text/{name}", golden)


@pytest.mark.parametrize("name", BOARDS)
def test_its_text_says_all(name):
    check_text_says_all(BOARDS[name])
    check_text_says_all(BOARDS[name].without_rich_blocks())
    assert LEFT_OUT not in BOARDS[name].text
    for cell in cells_of(BOARDS[name]):
        assert cell in BOARDS[name].text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), cell


def cells_of(message: Message) -> list[str]:
    """What stands in the table, but for its header and the dashes of empty cells."""
    tables = [each for each in message.blocks if each["type"] == "table"]
    rows = [row for table in tables for row in table["rows"][1:]]
    return [cell["text"] for row in rows for cell in row if cell["text"] != "-"]


def test_the_example_that_was_agreed_on():
    assert BOARDS["agreed"].text.split("\n") == [
        "MLOps levels on Google Cloud's scale, 0 to 2. 14 teams take part, 20 January 2027.",
        "New at level 1: Fraud. Moved furthest: Ranking, 3 practices newly in place.",
        "1. Search: level 2, CI/CD pipeline automation. 12 January, 6 of 6 answered.",
        "2. Fraud: level 1, ML pipeline automation, up 1. 9 of 12 in place for level 2. 12 January, 5 of 5 answered.",
        (
            "3. Ranking: level 1, ML pipeline automation. 8 of 12 in place for level 2, 3 more than last time. "
            "13 January, 4 of 5 answered."
        ),
        (
            "11 more teams take part and are on their way to level 1. "
            "Together they put 17 practices in place since last time."
        ),
        "A level says which work comes next, not how good a team is. Teams join and leave by themselves: /rung team.",
    ]


EXTREME = standing(
    0,
    in_place=99,
    of=99,
    in_place_before=0,
    newly=99,
    not_applicable=99,
    answered=999,
    asked=999,
    level_before=-99,
    scale_hash="old",
    published_on=date(2026, 3, 30),
)


@pytest.mark.parametrize(
    "teams",
    [
        [taking_part("x", EXTREME, lowest=True)] * 40,
        many(400),
        [taking_part(LONG, standing(1, newly=4)) for _ in range(60)],
    ],
)
def test_every_page_has_its_rows_and_no_row_is_lost(teams, golden):
    found = board(teams, Selection("google", sort=Sort.MOVEMENT))
    pages: list[str] = []
    while not pages or page_of(found, len(pages)) != page_of(found, len(pages) + 1):
        pages.append(page_of(found, len(pages) + 1))
    lines = [line for page in pages for line in page.split("\n") if ": level " in line and "answered" in line]
    assert len(lines) == len(found.rows)


def test_nobody_can_ping_with_the_name_of_a_team():
    message = seen([taking_part("<!channel> <@U1>", standing(2, highest_before=1))])
    for each in (message, message.without_rich_blocks()):
        assert problems_of_message({"text": each.text, "blocks": each.blocks}) == []
        assert "&lt;!channel&gt; &lt;@U1&gt;" in each.text


def page_of(found: Leaderboard, number: int) -> str:
    shown = leaderboard_seen(LeaderboardSeen(found), number, None)
    assert LEFT_OUT not in shown.text
    return shown.text


@pytest.mark.parametrize("name", CARDS)
def test_what_is_said_about_leaderboards(name, golden):
    check_message(CARDS[name], name, golden)
    check_text_says_all(CARDS[name])

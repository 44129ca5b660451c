"""Leaderboards: what people read about teams next to each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.pictures.direction import isolated
from bot.slack.blocks import (
    LONGEST_TEXT,
    Block,
    Message,
    actions,
    bold,
    context,
    flat,
    in_pieces,
    message,
    or_else,
    sections,
    table,
)
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import Words, escape, plain, render_notice, render_words
from flows.acts.leaderboards.leaderboard_reading import LeaderboardPreview
from flows.acts.leaderboards.leaderboards import LeaderboardSeen
from flows.acts.leaderboards.postings import PostingCard
from flows.calendar.working_days import local
from flows.leaderboards.leaderboard import Leaderboard, LeaderboardRow, Sort
from flows.leaderboards.typed_selection import words_of
from flows.teams.team import Team

MOST_ROWS = 15
ROW = 230  # characters of a line at most, without the names of team and level
BOARD = Handle("leaderboard")
IN_PLACE, GAIN, NEW, ANSWERED = "For the next", "More than last time", "Newly in place", "Answered"


@dataclass(frozen=True)
class _Page:
    """A part of the rows that fits into one message, from the row of that number on."""

    rows: tuple[LeaderboardRow, ...]
    first: int
    number: int
    has_more: bool = False


def leaderboard_seen(seen: LeaderboardSeen, page: int = 1, channel_id: str | None = None) -> Message:
    """Show a leaderboard to one person, who can turn pages, look at another scale, and share it."""
    board = seen.leaderboard
    words, shown = _words(board, page)
    handle = BOARD.about(words_of(board.selection))
    row = []
    if shown.number > 1:
        row.append(_page_of(board, shown.number - 1).button("Back", ActionId.LEADERBOARD_BACK))
    if shown.has_more:
        row.append(_page_of(board, shown.number + 1).button("Next", ActionId.LEADERBOARD_PAGE))
    if channel_id and board.takes_part:
        row.append(handle.button("Share here", ActionId.SHARE_LEADERBOARD))
    if seen.mine:
        row.append(Handle(seen.mine.id).button(f"{seen.mine.name}'s settings", ActionId.TEAM_SETTINGS))
    return _with_table(board, words, shown, actions(*row))


def render_leaderboard(board: Leaderboard) -> Message:
    """Make the leaderboard that a channel reads."""
    words, shown = _words(board, 1)
    row = []
    if shown.has_more:
        row.append(_page_of(board, 2).button("See the others", ActionId.LEADERBOARD_MORE))
    return _with_table(board, words, shown, actions(*row))


def render_leaderboard_preview(preview: LeaderboardPreview) -> Message:
    """Make the preview of a team's row, which its owners see before others do."""
    words = render_notice("leaderboard_preview", preview)
    handle = Handle(preview.team.id)
    row = actions(
        handle.button("Leave us out", ActionId.LEAVE_LEADERBOARD), handle.button("Settings", ActionId.TEAM_SETTINGS)
    )
    return message(words.text, sections(words.parts["news"]), row, context(words.parts["why"]))


def leaderboard_left(team: Team) -> Message:
    """Say that a team is on no leaderboard any more."""
    text = render_words("leaderboard_left", team=team).text
    return message(text, sections(text))


def leaderboard_shared(channel_id: str) -> Message:
    """Say that a leaderboard is on its way to a channel."""
    text = render_words("leaderboard_shared", channel_id=channel_id).text
    return message(text, sections(text))


def posting_card(card: PostingCard) -> Message:
    """Say what is posted into a channel from now on."""
    posting = card.posting
    words = render_notice("posting_card", card, due_at=posting and local(posting.due_at, posting.time_zone))
    return message(words.text, sections(words.parts["news"], words.parts["invitation"]), context(words.parts["how"]))


def _words(board: Leaderboard, number: int) -> tuple[Words, _Page]:
    """Put a page of a leaderboard into words; the text around the rows decides how many fit."""
    around = len(_rendered(board, _Page((), 1, 1, has_more=True)).text)
    shown = _page(board.rows, LONGEST_TEXT - around, number)
    return _rendered(board, shown), shown


def _page(rows: Sequence[LeaderboardRow], room: int, number: int) -> _Page:
    """The page of a number, or the last page."""
    shown = None
    for page in _pages(rows, room):
        if shown and shown.number >= number:
            return replace(shown, has_more=True)
        shown = page
    return shown or _Page((), 1, 1)


def _pages(rows: Sequence[LeaderboardRow], room: int) -> Iterator[_Page]:
    first, left, number = 0, room, 1
    for place, row in enumerate(rows):
        length = len(escape(row.name)) + len(row.level.name) + ROW
        if place > first and (length > left or place - first == MOST_ROWS):
            yield _Page(tuple(rows[first:place]), first + 1, number)
            first, left, number = place, room, number + 1
        left -= length
    yield _Page(tuple(rows[first:]), first + 1, number)


def _rendered(board: Leaderboard, page: _Page) -> Words:
    return render_notice(
        "leaderboard",
        board,
        word=board.scale.level_word,
        page=page.rows,
        first=page.first,
        is_part=page.has_more or page.number > 1,
    )


def _with_table(board: Leaderboard, words: Words, page: _Page, row: Block | None) -> Message:
    plainer = message(words.text, _around(words, in_pieces(words.parts["rows"])), row)
    if not page.rows:
        return plainer
    return or_else(message(words.text, _around(words, [_table(board, page)]), row), plainer)


def _around(words: Words, rows: list[Block]) -> list[Block]:
    part = words.parts
    top = sections(f"{bold(part['title'])} {part['when']}", part["news"], part["order"])
    below = sections("\n".join(filter(None, [part["place"], part["others"]])))
    return flat(top, rows, below, context(part["about"]))


def leaderboard_words(board: Leaderboard) -> Words:
    """Put all but the rows of a leaderboard into words."""
    return _rendered(board, _Page((), 1, 1))


def in_own_direction(board: Leaderboard) -> Leaderboard:
    """The leaderboard with each team's name in a direction of its own, for documents."""
    headlines = replace(
        board.headlines,
        new_at=tuple((level, tuple(map(isolated, names))) for level, names in board.headlines.new_at),
        furthest=tuple(map(isolated, board.headlines.furthest)),
    )
    return replace(board, rows=tuple(row._replace(name=isolated(row.name)) for row in board.rows), headlines=headlines)


def row_cells(
    board: Leaderboard, rows: Sequence[LeaderboardRow]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The rows of a leaderboard as a table of plain text: the header, and the cells below it."""
    gain = GAIN
    if board.selection.sort is Sort.MOVEMENT:
        gain = NEW
    header = ("Place", "Team", board.scale.level_word.capitalize(), IN_PLACE, gain, ANSWERED, "Published")
    cells = [_cells(board, row) for row in rows]
    if any(row.rank for row in rows):
        return header, tuple(cells)
    return header[1:], tuple(row_of_cells[1:] for row_of_cells in cells)


def _table(board: Leaderboard, page: _Page) -> Block:
    header, rows = row_cells(board, page.rows)
    return table(header, rows, {"Place", IN_PLACE, GAIN, NEW, ANSWERED})


def _cells(board: Leaderboard, row: LeaderboardRow) -> tuple[str, ...]:
    standing, part = row.standing, render_words("leaderboard_cells", row=row, on=board.on).parts
    rank, progress, gain = "", "", standing.gain
    if row.rank:
        rank = f"{row.rank}."
    if row.next_level and standing.of:
        progress = f"{standing.in_place} of {standing.of}"
    if board.selection.sort is Sort.MOVEMENT:
        gain = standing.newly
    answered = f"{standing.answered} of {standing.asked}"
    return rank, row.name, plain(part["level"]), progress, str(gain or ""), answered, part["day"]


def _page_of(board: Leaderboard, number: int) -> Handle:
    return BOARD.about(f"{number} {words_of(board.selection)}")

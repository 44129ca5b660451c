"""Nothing that is done with typed text takes a time that grows with the square of its length.

The places where it did, each with the worst text for it; all of them are held by one generous deadline, which a square
would miss by hours. They run in a process of their own, because nothing else stops a regular expression.
"""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from bot.listeners.typed_words import apart_from_people, read_people
from bot.messages.replies import help_page
from bot.process.guard import Guard
from bot.process.logs import redact
from bot.slack.attachments import file_name
from bot.slack.rendering import plain
from bot.slack.typed_text import as_seen, read_typed
from flows.assessment.typed_replies import read_reply
from flows.calendar.typed_days import read_typed_days, split_due
from flows.errors import FlowError
from flows.leaderboards.typed_selection import read_selection
from flows.maturity.loading import load_maturity
from flows.maturity.wording import closest
from flows.plain_text import bare_words, lines, one_line
from flows.schedules.typed_schedule import read_schedule
from flows.teams.team import clean_name, name_key

LENGTH = 400_000  # characters; what Slack lets anybody type is a tenth
PATIENCE = 120  # seconds for all of them together; they take two
MARKS = "a" + "\u0316\u0301" * 10
SPACING = "\U0001d165\u302e"  # marks that take room, and are put in order like the others


def _read_selection(text: str) -> None:
    read_selection(text, {scale.scale: scale for scale in load_maturity().scales}, "google")


def _read_body(text: str) -> None:
    guard = Guard("secret", lambda: 0)
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        guard.read({"content-type": kind, "x-slack-request-timestamp": "0", "x-slack-signature": "v0="}, text.encode())


# Each with what is repeated to the whole length. Those marked with # took more than linear time.
PLACES: tuple[tuple[Callable[[str], object], tuple[str, ...]], ...] = (
    (read_reply, (MARKS[1:], "https://", ":a", "&", "yes ", "\ufe0f", "'")),  # marks
    (clean_name, (MARKS[1:], "a", " a", "\u200d")),  # marks
    (name_key, (MARKS[1:], "a", "\ufdfa")),  # marks
    (_read_selection, ("top 1 ", "google ", "--", "a", "above 0 ")),  # a list cut anew for each word
    (read_schedule, ("lasts 5 ", "on ", "monthly ", "a", "of ")),  # the same
    (read_people, ("<@U1|", "<@", "<!subteam^", "<@U1> ", "&lt;")),  # a mention without its end
    (plain, ("<@", "<#", "<https://", "<https://a|", "&lt;")),  # the same
    (
        redact,
        ("[parameters: ", "input_value=", "://:", "://a:", "DETAIL: ", "token= ", "bearer ", "xoxb- ", "secret\\"),
    ),  # three
    (lambda text: closest(text, ["leaderboard"]), ("a", "leader", "ab")),
    (lambda text: split_due(text, date(2026, 11, 1)), ("until ", " ", "by", "2027-", "until 1 ")),
    (read_typed_days, ("2027-", "1", "1 February ", "2027-02-01 to ", "to ", "-")),
    (
        read_typed,
        ("<https://", "<https://a|", "<mailto:", "<@U1|", "<!date^", "<", "&lt;", "&amp;"),
    ),  # a link without its end
    (as_seen, ("<@U1|", "<#C1|", "<!subteam^", "<")),
    (apart_from_people, ("<@U1> ", "<@", "and ", ",")),
    (lines, (MARKS[1:], SPACING, "\n", "\u202e", "\u00a0")),
    (one_line, (" ", "\n", "a ")),
    (bare_words, ("'", "'a ", '"', "\u201e", "\u2013 ")),
    (file_name, ("-", "a-", "\u00e9")),
    (lambda text: help_page(1, text), (" ", "\n", "\n ", "<", "&")),
    (_read_body, ("%", "&a=", "{", "[", '"', "\\u0000", '{"a":', "1")),
)


def try_all() -> None:
    for read, texts in PLACES:
        for text in texts:
            with suppress(FlowError):
                read(text * (LENGTH // len(text)))


def test_no_place_takes_the_square():
    code = "from tests.bot.test_linear import try_all; try_all()"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)

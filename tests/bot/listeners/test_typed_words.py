"""What people type, wherever they type it, is understood as `tests/typed_words.md` has it."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.listeners.routes import find_command
from bot.listeners.typed_words import read_people, without_owner
from bot.messages.replies import help_page
from bot.slack.inbound import Command
from bot.slack.payloads import read_command, read_direct_message, read_form
from flows.acts.assessment.assess import read_wish
from flows.acts.own_time.preferences import read_hours
from flows.assessment.typed_replies import FreeText, NearMiss, Word, read_note, read_reply
from flows.calendar.rhythm import WEEKDAYS, Rhythm
from flows.calendar.typed_days import read_typed_days, split_due
from flows.check_ins.check_in import Nudging
from flows.errors import FlowError
from flows.leaderboards.typed_selection import read_selection, words_of
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.maturity.wording import closest
from flows.plain_text import MOST_MARKS, lines, one_line
from flows.schedules.schedule import SchedulePlan
from flows.schedules.typed_schedule import NTHS, read_schedule
from flows.teams.team import typed_name
from tests.support.clock import NOW
from tests.support.typed_words import rows

ROOT = Path(__file__).parents[3]
ROWS = list(rows())
ANSWERS = {Answer.YES: "yes", Answer.PARTIAL: "partly", Answer.NO: "no", Answer.UNKNOWN: "not sure"}
TODAY = date(2026, 11, 16)
PLAN = SchedulePlan(Rhythm("UTC", starts_on=NOW.date()), 5, Nudging.GENTLE, reminds_channel=True)
SENDER = {"team_id": "T1", "user_id": "U1", "trigger_id": "t1", "response_url": "https://x", "channel_id": "C1"}


def typed_after(command: str, sent: str) -> Command:
    """What a handler is given when that is typed after a command."""
    found = find_command(read_command({**SENDER, "text": f"{command} {sent}"}))
    assert found is not None
    return found[1]


def message_of(sent: str) -> Any:
    event = {"type": "message", "user": "U1", "text": sent, "channel": "D1", "channel_type": "im"}
    return read_direct_message({"team_id": "T1", "event_id": "Ev1", "event": event})


def form_of(name: str, written: str) -> str:
    view = {"id": "V1", "private_metadata": "a1:", "state": {"values": {name: {name: {"value": written}}}}}
    return read_form({"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "t1", "view": view}).one(name)


def as_command(sent: str, _: Maturity) -> str:
    command = read_command({**SENDER, "text": sent})
    found = find_command(command)
    if found is None:
        word = command.words.split()[0]
        return help_page(1, word, closest(word, ["team"])).text.split("?")[0] + "?"
    route_id, given = found
    return f"{route_id}: {given.typed}" if given.typed else route_id


def as_answer(sent: str, _: Maturity) -> str:
    typed = message_of(sent).typed
    meaning = read_reply(typed.text, typed.links)
    if isinstance(meaning, Answer):
        return ANSWERS[meaning]
    if isinstance(meaning, Word):
        return meaning.replace("not_applicable", "does not apply")
    if isinstance(meaning, NearMiss):
        return f"did you mean {ANSWERS[meaning.meant]}?"
    assert isinstance(meaning, FreeText)
    if meaning.text in meaning.links:
        return f"link: {meaning.text}"
    links = "".join(f"; link: {link}" for link in meaning.links)
    could_be = " or ".join(ANSWERS[answer] for answer in meaning.could_be)
    return f"note: {meaning.text}{f'; {could_be}?' if could_be else ''}{links}"


def as_name(sent: str, _: Maturity) -> str:
    return typed_name(typed_after("team rename", sent).typed)


def as_people(sent: str, _: Maturity) -> str:
    people, others = read_people(typed_after("team add", sent).marked)
    return ", ".join(people) + (f" / {others}" if others else "")


def as_note(sent: str, _: Maturity) -> str:
    written = sent.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")  # Slack escapes nothing in forms
    text, links = read_note(form_of("written", written))
    return " / ".join(filter(None, [text or written, ", ".join(links)]))


def as_hours(sent: str, _: Maturity) -> str:
    begin, end = read_hours(typed_after("settings hours", sent).words)
    return f"{begin} to {end}"


def as_option(sent: str, _: Maturity) -> str:
    return typed_after("team answers", sent).words.casefold()


def as_leaderboard(sent: str, maturity: Maturity) -> str:
    return words_of(read_selection(typed_after("leaderboard", sent).words, maturity.by_name, "google"))


def as_schedule(sent: str, _: Maturity) -> str:
    rhythm = read_schedule(typed_after("schedule", sent).words).on(PLAN).rhythm
    nth = next(word for word, nth in NTHS.items() if nth == rhythm.nth)
    return f"{rhythm.every}, {nth} {WEEKDAYS[rhythm.weekday]}"


def as_days(sent: str, _: Maturity) -> str:
    spans = read_typed_days(typed_after("away", sent).words, "").spans(TODAY)
    return ", ".join(f"{span.first} to {span.last}" if span.last > span.first else str(span.first) for span in spans)


def as_action(sent: str, _: Maturity) -> str:
    text, due_on = split_due(typed_after("actions add", sent).marked, TODAY, "")
    return " / ".join(filter(None, [without_owner(text), str(due_on or "")]))


def as_length(sent: str, _: Maturity) -> str:
    wish = read_wish(typed_after("assess", sent).words)
    return f"{'private ' if wish.is_private else ''}{wish.length or ''}".strip()


READERS: dict[str, Callable[[str, Maturity], str]] = {
    name.removeprefix("as_").replace("_", " "): reader for name, reader in globals().items() if name.startswith("as_")
}


def test_the_table_is_read_whole():
    assert len(ROWS) >= 150
    assert {where for _, where, _ in ROWS} == set(READERS)


@pytest.mark.parametrize(("sent", "where", "understood"), ROWS)
def test_the_table(sent, where, understood, maturity):
    try:
        meaning = READERS[where](sent, maturity)
    except FlowError as error:
        how = re.compile(r" Please write (days|one) like 2027-02-01.*")
        meaning = how.sub("", str(error))
    assert meaning == understood


# Everything that comes in typed, and what then reads it in its whole length, before it is known to be short.
LONG = """
from bot.listeners.routes import find_command
from bot.slack.payloads import read_command, read_direct_message, read_form
from flows.assessment.typed_replies import read_note, read_reply
from flows.errors import FlowError
from flows.plain_text import bare_words, unquoted

SENDER = {"team_id": "T1", "user_id": "U1", "trigger_id": "t1", "response_url": "https://x", "channel_id": "C1"}
for part in ("<https://", "<", "<@U1|", "<!subteam^", "&lt;@A|", "&lt;", "<a|", "&", ":a", "https://(", "e" + chr(0x301),
             "'a", '"', chr(0x2014), " ", " and ", ",", chr(10), "a", "<https://a|b>", "<@U1|a> ", ")", "https://a)."):
    sent = part * (200_000 // len(part))
    command = read_command({**SENDER, "text": sent})
    command.typed, command.words
    try:
        find_command(command)
    except FlowError:
        pass
    event = {"type": "message", "user": "U1", "text": sent, "channel": "D1", "channel_type": "im"}
    typed = read_direct_message({"team_id": "T1", "event_id": "Ev1", "event": event}).typed
    read_reply(typed.text, typed.links)
    view = {"id": "V1", "private_metadata": "a1:", "state": {"values": {n: {n: {"value": sent}} for n in ("written", "zone")}}}
    form = read_form({"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "t1", "view": view})
    read_note(form.written)
    unquoted(sent)
    bare_words(sent)
"""


def test_the_longest_text_is_read_in_one_pass():
    """Five times what Slack lets anybody type; with a pass for each letter this would take hours."""
    subprocess.run([sys.executable, "-c", LONG], cwd=ROOT, check=True, timeout=300)


def test_nothing_else_takes_markup_away():
    """What a request says comes in through `payloads`, and only `typed_text` knows how Slack writes it."""
    takes_away = re.compile(r"html\.unescape|&lt;|&amp;|<@\(")
    files = [path for floor in ("bot", "flows", "storage") for path in (ROOT / floor).rglob("*.py")]
    places = {str(path.relative_to(ROOT)) for path in files if takes_away.search(path.read_text(encoding="utf-8"))}
    # `rendering` takes away what it has put there itself; `typed_words` looks for the people that `typed_text` has left.
    assert places == {"bot/slack/typed_text.py", "bot/slack/rendering.py", "bot/listeners/typed_words.py"}


def test_what_cannot_be_seen_is_gone_and_what_scripts_need_stays():
    gone = [
        0,
        7,
        0x1B,
        0x7F,
        0x85,
        0xAD,
        0x200B,
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
    ]
    gone += [0xFEFF, 0xE000, 0xD800, *range(0xE0001, 0xE0080), 0x61C, 0x180E]
    assert [hex(code) for code in gone if one_line(f"a{chr(code)}b") not in {"ab", "a b"}] == []
    for kept in ("می\u200cخواهم", "क्\u200dष", "\U0001f468\u200d\U0001f469", "❤\ufe0f", "שָׁלוֹם", "\u0600\u0661"):  # noqa: RUF001
        assert one_line(kept) == kept


def test_accents_reach_over_no_other_line():
    assert one_line("e" + "\u0323" * 50 + "x") == "\u1eb9" + "\u0323" * (MOST_MARKS - 1) + "x"


def test_a_note_keeps_its_lines():
    assert lines("a\r\nb\u2028c\x0bd  e") == "a\nb\nc\nd  e"

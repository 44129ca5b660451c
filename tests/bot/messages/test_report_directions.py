"""Reports in every script: text from right to left reads right wherever people's words stand, and no name turns a line."""

import re
from dataclasses import replace
from typing import Any, cast
from unicodedata import normalize

import pytest
from pypdfium2 import PdfDocument
from reportlab.platypus import Paragraph

from bot.messages.pdf_text import paragraph, register_fonts
from bot.messages.report_pdf import ABOUT, BODY, HEADING, SMALL, STRONG, TITLE, report_pdf
from bot.messages.reports import Part, Report, Table, report_html
from bot.pictures.direction import PDI, RLI, isolated
from flows.teams.action_item import ActionItem
from tests.bot.messages.test_check_in_messages import TEAM
from tests.bot.messages.test_leaderboard_messages import TWELVE
from tests.bot.messages.test_reports import HIGH, LOW, ON_AT, of_workspace, report, result, text_of
from tests.support.standings import ON, standing, taking_part

NAMES = ["צוות הונאה 2", "فريق كشف الاحتيال 12", "تیم تشخیص تقلب", "ٹیم فراڈ ہے", "Fraud פיקוח 3"]
HOSTILE = "Fraud\u202e txt\u2067 א\u200f\u2068\a"


def of_team(name: str, action: str = "x") -> Report:
    team, todo = replace(TEAM, name=name), ActionItem("a1", "t1", "c1", 3, action, ON_AT, ON_AT, due_on=ON)
    return report(result(*HIGH, team=team), result(*LOW, period="Q4 2026", team=team), team=team, actions=(todo,))


def of_teams(name: str) -> Report:
    return of_workspace([*TWELVE, taking_part(name, standing(2))])


# Every place of a report that has words of people, with the texts that stand there.
PLACES = {
    "the title": lambda name: [of_team(name).title],
    "an action": lambda name: lines_of(of_team("Fraud", name), "What the team has set out to do")[:1],
    "a trend in words": lambda name: lines_of(of_team(name), "Over time"),
    "a trend as a picture": lambda name: re.findall(
        "<title>.*</title>|<text.*: Google.*</text>", svg_of(of_team(name))
    ),
    "a row of all teams": lambda name: [row[1] for row in table_of(of_teams(name)).rows if row[1] == isolated(name)],
    "news of all teams": lambda name: [line for line in lines_of(of_teams(name), "Teams") if "New at" in line],
}


def part_of(of: Report, heading: str) -> Part:
    return next(part for part in of.parts if part.heading == heading)


def lines_of(of: Report, heading: str) -> tuple[str, ...]:
    return part_of(of, heading).lines


def table_of(of: Report) -> Table:
    table = part_of(of, "Teams").table
    assert table
    return table


def svg_of(of: Report) -> str:
    return part_of(of, "Over time").svg or ""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", [*NAMES[:2], HOSTILE])
def test_a_name_has_a_direction_of_its_own(place, name):
    texts = PLACES[place](name)
    assert texts
    for text in texts:
        assert isolated(name) in text or "New at" in text
        assert not re.search("[\a\u202a-\u202e\u2068\u200e\u200f]", text)
        assert text.count(RLI) + text.count("\u2066") == text.count(PDI)


def test_a_web_page_orders_each_line_by_its_first_letter_outside_of_names():
    page = report_html(of_team(HOSTILE))
    assert "unicode-bidi: plaintext" in page
    assert not re.search("[\a\u202a-\u202e\u2068\u200e\u200f]", page)


@pytest.mark.parametrize("style", [ABOUT, BODY, HEADING, SMALL, STRONG, TITLE], ids=lambda style: style.name)
def test_a_paragraph_is_drawn_from_the_left_in_each_style(style):
    register_fonts()
    (line,) = cast("Any", paragraph(f"from {isolated('צוות (2)')}: level 1", style)).breakLines(400).lines
    assert line[1] == ["from (2) תווצ: level 1"]


def lines_in(written: Any) -> list[str]:
    return [" ".join(words) for _, words in written.breakLines(200).lines]


def test_a_long_text_is_broken_in_the_order_of_reading():
    register_fonts()
    written = paragraph(f"1. {isolated(' '.join(['אב', 'גד', 'word', '12'] * 30))}, by 1 May", BODY)
    lines = lines_in(written)
    assert lines[0].startswith("1. ")
    assert lines[0].endswith("דג בא")
    assert lines[-1].endswith("1 May")
    assert [line for part in written.split(200, 3 * BODY.leading) for line in lines_in(part)] == lines
    assert written.split(200, 900) == [written]
    assert written.split(200, 3) == []


def test_what_is_drawn_is_what_a_typesetter_would_have_drawn():
    register_fonts()
    assert drawn(f"{isolated('שלום 2 (א)')}: x") == drawn_as_it_is("(א) 2 םולש: x")
    assert drawn(isolated("سلام")) == drawn_as_it_is("ﻡﻼﺳ")


def drawn(text: str) -> bytes:
    return pixels(report_pdf(Report("t", "a", (Part("h", (text,)),))))


def drawn_as_it_is(text: str) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.messages.report_pdf.paragraph", Paragraph)
        return drawn(text)


def pixels(pdf: bytes) -> bytes:
    document = PdfDocument(pdf)
    try:
        return document[0].render().to_pil().tobytes()
    finally:
        document.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_is_searched_by_words(name):
    for of in (of_team(name, name), of_teams(name)):
        pdf = report_pdf(of)
        assert report_pdf(of) == pdf
        assert all(word in normalize("NFKC", text_of(pdf)) for word in name.split())
    document = PdfDocument(report_pdf(of_team(name)))
    assert document.get_metadata_value("Title") == f"{name}: MLOps maturity, Q1 2027"
    document.close()


def test_letters_that_a_pdf_lacks_are_named_once_and_are_on_the_web_page():
    team, teams = of_team("हिन्दी 🚀", "数据"), of_teams("数据")
    said = """This PDF has no letters for Devanagari, emoji and Chinese characters: […] stands in their place.
    The web page (/rung report html) has them."""
    assert "".join(said.split()) in text_of(report_pdf(team))
    assert "webpage(/rungreportworkspacehtml)hasthem." in text_of(report_pdf(teams))
    assert "[…]:MLOpsmaturity" in text_of(report_pdf(team))
    assert "हिन्दी 🚀: MLOps maturity" in report_html(team)
    assert "has no letters" not in text_of(report_pdf(of_team(NAMES[0])))

"""Lines in a PDF: ordered as Unicode says, with joined letters, and no name turns round what stands beside it."""

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.pdf_text import paragraph, register_fonts
from bot.messages.report_pdf import BODY
from bot.pictures.direction import LRI, PDI, RLI, bare, isolated


def lines_in(text: str, width: float) -> list[str]:
    register_fonts()
    written: Any = paragraph(text, BODY)
    return [" ".join(words) for _, words in written.breakLines(width).lines]


def drawn(text: str) -> str:
    """A whole paragraph as one line."""
    return " ".join(lines_in(text, 10_000))


ORDERED = {
    "Fraud, 2": "Fraud, 2",
    "שלום": "םולש",
    "צוות 2 (ניסוי)": "(יוסינ) 2 תווצ",
    "שלום עולם 12%": "12% םלוע םולש",
    "شهر 12": "12 ﺮﻬﺷ",
    "Fraud (פיקוח) 3": "Fraud (חוקיפ) 3",
    "רמה 1.": ".1 המר",
    "שלום MLOps team 2 כן": "ןכ MLOps team 2 םולש",
    "שלום [a] <b>": "<b> [a] םולש",
    "R&D <צוות>": "R&D <תווצ>",
    "צוות MLOps (v2)": "MLOps (v2) תווצ",
    "מחיר 1,234.5 ש": "ש 1,234.5 ריחמ",
    "רב־קו 10-12": "10-12 וק־בר",
    "שָׁלוֹם": "שָׁלוֹם"[::-1],  # where fonts expect marks
    "תא/לב +5": "5+ בל/את",
    f"{RLI}צוות 2{PDI}: level 1": "2 תווצ: level 1",
    f"1. {RLI}כן, 3{PDI}, by 20 January": "1. 3 ,ןכ, by 20 January",
    f"{RLI}אב{PDI} and {LRI}a אב{PDI}.": "בא and a בא.",
    f"{RLI}אב": "בא",
    f"אב{PDI} c": "c בא",
}


@pytest.mark.parametrize("text", ORDERED)
def test_a_line_is_drawn_in_the_order_of_unicode(text):
    assert drawn(text) == ORDERED[text]


@given(st.text("aבم1٣ .,-+%()[]<\u2066\u2067\u2069\u05b0", max_size=40))
def test_nothing_is_lost_and_text_from_left_to_right_stays(text):
    assert letters_of(drawn(text)) == letters_of(bare(text))
    assert drawn(text.translate(LATIN)).split() == bare(text.translate(LATIN)).split()


def letters_of(text: str) -> list[str]:
    return sorted("".join(normalize("NFKC", text).translate(MIRRORED).split()))


MIRRORED, LATIN = str.maketrans(")]>", "([<"), str.maketrans("במ٣م", "bcde", RLI + LRI + PDI)


@given(st.text("aב1 .(\u2067\u2069\u202e", max_size=12))
def test_a_name_never_moves_what_stands_round_it(name):
    text = drawn(f"from {isolated(name)}: level 1, 12 of 13")
    assert text.startswith("from")
    assert text.endswith(": level 1, 12 of 13")


@given(st.lists(st.text("אבג(1", min_size=1, max_size=9), min_size=1, max_size=40))
def test_each_line_of_a_long_name_is_ordered_by_itself(words):
    lines = lines_in(f"1. {isolated(' '.join(['א', *words]))}", 120)
    assert lines[0].startswith("1. ")
    assert sum(line.count("א") for line in lines) == "".join(words).count("א") + 1
    assert all(len(line) < 40 for line in lines)


def test_signs_that_open_and_close_a_direction_take_no_room():
    name = " ".join(["שלום"] * 12)
    assert len(lines_in(name, 200)) == len(lines_in(isolated(name), 200))


JOINED = {
    "Fraud": "Fraud",
    "سلام": "ﺳﻼﻡ",
    "پاکستان": "ﭘﺎﮐﺴﺘﺎﻥ",
    "ہے ٹیم": "ﮨﮯ ﭨﯿﻢ",
    "שלום": "שלום",
    "می\u200cشود": "ﻣﯽﺷﻮﺩ",  # parted by a sign that is not drawn
    "مُدير": "ﻣُﺪﻳﺮ",
    "لَا إله الله": "ﻻَ ﺇﻟﻪ ﺍﻟﻠﻪ",
    "ب\u200d سلام": "ﺏ ﺳﻼﻡ",  # joins nothing: after it the library would put the ligature in a wrong place
    "الآن ء": "ﺍﻵﻥ ﺀ",
    "هـ ب": "ﻫـ ﺏ",
}


@pytest.mark.parametrize("text", JOINED)
def test_arabic_letters_are_joined(text):
    joined = JOINED[text]
    assert drawn(text) in {joined, joined[::-1]}

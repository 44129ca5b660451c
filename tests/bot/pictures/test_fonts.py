"""What Rung's own fonts have, and what is drawn where they lack letters."""

from unicodedata import category

import pytest

from bot.pictures.charts import png_of
from bot.pictures.fonts import _OTHER, _covered, drawable, lacking_scripts

LACKING: dict[str, tuple[str, list[str]]] = {
    "Fraud Ärger Отдел Ομάδα שלום سلام ٹیم ہے ښځه ێ": ("Fraud Ärger Отдел Ομάδα שלום سلام ٹیم ہے ښځه ێ", []),
    "हिन्दी टीम A": ("[…] A", ["Devanagari"]),
    "数据": ("[…]", ["Chinese characters"]),
    "🚀 Rocket 👨‍👩‍👧": ("[…] Rocket […]", ["emoji"]),
    "팀 チーム ทีม": ("[…]", ["Hangul", "Katakana", "Thai"]),
    "\u2067ܫܠܡܐ\u2069: 1": ("\u2067[…]\u2069: 1", ["Syriac"]),
    "a\ue000": ("a[…]", ["other signs"]),
}


@pytest.mark.parametrize("text", LACKING)
def test_letters_that_the_fonts_lack_are_named_and_never_boxes(text):
    assert (drawable(text), lacking_scripts(text)) == LACKING[text]


def test_what_is_taken_for_granted_is_in_the_fonts():
    usual = [code for code in range(0x20, 0x2070) if not _OTHER.search(chr(code)) and category(chr(code))[0] != "C"]
    assert [hex(code) for code in usual if code not in _covered()] == []


def picture(text: str) -> bytes:
    size = 'xmlns="http://www.w3.org/2000/svg" width="200" height="40" font-family="DejaVu Sans"'
    return png_of(f'<svg {size}><text x="5" y="25">{text}</text></svg>')


def test_pictures_have_no_boxes_either():
    assert picture("数据 team") == picture("[…] team")
    assert picture("ٹیم ہے") != picture("[…]")

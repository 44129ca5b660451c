"""Rung's own fonts: which letters they have, and what stands for those that they have not."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from unicodedata import category, name

from bot.pictures.direction import LRI, PDI, RLI

STAND_IN = "[…]"
FACES = (("DejaVuSans.ttf", "NotoSansArabic-Regular.ttf"), ("DejaVuSans-Bold.ttf", "NotoSansArabic-Bold.ttf"))
# Both faces have all of Latin, Greek and Cyrillic, Hebrew and Arabic letters; only for others are they opened.
_OTHER = re.compile(r"[^\t\n\r -\u02e9\u0370-\u0525\u05d0-\u05ea\u0621-\u063a\u0640-\u0652\u2010-\u2026\u2066-\u2069]")
_LACKING = re.compile("x[xm]*(?: +x[xm]*)*")  # lacking letters with their marks, and blanks between them
_EMOJI = 0x1F000  # and above, where no script is
_NAMES = {"CJK": "Chinese characters"}


def drawable(text: str) -> str:
    """The text with a sign in place of letters that the fonts lack, which would be drawn as boxes."""
    drawn, end = "", 0
    for start, until in _lacking_in(text):
        drawn, end = f"{drawn}{text[end:start]}{STAND_IN}", until
    return drawn + text[end:]


def lacking_scripts(text: str) -> list[str]:
    """What people call the letters that the fonts lack, in the order in which they come."""
    lacking = "".join(text[start:until] for start, until in _lacking_in(text))
    letters = [letter for letter in lacking if _mask(letter) == "x"]
    return list(dict.fromkeys(_script(letter) for letter in letters if category(letter)[0] != "M" or len(letters) == 1))


def _lacking_in(text: str) -> Iterator[tuple[int, int]]:
    if _OTHER.search(text):
        for stretch in _LACKING.finditer("".join(map(_mask, text))):
            yield stretch.span()


def _mask(character: str) -> str:
    if character.isspace():
        return " "
    if character in {LRI, RLI, PDI}:
        return "."
    if category(character) in {"Cf", "Cc"}:
        return "m"
    if ord(character) not in _covered():
        return "x"
    return ".m"[category(character)[0] == "M"]


def _script(letter: str) -> str:
    if category(letter)[0] in "LN":
        first = re.split("[ -]", name(letter, ""))[0]
        return _NAMES.get(first, first.capitalize())
    return ("other signs", "emoji")[ord(letter) >= _EMOJI]


@cache
def _covered() -> frozenset[int]:
    """The characters that can be drawn in both weights."""
    from reportlab.pdfbase.ttfonts import TTFontFace  # noqa: PLC0415 - a tenth of a second, for few texts

    with as_file(files("bot").joinpath("fonts")) as fonts:
        weights = [frozenset().union(*(TTFontFace(str(fonts / file)).charToGlyph for file in face)) for face in FACES]
    return frozenset.intersection(*weights)

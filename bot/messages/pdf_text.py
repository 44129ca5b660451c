"""Text in a PDF: paragraphs and fonts for scripts that run from right to left and join their letters."""

import re
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from unicodedata import normalize

from arabic_reshaper import ArabicReshaper
from bidi import get_base_level, get_display
from bidi.mirror import MIRRORED
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph

from bot.pictures.direction import LRI, PDI, RLI, bare, without_controls
from bot.pictures.fonts import FACES, drawable

FONT, BOLD = "DejaVu Sans", "DejaVu Sans Bold"
_ARABIC = re.compile(r"([\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+)")
_STILL_OPEN = re.compile(f"[{LRI}{RLI}](?=[^{PDI}]*$)")
# python-bidi orders brackets and does not mirror them. A mark that draws nothing follows each, and thus stands before
# those that were turned round.
_MARK = "\u034f"
_BRACKET = f"([{re.escape(''.join(MIRRORED))}])"
_UNMARKED, _MARKED = re.compile(_BRACKET), re.compile(f"{_BRACKET}{_MARK}|{_MARK}{_BRACKET}")
_UNSEEN = dict.fromkeys(map(ord, "\u200c\u200d"))
_RESHAPER = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})  # all vowel marks, all letters


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph of plain text, in whatever direction its words run."""
    text = _joined(" ".join(drawable(without_controls(text)).split()))
    return _TwoWays(text, style, "LR"[get_base_level(text or "-")])


@cache
def register_fonts() -> None:
    """Make the fonts known that come with Rung."""
    with as_file(files("bot").joinpath("fonts")) as fonts:
        for font, (latin, arabic) in zip((FONT, BOLD), FACES, strict=True):
            registerFont(_WithArabic(font, str(fonts / latin), TTFont(f"{font} Arabic", str(fonts / arabic))))
    registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)


def _joined(text: str) -> str:
    """The text with each Arabic letter in the form that its neighbours ask for."""
    text = normalize("NFC", text).replace("\u200d", "")  # after it arabic-reshaper puts ligatures in wrong places
    joined: str = _RESHAPER.reshape(text)
    return joined.translate(_UNSEEN)


class _TwoWays(Paragraph):
    """Text that is broken into lines in the order of reading, and then each line is put in the order of drawing."""

    def __init__(self, text: str, style: ParagraphStyle, base: str) -> None:
        super().__init__("-", style)
        self.frags[0].text = text  # in one piece, where reportlab's parser makes several of a text with & or <
        self._text, self._base = text, base
        self._ends: list[int] = []

    def breakLines(self, width: Any) -> Any:  # noqa: N802, ANN401 - reportlab's name, and reportlab's types
        broken = super().breakLines(width)
        end, self._ends = 0, []
        for number, (room, words) in enumerate(broken.lines):
            line = _still_open(self._text[:end]) + " ".join(words)
            broken.lines[number] = (room, [_drawn_from_left(line, self._base)])
            end += len(" ".join(words)) + (self._text[end : end + 1] == " ")
            self._ends.append(end)
        return broken

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        lines = int(height / self.style.leading)
        if lines >= len(self._ends):
            return [self]
        if not lines:
            return []
        end = self._ends[lines - 1]
        return [self._part(0, end), self._part(end, len(self._text))]

    def _part(self, start: int, end: int) -> Paragraph:
        opening = _still_open(self._text[:start])
        return _TwoWays(opening + self._text[start:end].strip(), self.style, self._base)


def _still_open(text: str) -> str:
    """What is open at the end of a text, for the line that follows."""
    return "".join(_STILL_OPEN.findall(text))


def _drawn_from_left(line: str, base: str) -> str:
    """A line in the order of drawing, with brackets mirrored where they are drawn from right to left."""
    drawn: str = get_display(_UNMARKED.sub(rf"\1{_MARK}", line), base_dir=base)
    return bare(_MARKED.sub(lambda bracket: bracket[1] or MIRRORED[bracket[2]], drawn))


class _WithArabic(TTFont):
    """A font with a second one for Arabic letters, of which it lacks some that join with the others."""

    def __init__(self, name: str, file: str, arabic: TTFont) -> None:
        super().__init__(name, file)
        self._arabic = arabic

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - reportlab's name
        text = bare(text)
        if not _ARABIC.search(text):
            return super().stringWidth(text, size, encoding)
        others, arabic = "".join(_ARABIC.split(text)[::2]), "".join(_ARABIC.findall(text))
        return super().stringWidth(others, size, encoding) + self._arabic.stringWidth(arabic, size, encoding)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[Any]:  # noqa: N802, ANN401 - as above
        split = (super().splitString, self._arabic.splitString)
        return [
            ((number % 2, subset), code)
            for number, stretch in enumerate(_ARABIC.split(text))
            for subset, code in split[number % 2](stretch, doc, encoding)
        ]

    def getSubsetInternalName(self, subset: Any, doc: Any) -> str:  # noqa: N802, ANN401 - as above
        if isinstance(subset, int):  # asked by the font itself
            return super().getSubsetInternalName(subset, doc)
        is_arabic, number = subset
        return (super().getSubsetInternalName, self._arabic.getSubsetInternalName)[is_arabic](number, doc)

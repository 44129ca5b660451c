"""Text that people type or that files hold, made plain: blanks, line ends, and signs that cannot be seen. Pure."""

import re
import unicodedata
from collections.abc import Sequence

JOINERS = "\u200c\u200d"  # join letters in some scripts and are part of a word there
MOST_MARKS = 6  # accents on one letter, one after the other; no script needs more
_ABOVE_NUMBERS = frozenset({*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD})
_EMPTY_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters to Unicode, blanks to the eye
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
_RESERVED = frozenset({0x2065, *range(0xE0000, 0xE0100)})  # for signs that cannot be seen, such as tags
_BLANKS = re.compile(r"\s+")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_OPENING = "\"'`\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a"
_CLOSING = "\"'`\u00ab\u00bb\u2018\u2019\u201c\u201d\u2039\u203a"
_QUOTES = re.compile(r'["`\u00ab\u00bb\u201c\u201d\u201e\u2039\u203a]')
_SINGLE_QUOTES = re.compile(r"(?<!\S)['\u2018\u201a](\S+)['\u2019](?!\S)")


class _Seen(dict[int, str | int | None]):
    """What becomes of each character; asked once about each."""

    def __missing__(self, code: int) -> str | int | None:
        self[code] = _seen_of(chr(code))
        return self[code]


def _seen_of(character: str) -> str | int | None:
    if character == "\n" or character in JOINERS or ord(character) in _ABOVE_NUMBERS:
        return ord(character)
    if character in _EMPTY_LETTERS or character == "\t":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return None if category in _INVISIBLE or ord(character) in _RESERVED else ord(character)


_SEEN = _Seen()


def lines(text: str) -> str:
    """The text as it can be seen, on as many lines as it has: every blank is a space, and what is invisible is gone.

    Gone are control characters, tags, and signs that turn the direction of what follows; the joiners that some scripts
    need stay.
    """
    if text.isascii() and text.isprintable():
        return text
    seen = "\n".join(text.splitlines()).translate(_SEEN)
    return composed(seen)


def one_line(text: str) -> str:
    """The text as it can be seen, on one line, with one space between words."""
    return _BLANKS.sub(" ", lines(text)).strip()


def with_hyphens(text: str) -> str:
    """The text with every dash a hyphen: phones and word processors make others of those that are typed."""
    return text.translate(_DASHES)


def unquoted(name: str) -> str:
    """A name without the quotes round it."""
    inside = name[1:-1].strip()
    is_quoted = inside and name[0] in _OPENING and name[-1] in _CLOSING
    return name if not is_quoted or _has_any(inside, name[0] + name[-1]) else inside


def bare_words(text: str) -> str:
    """Words that stand for something known, on one line: every dash a hyphen, and no quotes round any of them."""
    return one_line(_SINGLE_QUOTES.sub(r"\1", _QUOTES.sub("", with_hyphens(one_line(text)))))


def listed_words(text: str) -> list[str]:
    """The words of a list in small letters, whether commas, semicolons, "and" or nothing stands between them."""
    words = text.casefold().replace(",", " ").replace(";", " ").split()
    return [word for word in words if word not in {"and", "&"}]


def listed(names: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _has_any(text: str, characters: str) -> bool:
    return any(character in text for character in characters)


def composed(text: str) -> str:
    """The text in Unicode's composed form, with at most a few accents in a row.

    More would reach over the lines around them, and to order them takes a time that grows with their number squared.
    """
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        is_mark = unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}
        marks = marks + 1 if is_mark else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))

"""The table of what people type: `tests/typed_words.md`, read."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[1] / "typed_words.md"
_ROW = re.compile(r"\| ?(?P<typed>.*?) ?\| (?P<where>[a-z ]+) \| (?P<understood>.+) \|")
_SPOKEN = {"new line": "\n", "tab": "\t"}


def rows() -> Iterator[tuple[str, str, str]]:
    """What is typed, as Slack sends it; where; and what is understood."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        row = _ROW.fullmatch(line.replace(r"\|", "⟨VERTICAL LINE⟩"))
        if row and row["where"] != "where":
            yield _sent(row["typed"]), row["where"], _spoken(row["understood"])


def _sent(typed: str) -> str:
    """Slack escapes what was typed, and not its own markup."""
    typed = typed.replace("&", "&amp;")
    return _spoken(typed.replace("⟨LESS-THAN SIGN⟩", "&lt;").replace("⟨GREATER-THAN SIGN⟩", "&gt;"))


def _spoken(text: str) -> str:
    return re.sub("⟨([^⟩]+)⟩", lambda sign: _SPOKEN.get(sign[1]) or unicodedata.lookup(sign[1]), text)

import difflib
import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

MOST_DIGITS = 6
KeyPath = tuple[str | int, ...]


class Content(BaseModel):
    """Checked content of a data file: immutable, with no key that Rung does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON: the identity under which history refers to this content."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    def canonical_json(self) -> str:
        """The same bytes for the same content: what is stored, and what `content_hash` is taken of."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def refuse(sentence: str, at: KeyPath = ()) -> PydanticCustomError:
    """Make a validation error whose whole message is `sentence`, at a path below the checked value."""
    return PydanticCustomError("content", "{sentence}", {"sentence": sentence, "at": at})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?` for the closest known word, or nothing."""
    found = closest(word, known)
    return f'; did you mean "{found}"?' if found else ""


def check_once(ids: Sequence[str], at: str) -> None:
    """Refuse an id that is there twice among the entries under the key `at`."""
    for place, each in enumerate(ids):
        if ids.index(each) < place:
            raise refuse(f'"{each}" is there twice', (at, place, "id"))


def first_sentence(text: str) -> str:
    """The first of several sentences."""
    return f"{text.split('. ', maxsplit=1)[0].rstrip('.')}."


def whole_number(text: str) -> int:
    """The number that a few digits stand for; -1 for anything else."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else -1


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, if any is like it."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1)), None)


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise refuse("is not one line of plain text")
    return text


Identifier = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
LONGEST_PHRASE = 100  # characters
Phrase = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=LONGEST_PHRASE),
    AfterValidator(_one_line),
]
Sentence = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=400),
    AfterValidator(_one_line),
]
Version = Annotated[int, Field(strict=True, ge=1)]

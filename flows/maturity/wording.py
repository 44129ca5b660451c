import difflib
import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

MOST_DIGITS = 6
LONGEST_WORD = 60  # characters of a word that may have been meant for another
KeyPath = tuple[str | int, ...]
_OUR_WORDS = {
    "missing": "is missing",
    "string_too_short": "is empty",
    "too_short": "has too few entries",
    "extra_forbidden": "is not a key that belongs here",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "dict_type": "must be a set of keys with values",
    "string_pattern_mismatch": "must be lower-case letters, digits, - and _, beginning with a letter",
    "model_type": "must be a set of keys with values",
}


class Content(BaseModel):
    """Checked content of a data file: immutable, with no key that Rung does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON: the identity under which history refers to this content."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    def canonical_json(self) -> str:
        """The one way to write this content as JSON: what is stored, and what `content_hash` is taken of."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def refuse(sentence: str, at: KeyPath = ()) -> PydanticCustomError:
    """Make a validation error whose whole message is `sentence`, at a path below the checked value."""
    return PydanticCustomError("content", "{sentence}", {"sentence": sentence, "at": at})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?` for the closest known word, or nothing."""
    likely = closest(word, known)
    return f'; did you mean "{likely}"?' if likely else ""


def check_once(ids: Sequence[str], at: str) -> None:
    """Refuse an id that is there twice among the entries under the key `at`."""
    for place, name in enumerate(ids):
        if name in ids[:place]:
            raise refuse(f'"{name}" is there twice', (at, place, "id"))


def problem_of(error: ValidationError) -> tuple[KeyPath, str]:
    """The path of the first problem, and one sentence that names path and problem and counts the others."""
    first, *others = error.errors(include_url=False, include_input=False)
    place = tuple(part for part in first["loc"] if part != "[key]") + first.get("ctx", {}).get("at", ())
    where, sentence = _written(place), _sentence(first)
    if where:
        sentence = f"{where}: {sentence}"
    if len(others) == 1:
        sentence = f"{sentence} (1 more problem after this one)"
    elif others:
        sentence = f"{sentence} ({len(others)} more problems after this one)"
    return place, sentence


def _sentence(problem: ErrorDetails) -> str:
    kind = problem["type"]
    if kind == "string_too_long":
        return f"is longer than {problem['ctx']['max_length']} characters"
    return _OUR_WORDS.get(kind) or problem["msg"][0].lower() + problem["msg"][1:]


def _written(place: KeyPath) -> str:
    """`levels[2].gates[0]`: keys joined by dots, places in lists from 0."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return written.removeprefix(".")


def first_sentence(text: str) -> str:
    """The first of several sentences."""
    return f"{text.split('. ', maxsplit=1)[0].rstrip('.')}."


def whole_number(text: str) -> int:
    """The number that a few digits stand for; -1 for anything else."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else -1


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the given one; None when no word is like it, as with anything long."""
    if len(word) > LONGEST_WORD:
        return None
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

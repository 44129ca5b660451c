"""People, as they are typed after a command."""

import re

from bot.slack.typed_text import as_seen
from flows.errors import RefusedError

# Each ends before the next one begins, so that the time is that of one pass.
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!subteam\^[^<>]*>")
_BETWEEN = {"", "and", "&", "+"}  # between people, besides commas


def read_people(words: str) -> tuple[tuple[str, ...], str]:
    """The people named in some words, and the other words, without commas and the like around people."""
    if _GROUP.search(words):
        raise RefusedError("I cannot read groups of people here. Please name them one by one, as @name.")
    people = tuple(_MENTION.findall(words))
    if not people:
        return (), words
    return people, " ".join(filter(None, map(apart_from_people, _MENTION.split(words)[::2])))


def apart_from_people(words: str) -> str:
    """Words before, between or after people, without those that only separate people."""
    kept = words.split()
    while kept and kept[-1].strip(",;").casefold() in _BETWEEN:
        kept.pop()
    while kept and kept[0].strip(",;").casefold() in _BETWEEN:
        kept.pop(0)
    return " ".join(kept).strip(",; ")


def without_owner(words: str) -> str:
    """Words that name first who looks after something: without that, unless it is a part of a sentence."""
    owner = _MENTION.search(words)
    if owner:
        before, after = words[: owner.start()].strip(), words[owner.end() :].strip()
        words = words if before and after else before or after
    return as_seen(words)

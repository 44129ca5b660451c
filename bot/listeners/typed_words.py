"""People and days, as they are typed after a command."""

import re
from datetime import date

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


_MOST_WORDS = 200  # of which days are read
_UNTIL = {"to", "until", "-"}


def read_spans(words: str, example: str) -> tuple[tuple[date, date], ...]:
    """Days such as the example, one by one and from one `to` another, the last ones included."""
    typed = [word for word in words.casefold().replace(",", " ").split() if word != "and"]
    if not typed or len(typed) > _MOST_WORDS:
        raise RefusedError(f"Please write days like {example}, or {example} to {example}. Nothing was changed.")
    spans: list[tuple[date, date]] = []
    is_range = False
    for place, word in enumerate(typed):
        if word in _UNTIL and spans and not is_range and place + 1 < len(typed):
            is_range = True
            continue
        day = read_day(word, example)
        spans.append((spans.pop()[0] if is_range else day, day))
        is_range = False
    return tuple(spans)


def read_day(text: str, example: str) -> date:
    """A day such as the example; nothing is changed by another one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusedError(f'"{text}" is no day. Please write one like {example}. Nothing was changed.') from None

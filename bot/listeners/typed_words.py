"""People and days, as they are typed after a command."""

import re
from datetime import date

from flows.errors import RefusedError

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<!subteam\^[^>]*>")


def read_people(words: str) -> tuple[tuple[str, ...], str]:
    """The people named in some words, and the other words."""
    if _GROUP.search(words):
        raise RefusedError("I cannot read groups of people. Please name them one by one, as @name.")
    return tuple(_MENTION.findall(words)), " ".join(_MENTION.sub(" ", words).split())


def some_people(words: str, after: str) -> tuple[str, ...]:
    """The people named, at least one."""
    people, rest = read_people(words)
    if not people or rest:
        raise RefusedError(f"Please name people as @name, for example /rung team {after} @name. Nothing was changed.")
    return people


def read_day(text: str, example: str) -> date:
    """A day such as the example; nothing is changed by another one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusedError(f'"{text}" is no day. Please write one like {example}. Nothing was changed.') from None

"""How a problem is written down, and the checks that every rule is made of.

A problem ends with the place it was found at, as Slack's own do: "… [json-pointer:/blocks/1/elements]".
Rules of ours, which Slack does not have, begin with "rung_rule".
"""

from collections.abc import Iterator
from typing import Any

OWN = "rung_rule"
Found = Iterator[str]


def at(problem: str, path: str) -> str:
    """The problem with its place."""
    return f"{problem} [json-pointer:{path}]"


def is_ours(problem: str) -> bool:
    """Whether Slack would have taken it."""
    return problem.startswith(OWN)


def keys(value: Any, needed: set[str], allowed: set[str], path: str) -> Found:
    """What is missing, and what should not be there."""
    if not isinstance(value, dict):
        yield at("must be an object", path)
        return
    for key in sorted(needed - value.keys()):
        yield at(f"{key} is missing", path)
    for key in sorted(value.keys() - needed - allowed):
        yield at(f"unknown key {key}", path)


def written(value: Any, most: int, path: str, what: str = "text") -> Found:
    """Whether it is text, not empty, and not too long."""
    if not isinstance(value, str):
        yield at(f"{what} must be text", path)
    elif not value:
        yield at(f"{what} is empty", path)
    else:
        yield from longer(value, most, path, what)


def longer(value: str, most: int, path: str, what: str = "text") -> Found:
    """Whether it is too long."""
    if len(value) > most:
        yield at(f"{what}: {len(value)} characters; {most} is the most", path)


def counted(value: Any, most: int, path: str, what: str = "elements", least: int = 1) -> Found:
    """Whether it is a list with a permitted number of entries."""
    if not isinstance(value, list):
        yield at(f"{what} must be a list", path)
    elif not least <= len(value) <= most:
        yield at(f"{len(value)} {what}; {least} to {most} are allowed", path)


def flag(value: Any, path: str, what: str) -> Found:
    """Whether it is true or false."""
    if not isinstance(value, bool):
        yield at(f"{what} must be true or false", path)


def number(value: Any, least: int, most: int, path: str, what: str) -> Found:
    """Whether it is a whole number in a range."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        yield at(f"{what} is {least} to {most}", path)


def entries(value: Any) -> list[Any]:
    """The list, or none where there should have been one; `counted` says so."""
    return value if isinstance(value, list) else []

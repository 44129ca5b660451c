"""Commands that have words of their own after them."""

from collections.abc import Mapping
from typing import TypeVar

from flows.errors import RefusedError
from flows.maturity.wording import closest

_T = TypeVar("_T")


def handler_of(words: str, command: str, handlers: Mapping[str, _T]) -> tuple[_T, str]:
    """What handles the first word after a command, and the rest of the words; a RefusedError names the closest."""
    word, _, rest = words.partition(" ")
    handler = handlers.get(word.casefold())
    if handler is None:
        near = closest(word.casefold(), filter(None, handlers))
        hint = f"; did you mean {command} {near}?" if near else ". /rung help lists what there is."
        raise RefusedError(f'I do not know "{command} {word}"{hint} Nothing was changed.')
    return handler, rest.strip()

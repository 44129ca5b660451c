"""A scale as people name it after a command."""

from collections.abc import Collection

from flows.errors import RefusedError
from flows.maturity.wording import did_you_mean

_ALSO = {"on", "scale"}  # as in "level on azure"


def scale_named(words: str, scales: Collection[str], nothing: str = "Nothing was changed.") -> str:
    """The one scale that is named, or nothing where no word is; a RefusedError names any other word."""
    typed = [word.strip("-:") for word in words.casefold().split()]
    named = [word for word in typed if word not in _ALSO]
    for word in named:
        if word not in scales:
            hint = did_you_mean(word, scales) or f"; there are {', '.join(scales)}."
            raise RefusedError(f'I do not know "{word}" here{hint} A scale can follow. {nothing}')
    if len(named) > 1:
        raise RefusedError(f'One scale at a time, please: "{" ".join(named)}" are {len(named)}. {nothing}')
    return "".join(named)

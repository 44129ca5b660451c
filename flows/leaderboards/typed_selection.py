"""What people type about a leaderboard: a scale, and which teams of it, in any order. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flows.errors import RefusedError
from flows.leaderboards.leaderboard import Selection, Sort
from flows.maturity.scale import Scale
from flows.maturity.wording import did_you_mean, whole_number
from flows.plain_text import listed_words, with_hyphens

EXAMPLE = "/rung leaderboard --scale google --above 0 --sort movement --top 10"
_SIGNS = "-:"  # before and after a word such as --scale
MOST = 1000


def read_selection(text: str, scales: Mapping[str, Scale], usual: str) -> Selection:
    """The selection that was typed; a RefusedError names the first word that means nothing here."""
    words = iter([word.strip(_SIGNS) for word in listed_words(with_hyphens(text).replace("=", " "))])
    selection, above = Selection(usual), None
    for word in words:
        if word in scales:
            selection = replace(selection, scale=word)
        elif word == "above":
            above = next(words, "")
        elif word in _VALUED:
            selection = _VALUED[word](selection, next(words, ""), scales)
        else:
            hint = did_you_mean(word, (*_VALUED, "above", *scales))
            raise RefusedError(f'I do not know "{word}" here{hint or "."} An example: {EXAMPLE}.')
    if above is not None:  # read last: which levels there are depends on the scale
        selection = replace(selection, above=_level(above, scales[selection.scale]))
    return selection


def words_of(selection: Selection) -> str:
    """The words to type for a selection."""
    sort = selection.sort if selection.sort is not Sort.LEVEL else None
    since = selection.since.isoformat() if selection.since else None
    values = {"scale": selection.scale, "above": selection.above, "sort": sort, "top": selection.top, "since": since}
    return " ".join(f"{word} {value}" for word, value in values.items() if value is not None)


def _scale(selection: Selection, value: str, scales: Mapping[str, Scale]) -> Selection:
    if value not in scales:
        hint = did_you_mean(value, scales) or f"; there are {', '.join(scales)}."
        raise RefusedError(f'"{value}" is not a scale I know{hint}')
    return replace(selection, scale=value)


def _level(value: str, scale: Scale) -> int:
    below = [level.level for level in scale.levels[:-1]]
    level = whole_number(value)
    if level not in below:
        numbers = f"{below[0]} to {below[-1]}" if len(below) > 1 else f"{below[0]}"
        raise RefusedError(f"On {scale.short}, above takes {numbers}: it shows the teams higher than that.")
    return level


def _sort(selection: Selection, value: str, _: Mapping[str, Scale]) -> Selection:
    if value not in list(Sort):
        raise RefusedError("A leaderboard can be sorted by level, movement or progress: --sort movement.")
    return replace(selection, sort=Sort(value))


def _top(selection: Selection, value: str, _: Mapping[str, Scale]) -> Selection:
    top = whole_number(value)
    if not 1 <= top <= MOST:
        raise RefusedError(f"How many teams? A number from 1 to {MOST}, as in --top 10.")
    return replace(selection, top=top)


def _since(selection: Selection, value: str, _: Mapping[str, Scale]) -> Selection:
    try:
        moment = datetime.fromisoformat(value.upper())
    except ValueError:
        raise RefusedError(f'"{value}" is no day. Please write one like --since 2027-01-01.') from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return replace(selection, since=moment)


_VALUED = {"scale": _scale, "sort": _sort, "top": _top, "since": _since}

"""Which practice somebody means who types its name, or something like it."""

import re
from collections.abc import Iterable

from flows.maturity.capability import Capability, Catalogue
from flows.maturity.wording import closest

_WORD = re.compile(r"\w+")
_STEM = 5  # letters; "automated" and "automatic" begin with the same ones
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "or", "our", "the", "to", "we", "with"))


def find_practices(catalogue: Catalogue, typed: str) -> tuple[str, ...]:
    """The ids of the practices that can be meant, in catalogue order: one when it is clear, none when nothing fits.

    A whole name is clear. Else all words must begin like words of the name; else like some of all that is said about
    the practice; else, taken for the words most like them, like words of the name.
    """
    folded = " ".join(typed.casefold().split())
    for practice in catalogue.capabilities:
        if folded in {practice.id.casefold(), practice.name.casefold(), practice.short.casefold()}:
            return (practice.id,)
    words = _words([folded])
    known = _words(text for practice in catalogue.capabilities for text in _names(practice))
    meant = {closest(word, known) or word for word in words}
    for wanted, texts in ((words, _names), (words, _all_it_says), (meant, _names)):
        found = tuple(each.id for each in catalogue.capabilities if wanted and stems(wanted) <= stems(texts(each)))
        if found:
            return found
    return ()


def _names(practice: Capability) -> list[str]:
    return [practice.name, practice.short, practice.id.replace("_", " ")]


def _all_it_says(practice: Capability) -> list[str]:
    return [*_names(practice), practice.gloss, practice.question, practice.yes_means, practice.do, *practice.words]


def stems(texts: Iterable[str]) -> set[str]:
    """How the words in these texts begin, without small words."""
    return {word[:_STEM] for word in _words(texts)}


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.casefold())} - _SMALL

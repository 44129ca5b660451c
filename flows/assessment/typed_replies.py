"""What a typed message means: exact words and their plain variants, never a guess."""

import re
from dataclasses import dataclass
from enum import StrEnum

from flows.maturity.answer import Answer
from flows.plain_text import composed, unquoted


class Word(StrEnum):
    """What can be typed besides an answer."""

    BACK = "back"
    WHY = "why"
    PAUSE = "pause"
    CONTINUE = "continue"
    SAME = "same"
    NOT_APPLICABLE = "not_applicable"
    START_OVER = "start_over"
    PLANNED = "planned"
    ASKS = "asks"
    UNREADABLE = "unreadable"
    SKIP = "skip"


@dataclass(frozen=True)
class FreeText:
    """A typed message to be kept as a note; `could_be` are the answers that its first words may stand for."""

    text: str
    links: tuple[str, ...]
    could_be: tuple[Answer, ...]


@dataclass(frozen=True)
class NearMiss:
    """A word of which one letter is wrong, and the answer that it is nearly; a question, and no note before it."""

    text: str
    meant: Answer


ANSWERS = {
    Answer.YES: ("yes", "y", "yep", "yeah", "yup", "👍", ":+1:", ":thumbsup:", "✅", ":white_check_mark:", "1"),
    Answer.PARTIAL: (
        *("partly", "partially", "partial", "in part", "mostly", "sometimes", "2"),
        *("kind of", "kinda", "sort of", "sorta"),
    ),
    Answer.NO: ("no", "n", "nope", "not yet", "👎", ":-1:", ":thumbsdown:", "3"),
    Answer.UNKNOWN: (
        *("not sure", "unsure", "idk", "dunno", "don't know", "i don't know", "do not know", "i do not know", "4"),
        *("🤷", ":shrug:", ":woman-shrugging:", ":man-shrugging:", "🤷‍♀", "🤷‍♂"),
    ),
}
WORDS = {
    Word.BACK: ("back", "undo"),
    Word.WHY: ("why", "why?"),
    Word.PAUSE: ("stop", "pause"),
    Word.CONTINUE: ("continue", "resume", "go on"),
    Word.SAME: ("same as last time", "same"),
    Word.NOT_APPLICABLE: ("does not apply", "doesn't apply", "not applicable", "n/a"),
    Word.START_OVER: ("start over", "restart"),
    Word.PLANNED: ("planned", "wip", "in progress", "work in progress", "soon"),
    Word.ASKS: ("help", "?"),
    Word.SKIP: ("skip", "next", "pass", "skip this", "skip it"),
}
Meaning = Answer | Word | FreeText | NearMiss
SHORTEST_MISS = 3  # letters
_LONGEST_FORM = max(len(form) for forms in ANSWERS.values() for form in forms)
_MEANINGS: dict[str, Answer | Word] = {form: meaning for meaning, forms in (ANSWERS | WORDS).items() for form in forms}
_SKIN_TONE = re.compile(r":skin-tone-[2-6]:|[\U0001f3fb-\U0001f3ff]|\ufe0f")
_LINK = re.compile(r"https?://[^\s<>|]+")
_EMPHASIS = "*_~` \n"
_PUNCTUATION = ".,;:!?\"'\u2019\u201d\u00bb*_~`]"
_EMOJI = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)


def read_reply(text: str, links: tuple[str, ...] = ()) -> Meaning:
    """Read one typed message, with the addresses in it if it is known where they end."""
    words = _plain(text)
    if words in _MEANINGS:
        return _MEANINGS[words]
    links = links or links_in(text)
    if not links and not any(character.isalnum() for character in _EMOJI.sub("", text)):
        return Word.UNREADABLE
    if words.endswith("?") and not links:
        return Word.ASKS
    meant = _nearly(words)
    if meant:
        return NearMiss(text.strip(), meant)
    return FreeText(text.strip(), links, _could_be(words))


def _nearly(words: str) -> Answer | None:
    """The one answer of which some form differs from the words by one letter."""
    if not SHORTEST_MISS <= len(words) <= _LONGEST_FORM + 1:
        return None
    answers = {answer for answer, forms in ANSWERS.items() for form in forms if _is_one_off(form, words)}
    return next(iter(answers)) if len(answers) == 1 else None


def _is_one_off(form: str, words: str) -> bool:
    """Whether one letter has been added, left out, changed, or has changed places with the next one."""
    if not form[0].isalpha() or len(form) < 2:
        return False
    begun = next((place for place, (one, other) in enumerate(zip(form, words, strict=False)) if one != other), None)
    if begun is None:  # one is the beginning of the other
        return abs(len(form) - len(words)) == 1
    one, other = form[begun:], words[begun:]
    changed_places = one[:2] == other[1::-1] and one[2:] == other[2:]
    return changed_places or one[1:] == other or one == other[1:] or one[1:] == other[1:]


def read_note(written: str) -> tuple[str, tuple[str, ...]]:
    """The note and the links that were written together; nothing but links is no note."""
    links = links_in(written)
    return ("" if written.split() == list(links) else written), links


def links_in(text: str) -> tuple[str, ...]:
    """The web addresses in a text, without the punctuation of the sentence around them."""
    return tuple(map(_without_punctuation, _LINK.findall(text)))


def _without_punctuation(link: str) -> str:
    return link.rstrip(_PUNCTUATION if "(" in link else f"{_PUNCTUATION})")


def _plain(text: str) -> str:
    text = composed(_SKIN_TONE.sub("", text)).replace("\u2019", "'")
    return " ".join(unquoted(text.casefold().strip(_EMPHASIS)).split()).strip(".!,; ")


def _could_be(words: str) -> tuple[Answer, ...]:
    """What a sentence may mean that begins with an answer: a yes or a no that goes on may be partly."""
    for answer, forms in ANSWERS.items():
        if any(_begins_with(form, words) for form in forms):
            return (answer, Answer.PARTIAL) if answer in {Answer.YES, Answer.NO} else (answer,)
    return ()


def _begins_with(form: str, words: str) -> bool:
    """Whether the words begin with a form of an answer; a single sign or an emoji is no beginning."""
    return len(form) > 1 and form[0].isalpha() and re.match(rf"{re.escape(form)}\b", words) is not None

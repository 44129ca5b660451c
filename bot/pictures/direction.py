"""What people wrote, in a direction of its own, so that it turns round nothing that stands beside it."""

import re
from unicodedata import bidirectional

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"  # open text in a direction of its own, and close it
# Characters that draw nothing and can turn the rest of a line; 200C and 200D join and part letters, and are none.
_CONTROLS = re.compile(
    r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_OPENED_BY = {"L": LRI, "R": RLI, "AL": RLI}


def without_controls(text: str) -> str:
    """The text without what can turn a line round, except text that is `isolated`."""
    return _CONTROLS.sub(lambda control: control[0] * (control[0] in {LRI, RLI, PDI}), text)


def isolated(text: str) -> str:
    """What people wrote, for the middle of a sentence: neither turns the other round."""
    text = bare(text)
    directions = [bidirectional(character) for character in text]
    if {"R", "AL", "AN"}.isdisjoint(directions):
        return text
    opening = next((_OPENED_BY[direction] for direction in directions if direction in _OPENED_BY), LRI)
    return f"{opening}{text}{PDI}"


def bare(text: str) -> str:
    """The text without controls."""
    return _CONTROLS.sub("", text)

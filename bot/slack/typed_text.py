"""What a person typed, of what Slack sends: it escapes & < > and puts links, people and channels into <…>.

Everything typed comes in through here, and nothing else takes Slack's markup or escaping away. Each text is gone
through once, so that the longest costs as much a letter as the shortest.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.plain_text import lines, one_line

_MARKUP = re.compile(r"<([^<>]*)>")
_PEOPLE = re.compile(r"<((?:@|!subteam\^)[A-Z0-9]+(?:\|[^<>|]*)?)>")
_ID = re.compile(r"(?<![\w@#])(?:@[UW]|#[CG])[A-Z0-9]{7,20}(?![\w-])")
SOMEBODY = {"@": "somebody", "#": "a channel"}  # where a name cannot be looked up, or should not be
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the last one last: "&amp;lt;" was typed as "&lt;"


@dataclass(frozen=True)
class TypedText:
    """What was typed, as the person saw it, and the addresses in it, each ending where Slack said that it ends."""

    text: str
    links: tuple[str, ...]


def read_typed(sent: str) -> TypedText:
    """Read what was typed as a message, on as many lines as it has. People whom Slack does not name keep their ids."""
    links = tuple(address for inside in _MARKUP.findall(sent) if (address := _address(inside)))
    alone = _MARKUP.fullmatch(sent.strip())
    if alone and links and _is_bare(alone[1]):  # nothing but a link
        return TypedText(links[0], links)
    return TypedText(lines(_unescaped(_MARKUP.sub(_seen, sent))), links)


def read_marked(sent: str) -> str:
    """Read what was typed after a command, on one line. People and groups are still Slack's markup: `<@U1|anna>`."""
    return one_line(_unescaped(_MARKUP.sub(_seen_but_people, sent)))


def as_seen(marked: str) -> str:
    """Words that were typed after a command, with people and groups as the person saw them."""
    return one_line(_PEOPLE.sub(_seen, marked))


def by_ids(text: str, name: Callable[[str], str]) -> str:
    """The text with a name for each id of a person or a channel, such as @U0123ABCD, that Slack has not named."""
    return _ID.sub(lambda slack_id: name(slack_id[0]), text)


def _seen_but_people(markup: re.Match[str]) -> str:
    return markup[0] if _PEOPLE.fullmatch(markup[0]) else _seen(markup)


def _seen(markup: re.Match[str]) -> str:
    """What a person saw where Slack has sent something in <…>."""
    target, _, label = markup[1].partition("|")
    if target.startswith(("@", "#")):
        return f"{target[0]}{label.removeprefix(target[0]) or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    if ":" not in target:  # nothing that Slack sends
        return markup[0]
    if _is_bare(markup[1]):
        return label or target
    return f"{label} ({target})"


def _is_bare(inside: str) -> bool:
    """Whether some markup is an address that was typed as it is, which Slack has completed."""
    target, _, label = inside.partition("|")
    complete = {label, f"http://{label}", f"https://{label}", f"mailto:{label}", f"tel:{label}"}
    return not label or target.rstrip("/") in {whole.rstrip("/") for whole in complete}


def _address(inside: str) -> str | None:
    """The web address that some markup leads to."""
    target = _unescaped(inside.partition("|")[0])
    return one_line(target) if target.startswith(("http://", "https://")) else None


def _unescaped(text: str) -> str:
    for escaped, sign in _ESCAPED:
        text = text.replace(escaped, sign)
    return text

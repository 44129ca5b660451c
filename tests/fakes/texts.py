"""Text objects, and the markup in them. Limits: docs.slack.dev/reference/block-kit/composition-objects."""

import re
from typing import Any

from tests.fakes.problems import OWN, Found, at, flag, keys, written

ANY = ("plain_text", "mrkdwn")
PLAIN = ("plain_text",)
CONSTRUCT = re.compile(r"https?://[^\s|<>]+(\|[^<>]*)?|@[UW][A-Z0-9]+|#[CDG][A-Z0-9]+|!date\^\d+\^[^<>|]+\|[^<>|]+")
PING = re.compile(r"!(channel|here|everyone|subteam)")


def text_object(value: Any, most: int, path: str, kinds: tuple[str, ...] = ANY) -> Found:
    """What is wrong with {"type": "plain_text" or "mrkdwn", "text": …}."""
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield at(f"must be {' or '.join(kinds)}", path)
        return
    yield from keys(value, {"type", "text"}, {"emoji"} if value["type"] == "plain_text" else {"verbatim"}, path)
    for name in {"emoji", "verbatim"} & value.keys():
        yield from flag(value[name], f"{path}/{name}", name)
    if "text" in value:
        yield from written(value["text"], most, f"{path}/text")
    if value["type"] == "mrkdwn" and isinstance(value.get("text"), str):
        yield from markup(value["text"], f"{path}/text")


def markup(text: str, path: str) -> Found:
    """Our own rules: nobody is pinged, and what people wrote is escaped, once."""
    for inside, end in re.findall(r"<([^<>]*)(>?)", text):
        if PING.match(inside):
            yield at(f"{OWN}: text pings with <{inside}>", path)
        elif not end or not CONSTRUCT.fullmatch(inside):
            yield at(f"{OWN}: text has an unescaped < in {inside[:40]!r}", path)
    if re.search(r"&(?!amp;|lt;|gt;)", text):
        yield at(f"{OWN}: text has an unescaped &", path)
    if re.search(r"&amp;(amp|lt|gt);", text):  # right only for somebody who typed just that, which no test does
        yield at(f"{OWN}: text is escaped twice", path)

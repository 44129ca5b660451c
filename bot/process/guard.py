"""What stands in front of Bolt: a request that is not Slack's, or that Bolt would stumble over, ends here."""

import hashlib
import hmac
import json
import logging
import math
import re
from binascii import a2b_qp
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from threading import Lock
from typing import Any

from bot.process.forgeries import Forgeries
from bot.process.shapes import is_readable

LARGEST_BODY = 1024 * 1024  # bytes; Slack's largest payload, a view, is 250 KB
WINDOW = 5 * 60  # seconds that a timestamp may be off, either way: what Slack advises
MOST_REMEMBERED = 100_000  # signatures, some 20 MB: 160 requests a second for a whole ten minutes
DEEPEST = 100  # levels of nesting, down to the text; its own limit, as Python's depends on the stack beneath
MOST_FIELDS = 100  # a slash command has about fifteen

_log = logging.getLogger(__name__)
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
# Written as an escape; JSON holds neither in any other way.
_UNSTORABLE_PERHAPS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")

Content = dict[str, Any]
"""What Slack says: the object in a body, or in the field payload of a form, or the fields of a slash command."""


@dataclass(frozen=True)
class Refusal:
    """Why a request is turned away: an HTTP status, and a short word for log and metric, never a part of the body."""

    status: int
    reason: str


OVERSIZED = Refusal(413, "oversized")


class Guard:
    """Lets through what Slack signed, lately, for the first time, and what Bolt and the database can take.

    `signing_secret` is the app's, not empty (ValueError); `now` tells the time in Unix seconds. Safe to share between
    threads.
    """

    def __init__(self, signing_secret: str, now: Callable[[], float]) -> None:
        if not signing_secret.strip():
            raise ValueError("an empty signing secret lets everybody in")
        self._secret = signing_secret.encode()
        self._now = now
        self._seen = SeenSignatures()
        self._forgeries = Forgeries()

    def read(self, headers: Mapping[str, str], body: bytes) -> Content | Refusal:
        """Read a request for Bolt, or say why it must not get there; header names in lower case.

        Only a request that passed everything else is remembered as seen, so a refused one may be sent again.
        """
        if len(body) > LARGEST_BODY:
            return OVERSIZED
        refusal = self._check_sender(headers, body)
        if refusal:
            return refusal
        content = _read(headers.get("content-type", ""), body)
        if content is None:
            return Refusal(400, "malformed")
        until = int(headers["x-slack-request-timestamp"]) + WINDOW
        if not self._seen.add(headers["x-slack-signature"], until=until, now=self._now()):
            return Refusal(409, "replayed")
        return content

    def _check_sender(self, headers: Mapping[str, str], body: bytes) -> Refusal | None:
        timestamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
        if not timestamp or not signature:
            return Refusal(401, "unsigned")
        if not _TIMESTAMP.fullmatch(timestamp):
            return Refusal(400, "malformed")
        if abs(self._now() - int(timestamp)) > WINDOW:
            return Refusal(401, "stale")
        signed = hmac.new(self._secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
        # Bytes, because compare_digest raises on text that is not ASCII.
        if not hmac.compare_digest(f"v0={signed.hexdigest()}".encode(), signature.encode(errors="replace")):
            self._doubt_the_secret()
            return Refusal(401, "forged")
        self._forgeries.right()
        return None

    def _doubt_the_secret(self) -> None:
        # Only said: whoever can reach Rung can forge, and must not make it unready by that.
        if self._forgeries.wrong(self._now()):
            _log.error(
                "no request so far has the right signature; if they come from Slack, SLACK_SIGNING_SECRET is wrong: "
                "copy it again from Basic Information, App Credentials, on your Slack app's page"
            )


class SeenSignatures:
    """The signatures let through lately. A signature covers timestamp and body, so the same one is the same request.

    One is forgotten when its timestamp has become too old to pass anyway. Should there ever be too many, those that end
    soonest go first: a replay then meets the request ids that the database keeps. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._signatures: set[str] = set()
        self._by_end: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._signatures)

    def add(self, signature: str, *, until: int, now: float) -> bool:
        """Remember it up to and including the Unix second `until`; False if it was there already."""
        with self._lock:
            while self._by_end and self._by_end[0][0] < now:
                self._forget_one()
            if signature in self._signatures:
                return False
            if len(self._signatures) >= MOST_REMEMBERED:
                self._forget_one()
            self._signatures.add(signature)
            heappush(self._by_end, (until, signature))
            return True

    def _forget_one(self) -> None:
        self._signatures.discard(heappop(self._by_end)[1])


def _read(content_type: str, body: bytes) -> Content | None:
    try:
        content = _decoded(content_type.split(";", maxsplit=1)[0], body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return content if is_readable(content) else None


def _decoded(media_type: str, text: str) -> Content:
    """The one object that a body holds; ValueError or RecursionError if it is not one that can be kept."""
    if media_type == "application/json":
        return _object(text)
    if media_type != "application/x-www-form-urlencoded" or text.startswith("{"):
        raise ValueError("not one of the two content types that Slack sends")
    form = _form(text)
    if "payload" in form:
        return _object(form["payload"])
    _refuse_unstorable(form)
    return form


def _form(text: str) -> Content:
    """The fields of a form; a ValueError if there is none, or one of them twice, or too many."""
    if text.count("&") >= MOST_FIELDS:
        raise ValueError("more fields than Slack sends")
    pairs = [pair.partition("=") for pair in text.split("&") if pair]
    form: Content = {_unquoted(name): _unquoted(value) for name, _, value in pairs}
    if not form or len(form) < len(pairs):
        raise ValueError("no field at all, or one of them twice")
    return form


def _unquoted(text: str) -> str:
    """What urllib's unquote_plus gives, in a twentieth of the time, and a ValueError where it would guess.

    Quoted-printable is the same with another sign, and Python reads that in C.
    """
    if _BROKEN_ESCAPE.search(text):
        raise ValueError("a percent sign without two digits")
    quoted = text.replace("+", " ").replace("=", "=3D").replace("%", "=")
    return a2b_qp(quoted.encode("ascii")).decode("utf-8")


def _object(text: str) -> Content:
    value = json.loads(text, parse_float=_finite, parse_constant=_finite)
    if not isinstance(value, dict):
        raise ValueError("JSON, but not an object")  # noqa: TRY004 - bad input, not a wrong call
    _refuse_too_deep(value)
    if _UNSTORABLE_PERHAPS.search(text):
        _refuse_unstorable(value)
    return value


def _finite(number: str) -> float:
    """The number; a ValueError for NaN and infinities, which JSON does not have."""
    value = float(number)
    if not math.isfinite(value):
        raise ValueError("JSON has no such number")
    return value


def _refuse_too_deep(content: Content) -> None:
    level: list[object] = [content]
    for _ in range(DEEPEST - 1):
        level = [child for value in level for child in _values(value) if isinstance(child, dict | list)]
        if not level:
            return
    raise ValueError("nested too deep")


def _values(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, list):
        return value
    return ()


def _refuse_unstorable(value: object) -> None:
    """Go through it: ValueError for NUL, which PostgreSQL keeps in no text, and lone surrogates, which are none."""
    if isinstance(value, str):
        value.encode()  # a UnicodeEncodeError is a ValueError
        if "\0" in value:
            raise ValueError("PostgreSQL keeps no NUL in a text")
    for child in (*value, *value.values()) if isinstance(value, dict) else _values(value):
        _refuse_unstorable(child)

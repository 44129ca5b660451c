"""The one log. Every record is one line, and no line holds a secret or what somebody wrote to Rung."""

import json
import logging
import math
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TextIO

from structlog.processors import JSONRenderer, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

# Below these levels they log whole requests, SQL parameters, or a line for every step.
_FLOORS = dict.fromkeys(("slack_bolt", "slack_sdk", "sqlalchemy", "alembic", "apscheduler"), logging.WARNING)

_SECRETS = [
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), replacement)
    for pattern, replacement in (
        (r"(xox[a-z](?:\.xox[a-z])?-|xapp-|xwfp-)[\w-]+", r"\1***"),
        (r"(bearer(?:\s|\\[tnr])+)[^\s\\\"',;)\]}]+", r"\1***"),
        (r"(v0=)[0-9a-f]{16,}", r"\1***"),
        (r"(hooks\.slack(?:-gov)?\.com)[^\s\"'<>)\]},&]+", r"\1/***"),
        (r"(://[^\s:/@\"']*:)(?:(?!://)[^\s\"'])*@", r"\1***@"),
        (
            r"((?:secret|secret_key|token|password|response_url|ticket)[\\\"']*\s*[=:]\s*[\\\"']*)[^\s\\\"'&,;)\]}]+",
            r"\1***",
        ),
        # What people wrote, in the texts of database and validation errors.
        (r"(\[parameters: )[^\n]*", r"\1***]"),
        (r"(\bDETAIL: ).*?(?=\n\[SQL|\n\nThe above|\n\nDuring|\Z)", r"\1***"),
        (r"(\binput_value=).*?(?=, input_type=|\Z)", r"\1***"),
    )
]
_HEAD = ("timestamp", "level", "logger", "event")
_SECRET_NAME = re.compile(r"(secret|secret_key|token|password|response_url|ticket|authorization)\Z", re.IGNORECASE)


def configure_logging(stream: TextIO, *, as_json: bool, level: str) -> None:
    """Write every record of every library and of ours to `stream`, from `level` (INFO, info …; else ValueError) on.

    A record is one line: JSON, or text for a terminal, with a UTC timestamp, the fields given as `extra`, and the
    traceback of an exception without local variables. Use `logging.getLogger(__name__)`. Calling it again replaces
    what it did before; handlers of others stay.
    """
    root = logging.getLogger()
    root.setLevel(level.upper())
    for line_handler in [handler for handler in root.handlers if isinstance(handler, _LineHandler)]:
        root.removeHandler(line_handler)
    root.addHandler(_LineHandler(stream, as_json=as_json))
    for name, floor in _FLOORS.items():
        logging.getLogger(name).setLevel(max(floor, root.level))


def redact(text: str) -> str:
    """The text with *** for whatever looks like a secret: tokens, signatures, response URLs, passwords in URLs."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class _LineHandler(logging.StreamHandler[TextIO]):
    def __init__(self, stream: TextIO, *, as_json: bool) -> None:
        super().__init__(stream)
        self.addFilter(_is_wanted)
        self.setFormatter(
            ProcessorFormatter(
                processors=[
                    _from_record,
                    format_exc_info,
                    ProcessorFormatter.remove_processors_meta,
                    _redact_fields,
                    JSONRenderer() if as_json else _as_text,
                ]
            )
        )

    def format(self, record: logging.LogRecord) -> str:
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        return super().format(record).encode(encoding, "backslashreplace").decode(encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        # The standard one prints message and arguments as they are, secrets and all.
        problem = f"a record could not be written: {type(sys.exception()).__name__}"
        place = {"file": PurePath(record.pathname).name, "line": record.lineno}
        told = logging.makeLogRecord({"name": record.name, "levelname": "ERROR", "msg": problem, **place})
        with suppress(OSError, ValueError):  # the stream itself is broken or closed: nobody is left to tell
            self.stream.write(self.format(told) + self.terminator)
            self.flush()


def _is_wanted(record: logging.LogRecord) -> bool:
    # Bolt gives each of its loggers the root's level, so a level on "slack_bolt" alone would not hold them.
    return record.levelno >= _FLOORS.get(_library(record), 0)


def _library(record: logging.LogRecord) -> str:
    """The library whose code wrote it. Bolt lends loggers to listeners, and to slack_sdk, so their name says little."""
    folders = PurePath(record.pathname).parts
    return next((name for name in ("slack_bolt", "slack_sdk") if name in folders), record.name.split(".")[0])


def _from_record(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
    record: logging.LogRecord = fields["_record"]
    head = {
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _without_bodies(record, str(fields["event"]).rstrip()),
    }
    extra = ExtraAdder()(logging.getLogger(), "", {"_record": record})
    extra.pop("color_message", None)  # uvicorn's message once more
    return {**head, **fields, **extra, **head}


def _without_bodies(record: logging.LogRecord, message: str) -> str:
    """Bolt and slack_sdk name what happened first, then quote requests and blocks: keep what comes before."""
    if _library(record) not in ("slack_bolt", "slack_sdk"):
        return message
    # Why a Socket Mode connection failed is worth keeping; of what arrived over it only `payload` is quoted.
    quoting = r"payload:" if "socket_mode" in PurePath(record.pathname).parts else r"[(:{\n]"
    return re.split(quoting, message, maxsplit=1)[0].rstrip(" ,")


def _redact_fields(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
    return {redact(name): _redacted(name, value) for name, value in fields.items()}


def _redacted(name: str, value: object) -> object:
    if _SECRET_NAME.search(name):
        return "***"
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return redact(value if isinstance(value, str) else repr(value))


def _as_text(_: WrappedLogger, __: str, fields: EventDict) -> str:
    head = "{timestamp} {level} {logger}: {event}".format(**fields)
    rest = [f"{name}={_quoted(value)}" for name, value in fields.items() if name not in _HEAD]
    line = " ".join([head, *rest])
    # Nothing that somebody wrote may begin a line of its own, or steer a terminal.
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in line
    )


def _quoted(value: object) -> str:
    plain = isinstance(value, str) and re.fullmatch(r"[^\s\"=\\]+", value)
    return str(value) if plain else json.dumps(value, ensure_ascii=False)

"""The log as configure_logging makes it, for the length of a test."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.process.logs import configure_logging


@contextmanager
def captured_log(*, as_json: bool = True, level: str = "INFO") -> Iterator[io.StringIO]:
    """What is logged meanwhile; afterwards every logger is as it was."""
    root = logging.getLogger()
    handlers, level_before = list(root.handlers), root.level
    levels = {each: each.level for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger)}
    stream = io.StringIO()
    try:
        root.handlers.clear()  # pytest's own raise on a record that cannot be written
        configure_logging(stream, as_json=as_json, level=level)
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level_before)
        for each in root.manager.loggerDict.values():
            if isinstance(each, logging.Logger):
                each.setLevel(levels.get(each, logging.NOTSET))

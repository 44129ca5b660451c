"""How much work something is, in lines of Python: the same on every machine, and an end where there is none."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class TooManyStepsError(BaseException):
    """No Exception, which something might take for its own."""


@contextmanager
def most_steps(most: int) -> Iterator[None]:
    """Stop this thread after so many lines of Python."""
    left = most

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManyStepsError(f"more than {most:,} lines")
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)

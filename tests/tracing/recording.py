"""Which folders a request goes through, in which order, on the thread that answers it."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "flows", "storage")
REQUEST_THREAD = "slack-request"


@dataclass(frozen=True)
class Entered:
    """A call from one folder into another, so many folders deep. `again`: the folder is waiting further up."""

    depth: int
    folder: str
    function: str
    again: bool


@dataclass
class Trace:
    """What was entered while recording."""

    entered: list[Entered] = field(default_factory=list)

    @property
    def folders(self) -> set[str]:
        return {each.folder for each in self.entered}

    def __str__(self) -> str:
        return "\n".join(f"{'  ' * each.depth}{each.folder}  {each.function}" for each in self.entered)


class Recorder:
    """Follows calls on request threads. It has to be there before these threads begin."""

    def __init__(self) -> None:
        self._trace: Trace | None = None
        self._stacks = threading.local()

    @contextmanager
    def recording(self) -> Iterator[Trace]:
        """Record until the block ends."""
        self._trace = Trace()
        try:
            yield self._trace
        finally:
            self._trace = None

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow every thread that begins within the block."""
        threading.setprofile(self._follow)
        try:
            yield
        finally:
            threading.setprofile(lambda *_: None)

    def _follow(self, frame: FrameType, event: str, _: Any) -> None:
        if not threading.current_thread().name.startswith(REQUEST_THREAD):
            sys.setprofile(None)
            return
        if self._trace is None:
            return
        stack: list[str | None] = self._stacks.__dict__.setdefault("stack", [])
        if event == "call":
            folder = _folder(frame.f_code.co_filename)
            self._note(self._trace, folder, frame.f_code.co_qualname, [each for each in stack if each])
            stack.append(folder)
        elif event == "return" and stack:
            stack.pop()

    @staticmethod
    def _note(trace: Trace, folder: str | None, function: str, above: list[str]) -> None:
        if folder is None or above[-1:] == [folder]:
            return
        depth = sum(before != after for before, after in zip([None, *above], above, strict=False))
        trace.entered.append(Entered(depth, folder, function, again=folder in above))


@cache
def _folder(file: str) -> str | None:
    """The folder of ours in which a file stands, from the root on; None for anybody else's."""
    path = Path(file)
    if not path.is_relative_to(ROOT):
        return None
    folder = path.relative_to(ROOT).parent
    return str(folder) if folder.parts[:1] and folder.parts[0] in PACKAGES else None

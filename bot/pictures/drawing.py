"""Pictures on their way to Slack: drawn, uploaded once, and named by the id under which Slack has them."""

import hashlib
import logging
import time
from base64 import b64encode
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from threading import Lock

from bot.pictures.charts import png_of
from bot.slack.attachments import Attachment
from bot.slack.blocks import Block
from bot.slack.errors import SlackError

MOST_KNOWN = 1000
MOMENT = 1.5  # seconds

_log = logging.getLogger("rung.drawing")


class Drawings:
    """Puts Slack's files in the place of what is still to be drawn. Every thread may use it at any time.

    A picture that cannot be uploaded is left out: what it shows is in words beside it. What stands in for Slack shows
    no uploaded files; `within` the block it shows a picture.
    """

    def __init__(self, upload: Callable[[Attachment], str], moment: float = MOMENT, *, within: bool = False) -> None:
        self._upload = upload
        self._moment = moment
        self._within = within
        self._lock = Lock()
        self._known: OrderedDict[str, str] = OrderedDict()

    def forms(self, blocks: list[Block]) -> Iterator[list[Block]]:
        """The blocks as Slack takes them: with what is to be drawn, once more after a while, and without.

        Slack may need a moment until it knows a picture that it has just been given.
        """
        if not any("svg" in block for block in blocks):
            yield blocks
            return
        drawn = [block for block in map(self._drawn, blocks) if block]
        yield drawn
        if len(drawn) == len(blocks):
            time.sleep(self._moment)
            yield drawn
            self._forget(blocks)  # Slack has lost them
        yield [block for block in blocks if "svg" not in block]

    def _drawn(self, block: Block) -> Block | None:
        if "svg" not in block:
            return block
        shown = {"type": "image", "alt_text": block["alt_text"]}
        if self._within:
            return shown | {"image_url": f"data:image/png;base64,{b64encode(png_of(block['svg'])).decode()}"}
        try:
            file_id = self._file_of(block["svg"])
        except SlackError as error:
            _log.warning("a picture is left out", extra={"code": error.code})
            return None
        return shown | {"slack_file": {"id": file_id}}

    def _forget(self, blocks: Iterable[Block]) -> None:
        """Upload them anew the next time."""
        with self._lock:
            for block in blocks:
                self._known.pop(_key(block.get("svg", "")), None)

    def _file_of(self, svg: str) -> str:
        """The id of the picture, which is uploaded only if its like has not been."""
        key = _key(svg)
        with self._lock:
            known = self._known.get(key)
        if known:
            return known
        uploaded = self._upload(Attachment("rung.png", png_of(svg)))
        with self._lock:
            self._known[key] = uploaded
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return uploaded


def _key(svg: str) -> str:
    return hashlib.sha256(svg.encode()).hexdigest()

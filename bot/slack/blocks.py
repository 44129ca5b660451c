"""Block Kit structure: small functions that make dicts, within Slack's limits."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.slack.ids import ActionId
from bot.slack.rendering import BOLD, CODE, plain

Block = dict[str, Any]

LONGEST_TEXT = 4000  # characters of a message's own text, as Slack recommends
LONGEST_SECTION = 3000
MOST_BLOCKS = 50
LONGEST_LABEL = 75
_SIGNS = str.maketrans({BOLD: "*", CODE: "`"})
_OURS = re.compile(r"(<[^<>]*>)")  # people, channels and links: all else has its < escaped
_EDGE = re.compile(r"(?<!\w)([*_~`])|([*_~`])(?!\w)")
_QUOTE = re.compile("^&gt;", re.MULTILINE)
_LOOK_ALIKE = str.maketrans("*_~`", "\u2217\u02cd\u223c\u02cb")
START_OR_CONTINUE = {False: "Start", True: "Continue"}  # by whether somebody has begun
LEFT_OUT = "The rest is left out here; it is too long for one message."


@dataclass(frozen=True)
class Message:
    """A message: a text that is complete by itself, and blocks that say it again with buttons.

    Where there are tables or charts among these, `otherwise` has the blocks for a Slack that takes none.
    """

    text: str
    blocks: list[Block] = field(default_factory=list)
    otherwise: list[Block] = field(default_factory=list)

    @property
    def has_rich_blocks(self) -> bool:
        """Whether there is something in it that not every Slack takes."""
        return bool(self.otherwise)

    def without_rich_blocks(self) -> "Message":
        """The message for a Slack that does not take tables or charts."""
        return Message(self.text, self.otherwise)


def write(message: Message) -> str:
    """Write a message as JSON, as a delivery keeps it."""
    return json.dumps(asdict(message))


def read(payload: str) -> Message:
    """Read a message that a delivery has kept."""
    return Message(**json.loads(payload))


def message(text: str, *blocks: Block | Iterable[Block] | None) -> Message:
    """Put a message together; None stands for a block that is not there."""
    return Message(cut(text.translate(_SIGNS), LONGEST_TEXT), flat(*blocks)[:MOST_BLOCKS])


def flat(*blocks: Block | Iterable[Block] | None) -> list[Block]:
    """Blocks and lists of blocks as one list; None stands for a block that is not there."""
    flattened: list[Block] = []
    for block in blocks:
        if isinstance(block, dict):
            flattened.append(block)
        elif block is not None:
            flattened.extend(block)
    return flattened


def or_else(message: Message, plainer: Message) -> Message:
    """A message with tables or charts, and what to send where Slack takes none."""
    if message.blocks == plainer.blocks:
        return message
    return replace(message, otherwise=plainer.blocks)


def cut(text: str, most: int) -> str:
    """The text if it fits, else as many whole lines or words as fit, and a sentence that says so."""
    if len(text) <= most:
        return text
    room = text[: most - len(LEFT_OUT) - 1]
    end = max(room.rfind("\n"), 0) or max(room.rfind(" "), 0) or len(room)
    return f"{room[:end]}\n{LEFT_OUT}"


def sections(*texts: str) -> list[Block]:
    """One section for each text that is not empty."""
    return [{"type": "section", "text": _written(cut(text, LONGEST_SECTION))} for text in texts if text]


def in_pieces(text: str) -> list[Block]:
    """A text in as many sections as it takes, cut between lines."""
    pieces = [""]
    for line in text.split("\n"):
        if len(pieces[-1]) + len(line) >= LONGEST_SECTION:
            pieces.append("")
        pieces[-1] += f"\n{line}" if pieces[-1] else line
    return sections(*pieces)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[str]) -> Block:
    """A table of plain text; the columns of these headers stand to the right. An empty cell has a dash."""
    cells = [[{"type": "raw_text", "text": cell or "-"} for cell in row] for row in (header, *rows)]
    settings = [{"align": "right" if column in numbers else "left", "is_wrapped": True} for column in header]
    return {"type": "table", "rows": cells, "column_settings": settings}


def context(text: str) -> Block | None:
    """Small grey text, or nothing when it is empty."""
    if not text:
        return None
    return {"type": "context", "elements": [_written(cut(text, LONGEST_SECTION))]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(*elements: Block | None, block_id: str | None = None) -> Block | None:
    """A row of buttons and menus; None stands for one that is not there, and for a row without any."""
    row: Block = {"type": "actions", "elements": [element for element in elements if element]}
    if not row["elements"]:
        return None
    if block_id:
        row["block_id"] = block_id
    return row


def button(label: str, action: ActionId, value: str, *, style: str | None = None) -> Block:
    """A button."""
    made: Block = {"type": "button", "text": plain_text(label), "action_id": action, "value": value}
    if style:
        made["style"] = style
    return made


def menu(label: str, action: ActionId, options: Sequence[tuple[str, str]]) -> Block | None:
    """A menu of (label, value), at most a hundred; None when there is nothing to choose."""
    if not options:
        return None
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain_text(label),
        "options": [{"text": plain_text(name), "value": value} for name, value in options[:100]],
    }


def channel_menu(label: str, action: ActionId) -> Block:
    """A menu of the channels a person is in; Slack fills it."""
    return {
        "type": "conversations_select",
        "action_id": action,
        "placeholder": plain_text(label),
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }


def plain_text(text: str) -> Block:
    """Text without markup. Slack shows it as it is, so nothing in it is escaped; a label too long ends in dots."""
    if len(text) > LONGEST_LABEL:
        text = f"{text[: LONGEST_LABEL - 1]}…"
    return {"type": "plain_text", "text": text}


def bold(text: str) -> str:
    """The text in bold, unless signs that people wrote in it would be taken for the end of that."""
    if not text or _reads_as_markup(text):
        return text
    return f"{BOLD}{text}{BOLD}"


def _written(text: str) -> Block:
    """A text with our own markup; what people wrote is shown as they wrote it.

    Slack has no way to escape * _ ~ and `. Where they would be taken for markup, the text is sent as plain text, and if
    it has people, links or bold words in it, with signs that look like them.
    """
    if not _reads_as_markup(text):
        # verbatim: Slack must not turn words that look like links, channels or people into such.
        return {"type": "mrkdwn", "text": text.translate(_SIGNS), "verbatim": True}
    if "<" not in text and BOLD not in text and CODE not in text:
        return {"type": "plain_text", "text": plain(text)}
    outside = "".join(part if part.startswith("<") else part.translate(_LOOK_ALIKE) for part in _OURS.split(text))
    outside = _QUOTE.sub("\u203a", outside)
    return {"type": "mrkdwn", "text": outside.translate(_SIGNS), "verbatim": True}


def _reads_as_markup(text: str) -> bool:
    """Whether Slack would take signs that people wrote for markup: a quote, or a pair round some words of a line."""
    return any(_has_pair(line) or line.startswith("&gt;") for line in _OURS.sub("", text).split("\n"))


def _has_pair(line: str) -> bool:
    edges = [sign for pair in _EDGE.findall(line) for sign in pair if sign]
    return len(edges) > len(set(edges))

"""What people see of a message or of a form, as lines of text without anything that differs between runs."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from tests.fakes.values import Json, Message
from tests.fakes.workspace import Workspace
from tests.support.talk import Element, label_of
from tests.support.wording import bare

_LINK = re.compile(r"https://[a-z]+\.slack\.com/archives/\w+/p\d+")
_MENTION = re.compile(r"<([@#])([UCD]\w+)(?:\|[^>]*)?>")


class Names:
    """The words that stand for ids."""

    def __init__(self, slack: Workspace) -> None:
        self._slack = slack

    def of(self, slack_id: str) -> str:
        """What a person or a channel is called."""
        person = self._slack.people.get(slack_id)
        return str(person["name"]) if person else self._slack.channels[slack_id].name

    def stable(self, text: str) -> str:
        """A text with names for ids."""
        return _LINK.sub("link-to-a-message", _MENTION.sub(lambda act: f"{act[1]}{self.of(act[2])}", text))


def lines_of(message: Message) -> list[str]:
    """The whole text, what the screen has otherwise than the text, and one line for each row of buttons."""
    files = [f"(file {each.name})" for each in message.files]
    rows = [_row(each) for each in message.blocks]
    pictures = list(_pictures(message.blocks))
    return [*message.text.split("\n"), *_differences(message), *pictures, *files, *(each for each in rows if each)]


def lines_of_form(view: Json) -> list[str]:
    """The title of a form, what it says and asks, and its buttons."""
    ends = [f"[{view[each]['text']}]" for each in ("submit", "close") if view.get(each)]
    return [f"Form: {view['title']['text']}", *_read(view["blocks"]), *_fields(view["blocks"]), " ".join(ends)]


def _differences(message: Message) -> list[str]:
    """Words that stand in the blocks alone, which are on the screen, or in the text alone, which is read aloud."""
    if not message.blocks:
        return []
    shown, text = " ".join(_read(message.blocks)).split(), message.text.split()
    found = []
    for kind, *ends in SequenceMatcher(None, _plain(shown), _plain(text), autojunk=False).get_opcodes():
        start, end, text_start, text_end = ends
        if kind in {"delete", "replace"}:
            found.append(f"(only on the screen) {' '.join(shown[start:end])}")
        if kind in {"insert", "replace"}:
            found.append(f"(only in the text) {' '.join(text[text_start:text_end])}")
    return found


def _plain(words: Iterable[str]) -> list[str]:
    """Words as they compare: the text has a colon and goes on in small letters where the screen has a bold line."""
    return [bare(each).rstrip(":.") for each in words]


def _read(blocks: Iterable[Json]) -> Iterable[str]:
    for block in blocks:
        yield from _read_one(block)


def _read_one(block: Json) -> Iterable[str]:
    texts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
    for each in texts:
        if each and each["type"] in {"mrkdwn", "plain_text"}:
            yield from str(each["text"]).split("\n")


def _pictures(blocks: Iterable[Json]) -> Iterable[str]:
    """What a picture says to those who do not see it, the rows of a table, and what a chart is called."""
    for block in blocks:
        if block["type"] == "image":
            yield f"(picture) {block['alt_text']}"
        if block["type"] == "table":
            yield from ("(table) " + " | ".join(str(cell["text"]) for cell in row) for row in block["rows"])
        if block["type"] == "data_visualization":
            yield f"(chart) {block['title']}"


def _fields(blocks: Iterable[Json]) -> list[str]:
    fields = [each for each in blocks if each["type"] == "input"]
    return [f"{each['label']['text']}: ____{_hint(each)}" for each in fields]


def _hint(field: Json) -> str:
    initial = field["element"].get("initial_value") or ""
    hint = (field.get("hint") or {}).get("text", "")
    return " ".join(["", *(each for each in (initial, f"({hint})" if hint else "") if each)])


def _row(block: Json) -> str:
    pressed = block["elements"] if block["type"] == "actions" else [block["accessory"]] if "accessory" in block else []
    return " ".join(f"[{_label(each)}]" for each in pressed)


def _label(element: Element) -> str:
    """What is written on a button or a menu, with what a menu offers and what a button asks before it acts."""
    options = " / ".join(str(each["text"]["text"]) for each in element.get("options", []))
    confirm = element.get("confirm")
    asks = f" -> {confirm['title']['text']} {confirm['text']['text']}" if confirm else ""
    return f"{label_of(element)}{': ' if options else ''}{options}{asks}"

"""What every message that people read must keep to."""

import json

from bot.slack.blocks import Message
from tests.conftest import Golden
from tests.fakes.block_kit import problems_of_message
from tests.support.words import NEVER_SHOWN


def check_message(message: Message, name: str, golden: Golden) -> None:
    """Slack takes it, it has the words that were read and agreed, and none that people never meet."""
    assert problems_of_message({"text": message.text, "blocks": message.blocks}) == []
    assert not NEVER_SHOWN.search(message.text)
    assert "!" not in message.text
    shown = {"text": message.text.split("\n"), "blocks": message.blocks}
    golden(f"slack/{name}.json", json.dumps(shown, indent=1, ensure_ascii=False) + "\n")


def check_text_says_all(message: Message) -> None:
    """A screen reader has the text alone."""
    for block in message.blocks:
        texts = [block.get("text"), *(each for each in block.get("elements", []) if each.get("type") == "mrkdwn")]
        for line in "\n".join(each["text"] for each in texts if each and each["type"] == "mrkdwn").split("\n"):
            assert bare(line) in bare(message.text), line


def bare(text: str) -> str:
    """A text without what makes it bold."""
    return text.replace("*", "").casefold()

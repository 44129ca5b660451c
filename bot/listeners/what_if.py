"""`/rung what-if …`."""

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of
from bot.messages.what_if import what_if_answer, which_practice
from bot.slack.blocks import Message
from bot.slack.payloads import Inbound, Pressed
from flows.acts.learning.what_if import WhichPractice, ask_what_if


def handle_what_if(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """What would happen if the practice named were taken on now."""
    return _answer(listening, Doing.WHAT_IF, inbound, words)


def handle_chosen(listening: Listening, pressed: Pressed) -> None:
    """The same, chosen from the menu."""
    listening.answer(_answer(listening, pressed.action, pressed.inbound, pressed.handle.subject or ""), pressed.inbound)


def _answer(listening: Listening, what: str, inbound: Inbound, words: str) -> Message | None:
    found = listening.once(what, inbound, lambda act: ask_what_if(act, place_of(inbound), words))
    if found is None:
        return None
    return which_practice(found) if isinstance(found, WhichPractice) else what_if_answer(found)

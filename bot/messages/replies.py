"""Short replies to commands, and what people read when something went wrong."""

import re

from bot.slack.blocks import Message, actions, button, context, message, sections
from bot.slack.ids import ActionId
from bot.slack.rendering import Safe, escape, render_words
from flows.acts.assessment.assess import Waiting
from flows.acts.teams.become_admin import AdminAnswer
from flows.teams.team import OPTIONS


def nothing_waiting() -> Message:
    """Reply to typed words when no question is open."""
    return _as_it_is(render_words("nothing_waiting").text)


def card_sent(link: str | None, *, complete: bool) -> Message:
    """Say after a command in a channel where the card is."""
    return _as_it_is(render_words("card_sent", link=link and Safe(link), complete=complete).text)


def what_waits_reply(waiting: Waiting) -> Message:
    """Reply to `/rung` alone: what waits, and the button that goes there."""
    words = render_words("what_waits", waiting=waiting)
    start = button("Start", ActionId.ASSESS, "standard")
    if waiting.progress:
        start = button("Continue", ActionId.ASSESS, "continue")
    return message(words.text, sections(words.parts["state"]), actions(start), context(words.parts["how"]))


def help_page(questions: int, unknown: str = "", closest: str | None = None) -> Message:
    """Reply to `/rung help`, and to a word that is no command."""
    options = [option.word for option in OPTIONS]
    words = render_words("help", questions=questions, unknown=unknown, closest=closest, team_options=options)
    return message(words.text, sections(*words.parts.values()))


def help_with(questions: int, word: str) -> Message | None:
    """Reply to `/rung help` with a word after it: the paragraphs about that command; None where there are none."""
    parts = help_page(questions).text.split("\n")
    about = [part for part in parts if re.search(rf"/rung {re.escape(word)}\b", part)]
    return message("\n".join(about), sections(*about)) if about else None


def became_admin_reply(answer: AdminAnswer) -> Message:
    """Reply to `/rung claim`."""
    return _as_it_is(render_words("become_admin", answer=answer).text)


def sentence_reply(sentence: str) -> Message:
    """Show the sentence of an error that says what to do."""
    return _as_it_is(escape(sentence))


def unknown_error_reply(reference: str, *, gave_answer: bool) -> Message:
    """Say that something went wrong that nobody foresaw, with the reference under which it is logged."""
    return _as_it_is(render_words("failed", reference=reference, gave_answer=gave_answer).text)


def _as_it_is(text: str) -> Message:
    return message(text, sections(*text.split("\n")))

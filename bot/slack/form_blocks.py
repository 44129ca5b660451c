"""The modals: a placeholder that opens at once, and the forms that replace it."""

from typing import Any

from bot.slack.blocks import Block, plain_text, sections
from bot.slack.handles import Handle
from bot.slack.ids import FORM_INPUT, YES, Field, FormId
from bot.slack.rendering import Words, escape, plain, render_words
from flows.assessment.assessment import Entry
from flows.assessment.conversation import LONGEST_NOTE, LONGEST_REASON
from flows.check_ins.check_in import CheckIn
from flows.maturity.capability import Capability


def opening_form() -> Block:
    """A placeholder that stands there until the form is ready: a trigger lives too short to read anything first."""
    words = render_words("opening_form")
    return view_of(words, sections(words.parts["about"]))


def note_form(practice: Capability, entry: Entry, handle: Handle, check_in: CheckIn | None = None) -> Block:
    """The form for a note and links, with what is there so far. In a check-in, links are for the team."""
    words = render_words("note_form", practice=practice, most=f"{LONGEST_NOTE:,}", check_in=check_in)
    so_far = "\n".join(filter(None, [entry.note, *(link for link in entry.links if link not in (entry.note or ""))]))
    field = _text_field(LONGEST_NOTE, so_far[:LONGEST_NOTE], several_lines=True)
    asked = [input_of(words, FORM_INPUT, field, optional=True)]
    if check_in and check_in.shows_notes:
        asked.append(input_of(words, Field.SHOW_NOTE, _tick(words, chosen=entry.shows_note), optional=True))
    return form_of(words, FormId.NOTE, handle, [*sections(words.parts["about"]), *asked])


def reason_form(practice: Capability, handle: Handle) -> Block:
    """The form for why a practice never applies."""
    words = render_words("reason_form", practice=practice)
    asked = input_of(words, FORM_INPUT, _text_field(LONGEST_REASON, "", several_lines=False))
    return form_of(words, FormId.REASON, handle, [*sections(words.parts["about"]), asked])


def sentence_form(sentence: str) -> Block:
    """A modal with one sentence, where there is no form to show."""
    return view_of(render_words("opening_form"), sections(escape(sentence)))


def form_of(words: Words, form: FormId, handle: Handle, blocks: list[Block], submit: str = "Save") -> Block:
    """A modal that can be sent, with what it is about."""
    sending = {"submit": plain_text(submit), "callback_id": form, "private_metadata": handle.value}
    return view_of(words, blocks) | sending


def view_of(words: Words, blocks: list[Block]) -> Block:
    """A modal with a title and no way to send it."""
    return {
        "type": "modal",
        "title": plain_text(plain(words.parts["title"])),
        "close": plain_text("Cancel"),
        "blocks": blocks,
    }


def input_of(words: Words, name: str, element: Block, *, optional: bool = False) -> Block:
    """An input of a form, with the label and perhaps the hint that its words have under its name."""
    block: dict[str, Any] = {
        "type": "input",
        "block_id": name,
        "label": plain_text(plain(words.parts[name])),
        "element": element | {"action_id": name},
        "optional": optional,
    }
    hint = words.parts.get(f"{name}_hint")
    if hint:
        block["hint"] = plain_text(plain(hint))
    return block


def _tick(words: Words, *, chosen: bool) -> Block:
    option = {"text": plain_text(plain(words.parts["show_note_option"])), "value": YES}
    box: Block = {"type": "checkboxes", "options": [option]}
    if chosen:
        box["initial_options"] = [option]
    return box


def _text_field(most: int, so_far: str, *, several_lines: bool) -> Block:
    field = {"type": "plain_text_input", "max_length": most, "multiline": several_lines}
    return so_far_in(field, initial_value=so_far)


def so_far_in(field: Block, **so_far: object) -> Block:
    """A field with what was written or chosen so far; Slack takes no empty value there."""
    return field | {name: value for name, value in so_far.items() if value}

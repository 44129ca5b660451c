"""The card in the direct messages: its buttons and menus, and the forms that they open."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.listeners.listening import Listening, Route, unopened
from bot.listeners.roles import HERE, PEOPLE
from bot.slack.blocks import Block
from bot.slack.form_blocks import note_form, reason_form
from bot.slack.handles import Handle
from bot.slack.ids import YES, ActionId, Field, FormId
from bot.slack.inbound import Pressed, SentForm
from bot.slack.names import with_names
from flows.acts.assessment import card_click, share
from flows.acts.assessment.card_click import Clicked, QuestionAsked, Step, to
from flows.assessment.assessment import View
from flows.assessment.typed_replies import read_note
from flows.maturity.answer import Answer


def handle_answer(listening: Listening, pressed: Pressed, *, given: Answer) -> None:
    """Yes, Partly, No or Not sure."""
    listening.show(listening.once(pressed, lambda act: card_click.answer(act, pressed.clicked, given)), pressed)
    listening.metrics.answer_recorded()


def handle_step(listening: Listening, pressed: Pressed, *, step: Step) -> None:
    """A button that shows something else on the card."""
    listening.show(listening.once(pressed, lambda act: card_click.click(act, pressed.clicked, step)), pressed)


def handle_change(listening: Listening, pressed: Pressed) -> None:
    """An answer chosen to be changed. The menu names it; the card that it stands on is about something else."""
    listening.show(listening.once(pressed, lambda act: card_click.change_chosen(act, pressed.clicked)), pressed)


def handle_channel(listening: Listening, pressed: Pressed) -> None:
    """A channel chosen to share in."""
    handle_step(listening, pressed, step=share.preview(pressed.chosen))


def handle_share(listening: Listening, pressed: Pressed) -> None:
    """Share."""
    write = listening.presenter.write_shared
    listening.show(listening.once(pressed, lambda act: share.share(act, pressed.clicked, write)), pressed)
    listening.sender.wake()


def handle_form(listening: Listening, pressed: Pressed, *, write: Callable[[QuestionAsked, Handle], Block]) -> None:
    """A button that opens a form about a question."""

    def form() -> Block:
        asked = listening.once(pressed, lambda act: card_click.open_question(act, pressed.clicked))
        return write(_with_names(listening, unopened(asked, "the button")), pressed.handle)

    listening.open_form(pressed, form)


def handle_note(listening: Listening, sent: SentForm) -> None:
    """A note, links, or both."""
    text, links = read_note(sent.written)
    shows_note = YES in sent.fields.get(Field.SHOW_NOTE, ())
    turn = listening.once(sent, lambda act: card_click.note(act, sent.clicked, text, links, shows_note=shows_note))
    listening.show(turn, sent)


def handle_keep_note(listening: Listening, pressed: Pressed) -> None:
    """Keep as a note."""
    clicked, text = _about(pressed)
    listening.show(listening.once(pressed, lambda act: card_click.keep_note(act, clicked, text)), pressed)


def handle_take_note_back(listening: Listening, pressed: Pressed) -> None:
    """Take the note back."""
    clicked, mark = _about(pressed)
    listening.show(listening.once(pressed, lambda act: card_click.take_back(act, clicked, mark)), pressed)


def _about(pressed: Pressed) -> tuple[Clicked, str]:
    """The question that a button is about, and what else it carries."""
    practice, _, carried = pressed.words.partition(" ")
    return replace(pressed.clicked, subject=practice), carried


def handle_reason(listening: Listening, sent: SentForm) -> None:
    """Why a practice never applies."""
    listening.show(
        listening.once(sent, lambda act: card_click.record_not_applicable(act, sent.clicked, sent.written)), sent
    )


def _with_names(listening: Listening, asked: QuestionAsked) -> QuestionAsked:
    """A question with a note that can be written on as it is read."""
    note = asked.entry.note and with_names(asked.entry.note, listening.gateway)
    return replace(asked, entry=replace(asked.entry, note=note))


def _note_form(asked: QuestionAsked, handle: Handle) -> Block:
    return note_form(asked.practice, asked.entry, handle, asked.check_in)


def _reason_form(asked: QuestionAsked, handle: Handle) -> Block:
    return reason_form(asked.practice, handle)


ROUTES = (
    Route(ActionId.YES, HERE, partial(handle_answer, given=Answer.YES)),
    Route(ActionId.PARTIAL, HERE, partial(handle_answer, given=Answer.PARTIAL)),
    Route(ActionId.NO, HERE, partial(handle_answer, given=Answer.NO)),
    Route(ActionId.UNKNOWN, HERE, partial(handle_answer, given=Answer.UNKNOWN)),
    Route(ActionId.WHY, HERE, partial(handle_step, step=to(View.WHY))),
    Route(ActionId.BACK, HERE, partial(handle_step, step=card_click.back)),
    Route(ActionId.MORE, HERE, partial(handle_step, step=to(View.MORE))),
    Route(ActionId.LESS, HERE, partial(handle_step, step=to(View.QUESTION))),
    Route(ActionId.NOT_APPLICABLE, HERE, partial(handle_step, step=to(View.NOT_APPLICABLE))),
    Route(ActionId.PAUSE, HERE, partial(handle_step, step=to(View.PAUSED))),
    Route(ActionId.GO_ON, HERE, partial(handle_step, step=card_click.go_on)),
    Route(ActionId.START_OVER, HERE, partial(handle_step, step=to(View.START_OVER))),
    Route(ActionId.BEGIN_AGAIN, HERE, partial(handle_step, step=card_click.begin_again)),
    Route(ActionId.SHOW_RESULT, HERE, partial(handle_step, step=to(View.RESULT))),
    Route(ActionId.SHOW_PROOF, HERE, partial(handle_step, step=to(View.PROOF))),
    Route(ActionId.SHOW_COMPARISON, HERE, partial(handle_step, step=to(View.COMPARISON))),
    Route(ActionId.SHOW_ANSWERS, HERE, partial(handle_step, step=to(View.ANSWERS))),
    Route(ActionId.ASK_MORE, HERE, partial(handle_step, step=card_click.go_on_longer)),
    Route(ActionId.CONFIRM, HERE, partial(handle_step, step=card_click.confirm_all)),
    Route(ActionId.CHANGE_ANSWER, HERE, handle_change),
    Route(ActionId.PREVIEW_SHARE, PEOPLE, partial(handle_step, step=share.preview(None))),
    Route(ActionId.CHOOSE_CHANNEL, PEOPLE, handle_channel),
    Route(ActionId.SHARE, PEOPLE, handle_share),
    Route(ActionId.NOTE, HERE, partial(handle_form, write=_note_form)),
    Route(FormId.NOTE, HERE, handle_note),
    Route(ActionId.KEEP_NOTE, HERE, handle_keep_note),
    Route(ActionId.TAKE_NOTE_BACK, HERE, handle_take_note_back),
    Route(ActionId.GIVE_REASON, HERE, partial(handle_form, write=_reason_form)),
    Route(FormId.REASON, HERE, handle_reason),
)

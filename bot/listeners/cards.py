import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.listeners.check_ins import CHECK_IN_HANDLERS
from bot.listeners.exports import EXPORT_HANDLERS
from bot.listeners.leaderboards import LEADERBOARD_HANDLERS
from bot.listeners.learning import LEARNING_HANDLERS
from bot.listeners.listening import Listening, unopened
from bot.listeners.own_time import OWN_TIME_HANDLERS
from bot.listeners.quizzes import QUIZ_HANDLERS
from bot.listeners.schedules import SCHEDULE_HANDLERS
from bot.listeners.teams_actions import handle_take_on
from bot.listeners.teams_forms import TEAM_HANDLERS
from bot.listeners.what_if import handle_chosen
from bot.messages.check_in_answers import which_check_in
from bot.slack.blocks import Block
from bot.slack.errors import PayloadError
from bot.slack.form_blocks import note_form, reason_form
from bot.slack.ids import ActionId
from bot.slack.payloads import Pressed, read_press
from flows.acts.assessment import card_click as clicking
from flows.acts.assessment.card_click import Step, answer, click
from flows.acts.assessment.share import preview, share
from flows.acts.assessment.turn import Turn
from flows.acts.check_ins.take_part import WhichOne, assess_here
from flows.acts.shared.act import Act
from flows.assessment.assessment import Entry, View
from flows.check_ins.check_in import CheckIn
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability

Handler = Callable[[Listening, Pressed], None]

ANSWERS = {
    ActionId.YES: Answer.YES,
    ActionId.PARTIAL: Answer.PARTIAL,
    ActionId.NO: Answer.NO,
    ActionId.UNKNOWN: Answer.UNKNOWN,
}
STEPS: dict[ActionId, Step] = {
    ActionId.WHY: clicking.to(View.WHY),
    ActionId.BACK: clicking.back,
    ActionId.MORE: clicking.to(View.MORE),
    ActionId.LESS: clicking.to(View.QUESTION),
    ActionId.NOT_APPLICABLE: clicking.to(View.NOT_APPLICABLE),
    ActionId.PAUSE: clicking.to(View.PAUSED),
    ActionId.GO_ON: clicking.go_on,
    ActionId.START_OVER: clicking.to(View.START_OVER),
    ActionId.BEGIN_AGAIN: clicking.begin_again,
    ActionId.SHOW_RESULT: clicking.to(View.RESULT),
    ActionId.SHOW_PROOF: clicking.to(View.PROOF),
    ActionId.SHOW_COMPARISON: clicking.to(View.COMPARISON),
    ActionId.SHOW_ANSWERS: clicking.to(View.ANSWERS),
    ActionId.ASK_MORE: clicking.go_on_longer,
    ActionId.CONFIRM: clicking.confirm_all,
    ActionId.PREVIEW_SHARE: preview(None),
}


def register(app: App, listening: Listening) -> None:
    """Register every button and menu."""

    @app.action(re.compile(".*"))
    def handle_action(ack: Ack, body: dict[str, Any]) -> None:
        pressed = read_press(body)
        handler = HANDLERS.get(pressed.action)
        if handler is None:
            raise PayloadError("That button is from an older Rung. /rung assess shows where you are now.")
        handler(listening, pressed)
        ack()


def handle_answer(listening: Listening, pressed: Pressed) -> None:
    """Yes, Partly, No or Not sure."""
    given = ANSWERS[ActionId(pressed.action)]
    _show(listening, pressed, lambda act: answer(act, pressed.clicked, given))
    listening.metrics.answer_recorded()


def handle_step(listening: Listening, pressed: Pressed) -> None:
    """A button that shows something else on the card."""
    _show(listening, pressed, lambda act: click(act, pressed.clicked, STEPS[ActionId(pressed.action)]))


def handle_change(listening: Listening, pressed: Pressed) -> None:
    """An answer chosen to be changed. The menu names it; the card that it stands on is about something else."""
    _show(listening, pressed, lambda act: clicking.change_chosen(act, pressed.clicked))


def handle_channel(listening: Listening, pressed: Pressed) -> None:
    """A channel chosen to share in."""
    _show(listening, pressed, lambda act: click(act, pressed.clicked, preview(pressed.chosen)))


def handle_share(listening: Listening, pressed: Pressed) -> None:
    """Share."""
    _show(listening, pressed, lambda act: share(act, pressed.clicked, listening.presenter.write_shared))
    listening.sender.wake()


def handle_assess(listening: Listening, pressed: Pressed) -> None:
    """Start or Continue, on a reply to a command."""
    origin = None if pressed.inbound.in_direct_messages else pressed.inbound.channel_id
    turn = listening.once(pressed.action, pressed.inbound, lambda act: assess_here(act, None, origin))
    if isinstance(turn, WhichOne):
        listening.answer(which_check_in(turn), pressed.inbound)
    else:
        listening.show(turn, pressed.inbound)


def handle_form(listening: Listening, pressed: Pressed) -> None:
    """A button that opens a form about a question."""

    def form() -> Block:
        asked = listening.once(pressed.action, pressed.inbound, lambda act: _asked(act, pressed))
        practice, entry, check_in = unopened(asked, "the button")
        if pressed.action == ActionId.GIVE_REASON:
            return reason_form(practice, pressed.handle)
        return note_form(practice, entry, pressed.handle, check_in)

    listening.open_form(pressed.inbound, form)


def _asked(act: Act, pressed: Pressed) -> tuple[Capability, Entry, CheckIn | None]:
    """The practice that a form is about, what was said about it so far, and in which check-in that is."""
    opened = clicking.open_card(act, pressed.clicked)
    practice = opened.act.maturity.catalogue.by_id.get(pressed.handle.subject or "")
    if opened.stored.id != pressed.handle.id or practice is None:
        raise PayloadError("That question is no longer open. Close this form; /rung assess shows where you are.")
    return practice, opened.stored.entry(practice.id), opened.act.check_in


def _show(listening: Listening, pressed: Pressed, use_case: Callable[[Act], Turn]) -> None:
    listening.show(listening.once(pressed.action, pressed.inbound, use_case), pressed.inbound)


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(ANSWERS, handle_answer),
    **dict.fromkeys(STEPS, handle_step),
    ActionId.CHANGE_ANSWER: handle_change,
    ActionId.CHOOSE_CHANNEL: handle_channel,
    ActionId.SHARE: handle_share,
    ActionId.ASSESS: handle_assess,
    ActionId.NOTE: handle_form,
    ActionId.GIVE_REASON: handle_form,
    **TEAM_HANDLERS,
    **CHECK_IN_HANDLERS,
    **SCHEDULE_HANDLERS,
    **OWN_TIME_HANDLERS,
    ActionId.TAKE_ON: handle_take_on,
    ActionId.WHAT_IF: handle_chosen,
    **LEARNING_HANDLERS,
    **QUIZ_HANDLERS,
    **LEADERBOARD_HANDLERS,
    **EXPORT_HANDLERS,
}

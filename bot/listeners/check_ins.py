"""`/rung check-in …`, `/rung level`, `/rung next`, and the buttons about check-ins."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.listeners.home import handle_home
from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of
from bot.listeners.words import handler_of
from bot.messages.check_in_answers import check_in_done, check_in_status, history, past, team_level, wants_revision
from bot.messages.check_ins import DOES_NOT_APPLY, write_summary
from bot.sending.delivery_messages import render_delivery, with_readers
from bot.slack.blocks import Message, read
from bot.slack.errors import PayloadError
from bot.slack.ids import ActionId
from bot.slack.payloads import Inbound, Pressed
from flows.acts.assessment.assess import assess
from flows.acts.check_ins.check_in_notices import ResultPreview, preview_of
from flows.acts.check_ins.review import cancel, choose_channel, close, discuss, publish
from flows.acts.check_ins.see_check_ins import CheckInState, see_check_in, see_history, see_level, see_past, state_of
from flows.acts.check_ins.take_part import WantsRevision, decline, join, start_check_in, stop_asking
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where
from flows.check_ins.check_in import Agreed, CheckIn
from flows.errors import NoTeamError, RefusedError
from flows.maturity.answer import Answer
from flows.teams.team import Team

_T = TypeVar("_T")
Handler = Callable[[Listening, Inbound, str], Message | None]
Move = Callable[[Act, CheckIn], CheckIn]


def handle_check_in(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung check-in …`."""
    handler, rest = handler_of(words, "/rung check-in", CHECK_IN_WORDS)
    return handler(listening, inbound, rest)


def _seeing(what: str, see: Callable[[Act, Where], _T | None], render: Callable[[_T], Message]) -> Handler:
    """Make the handler of words that only look at the team meant."""

    def handle(listening: Listening, inbound: Inbound, _: str) -> Message | None:
        found = listening.once(what, inbound, lambda act: (see(act, place_of(inbound)),))
        if found is None:  # the same request was answered before
            return None
        if found[0] is None:
            raise NoTeamError
        return render(found[0])

    return handle


handle_level = _seeing(Doing.SEE_LEVEL, see_level, team_level)
handle_next = _seeing(Doing.SEE_NEXT, see_level, team_level)  # the same, asked for its next step
_history = _seeing(Doing.SEE_HISTORY, see_history, history)


def handle_history(listening: Listening, inbound: Inbound, words: str) -> None:
    """A team's results, with a picture that Slack may not take."""
    listening.answer(_history(listening, inbound, words), inbound)


def handle_past(listening: Listening, pressed: Pressed) -> None:
    """One of them, as it was."""
    inbound = pressed.inbound
    found = listening.once(pressed.action, inbound, lambda act: see_past(act, pressed.handle.id, inbound.channel_id))
    if found:
        listening.answer(past(read(found[0]), read(found[1])), pressed.inbound)


def handle_start(listening: Listening, inbound: Inbound, _: str) -> Message | None:
    """Ask the team."""
    return _start(listening, inbound, Doing.START_CHECK_IN, place_of(inbound))


def handle_press_start(listening: Listening, pressed: Pressed) -> None:
    """Start a check-in, or a revision."""
    is_revision = pressed.action == ActionId.START_REVISION
    where = Where(team_id=pressed.handle.id)
    reply = _start(listening, pressed.inbound, pressed.action, where, is_revision=is_revision)
    listening.answer(reply, pressed.inbound)
    if pressed.inbound.channel_id is None:  # on Rung's own page, which then says so
        handle_home(listening, replace(pressed.inbound, request_id=f"{pressed.inbound.request_id} home"))


def _start(
    listening: Listening, inbound: Inbound, what: str, where: Where, *, is_revision: bool = False
) -> Message | None:
    def start(act: Act, team: Team) -> CheckInState | WantsRevision:
        opened = start_check_in(act, team, is_revision=is_revision)
        if isinstance(opened, WantsRevision):
            return opened
        return state_of(act, act.lock_person(), team, opened)

    started = listening.once_for_team(what, inbound, where, start)
    listening.sender.wake()
    if started is None:
        return None
    return wants_revision(started) if isinstance(started, WantsRevision) else check_in_done(started, "opened")


def _moving(what: str, move: Move, done: str) -> Handler:
    """Make the handler of a word that moves the channel's check-in on."""

    def handle(listening: Listening, inbound: Inbound, _: str) -> Message | None:
        return _moved(listening, inbound, what, (move, done))

    return handle


def handle_move(listening: Listening, pressed: Pressed) -> None:
    """A button that moves a check-in on."""
    move = MOVES[ActionId(pressed.action)]
    listening.answer(_moved(listening, pressed.inbound, pressed.action, move, pressed.handle.id), pressed.inbound)


def handle_channel(listening: Listening, pressed: Pressed) -> None:
    """Another channel for the result; the preview then says so, and Publish now is one press further."""

    def choose(act: Act, _: Team, check_in: CheckIn) -> ResultPreview:
        chosen = choose_channel(act, check_in, pressed.chosen)
        return preview_of(act.repositories, chosen, act.lock_person())

    _preview_again(listening, pressed, choose)


def _moved(
    listening: Listening, inbound: Inbound, what: str, move: tuple[Move, str], check_in_id: str | None = None
) -> Message | None:
    def moved(act: Act, team: Team, check_in: CheckIn) -> CheckInState:
        moved_on = move[0](act, check_in)
        return state_of(act, act.lock_person(), team, moved_on)

    state = listening.once_for_check_in(what, inbound, check_in_id, place_of(inbound), moved)
    listening.sender.wake()
    return check_in_done(state, move[1]) if state else None


def handle_agree(listening: Listening, pressed: Pressed) -> None:
    """What the team agreed on for one practice; the preview then says what that makes."""
    capability, _, said = (pressed.handle.subject or "").partition(" ")

    def agree(act: Act, _: Team, check_in: CheckIn) -> ResultPreview:
        content = act.at(check_in).maturity.catalogue.by_id
        if capability not in content or said not in {*Answer, DOES_NOT_APPLY}:
            raise PayloadError("That choice is from an older preview. Nothing was recorded; please choose again.")
        if check_in.publish_at is None or not check_in.status.is_running:
            raise RefusedError(f"{check_in.team_name}'s check-in for {check_in.period} is over. Nothing was recorded.")
        answer = None if said == DOES_NOT_APPLY else Answer(said)
        person = act.lock_person()
        agreed = Agreed(capability, answer, person.id, act.now)
        act.repositories.check_ins.agree(check_in.id, agreed)
        return preview_of(act.repositories, check_in, person)

    _preview_again(listening, pressed, agree)


def handle_discuss(listening: Listening, pressed: Pressed) -> None:
    """Discuss first; the preview stays, for what will be agreed."""

    def talk(act: Act, _: Team, check_in: CheckIn) -> ResultPreview:
        moved = discuss(act, check_in)
        return preview_of(act.repositories, moved, act.lock_person())

    _preview_again(listening, pressed, talk)
    listening.sender.wake()


def _preview_again(
    listening: Listening, pressed: Pressed, use_case: Callable[[Act, Team, CheckIn], ResultPreview]
) -> None:
    where = place_of(pressed.inbound)
    preview = listening.once_for_check_in(pressed.action, pressed.inbound, pressed.handle.id, where, use_case)
    if preview:
        listening.reply(
            pressed.inbound,
            lambda: listening.presenter.answer(
                render_delivery(with_readers(preview, listening.gateway)), pressed.inbound
            ),
        )


def publish_it(act: Act, check_in: CheckIn) -> CheckIn:
    """Publish a check-in, with the summary in the words that its channel reads."""
    return publish(act, check_in, write_summary)


def handle_join(listening: Listening, pressed: Pressed) -> None:
    """Start, on an invitation or elsewhere."""
    turn = listening.once(pressed.action, pressed.inbound, lambda act: join(act, pressed.handle.id))
    listening.show(turn, pressed.inbound)


def handle_privately(listening: Listening, pressed: Pressed) -> None:
    """Just my own view, when several check-ins wait."""
    listening.show(
        listening.once(pressed.action, pressed.inbound, lambda act: assess(act, None, None)), pressed.inbound
    )


def handle_decline(listening: Listening, pressed: Pressed) -> None:
    """Not this time, or not at all any more."""
    stops = pressed.action == ActionId.STOP_ASKING

    def declined(act: Act) -> CheckInState:
        check_in = (stop_asking if stops else decline)(act, pressed.handle.id)
        team = act.repositories.teams.find(check_in.team_id)
        if team is None:
            raise LookupError(f"there is no team {check_in.team_id}")
        return state_of(act, act.lock_person(), team, check_in)

    state = listening.once(pressed.action, pressed.inbound, declined)
    listening.sender.wake()
    if state and state.check_in:
        said = "stopped" if stops else "declined" if state.check_in.is_open else "over"
        listening.answer(check_in_done(state, said), pressed.inbound)


MOVES: dict[ActionId, tuple[Move, str]] = {
    ActionId.CLOSE_CHECK_IN: (close, "closed"),
    ActionId.PUBLISH: (publish_it, "published"),
}
CHECK_IN_WORDS: dict[str, Handler] = {
    "": _seeing(Doing.SEE_CHECK_IN, see_check_in, check_in_status),
    "start": handle_start,
    "close": _moving(Doing.CLOSE_CHECK_IN, close, "closed"),
    "cancel": _moving(Doing.CANCEL_CHECK_IN, cancel, "cancelled"),
    "discuss": _moving(Doing.DISCUSS_CHECK_IN, discuss, "discussed"),
    "publish": _moving(Doing.PUBLISH_CHECK_IN, publish_it, "published"),
}
CHECK_IN_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.START_CHECK_IN: handle_press_start,
    ActionId.START_REVISION: handle_press_start,
    **dict.fromkeys(MOVES, handle_move),
    ActionId.DISCUSS: handle_discuss,
    ActionId.SUMMARY_CHANNEL: handle_channel,
    ActionId.AGREE: handle_agree,
    ActionId.SHOW_PAST: handle_past,
    ActionId.JOIN: handle_join,
    ActionId.ASSESS_PRIVATELY: handle_privately,
    ActionId.DECLINE: handle_decline,
    ActionId.STOP_ASKING: handle_decline,
}

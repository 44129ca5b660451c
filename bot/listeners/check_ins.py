"""`/rung check-in …`, `/rung level`, `/rung next`, `/rung history`, and the buttons about check-ins."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.listeners.events import handle_home
from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import DECIDING, HERE
from bot.messages.check_ins import check_in_done, check_in_status, wants_revision
from bot.messages.results import history, past, team_level, write_summary
from bot.sending.delivery_messages import render_delivery, with_readers
from bot.slack.blocks import Message, read
from bot.slack.ids import ActionId, EventId
from bot.slack.inbound import Command, Inbound, Pressed
from flows.acts.assessment.assess import assess
from flows.acts.check_ins.check_in_notices import ResultPreview, preview_of
from flows.acts.check_ins.close_and_publish import agree, cancel, choose_channel, close, discuss, publish
from flows.acts.check_ins.see_check_ins import (
    CheckInState,
    see_check_in,
    see_history,
    see_level,
    see_past,
    state_of,
    state_seen,
)
from flows.acts.check_ins.take_part import WantsRevision, decline, join, start_check_in, stop_asking
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where
from flows.check_ins.check_in import CheckIn
from flows.errors import NoTeamError
from flows.maturity.scale_words import scale_named
from flows.teams.team import Team

_T = TypeVar("_T")
Move = Callable[[Act, CheckIn], CheckIn]


def _seen(listening: Listening, command: Command, see: Callable[[Act, Where], _T | None]) -> _T | None:
    """What somebody who may only look sees of the team meant."""
    seen = listening.once(command, lambda act: (see(act, command.place),))
    if seen is None:  # the request was answered before
        return None
    if seen[0] is None:
        raise NoTeamError
    return seen[0]


def handle_see(listening: Listening, command: Command) -> Message | None:
    """How the team's check-in stands."""
    return rendered(_seen(listening, command, see_check_in), check_in_status)


def handle_level(listening: Listening, command: Command) -> Message | None:
    """The team's last result, with its next step."""
    return rendered(_seen(listening, command, partial(see_level, scale=_scale(listening, command))), team_level)


def handle_history(listening: Listening, command: Command) -> None:
    """The team's results, with a picture that Slack may not take."""
    seen = _seen(listening, command, partial(see_history, scale=_scale(listening, command)))
    listening.answer(rendered(seen, history), command)


def _scale(listening: Listening, command: Command) -> str:
    """The scale that is named, if one is."""
    return scale_named(command.words, listening.runner.maturity.by_name)


def handle_past(listening: Listening, pressed: Pressed) -> Message | None:
    """A result of the past, as it was."""
    written = listening.once(pressed, lambda act: see_past(act, pressed.handle.id, pressed.channel_id))
    return rendered(written, lambda parts: past(*map(read, parts)))


def handle_start(listening: Listening, request: Command | Pressed, *, is_revision: bool = False) -> Message | None:
    """Ask the team, for the first time in the period or once more."""
    answer = _started(listening.once_for_team(request, partial(_start, is_revision=is_revision)))
    listening.sender.wake()
    if request.channel_id is not None:
        return answer
    # On Rung's own page, which then says so.
    listening.answer(answer, request)
    handle_home(listening, replace(request, request_id=f"{request.request_id} home", route=EventId.HOME_OPENED))
    return None


def _start(act: Act, team: Team, *, is_revision: bool) -> CheckInState | WantsRevision:
    opened = start_check_in(act, team, is_revision=is_revision)
    if isinstance(opened, WantsRevision):
        return opened
    return state_of(act, act.lock_person(), team, opened)


def _started(started: CheckInState | WantsRevision | None) -> Message | None:
    if isinstance(started, WantsRevision):
        return wants_revision(started)
    return rendered(started, lambda opened: check_in_done(opened, "opened"))


def handle_move(listening: Listening, request: Inbound, *, move: Move, done: str) -> Message | None:
    """Move the check-in on."""

    def moved(act: Act, team: Team, check_in: CheckIn) -> CheckInState:
        moved_on = move(act, check_in)
        return state_of(act, act.lock_person(), team, moved_on)

    moved_state = listening.once_for_check_in(request, moved)
    listening.sender.wake()
    return rendered(moved_state, lambda state: check_in_done(state, done))


def _publish(act: Act, check_in: CheckIn) -> CheckIn:
    """Publish with the summary in the words that the channel reads."""
    return publish(act, check_in, write_summary)


def handle_discuss(listening: Listening, pressed: Pressed) -> None:
    """Discuss first; the preview stays, for what will be agreed."""
    _preview_again(listening, pressed, discuss)
    listening.sender.wake()


def handle_channel(listening: Listening, pressed: Pressed) -> None:
    """Another channel for the result; the preview then says so, and Publish now is one press further."""
    _preview_again(listening, pressed, lambda act, check_in: choose_channel(act, check_in, pressed.chosen))


def handle_agree(listening: Listening, pressed: Pressed) -> None:
    """What the team agreed on for one practice; the preview then says what that makes."""
    practice, _, said = pressed.words.partition(" ")
    _preview_again(listening, pressed, lambda act, check_in: agree(act, check_in, practice, said))


def _preview_again(listening: Listening, pressed: Pressed, move: Move) -> None:
    """Change something about a check-in in review, and show the preview of its result anew."""

    def moved(act: Act, _: Team, check_in: CheckIn) -> ResultPreview:
        moved_on = move(act, check_in)
        return preview_of(act.repositories, moved_on, act.lock_person())

    preview = listening.once_for_check_in(pressed, moved)
    if preview:
        listening.reply(
            pressed,
            lambda: listening.answer(render_delivery(with_readers(preview, listening.gateway)), pressed),
        )


def handle_join(listening: Listening, pressed: Pressed) -> None:
    """Start, on an invitation or elsewhere."""
    listening.show(listening.once(pressed, lambda act: join(act, pressed.handle.id)), pressed)


def handle_privately(listening: Listening, pressed: Pressed) -> None:
    """Just my own view, when several check-ins wait."""
    listening.show(listening.once(pressed, lambda act: assess(act, None, None)), pressed)


def handle_decline(listening: Listening, pressed: Pressed) -> Message | None:
    """Not this time."""
    return _left(listening, pressed, decline, lambda check_in: "declined" if check_in.is_open else "over")


def handle_stop(listening: Listening, pressed: Pressed) -> Message | None:
    """Not at all any more."""
    return _left(listening, pressed, stop_asking, lambda _: "stopped")


def _left(
    listening: Listening, pressed: Pressed, leave: Callable[[Act, str], CheckIn], done: Callable[[CheckIn], str]
) -> Message | None:
    left = listening.once(pressed, lambda act: state_seen(act, leave(act, pressed.handle.id)))
    listening.sender.wake()
    if left is None or left.check_in is None:
        return None
    return check_in_done(left, done(left.check_in))


ROUTES = (
    Route("/rung check-in", HERE, handle_see),
    Route("/rung check-in start", DECIDING, handle_start),
    Route(ActionId.START_CHECK_IN, DECIDING, handle_start),
    Route(ActionId.START_REVISION, DECIDING, partial(handle_start, is_revision=True)),
    Route("/rung check-in close", DECIDING, partial(handle_move, move=close, done="closed")),
    Route(ActionId.CLOSE_CHECK_IN, DECIDING, partial(handle_move, move=close, done="closed")),
    Route("/rung check-in cancel", DECIDING, partial(handle_move, move=cancel, done="cancelled")),
    Route("/rung check-in publish", DECIDING, partial(handle_move, move=_publish, done="published")),
    Route(ActionId.PUBLISH, DECIDING, partial(handle_move, move=_publish, done="published")),
    Route("/rung check-in discuss", DECIDING, partial(handle_move, move=discuss, done="discussed")),
    Route(ActionId.DISCUSS, DECIDING, handle_discuss),
    Route(ActionId.SUMMARY_CHANNEL, DECIDING, handle_channel),
    Route(ActionId.AGREE, DECIDING, handle_agree),
    Route("/rung level", HERE, handle_level, takes_words=True),
    Route("/rung next", HERE, handle_level, takes_words=True),
    Route("/rung history", HERE, handle_history, takes_words=True),
    Route(ActionId.SHOW_PAST, HERE, handle_past),
    Route(ActionId.JOIN, HERE, handle_join),
    Route(ActionId.ASSESS_PRIVATELY, HERE, handle_privately),
    Route(ActionId.DECLINE, HERE, handle_decline),
    Route(ActionId.STOP_ASKING, HERE, handle_stop),
)

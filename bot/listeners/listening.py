"""What every listener does between parsing and replying."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import TypeVar

from prometheus_client import CollectorRegistry

from bot.listeners.permissions import Requester, check_allowed, depends_on_person
from bot.messages.replies import failed, told
from bot.process.acting import ActRunner
from bot.process.metrics import Metrics
from bot.process.reply_threads import Replies, Reply
from bot.sending.deliverer import Deliverer
from bot.sending.presenter import Presenter, cannot_reach
from bot.sending.sender import Sender
from bot.slack.blocks import Block, Message
from bot.slack.errors import PayloadError, SlackError
from bot.slack.form_blocks import opening_form, sentence_form
from bot.slack.gateway_port import Gateway
from bot.slack.payloads import Inbound
from bot.ticks.check_ins import CheckInSteps
from flows.acts.assessment.turn import Turn
from flows.acts.deliveries.deliver import Finished
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where, is_admin, locate
from flows.check_ins.check_in import CheckIn
from flows.errors import FlowError, NoTeamError, RefusedError
from flows.teams.person import Actor
from flows.teams.team import Team

_T = TypeVar("_T")
_log = logging.getLogger("rung")


@dataclass(frozen=True)
class Listening:
    """Where requests come in: permissions and repeated requests are dealt with here, once for all listeners."""

    runner: ActRunner
    presenter: Presenter
    gateway: Gateway
    replies: Replies
    sender: Sender
    metrics: Metrics
    check_ins: CheckInSteps
    admin_code: str = ""

    def once(self, what: str, inbound: Inbound, use_case: Callable[[Act], _T]) -> _T | None:
        """Run a use case for someone who may; None when the same request has had its effect before."""

        def allowed(act: Act) -> _T | None:
            if not self._first_time(act, inbound):
                return None
            if depends_on_person(what, from_elsewhere=inbound.from_elsewhere):
                person = act.repositories.people.find(inbound.actor)
                decides = person is not None and is_admin(act.repositories, person)
                check_allowed(what, inbound, Requester(person, is_admin=decides))
            return use_case(act)

        return self.runner.run(inbound.actor, allowed)

    def once_for_team(
        self, what: str, inbound: Inbound, where: Where, use_case: Callable[[Act, Team], _T]
    ) -> _T | None:
        """The same about a team, for someone who may."""

        def allowed(act: Act) -> _T | None:
            if not self._first_time(act, inbound):
                return None
            return use_case(act, self._allowed_team(what, inbound, where, act))

        return self.runner.run(inbound.actor, allowed)

    def once_for_check_in(
        self,
        what: str,
        inbound: Inbound,
        check_in_id: str | None,
        where: Where,
        use_case: Callable[[Act, Team, CheckIn], _T],
    ) -> _T | None:
        """The same about a check-in: the one of this id, else the one that is running in the team meant."""

        def allowed(act: Act) -> _T | None:
            if not self._first_time(act, inbound):
                return None
            check_ins = act.repositories.check_ins
            named = check_ins.find(check_in_id) if check_in_id else None
            team = self._allowed_team(what, inbound, Where(team_id=named.team_id) if named else where, act)
            found = named or check_ins.find_running(team.id)
            if found is None:
                raise RefusedError(f"No check-in of {team.name} is under way. /rung check-in start begins one.")
            return use_case(act, team, check_ins.lock(found.id))

        return self.runner.run(inbound.actor, allowed)

    @staticmethod
    def _allowed_team(what: str, inbound: Inbound, where: Where, act: Act) -> Team:
        """The team meant, locked, if the sender may do this there."""
        person = act.lock_person()
        team = locate(act, person, where)
        if team is None:
            raise NoTeamError
        check_allowed(what, inbound, Requester(person, team, is_admin(act.repositories, person)))
        return team

    def show(self, turn: Turn | None, inbound: Inbound) -> None:
        """Show a turn as soon as the acknowledgement is out; None shows nothing."""
        if turn is not None:
            only_this = turn.in_place and not turn.outdated and not turn.remarks
            self.reply(inbound, lambda: self.presenter.show(turn, inbound), supersedes=only_this)
            check_in = turn.occasion.check_in if turn.occasion else None
            if check_in and not (turn.in_place and check_in.is_open):  # an invitation has done its work, or all have
                self.sender.wake()
                self.reply(inbound, self.check_ins.retire_messages)

    def tell(self, message: Message, inbound: Inbound) -> None:
        """Say something to the sender."""
        self.replies.hand_over(Reply(_key(inbound), lambda: self.presenter.tell(message, inbound)))

    def answer(self, message: Message | None, inbound: Inbound) -> None:
        """Answer a command, or a click on such an answer in its place; None says nothing."""
        if message:
            self.reply(inbound, lambda: self.presenter.answer(message, inbound))

    def open_form(self, inbound: Inbound, form: Callable[[], Block]) -> None:
        """Open a placeholder at once, because a trigger lives three seconds, and then the form in its place."""
        view_id = self.gateway.open_form(inbound.trigger_id or "", opening_form())

        def fill() -> None:
            try:
                filled = form()
            except FlowError as error:
                filled = sentence_form(str(error))
            self.gateway.update_form(view_id, filled)

        self.reply(inbound, fill)

    def reply(self, inbound: Inbound, send: Callable[[], None], *, supersedes: bool = False) -> None:
        """Hand over anything else; when it fails, the sender is told."""
        apologise = lambda error: self.tell(self.apology(error), inbound)  # noqa: E731 - one line, used once
        self.replies.hand_over(Reply(_key(inbound), send, supersedes=supersedes, on_failure=apologise))

    def apology(self, error: Exception) -> Message:
        """What a person reads about an error. One that nobody foresaw goes to the log under the same reference."""
        if isinstance(error, FlowError):
            return told(str(error))
        if isinstance(error, SlackError):
            _log.warning("slack refused", extra={"code": error.code})
            return cannot_reach(error)
        reference = token_hex(4)
        self.metrics.unknown_error()
        _log.error("unknown error", extra={"reference": reference}, exc_info=error)
        return failed(reference)

    @staticmethod
    def _first_time(act: Act, inbound: Inbound) -> bool:
        seen = act.repositories.seen_requests
        return seen.add(inbound.actor.workspace_id, inbound.request_id, now=act.now)


def new_listening(runner: ActRunner, gateway: Gateway, workspace_id: str, admin_code: str = "") -> Listening:
    """Put a front for one workspace together, with metrics and threads of its own; without a code none can claim it."""
    metrics = Metrics(CollectorRegistry())
    presenter, replies = Presenter(runner, gateway), Replies(metrics)
    deliverer = Deliverer(runner, {workspace_id: gateway}, metrics, partial(_show_outcome, presenter, replies))
    sender = Sender(deliverer)
    steps = CheckInSteps(runner, gateway, sender, workspace_id)
    return Listening(runner, presenter, gateway, replies, sender, metrics, steps, admin_code)


def _show_outcome(presenter: Presenter, replies: Replies, settled: Finished) -> None:
    """Show on the card of whoever asked for a message how it ended; behind the reply that said it is on its way."""
    turn = settled.turn
    if turn and turn.person.slack_id:
        asker = Inbound(Actor(turn.person.workspace_id, turn.person.slack_id), request_id=settled.delivery.id)
        replies.hand_over(Reply(_key(asker), lambda: presenter.show(turn, asker)))


def _key(inbound: Inbound) -> str:
    return f"{inbound.actor.workspace_id} {inbound.actor.slack_id}"


def unopened(found: _T | None, button: str) -> _T:
    """What a form is about; a press that had its effect before finds nothing, and its form says so."""
    if found is None:
        raise PayloadError(f"That form was opened before. Please press {button} once more.")
    return found

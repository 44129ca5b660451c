"""What every listener goes through: a request may have its effect, has it once, and is replied to."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any, TypeVar

from prometheus_client import CollectorRegistry

from bot.listeners.roles import Requester, Role, check_allowed, depends_on_person
from bot.messages.replies import sentence_reply, unknown_error_reply
from bot.process.acting import ActRunner
from bot.process.metrics import Metrics
from bot.process.reply_threads import Replies, Reply
from bot.sending.deliverer import Deliverer
from bot.sending.presenter import Presenter, cannot_reach
from bot.sending.sender import Sender
from bot.slack.blocks import Block, Message
from bot.slack.errors import PayloadError, SlackError, UnreachableError, is_of_answer
from bot.slack.form_blocks import opening_form, sentence_form
from bot.slack.gateway_port import Gateway
from bot.slack.ids import GIVING_ANSWERS
from bot.slack.inbound import Inbound
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
class Route:
    """One thing that can be pressed, sent in or typed, or that happens: who may do it, and what handles it.

    `id` is an ActionId, a FormId, an EventId, or the words of a command such as "/rung team new". A handler takes the
    listening and the request; it returns the answer, or None when that comes later or nothing is to be said. Words
    typed after those of the route are refused by name unless it `takes_words`; its handler then uses or names them all.
    """

    id: str
    allowed: frozenset[Role]
    handler: Callable[["Listening", Any], Message | None]
    takes_words: bool = False


@dataclass(frozen=True)
class Listening:
    """All that handlers need to do what a request asks for and to reply.

    `allowed` has the roles of every route. Whether the sender has one of them, and whether the request has come before,
    is checked here for all handlers, in the transaction in which the request has its effect.
    """

    runner: ActRunner
    presenter: Presenter
    gateway: Gateway
    replies: Replies
    sender: Sender
    metrics: Metrics
    check_ins: CheckInSteps
    allowed: Mapping[str, frozenset[Role]]
    admin_code: str = ""

    def once(self, inbound: Inbound, use_case: Callable[[Act], _T]) -> _T | None:
        """Run a use case for somebody who may; None when the request has had its effect before."""

        def permitted(act: Act) -> _T:
            self._check_person(inbound, act)
            return use_case(act)

        return self._first_time(inbound, permitted)

    def once_for_team(
        self, inbound: Inbound, use_case: Callable[[Act, Team], _T], where: Where | None = None
    ) -> _T | None:
        """Run a use case on the team that the request is about, or on the one that is `where`."""
        return self._first_time(
            inbound, lambda act: use_case(act, self._permitted_team(inbound, act, where or inbound.team))
        )

    def foresee(self, inbound: Inbound, check: Callable[[Act], object]) -> None:
        """Refuse now what would be refused once Slack has been asked; the request is still to have its effect."""

        def foreseen(act: Act) -> None:
            self._check_person(inbound, act)
            check(act)

        self.runner.run(inbound.actor, foreseen)

    def foresee_for_team(self, inbound: Inbound, check: Callable[[Act, Team], object]) -> None:
        """The same for something done to the team that the request is about."""
        self.runner.run(inbound.actor, lambda act: check(act, self._permitted_team(inbound, act, inbound.team)))

    def once_for_check_in(self, inbound: Inbound, use_case: Callable[[Act, Team, CheckIn], _T]) -> _T | None:
        """Run a use case on the check-in that the request names, else on the one that is running in its team."""

        def permitted(act: Act) -> _T:
            check_ins = act.repositories.check_ins
            check_in = check_ins.find(inbound.check_in_id) if inbound.check_in_id else None
            where = Where(team_id=check_in.team_id) if check_in else inbound.place
            team = self._permitted_team(inbound, act, where)
            check_in = check_in or check_ins.find_running(team.id)
            if check_in is None:
                raise RefusedError(f"No check-in of {team.name} is under way. /rung check-in start begins one.")
            return use_case(act, team, check_ins.lock(check_in.id))

        return self._first_time(inbound, permitted)

    def _first_time(self, inbound: Inbound, permitted: Callable[[Act], _T]) -> _T | None:
        def first(act: Act) -> _T | None:
            seen = act.repositories.seen_requests
            if seen.add(inbound.actor.workspace_id, inbound.request_id, now=act.now):
                return permitted(act)
            return None

        return self.runner.run(inbound.actor, first)

    def _permitted_team(self, inbound: Inbound, act: Act, where: Where) -> Team:
        """The team meant, locked, if the sender may do this there."""
        person = act.lock_person()
        team = locate(act, person, where)
        if team is None:
            raise NoTeamError
        self._check(inbound, Requester(person, team, is_admin(act.repositories, person)))
        return team

    def _check_person(self, inbound: Inbound, act: Act) -> None:
        if depends_on_person(self.allowed[inbound.route], from_elsewhere=inbound.from_elsewhere):
            person = act.repositories.people.find(inbound.actor)
            decides = person is not None and is_admin(act.repositories, person)
            self._check(inbound, Requester(person, is_admin=decides))

    def _check(self, inbound: Inbound, requester: Requester) -> None:
        check_allowed(self.allowed[inbound.route], requester, from_elsewhere=inbound.from_elsewhere)

    def show(self, turn: Turn | None, inbound: Inbound) -> None:
        """Show a turn as soon as the acknowledgement is out; None shows nothing."""
        if turn is not None:
            only_this = turn.in_place and not turn.outdated and not turn.remarks
            self.reply(inbound, lambda: self.presenter.show(turn, inbound), supersedes=only_this)
            check_in = turn.occasion.check_in if turn.occasion else None
            if check_in and not (turn.in_place and check_in.is_open):  # an invitation has done its work, or all have
                self.sender.wake()
                self.work(inbound, self.check_ins.retire_messages)

    def tell(self, message: Message, inbound: Inbound) -> None:
        """Say something to the sender."""
        self._say(self.presenter.tell, message, inbound)

    def answer(self, message: Message | None, inbound: Inbound) -> None:
        """Answer a command, or a click on such an answer in its place; None says nothing."""
        if message:
            self._say(self.presenter.answer, message, inbound)

    def _say(self, say: Callable[[Message, Inbound], None], message: Message, inbound: Inbound) -> None:
        def otherwise(error: Exception) -> None:
            if is_of_answer(error):
                self._say(self.presenter.tell_directly, message, inbound)
            else:  # the direct messages have failed as well, so that nothing is left to say it by
                _log.error("an answer could not be given", exc_info=error)

        self.replies.hand_over(Reply(_key(inbound), lambda: say(message, inbound), on_failure=otherwise))

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
        self.replies.hand_over(
            Reply(_key(inbound), send, supersedes=supersedes, on_failure=partial(self._apologise, inbound))
        )

    def work(self, inbound: Inbound, do: Callable[[], None]) -> None:
        """Hand over what takes many calls to Slack, so that nobody's click waits for it; else as a reply."""
        taken = self.replies.hand_over(
            Reply(_key(inbound), do, is_long=True, on_failure=partial(self._apologise, inbound))
        )
        if not taken:
            raise RefusedError("Many requests are under way already. Please wait a minute, and try once more.")

    def _apologise(self, inbound: Inbound, error: Exception) -> None:
        """Tell the sender, in a way that has not just failed; where none is left, only the log."""
        if isinstance(error, UnreachableError):
            _log.warning("a person could not be told", extra={"code": error.code})
            return
        say = self.presenter.tell_directly if is_of_answer(error) else self.presenter.tell
        self._say(say, self.apology(error, inbound), inbound)

    def apology(self, error: Exception, inbound: Inbound | None) -> Message:
        """What a person reads about an error. One that nobody foresaw is logged under a reference."""
        gave_answer = inbound is not None and inbound.route in GIVING_ANSWERS
        if isinstance(error, FlowError):
            return sentence_reply(str(error))
        if isinstance(error, SlackError):
            _log.warning("slack refused", extra={"code": error.code})
            return cannot_reach(error, gave_answer=gave_answer)
        reference = token_hex(4)
        self.metrics.unknown_error()
        _log.error("unknown error", extra={"reference": reference}, exc_info=error)
        return unknown_error_reply(reference, gave_answer=gave_answer)


def new_listening(
    runner: ActRunner,
    gateway: Gateway,
    workspace_id: str,
    allowed: Mapping[str, frozenset[Role]],
    admin_code: str = "",
) -> Listening:
    """Listen to one workspace, with metrics and threads of its own; without a code nobody can become its admin."""
    metrics = Metrics(CollectorRegistry())
    presenter, replies = Presenter(runner, gateway), Replies(metrics)
    deliverer = Deliverer(runner, {workspace_id: gateway}, metrics, partial(_show_outcome, presenter, replies))
    sender = Sender(deliverer)
    steps = CheckInSteps(runner, gateway, sender, workspace_id)
    return Listening(runner, presenter, gateway, replies, sender, metrics, steps, allowed, admin_code)


def _show_outcome(presenter: Presenter, replies: Replies, settled: Finished) -> None:
    """Show how a message ended on the card of the person who asked for it, after the reply that it is on its way."""
    turn = settled.turn
    if turn and turn.person.slack_id:
        asker = Inbound(Actor(turn.person.workspace_id, turn.person.slack_id), request_id=settled.delivery.id)
        replies.hand_over(Reply(_key(asker), lambda: presenter.show(turn, asker)))


def _key(inbound: Inbound) -> str:
    return f"{inbound.actor.workspace_id} {inbound.actor.slack_id}"


def unopened(subject: _T | None, button: str) -> _T:
    """What a form is about; a press that had its effect before finds nothing, and its form says so."""
    if subject is None:
        raise PayloadError(f"That form was opened before. Please press {button} once more.")
    return subject


def rendered(notice: _T | None, render: Callable[[_T], Message]) -> Message | None:
    """The message that a notice becomes; None for a request that has had its effect before."""
    return None if notice is None else render(notice)

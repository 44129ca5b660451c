"""What every listener does between parsing and replying."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TypeVar
from uuid import uuid4

from prometheus_client import CollectorRegistry

from bot.answers import failed, told
from bot.blocks import Message
from bot.errors import SlackError
from bot.metrics import Metrics
from bot.outgoing import Gateway
from bot.payloads import Inbound
from bot.permissions import check_allowed, depends_on_person
from bot.replies import Replies, Reply
from bot.showing import Desk, Presenter, cannot_reach
from flows.errors import FlowError
from flows.interaction import Interaction, Turn
from flows.maturity.loading import Maturity
from flows.ports import Database

_T = TypeVar("_T")
_log = logging.getLogger("rung")


@dataclass(frozen=True)
class Front:
    """Where requests come in: permissions and repeated requests are dealt with here, once for all listeners."""

    desk: Desk
    presenter: Presenter
    gateway: Gateway
    replies: Replies
    metrics: Metrics

    def once(self, what: str, inbound: Inbound, use_case: Callable[[Interaction], _T]) -> _T | None:
        """Run a use case for someone who may; None when the same request has had its effect before."""

        def allowed(interaction: Interaction) -> _T | None:
            if not self._first_time(interaction, inbound):
                return None
            people = interaction.repositories.people
            check_allowed(what, inbound, people.find(inbound.acting) if depends_on_person(what) else None)
            return use_case(interaction)

        return self.desk.act(inbound.acting, allowed)

    def show(self, turn: Turn | None, inbound: Inbound) -> None:
        """Show a turn as soon as the acknowledgement is out; None shows nothing."""
        if turn is not None:
            only_this = turn.in_place and not turn.outdated and not turn.remarks
            self.reply(inbound, lambda: self.presenter.show(turn, inbound), supersedes=only_this)

    def tell(self, message: Message, inbound: Inbound) -> None:
        """Say something to the sender."""
        self.replies.hand_over(Reply(_key(inbound), lambda: self.presenter.tell(message, inbound)))

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
    def _first_time(interaction: Interaction, inbound: Inbound) -> bool:
        seen = interaction.repositories.seen_requests
        return seen.add(inbound.acting.workspace_id, inbound.request_id, now=interaction.now)


def new_front(
    database: Database,
    maturity: Maturity,
    gateway: Gateway,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Front:
    """Put a front together, with metrics and reply threads of its own."""
    metrics = Metrics(CollectorRegistry())
    desk = Desk(database, maturity, now, new_id=lambda: str(uuid4()))
    return Front(desk, Presenter(desk, gateway), gateway, Replies(metrics), metrics)


def _key(inbound: Inbound) -> str:
    return f"{inbound.acting.workspace_id} {inbound.acting.slack_id}"

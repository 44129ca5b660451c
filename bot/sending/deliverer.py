"""One message on its way: taken in hand, written down, looked up where it may be there already, posted, noted."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import TypeVar

from bot.process.acting import ActRunner
from bot.process.metrics import Metrics
from bot.sending.better_moment import better_moment
from bot.sending.delivery_messages import render_delivery, with_readers
from bot.sending.recipients import address_of, new_address_of
from bot.slack.blocks import read, write
from bot.slack.errors import PermanentSlackError, SlackError, TransientSlackError, UncertainSlackError
from bot.slack.gateway_port import Gateway
from flows.acts.deliveries.deliver import DueMessages, Finished, Sending, attempt_again, finish, keep_text, take_due
from flows.acts.deliveries.delivery_notices import notice_for
from flows.deliveries.delivery import (
    OVER,
    TOO_LATE,
    Delivery,
    DeliveryStatus,
)
from flows.deliveries.rules import (
    Arrived,
    Deferred,
    Dropped,
    GivenBack,
    Outcome,
    Postponed,
    Refused,
    Unclear,
)
from flows.errors import StorageBusyError, StorageLostError
from flows.teams.person import clock_of

_T = TypeVar("_T")
_log = logging.getLogger("rung.delivering")

BEFORE = timedelta(seconds=5)  # a message is looked for from so long before the first attempt
HELD = timedelta(seconds=0.5)  # until those are looked at again that another process has just had in its hands
NOTING_PAUSE = 0.5  # seconds between two tries to note what has happened while the database is away


@dataclass
class InHand:
    """A message taken for sending, as it stands, and when it was taken by a clock that nobody can set."""

    delivery: Delivery
    since: float


@dataclass(frozen=True)
class Deliverer:
    """Takes messages in hand and sends them, for the workspaces that it has a gateway for.

    `show` is called after a message that somebody's card waits for. Every thread may use it at any time.
    """

    runner: ActRunner
    gateways: Mapping[str, Gateway]
    metrics: Metrics
    show: Callable[[Finished], None]
    owner: str = field(default_factory=lambda: token_hex(8))
    jitter: Callable[[], float] = random.random

    def take(
        self, most: int, in_flight: Mapping[str, int], *, expecting: bool = False
    ) -> tuple[list[InHand], datetime | None]:
        """Messages to deliver, and when to look again; None when nothing waits. What is too late is dropped.

        `in_flight` counts, by workspace, what this process has in hand already. Whoever is `expecting` something saves
        the look that changes nothing.
        """
        now, since = self.runner.now(), time.monotonic()
        if not expecting:
            with self.runner.database.reading() as repositories:
                earliest = repositories.deliveries.find_earliest()
            if earliest is None or earliest > now:
                return [], earliest
        taken, again_at = self._work(partial(self._take, most, in_flight))
        for delivery in taken.too_late:
            with suppress(StorageBusyError, StorageLostError):  # the next look finds it again
                self._note(delivery, Dropped(TOO_LATE))
        return [InHand(delivery, since) for delivery in taken.in_hand], again_at

    def _take(self, most: int, in_flight: Mapping[str, int], sending: Sending) -> tuple[DueMessages, datetime | None]:
        served = [workspace for workspace in self.gateways if in_flight.get(workspace, 0) < sending.limits.at_once]
        due = sending.act.repositories.deliveries.find_due(served, sending.act.now, most)
        if not due:  # not ours, or Slack has asked for a pause
            return DueMessages(), sending.act.repositories.deliveries.find_next(served)
        taken = take_due(sending, due, most, in_flight)
        if taken.in_hand or taken.too_late:
            return taken, sending.act.now
        return taken, sending.act.now + HELD

    def deliver(self, in_hand: InHand) -> None:
        """Send one message, whatever that takes, and note how it went. Raises only what nobody foresaw."""
        try:
            outcome = self._attempt(in_hand)
        except (StorageBusyError, StorageLostError):
            outcome = GivenBack()  # nothing has been posted yet: what comes after that raises neither
        if outcome is not None:
            self._note_surely(in_hand, outcome)

    def fail(self, in_hand: InHand, error: Exception) -> None:
        """End a delivery that ran into an error which nobody foresaw, and tell the person who asked for it."""
        reference = token_hex(4)
        self.metrics.unknown_error()
        _log.error("unknown error", extra=_named(in_hand.delivery) | {"reference": reference}, exc_info=error)
        self._note_surely(in_hand, Refused(f"rung_error {reference}"))

    def give_back(self, in_hand: InHand) -> None:
        """Leave a message to others, at once."""
        self._note_surely(in_hand, GivenBack())

    def _attempt(self, in_hand: InHand) -> Outcome | None:
        """How it went; None when the message is in other hands."""
        if in_hand.delivery.status is DeliveryStatus.UNCERTAIN:
            lookup = self._look_up(in_hand.delivery)
            if not isinstance(lookup, bool):
                return lookup
            further = self._work(lambda sending: attempt_again(sending, in_hand.delivery, could_look=lookup))
            if not isinstance(further, Delivery):
                return further
            in_hand.delivery = further
        if in_hand.delivery.payload is None or in_hand.delivery.key.kind.rules.written_anew:
            written = self._write(in_hand.delivery)
            if not isinstance(written, Delivery):
                return written
            in_hand.delivery = written
        return self._post(in_hand.delivery, in_hand.since)

    def _look_up(self, delivery: Delivery) -> Outcome | bool:
        """Whether it was possible to see that the message is not there; how it went if it is, or nobody can tell."""
        if delivery.key.kind.rules.below:  # the history of a channel leaves threads out
            return False
        gateway = self.gateways[delivery.key.workspace_id]
        since = (delivery.first_tried_at or delivery.created_at) - BEFORE
        try:
            message_id = gateway.find_posted(address_of(self.runner, gateway, delivery), delivery.id, since)
        except PermanentSlackError as error:
            _log.info("a delivery cannot be looked up", extra={"delivery": delivery.id, "code": error.code})
            return False
        except SlackError as error:
            return _not_asked(error)
        if message_id:
            return Arrived(message_id)
        return True

    def _write(self, delivery: Delivery) -> Delivery | Dropped | Deferred | None:
        """Put a delivery into words, once: every attempt sends them. What is of no use any more is dropped.

        What asks somebody for something waits for a good moment of theirs.
        """
        later = better_moment(self.runner, self.gateways[delivery.key.workspace_id], delivery)
        if later:
            return Deferred(later)
        notice = self.runner.read(clock_of(delivery.key.workspace_id), lambda act: notice_for(delivery, act))
        if notice is None:
            return Dropped(OVER)
        payload = write(render_delivery(with_readers(notice, self.gateways[delivery.key.workspace_id])))
        return self._work(lambda sending: keep_text(sending, delivery, payload))

    def _post(self, delivery: Delivery, since: float) -> Outcome:
        outcome = self._post_to(address_of, delivery, since)
        if outcome == Refused("channel_not_found") and delivery.key.kind.rules.to_person:
            outcome = self._post_to(new_address_of, delivery, since)
        return outcome

    def _post_to(
        self, find: Callable[[ActRunner, Gateway, Delivery], str], delivery: Delivery, since: float
    ) -> Outcome:
        gateway, content = self.gateways[delivery.key.workspace_id], read(delivery.payload or "")
        try:
            address = find(self.runner, gateway, delivery)
        except SlackError as error:
            return _not_asked(error)
        below = self._place_below(delivery)
        if delivery.key.kind.rules.below and below is None:
            return Dropped(OVER)
        if time.monotonic() - since > (self.runner.limits.lease - self.runner.limits.margin).total_seconds():
            return GivenBack()
        try:
            return Arrived(gateway.post(address, content, delivery.id, below))
        except SlackError as error:
            return _outcome_of(error)

    def _place_below(self, delivery: Delivery) -> str | None:
        """The message in whose thread this one stands; None when there is none, or it did not arrive."""
        kind = delivery.key.kind.rules.below
        if kind is None:
            return None
        with self.runner.database.reading() as repositories:
            above = repositories.deliveries.find(replace(delivery.key, kind=kind))
        if above is None:
            return None
        return above.message_id

    def _note_surely(self, in_hand: InHand, outcome: Outcome) -> None:
        """Note how it went, trying again while the database is away and the message is still in hand."""
        while True:
            try:
                self._note(in_hand.delivery, outcome)
            except (StorageBusyError, StorageLostError):
                if time.monotonic() - in_hand.since > self.runner.limits.lease.total_seconds():
                    _log.warning("a delivery could not be noted; it will be looked up", extra=_named(in_hand.delivery))
                    return
                time.sleep(NOTING_PAUSE)
            else:
                return

    def _note(self, delivery: Delivery, outcome: Outcome) -> None:
        finished = self._work(lambda sending: finish(sending, delivery, outcome))
        if finished is None:
            _log.info("a delivery has been in other hands", extra=_named(delivery))
            return
        after = finished.delivery
        self.metrics.delivery_finished(after.status, (self.runner.now() - after.due_at).total_seconds())
        if after.status is not DeliveryStatus.SENT:
            _log.info("delivery not sent", extra=_named(after) | {"status": after.status, "reason": after.reason})
        if finished.turn:
            self.show(finished)

    def _work(self, use_case: Callable[[Sending], _T]) -> _T:
        all_workspaces = clock_of("")
        return self.runner.run(
            all_workspaces, lambda act: use_case(Sending(act, self.runner.limits, self.owner, self.jitter))
        )


def _named(delivery: Delivery) -> dict[str, str]:
    return {"delivery": delivery.id, "kind": delivery.key.kind}


def _outcome_of(error: SlackError) -> Outcome:
    """What Slack's answer to a post means."""
    if isinstance(error, TransientSlackError):
        asked_for = timedelta(seconds=error.retry_after) if error.code == "ratelimited" else None
        return Postponed(error.code, asked_for)
    if isinstance(error, UncertainSlackError):
        return Unclear(error.code)
    return Refused(error.code)


def _not_asked(error: SlackError) -> Outcome:
    """What an answer to anything else means: nothing was posted."""
    if isinstance(error, UncertainSlackError):
        return Postponed(error.code)
    return _outcome_of(error)

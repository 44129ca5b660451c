"""The steps of the tick for check-ins: schedules, deadlines, publications, cards, and buttons of no more use."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.messages.check_ins import render_check_in_card, render_nudge, render_nudge_over, render_over
from bot.messages.results import write_summary
from bot.process.acting import ActRunner
from bot.sending.recipients import address_of
from bot.sending.sender import Sender
from bot.slack.blocks import Message
from bot.slack.errors import SlackError, TransientSlackError, UncertainSlackError
from bot.slack.gateway_port import Gateway
from bot.ticks.one_due import LEFT_ALONE, do_one_due
from flows.acts.check_ins.check_in_notices import check_in_card, over_line
from flows.acts.check_ins.close_and_publish import publish_if_due
from flows.acts.check_ins.deadline import meet_deadline
from flows.acts.check_ins.nudge_notices import still_waiting
from flows.acts.schedules.schedules import start_what_is_due
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import message_key
from flows.deliveries.delivery import Delivery
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories
from flows.teams.person import clock_of

REFRESHED = timedelta(minutes=1)  # a card in a channel changes no more often

_log = logging.getLogger("rung.check_ins")


@dataclass(frozen=True)
class CheckInSteps:
    """Steps of the tick for one workspace; each handles one thing and returns whether it found one."""

    runner: ActRunner
    gateway: Gateway
    sender: Sender
    workspace_id: str

    def meet_one_deadline(self) -> bool:
        """Move or close at one deadline, or publish one result whose owners had time to look at it."""
        now = self.runner.now()
        with self.runner.database.reading() as repositories:
            due = repositories.check_ins.find_due(self.workspace_id, now)
        return due is not None and do_one_due(
            self.runner,
            self.sender,
            partial(self._meet_deadline, due),
            lambda repositories: repositories.check_ins.postpone(due, now + LEFT_ALONE),
            {"check_in": due},
        )

    def _meet_deadline(self, check_in_id: str) -> None:
        def meet(act: Act) -> None:
            check_ins = act.repositories.check_ins
            act.repositories.teams.lock(check_ins.get(check_in_id).team_id)  # as owners do who publish it
            publish_if_due(act, meet_deadline(act, check_ins.lock(check_in_id)), write_summary)

        self.runner.run(clock_of(self.workspace_id), meet)

    def start_one_due(self) -> bool:
        """Look at one schedule whose time has come."""
        now = self.runner.now()
        with self.runner.database.reading() as repositories:
            due = repositories.schedules.find_due(self.workspace_id, now)
        return due is not None and do_one_due(
            self.runner,
            self.sender,
            lambda: self.runner.run(clock_of(self.workspace_id), lambda act: start_what_is_due(act, due)),
            lambda repositories: repositories.schedules.postpone(due, now + LEFT_ALONE),
            {"team": due},
        )

    def refresh_one_stale_card(self) -> bool:
        """Show the card of one check-in anew."""
        now = self.runner.now()
        with self.runner.database.reading() as repositories:  # most ticks find nothing, and must not lock anything
            if not repositories.check_ins.has_stale_card(self.workspace_id, now - REFRESHED):
                return False
        with self.runner.database.transaction() as repositories:
            check_in = repositories.check_ins.take_stale_card(self.workspace_id, now - REFRESHED)
            if check_in is None:
                return False
            repositories.check_ins.note_card(check_in.id, now, is_stale=False)
            card = check_in_card(repositories, check_in)
            posted = repositories.deliveries.find(
                message_key(check_in, DeliveryKind.CHECK_IN_CARD, check_in.channel_id)
            )
        if posted and not self._update(posted, render_check_in_card(card)):
            with self.runner.database.transaction() as repositories:
                repositories.check_ins.note_card(check_in.id, now, is_stale=True)
        return True

    def retire_messages(self) -> None:
        """Take the buttons off all that is over, because somebody is looking."""
        while self.retire_one_message():
            pass

    def retire_one_message(self) -> bool:
        """Take the buttons off one message that is over."""
        with self.runner.database.reading() as repositories:  # as above
            if not repositories.deliveries.has_over(self.workspace_id):
                return False
        with self.runner.database.transaction() as repositories:
            posted = repositories.deliveries.take_retired_message(self.workspace_id)
            if posted is None:
                return False
            repositories.deliveries.note_retired(posted.id)
            message = _what_is_left(posted, repositories)
        if self._update(posted, message):
            return True
        with self.runner.database.transaction() as repositories:
            repositories.deliveries.mark_over(posted.key.subject_id, posted.key.kind, {posted.key.recipient})
        return False  # and again at the next tick

    def _update(self, posted: Delivery, message: Message) -> bool:
        """Put something else in a message's place; False when Slack may take it later."""
        try:
            self.gateway.update(address_of(self.runner, self.gateway, posted), posted.message_id or "", message)
        except (TransientSlackError, UncertainSlackError):
            return False
        except SlackError as error:
            _log.info("a message stays as it is", extra={"delivery": posted.id, "code": error.code})
        return True


def _what_is_left(posted: Delivery, repositories: Repositories) -> Message:
    """What stands in the place of a message that is over: one line, or what of a reminder still waits."""
    if posted.key.kind is not DeliveryKind.NUDGE:
        return render_over(over_line(posted, repositories))
    left = still_waiting(posted, repositories)
    if left is None:
        return render_nudge_over()
    return render_nudge(left)

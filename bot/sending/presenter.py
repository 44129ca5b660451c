"""What comes after the commit: cards are shown, old ones lose their buttons."""

import logging
from collections import deque
from dataclasses import replace

from bot.messages.cards import render_card, render_retired, render_shared
from bot.messages.replies import card_sent, sentence_reply
from bot.process.acting import ActRunner
from bot.sending.recipients import reachable
from bot.slack.blocks import Message, write
from bot.slack.errors import PermanentSlackError, SlackError, TransientSlackError, UnreachableError
from bot.slack.gateway_port import Gateway
from bot.slack.handles import Handle
from bot.slack.inbound import Inbound
from flows.acts.assessment.turn import Occasion, Turn, card_shown, posted_below, show_again
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, View
from flows.cards.show_card import Viewer, notice_of, retired, shared_result
from flows.teams.person import Person

MOST_REMEMBERED = 1000

_log = logging.getLogger("rung.showing")


class Presenter:
    """Shows cards and replies to people. Runs on the reply threads, one person's turns in order.

    A response_url takes five answers within half an hour, or none at all. Once it has failed, what was to be said there
    is said in the direct messages, and nothing is tried there again.
    """

    def __init__(self, runner: ActRunner, gateway: Gateway) -> None:
        self._runner = runner
        self._gateway = gateway
        self._over: deque[str] = deque(maxlen=MOST_REMEMBERED)

    def show(self, turn: Turn, inbound: Inbound) -> None:
        """Show a card, in place or as a new message; then take the buttons off the old ones."""
        if turn.in_place:
            self._show_in_place(turn, inbound)
        else:
            turn = self._show_anew(turn, inbound)
        self._retire(turn)

    def tell(self, message: Message, inbound: Inbound) -> None:
        """Say something that is no card, where the person is looking."""
        if not self._responded(inbound, message, replaces=False):
            self.tell_directly(message, inbound)

    def answer(self, message: Message, inbound: Inbound) -> None:
        """Answer a command, or a click on such an answer in its place."""
        replaces = bool(inbound.response_url and inbound.message_id)
        if self._responded(inbound, message, replaces=replaces):
            return
        if not (replaces and self._updated(inbound, message)):
            self.tell_directly(message, inbound)

    def tell_directly(self, message: Message, inbound: Inbound) -> None:
        """Say it in the direct messages, where nobody else reads it; for a page or a form there is no other place."""
        try:
            if inbound.channel_id and inbound.in_direct_messages and not inbound.response_url:
                self._gateway.post(inbound.channel_id, message)  # where they type to Rung; no database is needed
            else:
                self._post(self._runner.run(inbound.actor, Act.lock_person), message)
        except TransientSlackError:
            raise
        except SlackError as error:
            raise UnreachableError(error.code) from error
        self._runner.run(inbound.actor, posted_below)

    def _responded(self, inbound: Inbound, message: Message, *, replaces: bool) -> bool:
        """Whether the request's own way took an answer; False where it has none, or it is over."""
        way = inbound.response_url
        if not way or way in self._over:
            return False
        try:
            self._gateway.respond(way, message, replace=replaces)
        except TransientSlackError:
            raise
        except SlackError as error:
            _log.info("response_url failed, said elsewhere", extra={"code": error.code})
            self._over.append(way)
            return False
        return True

    def _updated(self, inbound: Inbound, message: Message) -> bool:
        """Whether the message clicked could be replaced by its id; one that only one person sees cannot."""
        if not (inbound.channel_id and inbound.message_id):
            return False
        try:
            self._gateway.update(inbound.channel_id, inbound.message_id, message)
        except TransientSlackError:
            raise
        except SlackError as error:
            _log.info("message not replaced, said elsewhere", extra={"code": error.code})
            return False
        return True

    def write_shared(self, assessment: Assessment, person: Person) -> str:
        """Put a view into the words that a channel reads, as a delivery keeps them."""
        shared = shared_result(assessment, person.slack_id or "", self._runner.maturity, self._runner.today(person))
        return write(render_shared(shared))

    def _show_in_place(self, turn: Turn, inbound: Inbound) -> None:
        message, message_id = self._rendered(turn), turn.assessment.card.message_id
        try:
            self._replace(inbound, turn, message)
        except PermanentSlackError as error:
            _log.info("card gone, shown anew", extra={"code": error.code, "message_id": message_id})
            again = self._runner.run(inbound.actor, show_again)
            if again:
                self.show(replace(again, remarks=turn.remarks), inbound)

    def _replace(self, inbound: Inbound, turn: Turn, message: Message) -> None:
        card, channel = turn.assessment.card, turn.person.dm_channel_id or inbound.channel_id
        if inbound.message_id == card.message_id and self._responded(inbound, message, replaces=True):
            return
        if channel is None or card.message_id is None:
            raise PermanentSlackError("no_card")
        self._gateway.update(channel, card.message_id, message)

    def _show_anew(self, turn: Turn, inbound: Inbound) -> Turn:
        turn, posted = self._posted(turn)
        also_old = self._runner.run(
            inbound.actor,
            lambda act: card_shown(act, turn.assessment.id, turn.assessment.card.number, posted),
        )
        self._point_to(posted, turn, inbound)
        known = {old.card.message_id for old in turn.outdated}
        further = tuple(old for old in also_old if old.card.message_id not in known)
        return replace(turn, outdated=(*turn.outdated, *further))

    def _posted(self, turn: Turn) -> tuple[Turn, str]:
        # Opening the direct messages is also when Rung learns a time zone, by which the card tells days.
        turn = replace(turn, person=reachable(self._runner, self._gateway, turn.person))
        person, posted = self._post(turn.person, self._rendered(turn))
        return replace(turn, person=person), posted

    def _post(self, person: Person, message: Message) -> tuple[Person, str]:
        """Post directly to a person; the direct messages are opened first when not known, or no longer there."""
        person = reachable(self._runner, self._gateway, person)
        try:
            return person, self._gateway.post(person.dm_channel_id or "", message)
        except PermanentSlackError as error:
            if error.code != "channel_not_found":
                raise
            person = reachable(self._runner, self._gateway, replace(person, dm_channel_id=None))
            return person, self._gateway.post(person.dm_channel_id or "", message)

    def _point_to(self, message_id: str, turn: Turn, inbound: Inbound) -> None:
        """After a command elsewhere: say where the card is."""
        channel = turn.person.dm_channel_id or ""
        if not inbound.response_url or inbound.message_id == message_id or inbound.channel_id == channel:
            return
        try:
            link = self._gateway.link_to(channel, message_id)
        except SlackError:
            link = None
        complete = turn.assessment.card.view is View.RESULT
        try:
            self._responded(inbound, card_sent(link, complete=complete), replaces=False)
        except SlackError as error:  # the card is there; trying again would post a second one
            _log.info("not said where the card is", extra={"code": error.code})

    def _retire(self, turn: Turn) -> None:
        """Take the buttons off old cards. One that cannot be changed keeps them; a click on it shows the live card."""
        for old in turn.outdated:
            if old.card.message_id in {None, turn.assessment.card.message_id}:
                continue
            is_same = turn.occasion and old.check_in_id == turn.assessment.check_in_id
            maturity = turn.occasion.maturity if turn.occasion and is_same else self._runner.maturity
            notice = retired(old, maturity, self._runner.today(turn.person))
            try:
                channel, message_id = turn.person.dm_channel_id or "", old.card.message_id or ""
                self._gateway.update(channel, message_id, render_retired(notice))
            except SlackError as error:
                _log.info("an old card keeps its buttons", extra={"code": error.code})

    def _rendered(self, turn: Turn) -> Message:
        assessment, person = turn.assessment, turn.person
        occasion = turn.occasion or Occasion(self._runner.maturity)
        viewer = Viewer(person.slack_id or "", self._runner.today(person), person.time_zone)
        notice = notice_of(assessment, viewer, occasion.maturity, occasion.check_in)
        return render_card(notice, Handle(assessment.id, assessment.card.subject), turn.remarks)


def cannot_reach(error: SlackError, *, gave_answer: bool) -> Message:
    """Say that Slack does not let Rung show a card, and that what was answered is kept if something was."""
    if error.code in {"messages_tab_disabled", "cannot_dm_bot", "user_disabled", "user_not_found"}:
        return sentence_reply(
            f"I could not open our direct messages ({error.code}). Please tell whoever runs Rung here."
        )
    kept = "What you answered is kept; please" if gave_answer else "Please"
    return sentence_reply(f"Slack did not take my reply ({error.code}). {kept} try once more.")

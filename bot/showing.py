"""What comes after the commit: cards are shown, old ones lose their buttons, views are posted to channels."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.answers import card_sent, nothing_waiting, told
from bot.blocks import Message
from bot.cards import Handle, render_card, render_retired, render_shared
from bot.errors import PermanentSlackError, SlackError, TransientSlackError, UncertainSlackError
from bot.outgoing import Gateway
from bot.payloads import Inbound
from flows.assessment import View
from flows.delivery import DeliveryKey
from flows.interaction import Interaction, Turn
from flows.maturity.loading import Maturity
from flows.notices import notice_of, retired, shared_result
from flows.person import Acting, Person
from flows.ports import Database
from flows.use_cases.sharing import Sharing, claim_delivery, delivery_failed, delivery_sent
from flows.use_cases.showing import card_shown, posted_below, show_again

_T = TypeVar("_T")
_log = logging.getLogger("rung.showing")


@dataclass(frozen=True)
class Desk:
    """What every act needs: the database, the content, the clock and a source of ids."""

    database: Database
    maturity: Maturity
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def act(self, acting: Acting, use_case: Callable[[Interaction], _T]) -> _T:
        """Run one use case in one transaction."""
        with self.database.transaction() as repositories:
            return use_case(Interaction(repositories, self.maturity, acting, self.now(), self.new_id))


class Presenter:
    """Shows turns. Runs on the reply threads, one person's turns in order."""

    def __init__(self, desk: Desk, gateway: Gateway) -> None:
        self._desk = desk
        self._gateway = gateway

    def show(self, turn: Turn, inbound: Inbound) -> None:
        """Show a card, in place or as a new message; then take the buttons off the old ones."""
        if turn.in_place:
            self._show_in_place(turn, inbound)
        else:
            turn = self._show_anew(turn, inbound)
        self._retire(turn)

    def tell(self, message: Message, inbound: Inbound) -> None:
        """Say something that is no card, where the person is looking."""
        if inbound.response_url:
            self._gateway.respond(inbound.response_url, message, replace=False)
        elif inbound.channel_id:
            self._gateway.post(inbound.channel_id, message)
            self._desk.act(inbound.acting, posted_below)

    def tell_nothing_waits(self, inbound: Inbound) -> None:
        """Answer words that no card is waiting for."""
        self.tell(nothing_waiting(), inbound)

    def share(self, sharing: Sharing, inbound: Inbound) -> None:
        """Post a view to a channel once, and then show the person how that went."""
        turn = self._deliver(sharing.turn, sharing.key, inbound.acting) if sharing.key else sharing.turn
        self.show(turn, inbound)

    def _deliver(self, turn: Turn, key: DeliveryKey, acting: Acting) -> Turn:
        shared = shared_result(turn.assessment, acting.slack_id, self._desk.maturity, self._today(turn.person))
        payload = json.dumps(asdict(render_shared(shared)))
        delivery = self._desk.act(acting, lambda interaction: claim_delivery(interaction, key, payload))
        if delivery is None:
            return turn
        try:
            posted = self._gateway.post(key.recipient, Message(**json.loads(delivery.payload or payload)))
        except SlackError as error:
            perhaps, reason = isinstance(error, UncertainSlackError), error.code
            said = "uncertain" if perhaps else reason
            failed = self._desk.act(
                acting, lambda interaction: delivery_failed(interaction, delivery, said, perhaps_sent=perhaps)
            )
            return replace(failed, in_place=turn.in_place) if failed else turn
        self._desk.act(acting, lambda interaction: delivery_sent(interaction, delivery, posted))
        return turn

    def _show_in_place(self, turn: Turn, inbound: Inbound) -> None:
        message, message_id = self._rendered(turn), turn.assessment.card.message_id
        try:
            self._replace(inbound, turn, message)
        except PermanentSlackError as error:
            _log.info("card gone, shown anew", extra={"code": error.code, "message_id": message_id})
            again = self._desk.act(inbound.acting, show_again)
            if again:
                self.show(replace(again, remarks=turn.remarks), inbound)

    def _replace(self, inbound: Inbound, turn: Turn, message: Message) -> None:
        card, channel = turn.assessment.card, turn.person.dm_channel_id or inbound.channel_id
        if inbound.response_url and inbound.message_id == card.message_id:
            try:
                self._gateway.respond(inbound.response_url, message, replace=True)
            except TransientSlackError:
                raise
            except SlackError as error:
                _log.info("response_url failed, updating instead", extra={"code": error.code})
            else:
                return
        if channel is None or card.message_id is None:
            raise PermanentSlackError("no_card")
        self._gateway.update(channel, card.message_id, message)

    def _show_anew(self, turn: Turn, inbound: Inbound) -> Turn:
        turn, posted = self._posted(turn, inbound.acting)
        also_old = self._desk.act(
            inbound.acting,
            lambda interaction: card_shown(interaction, turn.assessment.id, turn.assessment.card.number, posted),
        )
        self._point_to(posted, turn, inbound)
        known = {old.card.message_id for old in turn.outdated}
        further = tuple(old for old in also_old if old.card.message_id not in known)
        return replace(turn, outdated=(*turn.outdated, *further))

    def _posted(self, turn: Turn, acting: Acting) -> tuple[Turn, str]:
        """Post the card; the direct messages are opened first when they are not known, or no longer there."""
        person = self._reachable(turn.person, acting)
        turn = replace(turn, person=person)
        try:
            return turn, self._gateway.post(person.dm_channel_id or "", self._rendered(turn))
        except PermanentSlackError as error:
            if error.code != "channel_not_found":
                raise
            person = self._reachable(replace(person, dm_channel_id=None), acting)
            return replace(turn, person=person), self._gateway.post(person.dm_channel_id or "", self._rendered(turn))

    def _reachable(self, person: Person, acting: Acting) -> Person:
        """The person with a direct-message channel; opening one is also when Rung learns their time zone."""
        if person.dm_channel_id:
            return person
        channel = self._gateway.open_direct_messages(acting.slack_id)
        found = replace(person, dm_channel_id=channel)
        try:
            profile = self._gateway.profile(acting.slack_id)
            found = replace(found, time_zone=profile.time_zone, is_guest=profile.is_guest)
        except SlackError as error:
            _log.warning("no profile of a person", extra={"code": error.code})
        self._desk.act(acting, lambda interaction: interaction.repositories.people.save(found))
        return found

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
        self._gateway.respond(inbound.response_url, card_sent(link, complete=complete), replace=False)

    def _retire(self, turn: Turn) -> None:
        """Take the buttons off old cards. One that cannot be changed keeps them; a click on it shows the live card."""
        for old in turn.outdated:
            if old.card.message_id in {None, turn.assessment.card.message_id}:
                continue
            notice = retired(old, self._desk.maturity, self._today(turn.person))
            try:
                channel, message_id = turn.person.dm_channel_id or "", old.card.message_id or ""
                self._gateway.update(channel, message_id, render_retired(notice))
            except SlackError as error:
                _log.info("an old card keeps its buttons", extra={"code": error.code})

    def _rendered(self, turn: Turn) -> Message:
        assessment = turn.assessment
        notice = notice_of(assessment, turn.person.slack_id or "", self._desk.maturity, self._today(turn.person))
        return render_card(notice, Handle(assessment.id, assessment.card.subject), turn.remarks)

    def _today(self, person: Person) -> date:
        try:
            zone = ZoneInfo(person.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        return self._desk.now().astimezone(zone).date()


def cannot_reach(error: SlackError) -> Message:
    """When Slack does not let Rung show a card."""
    if error.code in {"messages_tab_disabled", "cannot_dm_bot", "user_disabled", "user_not_found"}:
        return told(f"I could not open our direct messages ({error.code}). Please tell whoever runs Rung here.")
    return told(f"Slack did not take my reply ({error.code}). What you answered is kept; please try once more.")

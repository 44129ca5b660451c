"""Where messages go: to a channel, or to the direct messages with a person."""

import logging
from dataclasses import replace

from bot.process.acting import Desk
from bot.slack.errors import PermanentSlackError, SlackError
from bot.slack.gateway_port import Gateway
from flows.deliveries.delivery import Delivery
from flows.teams.person import Acting, Person, Profile

_log = logging.getLogger("rung.reaching")


def reachable(desk: Desk, gateway: Gateway, person: Person) -> Person:
    """The person with a direct-message channel; opening one is also when Rung learns their time zone."""
    if person.dm_channel_id:
        return person
    if person.slack_id is None:
        raise PermanentSlackError("user_not_found")
    channel = gateway.open_direct_messages(person.slack_id)
    found = replace(person, dm_channel_id=channel)
    profile = profile_of(gateway, person)
    if profile:
        found = replace(found.seen(profile), is_gone=found.is_gone)
    acting = Acting(person.workspace_id, person.slack_id)
    desk.act(acting, lambda interaction: interaction.repositories.people.save(found))
    return found


def introduce(desk: Desk, gateway: Gateway, acting: Acting) -> None:
    """Ask Slack whether somebody is a guest who has never told Rung anything."""
    with desk.database.reading() as repositories:
        known = repositories.people.find(acting)
    if known is None or known.is_guest is None:
        profile = gateway.profile(acting.slack_id)
        desk.act(acting, lambda interaction: interaction.meet(profile))


def profile_of(gateway: Gateway, person: Person) -> Profile | None:
    """What Slack says about a person; None when it says nothing now."""
    if person.slack_id is None:
        return None
    try:
        return gateway.profile(person.slack_id)
    except SlackError as error:
        _log.warning("no profile of a person", extra={"code": error.code})
        return None


def address_of(desk: Desk, gateway: Gateway, delivery: Delivery) -> str:
    """The channel of a delivery; a person's direct messages are opened when they are not known."""
    if not delivery.key.kind.is_to_person:
        return delivery.key.recipient
    return _direct_messages(desk, gateway, _recipient(desk, delivery))


def new_address_of(desk: Desk, gateway: Gateway, delivery: Delivery) -> str:
    """A person's direct messages, opened anew because those that are known are gone."""
    return _direct_messages(desk, gateway, replace(_recipient(desk, delivery), dm_channel_id=None))


def _recipient(desk: Desk, delivery: Delivery) -> Person:
    with desk.database.reading() as repositories:
        return repositories.people.get(delivery.key.recipient)


def _direct_messages(desk: Desk, gateway: Gateway, person: Person) -> str:
    return reachable(desk, gateway, person).dm_channel_id or ""

"""Where messages go: to a channel, or to the direct messages with a person."""

import logging
from dataclasses import replace

from bot.process.acting import ActRunner
from bot.slack.errors import PermanentSlackError, SlackError
from bot.slack.gateway_port import Gateway
from flows.deliveries.delivery import Delivery
from flows.teams.person import Actor, Person, Profile

_log = logging.getLogger("rung.reaching")


def reachable(runner: ActRunner, gateway: Gateway, person: Person) -> Person:
    """The person with a direct-message channel; opening one is also when Rung learns their time zone."""
    if person.dm_channel_id:
        return person
    if person.slack_id is None:
        raise PermanentSlackError("user_not_found")
    channel = gateway.open_direct_messages(person.slack_id)
    recipient = replace(person, dm_channel_id=channel)
    profile = profile_of(gateway, person)
    if profile:
        recipient = replace(recipient.seen(profile), is_gone=recipient.is_gone)
    actor = Actor(person.workspace_id, person.slack_id)
    runner.run(actor, lambda act: act.repositories.people.save(recipient))
    return recipient


def introduce(runner: ActRunner, gateway: Gateway, actor: Actor) -> None:
    """Ask Slack whether somebody is a guest who has never told Rung anything."""
    with runner.database.reading() as repositories:
        known = repositories.people.find(actor)
    if known is None or known.is_guest is None:
        profile = gateway.profile(actor.slack_id)
        runner.run(actor, lambda act: act.meet(profile))


def profile_of(gateway: Gateway, person: Person) -> Profile | None:
    """What Slack says about a person; None when it says nothing now."""
    if person.slack_id is None:
        return None
    try:
        return gateway.profile(person.slack_id)
    except SlackError as error:
        _log.warning("no profile of a person", extra={"code": error.code})
        return None


def address_of(runner: ActRunner, gateway: Gateway, delivery: Delivery) -> str:
    """The channel of a delivery; a person's direct messages are opened when they are not known."""
    if not delivery.key.kind.rules.to_person:
        return delivery.key.recipient
    return _direct_messages(runner, gateway, _recipient(runner, delivery))


def new_address_of(runner: ActRunner, gateway: Gateway, delivery: Delivery) -> str:
    """A person's direct messages, opened anew because those that are known are gone."""
    return _direct_messages(runner, gateway, replace(_recipient(runner, delivery), dm_channel_id=None))


def _recipient(runner: ActRunner, delivery: Delivery) -> Person:
    with runner.database.reading() as repositories:
        return repositories.people.get(delivery.key.recipient)


def _direct_messages(runner: ActRunner, gateway: Gateway, person: Person) -> str:
    return reachable(runner, gateway, person).dm_channel_id or ""

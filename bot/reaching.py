"""Where Rung talks with a person."""

import logging
from dataclasses import replace

from bot.desk import Desk
from bot.errors import PermanentSlackError, SlackError
from bot.outgoing import Gateway
from flows.person import Acting, Person

_log = logging.getLogger("rung.reaching")


def reachable(desk: Desk, gateway: Gateway, person: Person) -> Person:
    """The person with a direct-message channel; opening one is also when Rung learns their time zone."""
    if person.dm_channel_id:
        return person
    if person.slack_id is None:
        raise PermanentSlackError("user_not_found")
    channel = gateway.open_direct_messages(person.slack_id)
    found = replace(person, dm_channel_id=channel)
    try:
        profile = gateway.profile(person.slack_id)
        found = replace(found, time_zone=profile.time_zone, is_guest=profile.is_guest)
    except SlackError as error:
        _log.warning("no profile of a person", extra={"code": error.code})
    acting = Acting(person.workspace_id, person.slack_id)
    desk.act(acting, lambda interaction: interaction.repositories.people.save(found))
    return found

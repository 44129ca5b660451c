"""The people and groups that are named after a command about a team."""

import re

from bot.listeners.typed_words import apart_from_people, read_people
from bot.slack.typed_text import as_seen
from flows.errors import RefusedError
from flows.teams.person import NamedPeople, UserGroup
from flows.teams.team import MOST_PEOPLE

MOST_GROUPS = 5  # one call to Slack each, of which it takes twenty a minute
# It ends before the next one begins, so that the time is that of one pass.
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|([^<>]*))?>")


def read_named(words: str) -> tuple[NamedPeople, str]:
    """The people and groups named in some words, and the other words."""
    groups = {group[1]: UserGroup(group[1], group[2] or "the group") for group in _GROUP.finditer(words)}
    people, rest = read_people(_GROUP.sub(" ", words))
    if groups:
        rest = apart_from_people(rest)
    if len(groups) > MOST_GROUPS:
        raise RefusedError(f"That is {len(groups)} groups; {MOST_GROUPS} at once is the most. Nothing was changed.")
    return NamedPeople(tuple(dict.fromkeys(people)), tuple(groups.values())), rest


def some_named(words: str, after: str) -> NamedPeople:
    """The people and groups named: at least one, and no more than a team has room for."""
    named, rest = read_named(words)
    if rest or not (named.people or named.groups):
        unknown = f'I do not know "{as_seen(rest)}" here. ' if rest else ""
        raise RefusedError(
            f"{unknown}Please name people as @name, for example /rung team {after} @name. Nothing was changed."
        )
    count = len(named.people)
    if count > MOST_PEOPLE:
        raise RefusedError(f"That is {count} people; {MOST_PEOPLE} at once is the most. Nothing was changed.")
    return named

"""`/rung team …`: make a team and change it by typing. The buttons and forms are in `team_forms`."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import (
    card_after,
    change_with,
    changed,
    create,
    offer,
    place_of,
    read_people,
    show,
    some_people,
)
from bot.listeners.words import handler_of
from bot.messages.teams import team_card, team_list, team_over
from bot.slack.blocks import Message
from bot.slack.payloads import Inbound
from flows.acts.shared.act import Act
from flows.acts.teams.see_teams import TeamCard, see_team
from flows.acts.teams.teams import (
    TeamPlan,
    add_owners,
    add_people,
    change_team,
    clean_zone,
    end_team,
    leave_team,
    locate_named,
    remove_owners,
    remove_people,
)
from flows.errors import RefusedError
from flows.teams.team import Team, clean_name, with_leaderboard, with_scales

Handler = Callable[[Listening, Inbound, str], Message | None]
_T = TypeVar("_T")

_NOT_ON, _ON_THEM = (False, False), (True, False)
_ON = {"on": _ON_THEM, "yes": _ON_THEM, "off": _NOT_ON, "no": _NOT_ON, "always": (True, True)}
_OPEN = {"open": True, "private": False}


def handle_team(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung team …`."""
    handler, rest = handler_of(words, "/rung team", TEAM_WORDS)
    return handler(listening, inbound, rest)


def handle_see(listening: Listening, inbound: Inbound, _: str) -> Message | None:
    """The channel's team, or an offer to make it one; in the direct messages, the teams the person is in."""
    seen = listening.once(Doing.SEE_TEAM, inbound, lambda act: see_team(act, inbound.channel_id or ""))
    if isinstance(seen, TeamCard):
        return team_card(seen)
    if seen and inbound.in_direct_messages:
        return team_list(seen)
    if seen:
        offer(listening, inbound, inbound.channel_id or "", seen)
    return None


def handle_new(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """A team by name and people; without people, the offer with that name."""
    people, name = read_people(words)
    if inbound.in_direct_messages:
        raise RefusedError("Please type this in the channel of the team, or choose one: /rung team.")
    if people:
        listening.reply(inbound, lambda: create(listening, inbound, TeamPlan(name, inbound.channel_id or ""), people))
        return None
    seen = listening.once(Doing.NEW_TEAM, inbound, lambda act: see_team(act, inbound.channel_id or ""))
    if isinstance(seen, TeamCard):
        raise RefusedError(f"This channel already has a team, {seen.team.name}. /rung team rename changes its name.")
    if seen:
        offer(listening, inbound, inbound.channel_id or "", seen, name)
    return None


def handle_people(listening: Listening, inbound: Inbound, words: str) -> None:
    """Ask more people: Slack says first who they are."""
    people = some_people(words, "add")
    change_with(listening, inbound, Doing.ADD_PEOPLE, people, add_people)


def handle_remove(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Ask somebody no more."""
    people = some_people(words, "remove")
    return changed(listening, inbound, Doing.REMOVE_PEOPLE, lambda act, team: remove_people(act, team, people))


def handle_owner(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Have more people decide, or fewer."""
    word, _, rest = words.partition(" ")
    people = some_people(rest, "owner add")
    if word.casefold() == "add":
        change_with(listening, inbound, Doing.CHANGE_OWNERS, people, add_owners)
        return None
    if word.casefold() != "remove":
        raise RefusedError("Please type /rung team owner add @name, or /rung team owner remove @name.")
    return changed(listening, inbound, Doing.CHANGE_OWNERS, lambda act, team: remove_owners(act, team, people))


def handle_leave(listening: Listening, inbound: Inbound, _: str) -> Message | None:
    """Be asked no more."""
    team = listening.once_for_team(Doing.LEAVE_TEAM, inbound, place_of(inbound), leave_team)
    return team_over(team) if team else None


def handle_rename(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Give it another name."""
    return changed(
        listening,
        inbound,
        Doing.RENAME_TEAM,
        lambda act, team: change_team(act, team, lambda found: replace(found, name=clean_name(words))),
    )


def handle_move(listening: Listening, inbound: Inbound, words: str) -> None:
    """Bring a team to the channel in which this is typed."""
    if not words or inbound.in_direct_messages:
        raise RefusedError("Type /rung team move and the team's name, in the channel that it moves to.")
    with listening.runner.database.reading() as repositories:
        where = locate_named(repositories, inbound.actor.workspace_id, words)

    def brought(act: Act, team: Team) -> TeamCard:
        there = partial(replace, channel_id=inbound.channel_id)
        return card_after(act, change_team(act, team, there))

    listening.reply(
        inbound, lambda: show(listening, inbound, listening.once_for_team(Doing.MOVE_TEAM, inbound, where, brought))
    )


def handle_scale(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Tell results on another scale, and show those named after it beside it; alone, all."""
    names = tuple(words.casefold().replace(",", " ").split())
    if not names:
        raise RefusedError("Please type /rung team scale and its name, such as google. Further names are shown beside.")
    return changed(
        listening,
        inbound,
        Doing.CHOOSE_SCALE,
        lambda act, team: change_team(act, team, lambda found: with_scales(found, names[0], names[1:], act.maturity)),
    )


def handle_leaderboard(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Take part in leaderboards, or not."""
    on, lowest = _one_of(words, _ON, "leaderboard on, off, or always for the lowest level too")
    change = partial(with_leaderboard, on=on, lowest=lowest)
    return changed(listening, inbound, Doing.CHOOSE_LEADERBOARD, lambda act, team: change_team(act, team, change))


def handle_answers(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Let the team see who said what, or not."""
    wanted = _one_of(words, _OPEN, "answers open, or /rung team answers private")
    change = partial(replace, has_open_answers=wanted)
    return changed(listening, inbound, Doing.CHOOSE_ANSWERS, lambda act, team: change_team(act, team, change))


def handle_zone(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """Choose the time zone."""
    change = partial(replace, time_zone=clean_zone(words))
    return changed(listening, inbound, Doing.CHOOSE_ZONE, lambda act, team: change_team(act, team, change))


def handle_end(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """End a team, once its name is typed."""
    team = listening.once_for_team(
        Doing.END_TEAM, inbound, place_of(inbound), lambda act, found: end_team(act, found, words)
    )
    return team_over(team) if team else None


def _one_of(words: str, meanings: dict[str, _T], usage: str) -> _T:
    if words.casefold() not in meanings:
        raise RefusedError(f"Please type /rung team {usage}. Nothing was changed.")
    return meanings[words.casefold()]


TEAM_WORDS: dict[str, Handler] = {
    "": handle_see,
    "new": handle_new,
    "add": handle_people,
    "remove": handle_remove,
    "leave": handle_leave,
    "owner": handle_owner,
    "rename": handle_rename,
    "move": handle_move,
    "scale": handle_scale,
    "leaderboard": handle_leaderboard,
    "answers": handle_answers,
    "zone": handle_zone,
    "end": handle_end,
}

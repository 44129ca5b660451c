"""`/rung team …`: make a team and change it by typing. The buttons and forms are in `teams_forms`."""

from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.named_people import read_named, some_named
from bot.listeners.roles import DECIDING, HERE, PEOPLE
from bot.listeners.teams_shared import (
    ChangeOfPeople,
    card_after,
    change_people,
    change_without,
    changed,
    changed_to,
    create,
    offer,
    show,
)
from bot.messages.teams import team_card, team_list, team_over
from bot.slack.blocks import Message
from bot.slack.inbound import Command
from flows.acts.shared.act import Act
from flows.acts.teams.people import (
    add_owners,
    add_people,
    check_more_owners,
    check_more_people,
    remove_owners,
    remove_people,
)
from flows.acts.teams.see_teams import TeamCard, see_team
from flows.acts.teams.teams import TeamPlan, change_team, change_time_zone, end_team, leave_team, locate_named
from flows.calendar.typed_zones import clean_zone
from flows.errors import RefusedError
from flows.plain_text import listed_words
from flows.teams.team import OPTIONS, Team, TeamOption, typed_name, with_leaderboard, with_option, with_scales

_T = TypeVar("_T")

_MORE_PEOPLE = ChangeOfPeople(check_more_people, add_people)
_MORE_OWNERS = ChangeOfPeople(check_more_owners, add_owners)
_NOT_ON, _ON_THEM = (False, False), (True, False)
_ON = {"on": _ON_THEM, "yes": _ON_THEM, "off": _NOT_ON, "no": _NOT_ON, "always": (True, True)}


def handle_see(listening: Listening, command: Command) -> Message | None:
    """The channel's team, or an offer to make it one; in the direct messages, the teams the person is in."""
    channel_id = command.channel_id or ""
    seen = listening.once(command, lambda act: see_team(act, channel_id))
    if isinstance(seen, TeamCard):
        return team_card(seen)
    if seen and command.in_direct_messages:
        return team_list(seen)
    if seen:
        offer(listening, command, channel_id, seen)
    return None


def handle_new(listening: Listening, command: Command) -> None:
    """A team by name and people; without people, the offer with that name."""
    named, name = read_named(command.marked)
    channel_id = command.shared_channel_id
    if channel_id is None:
        raise RefusedError("Please type this in the channel of the team, or choose one: /rung team.")
    if named.people or named.groups:
        create(listening, command, TeamPlan(name, channel_id), named)
        return
    seen = listening.once(command, lambda act: see_team(act, channel_id))
    if isinstance(seen, TeamCard):
        raise RefusedError(f"This channel already has a team, {seen.team.name}. /rung team rename changes its name.")
    if seen:
        offer(listening, command, channel_id, seen, name)


def handle_add(listening: Listening, command: Command) -> None:
    """Ask more people: Slack says first who they are."""
    change_people(listening, command, some_named(command.marked, "add"), _MORE_PEOPLE)


def handle_remove(listening: Listening, command: Command) -> Message | None:
    """Ask somebody no more."""
    return change_without(listening, command, some_named(command.marked, "remove"), remove_people)


def handle_owner(listening: Listening, command: Command) -> Message | None:
    """Have more people decide, or fewer."""
    word, _, rest = command.marked.partition(" ")
    named = some_named(rest, "owner add")
    if word.casefold() == "add":
        change_people(listening, command, named, _MORE_OWNERS)
        return None
    if word.casefold() != "remove":
        raise RefusedError("Please type /rung team owner add @name, or /rung team owner remove @name.")
    return change_without(listening, command, named, remove_owners)


def handle_leave(listening: Listening, command: Command) -> Message | None:
    """Be asked no more."""
    return rendered(listening.once_for_team(command, leave_team), team_over)


def handle_rename(listening: Listening, command: Command) -> Message | None:
    """Give the team another name."""
    return changed_to(listening, command, lambda team: replace(team, name=typed_name(command.typed)))


def handle_move(listening: Listening, command: Command) -> None:
    """Bring a team to the channel in which this is typed."""
    if not command.typed or command.in_direct_messages:
        raise RefusedError("Type /rung team move and the team's name, in the channel that it moves to.")
    with listening.runner.database.reading() as repositories:
        where = locate_named(repositories, command.actor.workspace_id, command.typed)

    def move(act: Act, team: Team) -> TeamCard:
        return card_after(act, change_team(act, team, partial(replace, channel_id=command.channel_id)))

    listening.reply(command, lambda: show(listening, command, listening.once_for_team(command, move, where)))


def handle_scale(listening: Listening, command: Command) -> Message | None:
    """Tell results on another scale, and show those named after it beside it; alone, all."""
    names = listed_words(command.words)
    if not names:
        raise RefusedError("Please type /rung team scale and its name, such as google. Further names are shown beside.")
    maturity = listening.runner.maturity
    return changed_to(listening, command, lambda team: with_scales(team, names[0], tuple(names[1:]), maturity))


def handle_leaderboard(listening: Listening, command: Command) -> Message | None:
    """Take part in leaderboards, or not."""
    on, lowest = _one_of(command.words, _ON, "leaderboard on, off, or always for the lowest level too")
    return changed_to(listening, command, partial(with_leaderboard, on=on, lowest=lowest))


def handle_option(option: TeamOption, listening: Listening, command: Command) -> Message | None:
    """Have an option on or off."""
    usage = f"{option.word} {option.on}, or /rung team {option.word} {option.off}"
    on = _one_of(command.words, {option.on: True, option.off: False}, usage)
    return changed_to(listening, command, partial(with_option, option=option, on=on))


def handle_time_zone(listening: Listening, command: Command) -> Message | None:
    """Choose the time zone."""
    time_zone = clean_zone(command.words)
    return changed(listening, command, lambda act, team: change_time_zone(act, team, time_zone))


def handle_end(listening: Listening, command: Command) -> Message | None:
    """End a team, once its name is typed."""
    return rendered(listening.once_for_team(command, lambda act, team: end_team(act, team, command.typed)), team_over)


def _one_of(words: str, meanings: dict[str, _T], usage: str) -> _T:
    if words.casefold() not in meanings:
        unknown = f'I do not know "{words}" here. ' if words else ""
        raise RefusedError(f"{unknown}Please type /rung team {usage}. Nothing was changed.")
    return meanings[words.casefold()]


ROUTES = (
    Route("/rung team", HERE, handle_see),
    Route("/rung team new", PEOPLE, handle_new, takes_words=True),
    Route("/rung team add", DECIDING, handle_add, takes_words=True),
    Route("/rung team remove", DECIDING, handle_remove, takes_words=True),
    Route("/rung team leave", HERE, handle_leave),
    Route("/rung team owner", DECIDING, handle_owner, takes_words=True),
    Route("/rung team rename", DECIDING, handle_rename, takes_words=True),
    Route("/rung team move", DECIDING, handle_move, takes_words=True),
    Route("/rung team scale", DECIDING, handle_scale, takes_words=True),
    Route("/rung team leaderboard", DECIDING, handle_leaderboard, takes_words=True),
    *(
        Route(f"/rung team {option.word}", DECIDING, partial(handle_option, option), takes_words=True)
        for option in OPTIONS
    ),
    Route("/rung team zone", DECIDING, handle_time_zone, takes_words=True),
    Route("/rung team end", DECIDING, handle_end, takes_words=True),
)

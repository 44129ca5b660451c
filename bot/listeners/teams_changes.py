"""What the words and the forms about teams have in common."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.messages.teams import team_card, team_offer
from bot.slack.blocks import Message
from bot.slack.candidates import candidates, is_in, profiles
from bot.slack.payloads import Inbound
from flows.acts.check_ins.take_part import start_check_in
from flows.acts.shared.act import Act
from flows.acts.teams.see_teams import TeamCard, TeamDone, TeamList, card_of_team
from flows.acts.teams.teams import TeamNews, TeamPlan, Where, found_team
from flows.errors import RefusedError
from flows.teams.person import Profile
from flows.teams.team import Team

Change = Callable[[Act, Team], TeamNews]
ChangeOfPeople = Callable[[Act, Team, tuple[Profile, ...]], TeamNews]

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<!subteam\^[^>]*>")


def changed(listening: Listening, inbound: Inbound, what: str, change: Change) -> Message | None:
    """Change the team that is meant here, and show it; None when the same request has done so before."""
    card = listening.once_for_team(
        what, inbound, place_of(inbound), lambda act, team: card_after(act, change(act, team))
    )
    return team_card(card) if card else None


def card_after(act: Act, news: TeamNews, done: TeamDone = TeamDone.CHANGED) -> TeamCard:
    """A team after a change, as the one who made it sees it."""
    return card_of_team(act, news, act.lock_person(), done)


def offer(listening: Listening, inbound: Inbound, channel_id: str, seen: TeamList, name: str = "") -> None:
    """Ask Slack who is in the channel, and offer to make them a team."""

    def answer() -> None:
        found = candidates(listening.gateway, channel_id, inbound.actor.slack_id)
        listening.runner.run(inbound.actor, lambda act: act.meet(found.asker))
        mine = tuple(team.name for team, _, decides in seen.teams if decides)
        listening.presenter.answer(team_offer(found, channel_id, name, mine), inbound)

    listening.reply(inbound, answer)


def create(
    listening: Listening, inbound: Inbound, plan: TeamPlan, people: tuple[str, ...], *, starts: bool = False
) -> None:
    """Make a team of these people and whoever says so, have it asked at once if it `starts`, and show it."""
    found = profiles(listening.gateway, (inbound.actor.slack_id, *people))

    def made(act: Act) -> TeamCard:
        news = found_team(act, replace(plan, people=found))
        if starts:
            start_check_in(act, news.team)
        return card_after(act, news, TeamDone.MADE)

    card = listening.once(Doing.NEW_TEAM, inbound, made)
    listening.sender.wake()
    show(listening, inbound, card)


def show(listening: Listening, inbound: Inbound, card: TeamCard | None) -> None:
    """Show a team after a change, with what is left to do in its channel."""
    if card:  # as a reply of its own: when Slack wants it later, nothing is done a second time
        listening.reply(inbound, lambda: _show(listening, inbound, card))


def _show(listening: Listening, inbound: Inbound, card: TeamCard) -> None:
    missing = card.team.channel_id is not None and not is_in(listening.gateway, card.team.channel_id)
    listening.presenter.answer(team_card(replace(card, needs_invitation=missing)), inbound)


def change_with(
    listening: Listening,
    inbound: Inbound,
    what: str,
    people: tuple[str, ...],
    change: ChangeOfPeople,
) -> None:
    """Change a team once Slack has said who these people are."""

    def answer() -> None:
        found = profiles(listening.gateway, people)
        card = listening.once_for_team(
            what, inbound, place_of(inbound), lambda act, team: card_after(act, change(act, team, found))
        )
        show(listening, inbound, card)

    listening.reply(inbound, answer)


def read_people(words: str) -> tuple[tuple[str, ...], str]:
    """The people named in some words, and the other words."""
    if _GROUP.search(words):
        raise RefusedError("I cannot read groups of people. Please name them one by one, as @name.")
    return tuple(_MENTION.findall(words)), " ".join(_MENTION.sub(" ", words).split())


def some_people(words: str, after: str) -> tuple[str, ...]:
    """The people named, at least one."""
    people, rest = read_people(words)
    if not people or rest:
        raise RefusedError(f"Please name people as @name, for example /rung team {after} @name. Nothing was changed.")
    return people


def place_of(inbound: Inbound) -> Where:
    """The team that words typed here are about."""
    return Where(channel_id=None if inbound.in_direct_messages else inbound.channel_id)

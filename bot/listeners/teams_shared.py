"""What the words and the forms about teams have in common: make a team, change it, show it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.listeners.listening import Listening, rendered
from bot.messages.teams import team_card, team_offer
from bot.slack.blocks import Message
from bot.slack.candidates import LookUp, candidates, is_in
from bot.slack.inbound import Inbound
from flows.acts.check_ins.take_part import start_check_in
from flows.acts.shared.act import Act
from flows.acts.teams.see_teams import TeamCard, TeamDone, TeamList, card_of_team
from flows.acts.teams.teams import TeamNews, TeamPlan, change_team, make_team, plan_team
from flows.teams.person import NamedPeople, Profile, UserGroup
from flows.teams.team import Team, check_room

Change = Callable[[Act, Team], TeamNews]
ChangeOfIds = Callable[[Act, Team, tuple[str, ...]], TeamNews]


@dataclass(frozen=True)
class ChangeOfPeople:
    """A change of people about whom Slack is asked first: `check` refuses before that what cannot be."""

    check: Callable[[Act, Team, tuple[str, ...]], None]
    make: Callable[[Act, Team, tuple[Profile, ...]], TeamNews]


def changed(listening: Listening, inbound: Inbound, change: Change) -> Message | None:
    """Change the team that is meant here, and show it."""
    card = listening.once_for_team(inbound, lambda act, team: card_after(act, change(act, team)))
    return rendered(card, team_card)


def changed_to(listening: Listening, inbound: Inbound, change: Callable[[Team], Team]) -> Message | None:
    """Make another team of the one that is meant here, and show it."""
    return changed(listening, inbound, lambda act, team: change_team(act, team, change))


def card_after(act: Act, news: TeamNews, done: TeamDone = TeamDone.CHANGED) -> TeamCard:
    """A team after a change, as the person sees it who made the change."""
    return card_of_team(act, news, act.lock_person(), done)


def offer(listening: Listening, inbound: Inbound, channel_id: str, teams: TeamList, name: str = "") -> None:
    """Ask Slack who is in the channel, and offer to make them a team."""
    look_up = LookUp(listening.gateway)

    def answer() -> None:
        there = candidates(listening.gateway, look_up, channel_id, inbound.actor.slack_id)
        listening.runner.run(inbound.actor, lambda act: act.meet(there.asker))
        listening.answer(team_offer(there, channel_id, name, teams.decided_names), inbound)

    listening.work(inbound, answer)


def create(listening: Listening, inbound: Inbound, plan: TeamPlan, named: NamedPeople, *, starts: bool = False) -> None:
    """Make a team of those named and the one who says so, have it asked at once if it `starts`, and show it."""
    named = replace(named, people=(inbound.actor.slack_id, *named.people))
    check_room(len(named.everybody))
    listening.foresee(inbound, lambda act: plan_team(act, plan))
    look_up = LookUp(listening.gateway)

    def answer() -> None:
        people = look_up.with_members(named)
        check_room(len(people.everybody))
        members = look_up.profiles(people.everybody)

        def made(act: Act) -> TeamCard:
            news = make_team(act, replace(plan, people=members))
            if starts:
                start_check_in(act, news.team)
            return card_after(act, news, TeamDone.MADE)

        card = listening.once(inbound, made)
        listening.sender.wake()
        show(listening, inbound, card, people.groups)

    listening.work(inbound, answer)


def show(listening: Listening, inbound: Inbound, card: TeamCard | None, groups: tuple[UserGroup, ...] = ()) -> None:
    """Show a team after a change in which groups were named, with what is left to do in its channel."""
    if card:  # as a reply of its own: when Slack wants it later, nothing is done a second time
        listening.reply(inbound, lambda: _show(listening, inbound, replace(card, groups=groups)))


def _show(listening: Listening, inbound: Inbound, card: TeamCard) -> None:
    missing = card.team.channel_id is not None and not is_in(listening.gateway, card.team.channel_id)
    listening.answer(team_card(replace(card, needs_invitation=missing)), inbound)


def change_people(listening: Listening, inbound: Inbound, named: NamedPeople, change: ChangeOfPeople) -> None:
    """Change a team once Slack has said who those named are; none of them is asked about before all are counted."""

    def foresee(people: NamedPeople) -> None:
        listening.foresee_for_team(inbound, lambda act, team: change.check(act, team, people.everybody))

    foresee(named)
    look_up = LookUp(listening.gateway)

    def answer() -> None:
        people = look_up.with_members(named)
        if people.groups:
            foresee(people)
        known = look_up.profiles(people.everybody)
        card = listening.once_for_team(inbound, lambda act, team: card_after(act, change.make(act, team, known)))
        show(listening, inbound, card, people.groups)

    listening.work(inbound, answer)


def change_without(listening: Listening, inbound: Inbound, named: NamedPeople, change: ChangeOfIds) -> Message | None:
    """Change a team by those named, whom it knows already; Slack is asked only who is in a group."""
    if not named.groups:
        return changed(listening, inbound, lambda act, team: change(act, team, named.everybody))
    listening.foresee_for_team(inbound, lambda *_: None)
    look_up = LookUp(listening.gateway)

    def answer() -> None:
        people = look_up.with_members(named)
        card = listening.once_for_team(inbound, lambda act, team: card_after(act, change(act, team, people.everybody)))
        show(listening, inbound, card, people.groups)

    listening.work(inbound, answer)
    return None

"""What people are shown about a team's check-ins when they ask."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.acts.results.team_result import (
    TeamResult,
    WhoSaid,
    last_published,
    result_with_sides,
    team_result,
    told_on,
    turnout_of,
    who_said,
)
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import message_key
from flows.acts.shared.usual_schedule import next_on
from flows.acts.teams.teams import Where, decides, is_admin, locate
from flows.calendar.working_days import local
from flows.check_ins.check_in import CheckIn
from flows.check_ins.turnout import Turnout
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.teams.person import Person
from flows.teams.team import Team

MOST_SHOWN = 12  # results


@dataclass(frozen=True)
class CheckInState:
    """The state of a team's running check-in, or else its last one. The moments are in the person's time zone.

    `invited` and `nudged` count the messages that have arrived, for owners and admins.
    """

    team: Team
    check_in: CheckIn | None
    can_decide: bool
    turnout: Turnout | None = None
    closes: datetime | None = None
    publishes: datetime | None = None
    is_asked: bool = False
    next_on: date | None = None
    invited: int = 0
    nudged: int = 0


@dataclass(frozen=True)
class TeamLevel:
    """A team's last published result; None before there is one.

    `said` is who said what, for people who were asked, in a team with open answers.
    """

    team: Team
    result: TeamResult | None
    said: tuple[WhoSaid, ...] = ()


@dataclass(frozen=True)
class History:
    """A team's published check-ins, the newest first, each with its result."""

    team: Team
    results: tuple[TeamResult, ...]


def see_check_in(act: Act, where: Where) -> CheckInState | None:
    """The state of a team's running or last check-in; None when it is not clear which team is meant."""
    person = act.lock_person()
    team = locate(act, person, where)
    if team is None:
        return None
    running = act.repositories.check_ins.find_running(team.id)
    check_in = running or next(iter(act.repositories.check_ins.list_of(team.id)), None)
    return state_of(act, person, team, check_in)


def state_of(act: Act, person: Person, team: Team, check_in: CheckIn | None) -> CheckInState:
    """The state of a check-in as a person sees it."""
    can_decide = decides(act, person, team)
    state = CheckInState(team, check_in, can_decide, next_on=next_on(act, team.id))
    if check_in is None:
        return state
    if can_decide:
        deliveries = act.repositories.deliveries
        people = deliveries.list_reached(DeliveryKind.INVITATION, check_in.workspace_id, check_in.id)
        nudged = deliveries.count_sent(DeliveryKind.NUDGE, people, check_in.opened_at)
        state = replace(state, invited=len(people), nudged=nudged)
    return replace(
        state,
        turnout=turnout_of(act.repositories, check_in),
        closes=local(check_in.closes_at, person.time_zone),
        publishes=check_in.publish_at and local(check_in.publish_at, person.time_zone),
        is_asked=check_in.is_open and person.id in check_in.roster,
    )


def state_seen(act: Act, check_in: CheckIn) -> CheckInState:
    """The state of a check-in as the acting person sees it."""
    team = act.repositories.teams.find(check_in.team_id)
    if team is None:
        raise LookupError(f"there is no team {check_in.team_id}")
    return state_of(act, act.lock_person(), team, check_in)


def see_level(act: Act, where: Where, scale: str = "") -> TeamLevel | None:
    """The last published result of a team, told on a scale; None when it is not clear which team is meant."""
    person, repositories = act.lock_person(), act.repositories
    team = locate(act, person, where)
    if team is None:
        return None
    last = last_published(repositories, team.id)
    if last is None:
        return TeamLevel(team, None)
    result, side = result_with_sides(repositories, last)
    return TeamLevel(team, told_on(result, scale), who_said(repositories, last, side, person))


def see_history(act: Act, where: Where, scale: str = "") -> History | None:
    """A team's published results, told on a scale; None when it is not clear which team is meant."""
    team = locate(act, act.lock_person(), where)
    if team is None:
        return None
    published = act.repositories.check_ins.list_published(team.id, MOST_SHOWN)
    results = tuple(team_result(act.repositories, check_in) for check_in in published)
    return History(team, tuple(told_on(result, scale) for result in results))


def see_past(act: Act, check_in_id: str, channel_id: str | None) -> tuple[str, str]:
    """The texts of a published check-in, exactly as they were: its summary and what stood in the thread, as JSON."""
    person, repositories = act.lock_person(), act.repositories
    check_in = repositories.check_ins.find(check_in_id)
    if check_in is None or check_in.workspace_id != person.workspace_id or not check_in.is_published:
        raise RefusedError("There is no such result. /rung history lists those there are.")
    insiders = set(check_in.roster)
    channels: set[str | None] = {check_in.summary_channel, check_in.channel_id}
    team = repositories.teams.find(check_in.team_id)
    if team:
        insiders |= {*team.roster, *team.owners}
        channels |= {team.channel_id}
    if person.id not in insiders and channel_id not in channels and not is_admin(repositories, person):
        raise RefusedError(f"That result is {check_in.team_name}'s. Ask them to share it.")
    deliveries, channel = repositories.deliveries, check_in.summary_channel
    summary = deliveries.find(message_key(check_in, DeliveryKind.SUMMARY, channel))
    details = deliveries.find(message_key(check_in, DeliveryKind.SUMMARY_DETAILS, channel))
    if summary is None or details is None:
        raise RefusedError(
            "That summary was written elsewhere; the result came with an import. /rung level shows the last one."
        )
    return summary.payload or "", details.payload or ""

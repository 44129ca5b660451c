"""What people are shown about a team's check-ins when they ask."""

from dataclasses import dataclass
from datetime import date, datetime

from flows.acts.results.team_result import (
    TeamResult,
    WhoSaid,
    last_published,
    result_with_sides,
    team_result,
    turnout_of,
    who_said,
)
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_moves import message_key
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
    """A team's check-in that is running, or else its last one. The moments are in the person's time zone.

    `invited` and `nudged` count the messages that have arrived, for those who decide.
    """

    team: Team
    check_in: CheckIn | None
    turnout: Turnout | None
    closes: datetime | None
    publishes: datetime | None
    can_decide: bool
    is_asked: bool
    next_on: date | None = None
    invited: int = 0
    nudged: int = 0


def see_check_in(act: Act, where: Where) -> CheckInState | None:
    """How a team's check-in stands; None when it is not clear which team is meant."""
    person = act.lock_person()
    team = locate(act, person, where)
    if team is None:
        return None
    running = act.repositories.check_ins.find_running(team.id)
    found = running or next(iter(act.repositories.check_ins.list_of(team.id)), None)
    return state_of(act, person, team, found)


def state_of(act: Act, person: Person, team: Team, check_in: CheckIn | None) -> CheckInState:
    """A check-in as somebody sees it."""
    can_decide = decides(act, person, team)
    invited, nudged = _arrived(act, check_in) if check_in and can_decide else (0, 0)
    return CheckInState(
        invited=invited,
        nudged=nudged,
        team=team,
        check_in=check_in,
        turnout=turnout_of(act.repositories, check_in) if check_in else None,
        closes=local(check_in.closes_at, person.time_zone) if check_in else None,
        publishes=local(check_in.publish_at, person.time_zone) if check_in and check_in.publish_at else None,
        can_decide=can_decide,
        is_asked=bool(check_in and check_in.is_open and person.id in check_in.roster),
        next_on=next_on(act.repositories, team.id),
    )


def _arrived(act: Act, check_in: CheckIn) -> tuple[int, int]:
    deliveries, since = act.repositories.deliveries, check_in.opened_at
    people = deliveries.list_reached(DeliveryKind.INVITATION, check_in.workspace_id, check_in.id)
    return len(people), deliveries.count_sent(DeliveryKind.NUDGE, people, since)


@dataclass(frozen=True)
class TeamLevel:
    """What a team's last published result says; None before there is one.

    `said` is who said what, for those who were asked, in a team with open answers.
    """

    team: Team
    result: TeamResult | None
    said: tuple[WhoSaid, ...] = ()


def see_level(act: Act, where: Where) -> TeamLevel | None:
    """The last published result of a team; None when it is not clear which team is meant."""
    person = act.lock_person()
    team = locate(act, person, where)
    if team is None:
        return None
    last = last_published(act.repositories, team.id)
    if last is None:
        return TeamLevel(team, None)
    result, side = result_with_sides(act.repositories, last)
    said = who_said(act.repositories, last, side) if person.id in last.roster else ()
    return TeamLevel(team, result, said)


@dataclass(frozen=True)
class History:
    """A team's published check-ins, the newest first, each with its result."""

    team: Team
    results: tuple[TeamResult, ...]


def see_history(act: Act, where: Where) -> History | None:
    """A team's published results; None when it is not clear which team is meant."""
    person = act.lock_person()
    team = locate(act, person, where)
    if team is None:
        return None
    published = act.repositories.check_ins.list_published(team.id, MOST_SHOWN)
    return History(team, tuple(team_result(act.repositories, each) for each in published))


def see_past(act: Act, check_in_id: str, channel_id: str | None) -> tuple[str, str]:
    """What a published check-in said, exactly as it was: the summary and what stood in its thread, each as JSON."""
    person, repositories = act.lock_person(), act.repositories
    check_in = repositories.check_ins.find(check_in_id)
    if check_in is None or check_in.workspace_id != person.workspace_id or not check_in.is_published:
        raise RefusedError("There is no such result. /rung history lists those there are.")
    team = repositories.teams.find(check_in.team_id)
    insiders = {*check_in.roster, *(team.roster + team.owners if team else ())}
    channels = {check_in.summary_channel, check_in.channel_id, *([team.channel_id] if team else ())}
    if person.id not in insiders and channel_id not in channels and not is_admin(repositories, person):
        raise RefusedError(f"That result is {check_in.team_name}'s. Ask them to share it.")
    summary, details = (
        repositories.deliveries.find(message_key(check_in, kind, check_in.summary_channel))
        for kind in (DeliveryKind.SUMMARY, DeliveryKind.SUMMARY_DETAILS)
    )
    if summary is None or details is None:
        raise RefusedError(
            "That summary was written elsewhere; the result came with an import. /rung level shows the last one."
        )
    return summary.payload or "", details.payload or ""

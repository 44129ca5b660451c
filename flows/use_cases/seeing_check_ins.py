"""What people are shown about a team's check-ins when they ask."""

from dataclasses import dataclass
from datetime import datetime

from flows.check_in import CheckIn, Turnout
from flows.interaction import Interaction
from flows.person import Person
from flows.team import Team
from flows.team_result import TeamResult, team_result, turnout_of
from flows.use_cases.teaming import Where, locate
from flows.working_days import zone_of


@dataclass(frozen=True)
class CheckInState:
    """A team's check-in that is running, or else its last one. The moments are in the person's time zone."""

    team: Team
    check_in: CheckIn | None
    turnout: Turnout | None
    closes: datetime | None
    publishes: datetime | None
    can_decide: bool
    is_asked: bool


def see_check_in(interaction: Interaction, where: Where) -> CheckInState | None:
    """How a team's check-in stands; None when it is not clear which team is meant."""
    person = interaction.claim_person()
    team = locate(interaction, person, where)
    if team is None:
        return None
    running = interaction.repositories.check_ins.find_running(team.id)
    found = running or next(iter(interaction.repositories.check_ins.list_of(team.id)), None)
    return state_of(interaction, person, team, found)


def state_of(interaction: Interaction, person: Person, team: Team, check_in: CheckIn | None) -> CheckInState:
    """A check-in as somebody sees it."""
    admins = {each.id for each in interaction.repositories.people.list_admins(team.workspace_id)}
    zone = zone_of(person.time_zone)
    return CheckInState(
        team=team,
        check_in=check_in,
        turnout=turnout_of(interaction.repositories, check_in) if check_in else None,
        closes=check_in.closes_at.astimezone(zone) if check_in else None,
        publishes=check_in.publish_at.astimezone(zone) if check_in and check_in.publish_at else None,
        can_decide=not person.is_guest and person.id in {*team.owners, *admins},
        is_asked=bool(check_in and check_in.is_open and person.id in check_in.roster),
    )


@dataclass(frozen=True)
class TeamLevel:
    """What a team's last published result says; None before there is one."""

    team: Team
    result: TeamResult | None


def see_level(interaction: Interaction, where: Where) -> TeamLevel | None:
    """The last published result of a team; None when it is not clear which team is meant."""
    person = interaction.claim_person()
    team = locate(interaction, person, where)
    if team is None:
        return None
    published = (each for each in interaction.repositories.check_ins.list_of(team.id) if each.is_published)
    last = next(published, None)
    return TeamLevel(team, team_result(interaction.repositories, last) if last else None)

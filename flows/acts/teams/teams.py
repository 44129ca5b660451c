"""Make teams and change them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import move_on
from flows.acts.shared.usual_schedule import usual_schedule
from flows.check_ins.check_in import CheckInEvent
from flows.errors import FieldError, RefusedError
from flows.plain_text import one_line, unquoted, with_hyphens
from flows.ports import Repositories
from flows.schedules.schedule import with_rhythm
from flows.teams.person import Person, Profile
from flows.teams.team import Team, check_living, name_key, typed_name, with_people, without_people


@dataclass(frozen=True)
class Where:
    """The place of the team that is meant: this id, else that of the channel, else the only one the person is in."""

    team_id: str | None = None
    channel_id: str | None = None


@dataclass(frozen=True)
class TeamPlan:
    """A team to be made: everybody named is asked as far as they can be; the person who makes it owns it."""

    name: str
    channel_id: str
    people: tuple[Profile, ...] = ()


@dataclass(frozen=True)
class TeamNews:
    """A team as it is after a change, and the Slack ids of people who could not be taken."""

    team: Team
    left_out: tuple[str, ...] = ()


def plan_team(act: Act, plan: TeamPlan) -> tuple[Person, Team]:
    """The team as planned, with nobody to ask yet, and its owner; refuses what cannot be whoever is named."""
    owner = act.lock_person()
    team = Team(
        id=act.new_id(),
        workspace_id=owner.workspace_id,
        name=typed_name(plan.name),
        channel_id=plan.channel_id,
        time_zone=owner.time_zone,
        roster=(),
        owners=(owner.id,),
        created_at=act.now,
    )
    check_free(act, team)
    return owner, team


def make_team(act: Act, plan: TeamPlan) -> TeamNews:
    """Make a team in a channel."""
    owner, team = plan_team(act, plan)
    met, left_out = meet(act, plan.people)
    if owner.is_guest or any(person.id == owner.id and person.is_guest for person in met):
        raise RefusedError("Guests answer for themselves; a team is made by people of the workspace.")
    own_profile = (profile for profile in plan.people if profile.slack_id == owner.slack_id)
    zone = next((profile.time_zone for profile in own_profile), team.time_zone)
    team = with_people(replace(team, time_zone=zone), ids_of(met))
    act.repositories.teams.add(team)
    act.repositories.schedules.save(usual_schedule(act, team))
    return TeamNews(team, left_out)


def change_team(act: Act, team: Team, change: Callable[[Team], Team]) -> TeamNews:
    """Change a team whose row is locked."""
    check_living(team)
    after = change(team)
    if (after.name_key, after.channel_id) != (team.name_key, team.channel_id) and after.ended_at is None:
        check_free(act, after)
    act.repositories.teams.save(team, after)
    schedule = act.repositories.schedules.find(team.id)
    if schedule:  # it goes by the team's time zone, and looks again at who is where
        rhythm = replace(schedule.rhythm, time_zone=after.time_zone)
        act.repositories.schedules.save(with_rhythm(schedule, rhythm, act.now))
    return TeamNews(after)


def change_time_zone(act: Act, team: Team, time_zone: str) -> TeamNews:
    """Have a team's days and hours be those of another time zone."""
    return change_team(act, team, lambda before: replace(before, time_zone=time_zone))


def decides(act: Act, person: Person, team: Team) -> bool:
    """Whether a person may change a team: an owner or an admin, and no guest."""
    return not person.is_guest and (person.id in team.owners or is_admin(act.repositories, person))


def is_admin(repositories: Repositories, person: Person) -> bool:
    """Whether a person looks after Rung in their workspace."""
    return person.id in ids_of(repositories.people.list_admins(person.workspace_id))


def locate(act: Act, person: Person, where: Where) -> Team | None:
    """The team meant, locked; None when there is none, or none in this workspace."""
    teams, workspace_id = act.repositories.teams, act.actor.workspace_id
    if where.team_id:
        team = teams.find(where.team_id)
    elif where.channel_id:
        team = teams.find_in_channel(workspace_id, where.channel_id)
    else:
        mine = teams.list_of(person.id)
        team = mine[0] if len(mine) == 1 else None
    if team is None or team.workspace_id != workspace_id:
        return None
    return teams.lock(team.id)


def locate_named(repositories: Repositories, workspace_id: str, name: str) -> Where:
    """The place of the team of a name."""
    team = repositories.teams.find_named(workspace_id, name_key(typed_name(name)))
    if team is None:
        raise FieldError("name", f'There is no team called "{name}" here. /rung team in our messages lists yours.')
    return Where(team_id=team.id)


def leave_team(act: Act, team: Team) -> Team:
    """Take the acting person off the list of a team, who is asked no more."""
    person = act.lock_person()
    if person.id not in team.roster:
        raise RefusedError(f"You are not on {team.name}'s list of people to ask, so there is nothing to leave.")
    return change_team(act, team, lambda before: without_people(before, {person.id})).team


def end_team(act: Act, team: Team, typed: str) -> Team:
    """End a team whose name was typed to say so."""
    if _as_meant(typed) != _as_meant(team.name):
        unknown = f'"{typed}" is not its name. ' if typed else ""
        what = f"Ending {team.name} ends its check-ins; past results are kept."
        raise RefusedError(f"{unknown}{what} To do it, type /rung team end {team.name}.")
    running = act.repositories.check_ins.find_running(team.id)
    if running:
        move_on(act, act.repositories.check_ins.lock(running.id), CheckInEvent.CANCELLED)
    return change_team(act, team, lambda before: replace(before, ended_at=act.now)).team


def _as_meant(name: str) -> str:
    """A name as somebody may type it who means it."""
    return with_hyphens(name_key(unquoted(one_line(name))))


def check_free(act: Act, team: Team) -> None:
    """Refuse a name or a channel that another team of the workspace has."""
    teams = act.repositories.teams
    neighbour = team.channel_id and teams.find_in_channel(team.workspace_id, team.channel_id)
    if neighbour and neighbour.id != team.id:
        raise RefusedError(
            f"This channel already has a team, {neighbour.name}, and one is the most. Try in another channel."
        )
    namesake = teams.find_named(team.workspace_id, name_key(team.name))
    if namesake and namesake.id != team.id:
        raise FieldError("name", f'There is already a team called "{namesake.name}". Please choose another name.')


def meet(act: Act, profiles: Iterable[Profile]) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The people of these profiles as we know them from now on, and the Slack ids of any who cannot be asked."""
    met, left_out = [], []
    for profile in {profile.slack_id: profile for profile in profiles}.values():
        if profile.is_bot or profile.is_gone:
            left_out.append(profile.slack_id)
        else:
            met.append(act.meet(profile))
    return tuple(met), tuple(left_out)


def ids_of(people: Iterable[Person]) -> tuple[str, ...]:
    """The ids of ours of these people."""
    return tuple(person.id for person in people)

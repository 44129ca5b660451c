"""Make teams and change them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from zoneinfo import available_timezones

from flows.acts.shared.act import Act
from flows.acts.shared.check_in_moves import move_on
from flows.acts.shared.usual_schedule import usual_schedule
from flows.check_ins.check_in import CheckInEvent
from flows.errors import FieldError, RefusedError
from flows.maturity.wording import closest
from flows.ports import Repositories
from flows.schedules.schedule import with_rhythm
from flows.teams.person import Actor, Person, Profile
from flows.teams.team import Team, check_living, clean_name, name_key, with_owners, with_people, without_people


@dataclass(frozen=True)
class Where:
    """Where a team is meant: the one of this id, else that of the channel, else the only one the person is in."""

    team_id: str | None = None
    channel_id: str | None = None


@dataclass(frozen=True)
class TeamPlan:
    """A team to be made: everybody named is asked as far as they can be; whoever makes it decides."""

    name: str
    channel_id: str
    people: tuple[Profile, ...] = ()


@dataclass(frozen=True)
class TeamNews:
    """A team as it stands after a change, and who could not be taken, as Slack names them."""

    team: Team
    left_out: tuple[str, ...] = ()


def found_team(act: Act, plan: TeamPlan) -> TeamNews:
    """Make a channel a team."""
    owner = act.lock_person()
    team = Team(
        id=act.new_id(),
        workspace_id=owner.workspace_id,
        name=clean_name(plan.name),
        channel_id=plan.channel_id,
        time_zone=owner.time_zone,
        roster=(),
        owners=(owner.id,),
        created_at=act.now,
    )
    met, left_out = meet(act, plan.people)
    if owner.is_guest or any(each.id == owner.id and each.is_guest for each in met):
        raise RefusedError("Guests answer for themselves; a team is made by people of the workspace.")
    check_free(act, team)
    zone = next((each.time_zone for each in plan.people if each.slack_id == owner.slack_id), team.time_zone)
    team = with_people(replace(team, time_zone=zone), tuple(each.id for each in met))
    act.repositories.teams.add(team)
    act.repositories.schedules.save(usual_schedule(act.repositories, team, act.now))
    return TeamNews(team, left_out)


def change_team(act: Act, team: Team, change: Callable[[Team], Team]) -> TeamNews:
    """Change a team whose row is locked."""
    check_living(team)
    after = change(team)
    if (after.name_key, after.channel_id) != (team.name_key, team.channel_id) and after.ended_at is None:
        check_free(act, after)
    act.repositories.teams.save(team, after)
    _keep_schedule(act, after)
    return TeamNews(after)


def _keep_schedule(act: Act, team: Team) -> None:
    """Have the schedule go by the team's time zone, and look again who of the team is where."""
    found = act.repositories.schedules.find(team.id)
    if found:
        rhythm = replace(found.rhythm, time_zone=team.time_zone)
        act.repositories.schedules.save(with_rhythm(found, rhythm, act.now))


def add_people(act: Act, team: Team, people: tuple[Profile, ...]) -> TeamNews:
    """Ask these too."""
    met, left_out = meet(act, people)
    added = tuple(each.id for each in met)
    news = change_team(act, team, lambda found: with_people(found, (*found.roster, *added)))
    return replace(news, left_out=left_out)


def remove_people(act: Act, team: Team, slack_ids: Iterable[str]) -> TeamNews:
    """Ask these no more."""
    gone = _known(act, slack_ids)
    return change_team(act, team, lambda found: without_people(found, gone))


def add_owners(act: Act, team: Team, people: tuple[Profile, ...]) -> TeamNews:
    """Let these decide too; guests cannot."""
    able, left_out = _meet_owners(act, people)
    news = change_team(act, team, lambda found: with_owners(found, (*found.owners, *able)))
    return replace(news, left_out=left_out)


def remove_owners(act: Act, team: Team, slack_ids: Iterable[str]) -> TeamNews:
    """Let these decide no more."""
    gone = _known(act, slack_ids)
    return change_team(
        act, team, lambda found: with_owners(found, tuple(each for each in found.owners if each not in gone))
    )


def decides(act: Act, person: Person, team: Team) -> bool:
    """Whether somebody may change a team: an owner or an admin, and no guest."""
    return not person.is_guest and (person.id in team.owners or is_admin(act.repositories, person))


def is_admin(repositories: Repositories, person: Person) -> bool:
    """Whether somebody looks after Rung in their workspace."""
    return person.id in {each.id for each in repositories.people.list_admins(person.workspace_id)}


def locate(act: Act, person: Person, where: Where) -> Team | None:
    """The team meant, locked; None when there is none, or none in this workspace."""
    teams, workspace_id = act.repositories.teams, act.actor.workspace_id
    if where.team_id:
        found = teams.find(where.team_id)
    elif where.channel_id:
        found = teams.find_in_channel(workspace_id, where.channel_id)
    else:
        mine = teams.list_of(person.id)
        found = mine[0] if len(mine) == 1 else None
    return teams.lock(found.id) if found and found.workspace_id == workspace_id else None


def locate_named(repositories: Repositories, workspace_id: str, name: str) -> Where:
    """Where the team of a name is."""
    found = repositories.teams.find_named(workspace_id, name_key(clean_name(name)))
    if found is None:
        raise FieldError("name", f'There is no team called "{name}" here. /rung team in our messages lists yours.')
    return Where(team_id=found.id)


def leave_team(act: Act, team: Team) -> Team:
    """Be asked no more."""
    person = act.lock_person()
    if person.id not in team.roster:
        raise RefusedError(f"You are not on {team.name}'s list of people to ask, so there is nothing to leave.")
    return change_team(act, team, lambda found: without_people(found, {person.id})).team


def end_team(act: Act, team: Team, typed: str) -> Team:
    """End a team whose name was typed to say so."""
    if name_key(typed) != team.name_key:
        raise RefusedError(
            f"Ending {team.name} ends its check-ins; past results are kept. To do it, type /rung team end {team.name}."
        )
    running = act.repositories.check_ins.find_running(team.id)
    if running:
        locked = act.repositories.check_ins.lock(running.id)
        move_on(act, locked, CheckInEvent.CANCELLED)
    return change_team(act, team, lambda found: replace(found, ended_at=act.now)).team


def set_people(act: Act, team: Team, roster: tuple[Profile, ...], owners: tuple[Profile, ...]) -> TeamNews:
    """Ask these and no others, and let these decide and no others, as far as they can."""
    asked, left_out = meet(act, roster)
    able, also_out = _meet_owners(act, owners)
    news = change_team(act, team, lambda found: with_owners(with_people(found, tuple(each.id for each in asked)), able))
    return replace(news, left_out=tuple(dict.fromkeys((*left_out, *also_out))))


def check_free(act: Act, team: Team) -> None:
    """Refuse a name or a channel that another team of the workspace has."""
    teams = act.repositories.teams
    neighbour = teams.find_in_channel(team.workspace_id, team.channel_id) if team.channel_id else None
    if neighbour and neighbour.id != team.id:
        raise RefusedError(
            f"This channel already has a team, {neighbour.name}, and one is the most. Try in another channel."
        )
    namesake = teams.find_named(team.workspace_id, name_key(team.name))
    if namesake and namesake.id != team.id:
        raise FieldError("name", f'There is already a team called "{namesake.name}". Please choose another name.')


def clean_zone(text: str) -> str:
    """A time zone as it is kept, by its name of the IANA database; a city is enough."""
    wanted = text.strip().replace(" ", "_").casefold()
    found = _zones().get(wanted)
    if found is None:
        near = closest(wanted, _zones())
        hint = f'; did you mean "{_zones()[near]}"?' if near else '; use one like "Europe/Berlin".'
        raise FieldError("zone", f'"{text.strip()}" is not a time zone I know{hint}')
    return found


@cache
def _zones() -> dict[str, str]:
    """Time zones by name and by city, in small letters."""
    zones = sorted(available_timezones())
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones if "/" in zone}
    return cities | {zone.casefold(): zone for zone in zones}


def meet(act: Act, profiles: Iterable[Profile]) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The people of these profiles as we know them from now on, and the Slack ids of those who cannot be asked."""
    seen = {each.slack_id: each for each in profiles}
    can_answer = [each for each in seen.values() if not each.is_bot and not each.is_gone]
    left_out = tuple(each.slack_id for each in seen.values() if each.is_bot or each.is_gone)
    return tuple(act.meet(each) for each in can_answer), left_out


def _meet_owners(act: Act, profiles: Iterable[Profile]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of those who can decide, and the Slack ids of those who cannot, guests among them."""
    met, left_out = meet(act, profiles)
    guests = tuple(each.slack_id or "" for each in met if each.is_guest)
    return tuple(each.id for each in met if not each.is_guest), (*left_out, *guests)


def _known(act: Act, slack_ids: Iterable[str]) -> set[str]:
    workspace_id = act.actor.workspace_id
    found = (act.repositories.people.find(Actor(workspace_id, each)) for each in slack_ids)
    return {each.id for each in found if each}

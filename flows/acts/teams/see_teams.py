"""Teams as people see them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from flows.acts.shared.act import Act
from flows.acts.teams.teams import TeamNews, decides
from flows.calendar.working_days import local
from flows.check_ins.check_in import CheckIn
from flows.maturity.scale import Scale
from flows.ports import Repositories
from flows.schedules.schedule import Schedule
from flows.teams.person import Person, UserGroup
from flows.teams.team import Team


class TeamDone(StrEnum):
    """The thing that has just happened to a team."""

    NOTHING = "nothing"
    MADE = "made"
    CHANGED = "changed"


@dataclass(frozen=True)
class TeamCard:
    """A team as a person sees it. People are named by their Slack ids; `left_out` could not be taken.

    `groups` were named for the people in them. `can_decide`: the person may change it. `needs_invitation`: Rung is not
    in the channel. `closes` is until when its check-in is open, and `leaderboard_from` from when on others see it on
    leaderboards, while that is to come; both are in the person's time zone.
    `there_now` is the time where the team is.
    """

    team: Team
    roster: tuple[str, ...]
    owners: tuple[str, ...]
    headline: Scale
    others: int
    can_decide: bool
    there_now: datetime
    closes: datetime | None = None
    done: TeamDone = TeamDone.NOTHING
    left_out: tuple[str, ...] = ()
    groups: tuple[UserGroup, ...] = ()
    needs_invitation: bool = False
    is_running: bool = False
    schedule: Schedule | None = None
    next_on: date | None = None
    leaderboard_from: datetime | None = None


@dataclass(frozen=True)
class TeamList:
    """The teams of a person, each with whether they are asked there and whether they own it."""

    teams: tuple[tuple[Team, bool, bool], ...]

    @property
    def decided_names(self) -> tuple[str, ...]:
        """The names of the teams for which the person decides."""
        return tuple(team.name for team, _, decides in self.teams if decides)


def card_of_team(act: Act, news: TeamNews, person: Person, done: TeamDone = TeamDone.NOTHING) -> TeamCard:
    """The card of a team as a person sees it."""
    team, maturity = news.team, act.maturity
    running = act.repositories.check_ins.find_running(team.id)
    schedule = act.repositories.schedules.find(team.id)
    shown = {name for name in maturity.by_name if name in team.scales or not team.scales}
    card = TeamCard(
        team=team,
        roster=slack_ids_of(act.repositories, team.roster),
        owners=slack_ids_of(act.repositories, team.owners),
        headline=maturity.by_name.get(team.headline_scale) or next(iter(maturity.scales)),
        others=len(shown - {team.headline_scale}),
        can_decide=decides(act, person, team),
        there_now=local(act.now, team.time_zone),
        closes=open_until(running, person),
        done=done,
        left_out=news.left_out,
        is_running=running is not None,
        schedule=schedule,
        next_on=schedule.next_on if schedule else None,
    )
    if team.leaderboard_from and team.leaderboard_from > act.now:
        return replace(card, leaderboard_from=local(team.leaderboard_from, person.time_zone))
    return card


def open_until(check_in: CheckIn | None, person: Person) -> datetime | None:
    """The moment until which a check-in takes answers, where a person is; None unless it is open."""
    return local(check_in.closes_at, person.time_zone) if check_in and check_in.is_open else None


def see_team(act: Act, channel_id: str) -> TeamCard | TeamList:
    """The team of a channel; without one, the teams of the acting person."""
    person = act.lock_person()
    team = act.repositories.teams.find_in_channel(person.workspace_id, channel_id)
    return card_of_team(act, TeamNews(team), person) if team else _teams_of(act, person)


def list_teams(act: Act) -> TeamList:
    """The teams in which the acting person is asked, or which they own."""
    return _teams_of(act, act.lock_person())


def _teams_of(act: Act, person: Person) -> TeamList:
    mine = act.repositories.teams.list_of(person.id)
    return TeamList(tuple((team, person.id in team.roster, person.id in team.owners) for team in mine))


def slack_ids_of(repositories: Repositories, person_ids: Collection[str]) -> tuple[str, ...]:
    """The Slack ids of these people, in their order, without any that were erased."""
    people = repositories.people.list_by_id(person_ids)
    return tuple(person.slack_id for person in people if person.slack_id)

"""What people are shown about their teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flows.acts.shared.act import Act
from flows.acts.teams.teams import TeamNews, decides
from flows.calendar.working_days import local
from flows.maturity.scale import Scale
from flows.schedules.schedule import Schedule
from flows.teams.person import Person
from flows.teams.team import Team


class TeamDone(StrEnum):
    """What has just happened to a team."""

    NOTHING = "nothing"
    MADE = "made"
    CHANGED = "changed"


@dataclass(frozen=True)
class TeamCard:
    """A team as somebody sees it. People are named by their Slack ids, `left_out` those who could not be taken.

    `can_decide`: the person may change it. `closes` is until when its check-in is open, in the person's time zone.
    `needs_invitation`: Rung is not in the channel. `leaderboard_from` is from when on others see it on leaderboards,
    likewise, while that is to come.
    """

    team: Team
    roster: tuple[str, ...]
    owners: tuple[str, ...]
    headline: Scale
    others: int
    can_decide: bool
    closes: datetime | None = None
    done: TeamDone = TeamDone.NOTHING
    left_out: tuple[str, ...] = ()
    needs_invitation: bool = False
    is_running: bool = False
    schedule: Schedule | None = None
    next_on: date | None = None
    leaderboard_from: datetime | None = None


@dataclass(frozen=True)
class TeamList:
    """A person's teams, each with whether they are asked there and whether they decide."""

    teams: tuple[tuple[Team, bool, bool], ...]


def card_of_team(act: Act, news: TeamNews, person: Person, done: TeamDone = TeamDone.NOTHING) -> TeamCard:
    """A team as the person sees it."""
    people, team, maturity = act.repositories.people, news.team, act.maturity
    running = act.repositories.check_ins.find_running(team.id)
    schedule = act.repositories.schedules.find(team.id)
    shown_from = team.leaderboard_from
    shown = [each for each in maturity.by_name if each in team.scales or not team.scales]
    return TeamCard(
        team=team,
        roster=_slack_ids(people.list_by_id(team.roster)),
        owners=_slack_ids(people.list_by_id(team.owners)),
        headline=maturity.by_name.get(team.headline_scale) or next(iter(maturity.scales)),
        others=len(set(shown) - {team.headline_scale}),
        can_decide=decides(act, person, team),
        closes=local(running.closes_at, person.time_zone) if running and running.is_open else None,
        done=done,
        left_out=news.left_out,
        is_running=running is not None,
        schedule=schedule,
        next_on=schedule.next_on if schedule else None,
        leaderboard_from=local(shown_from, person.time_zone) if shown_from and shown_from > act.now else None,
    )


def see_team(act: Act, channel_id: str) -> TeamCard | TeamList:
    """The team of a channel; without one, the teams the person is in."""
    person = act.lock_person()
    team = act.repositories.teams.find_in_channel(person.workspace_id, channel_id)
    return card_of_team(act, TeamNews(team), person) if team else list_teams(act, person)


def list_teams(act: Act, person: Person) -> TeamList:
    """The teams a person is in."""
    mine = act.repositories.teams.list_of(person.id)
    return TeamList(tuple((team, person.id in team.roster, person.id in team.owners) for team in mine))


def _slack_ids(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(each.slack_id for each in people if each.slack_id)

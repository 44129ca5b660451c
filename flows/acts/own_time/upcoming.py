"""What is going to be sent, and when: the very rows that are waiting, and the dates that follow, without sending."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.acts.check_ins.check_in_notices import Invitation
from flows.acts.check_ins.nudges import Nudge
from flows.acts.deliveries.delivery_notices import notice_for
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where, is_admin, locate
from flows.calendar.working_days import day_of, instant, local
from flows.deliveries.delivery import once_more
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.ports import Repositories
from flows.teams.good_moment import Absence, good_moment
from flows.teams.person import Person
from flows.teams.team import Team

MOST_FAILED = 10
STILL_NEWS = timedelta(days=7)
_IN_CHANNEL = {DeliveryKind.CHECK_IN_CARD: "card", DeliveryKind.CHANNEL_REMINDER: "channel reminder"}


@dataclass(frozen=True)
class Coming:
    """A message or a date: what it is, about which team, and when, in the time zone of whoever looks."""

    what: str
    team: str | None
    at: datetime


@dataclass(frozen=True)
class Failed:
    """A message that will not arrive by itself, whom it was for, as Slack names them, and Slack's code for why."""

    delivery_id: str
    kind: DeliveryKind
    recipient: str
    reason: str


@dataclass(frozen=True)
class Upcoming:
    """What the person is going to get, what is planned for the team meant, and, for admins, what did not arrive."""

    mine: tuple[Coming, ...]
    failed: tuple[Failed, ...]
    team: str | None = None
    planned: tuple[Coming, ...] = ()


def see_upcoming(act: Act, where: Where) -> Upcoming:
    """What is to come for the acting person, and for the team of the channel."""
    person, repositories = act.lock_person(), act.repositories
    absences = repositories.absences.list_of([person.id], day_of(act.now, person.time_zone))
    teams = repositories.teams.list_of(person.id)
    waiting = _waiting(act, person, absences)
    asked = [_asked(repositories, each, person, absences) for each in teams if person.id in each.roster]
    mine = tuple(sorted((*waiting, *(each for each in asked if each)), key=lambda each: each.at))
    team = locate(act, person, where) if where.channel_id else None
    failed = tuple(_failed(act)) if is_admin(repositories, person) else ()
    if team is None:
        return Upcoming(mine, failed)
    planned = sorted(_planned(act, team, person), key=lambda each: each.at)
    return Upcoming(mine, failed, team.name, tuple(planned))


def send_again(act: Act, delivery_id: str) -> Upcoming:
    """Send a message anew that did not arrive; it may have gone out meanwhile, or be of no use any more."""
    deliveries = act.repositories.deliveries
    wanted = next((each for each in _failed(act) if each.delivery_id == delivery_id), None)
    if wanted is None:
        raise RefusedError("That message is not waiting to be sent again. /rung upcoming shows which are.")
    deliveries.reopen(once_more(deliveries.get(delivery_id), act.now))
    return see_upcoming(act, Where())


def _failed(act: Act) -> Iterator[Failed]:
    people, since = act.repositories.people, act.now - STILL_NEWS
    workspace_id = act.actor.workspace_id
    for each in act.repositories.deliveries.list_failed(workspace_id, since, MOST_FAILED):
        to = each.key.recipient
        name = (people.get(to).slack_id or "") if each.key.kind.rules.to_person else to
        yield Failed(each.id, each.key.kind, name, each.reason or "")


def _waiting(act: Act, person: Person, absences: Iterable[Absence]) -> list[Coming]:
    """The messages that wait for a good moment, as far as they would still say something."""
    found = []
    for each in act.repositories.deliveries.list_planned(person.workspace_id, [person.id]):
        moment = good_moment(person, absences, each.due_at) if each.key.kind.rules.asks else each.due_at
        notice = notice_for(each, act)
        if moment and isinstance(notice, Invitation) and moment < notice.check_in.closes_at:
            found.append(Coming("invitation", notice.check_in.team_name, local(moment, person.time_zone)))
        elif moment and isinstance(notice, Nudge):
            names = " and ".join(item.check_in.team_name for item in notice.items)
            found.append(Coming("reminder", names, local(moment, person.time_zone)))
    return found


def _asked(repositories: Repositories, team: Team, person: Person, absences: Iterable[Absence]) -> Coming | None:
    """When a team's next check-in reaches somebody who is asked in it."""
    schedule = repositories.schedules.find(team.id)
    if schedule is None or schedule.next_on is None:
        return None
    hour = schedule.rhythm.hour
    moment = good_moment(person, absences, instant(schedule.next_on, hour, person.time_zone), hour)
    return Coming("invitation", team.name, local(moment, person.time_zone)) if moment else None


def _planned(act: Act, team: Team, person: Person) -> Iterator[Coming]:
    """What the channel gets, and what happens to the check-in under way; nothing about single people."""
    repositories = act.repositories
    running = repositories.check_ins.find_running(team.id)
    for each in repositories.deliveries.list_planned(team.workspace_id, [team.channel_id or ""]):
        if each.key.kind in _IN_CHANNEL and notice_for(each, act):
            yield Coming(_IN_CHANNEL[each.key.kind], None, local(each.due_at, person.time_zone))
    if running and running.is_open:
        yield Coming("closes", None, local(running.closes_at, person.time_zone))
    if running and running.publish_at and not running.is_open:
        yield Coming("result", None, local(running.publish_at, person.time_zone))
    schedule = repositories.schedules.find(team.id)
    begins_at = schedule.next_at() if schedule else None
    if begins_at:
        yield Coming("begins", None, local(begins_at, person.time_zone))

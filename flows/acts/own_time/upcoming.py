"""The messages that are going to be sent, and when: the rows that are waiting, and the dates that follow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from flows.acts.check_ins.check_in_notices import Invitation
from flows.acts.check_ins.nudge_notices import Nudge
from flows.acts.deliveries.delivery_notices import notice_for, slack_id_of_recipient
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where, is_admin, locate
from flows.calendar.working_days import day_of, instant, local
from flows.deliveries.delivery import once_more
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.teams.good_moment import Absence, absences_for, good_moment
from flows.teams.person import Person
from flows.teams.team import Team

MOST_FAILED = 10
STILL_NEWS = timedelta(days=7)
_IN_CHANNEL = {DeliveryKind.CHECK_IN_CARD: "card", DeliveryKind.CHANNEL_REMINDER: "channel reminder"}


@dataclass(frozen=True)
class Coming:
    """A message or a date to come: what it is, about which team, and when, in the time zone of the person who looks."""

    what: str
    team: str | None
    at: datetime


@dataclass(frozen=True)
class Failed:
    """A message that will not arrive by itself, the Slack id of the person or channel, and Slack's code for why."""

    delivery_id: str
    kind: DeliveryKind
    recipient: str
    reason: str


@dataclass(frozen=True)
class Upcoming:
    """The messages a person is going to get, what is planned for a team, and, for admins, what did not arrive."""

    mine: tuple[Coming, ...]
    failed: tuple[Failed, ...]
    team: str | None = None
    planned: tuple[Coming, ...] = ()


def see_upcoming(act: Act, where: Where) -> Upcoming:
    """The messages and dates to come for the acting person, and for the team of the channel."""
    person, repositories = act.lock_person(), act.repositories
    absences = repositories.absences.list_of([person.id], day_of(act.now, person.time_zone))
    coming = [*_waiting(act, person, absences), *_invitations(act, person, absences)]
    upcoming = Upcoming(_in_order(coming), failed=())
    if is_admin(repositories, person):
        upcoming = replace(upcoming, failed=tuple(_failed(act)))
    team = where.channel_id and locate(act, person, where)
    if not team:
        return upcoming
    return replace(upcoming, team=team.name, planned=_in_order(_planned(act, team, person)))


def _in_order(coming: Iterable[Coming]) -> tuple[Coming, ...]:
    return tuple(sorted(coming, key=attrgetter("at")))


def send_again(act: Act, delivery_id: str) -> Upcoming:
    """Send a message anew that did not arrive; it may have gone out meanwhile, or be of no use any more."""
    deliveries = act.repositories.deliveries
    if delivery_id not in {failed.delivery_id for failed in _failed(act)}:
        raise RefusedError("That message is not waiting to be sent again. /rung upcoming shows which are.")
    deliveries.reopen(once_more(deliveries.get(delivery_id), act.now))
    return see_upcoming(act, Where())


def _failed(act: Act) -> Iterator[Failed]:
    workspace_id, since = act.actor.workspace_id, act.now - STILL_NEWS
    for delivery in act.repositories.deliveries.list_failed(workspace_id, since, MOST_FAILED):
        name = slack_id_of_recipient(act, delivery)
        yield Failed(delivery.id, delivery.key.kind, name, delivery.reason or "")


def _waiting(act: Act, person: Person, absences: Sequence[Absence]) -> Iterator[Coming]:
    """The messages that wait for a good moment, as far as they would still say something."""
    for delivery in act.repositories.deliveries.list_planned(person.workspace_id, [person.id]):
        moment: datetime | None = delivery.due_at
        notice = notice_for(delivery, act)
        days_off = notice.check_in.days_off if isinstance(notice, Invitation) else ()
        if delivery.key.kind.rules.asks:
            moment = good_moment(person, (*absences, *absences_for(person, days_off)), delivery.due_at)
        if moment and isinstance(notice, Invitation) and moment < notice.check_in.closes_at:
            yield Coming("invitation", notice.check_in.team_name, local(moment, person.time_zone))
        elif moment and isinstance(notice, Nudge):
            names = " and ".join(item.check_in.team_name for item in notice.items)
            yield Coming("reminder", names, local(moment, person.time_zone))


def _invitations(act: Act, person: Person, absences: Sequence[Absence]) -> Iterator[Coming]:
    """The moments when the next check-ins of teams reach a person who is asked in them."""
    for team in act.repositories.teams.list_of(person.id):
        schedule = act.repositories.schedules.find(team.id)
        if person.id in team.roster and schedule and schedule.next_on:
            hour = schedule.rhythm.hour
            away = (*absences, *absences_for(person, schedule.days_off))
            moment = good_moment(person, away, instant(schedule.next_on, hour, person.time_zone), hour)
            if moment:
                yield Coming("invitation", team.name, local(moment, person.time_zone))


def _planned(act: Act, team: Team, person: Person) -> Iterator[Coming]:
    """What the channel gets, and what happens to the check-in under way; nothing about single people."""
    repositories = act.repositories
    running = repositories.check_ins.find_running(team.id)
    for delivery in repositories.deliveries.list_planned(team.workspace_id, [team.channel_id or ""]):
        if delivery.key.kind in _IN_CHANNEL and notice_for(delivery, act):
            yield Coming(_IN_CHANNEL[delivery.key.kind], None, local(delivery.due_at, person.time_zone))
    if running and running.is_open:
        yield Coming("closes", None, local(running.closes_at, person.time_zone))
    if running and running.publish_at and not running.is_open:
        yield Coming("result", None, local(running.publish_at, person.time_zone))
    schedule = repositories.schedules.find(team.id)
    begins_at = schedule and schedule.next_at()
    if begins_at:
        yield Coming("begins", None, local(begins_at, person.time_zone))

"""Reminders of check-ins that are open, as things are when they are about to be sent."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flows.acts.assessment.turn import recalled
from flows.acts.results.team_result import turnout_of
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment
from flows.assessment.cards import Going
from flows.assessment.questionnaire import USUAL_QUESTIONS, minutes_for
from flows.assessment.show_card import going_of
from flows.calendar.working_days import day_of, instant, local
from flows.check_ins.check_in import CheckIn
from flows.check_ins.turnout import Turnout
from flows.deliveries.delivery import Delivery
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories
from flows.schedules.planned_messages import nudge_days
from flows.teams.person import Person


@dataclass(frozen=True)
class NudgeItem:
    """A check-in that waits for somebody. `closes` is in their time zone; `going` is None where they have not begun."""

    check_in: CheckIn
    closes: datetime
    going: Going | None
    is_last: bool

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return self.going.minutes if self.going else minutes_for(USUAL_QUESTIONS)


@dataclass(frozen=True)
class Nudge:
    """All that somebody is reminded of on a day, at least one check-in."""

    items: tuple[NudgeItem, ...]
    on: date


@dataclass(frozen=True)
class ChannelReminder:
    """What a channel reads once before the deadline. `closes` is in the team's time zone."""

    check_in: CheckIn
    turnout: Turnout
    closes: datetime


@dataclass(frozen=True)
class NotStarted:
    """What owners read when their team could not be asked on its day."""

    team: str
    has_channel: bool
    has_people: bool


def nudge_for(delivery: Delivery, act: Act) -> Nudge | None:
    """What somebody is still waited for in, if they are to hear of it today; None when that is nothing."""
    repositories = act.repositories
    person = repositories.people.get(delivery.key.recipient)
    today = day_of(delivery.due_at, person.time_zone)
    if person.is_gone or _was_sent(repositories, person, DeliveryKind.INVITATION, today):
        return None
    waiting = _waiting(repositories, person, today)
    new = [each for each in waiting if not _was_sent(repositories, person, DeliveryKind.NUDGE, each.due_on)]
    return _nudge(repositories, person, today, new)


def still_waiting(posted: Delivery, repositories: Repositories) -> Nudge | None:
    """What of a reminder that is there still waits and has not been begun; None when that is nothing."""
    person = repositories.people.get(posted.key.recipient)
    on = day_of(posted.due_at, person.time_zone)
    left = [each for each in _waiting(repositories, person, on) if each.begun is None]
    return _nudge(repositories, person, on, left)


@dataclass(frozen=True)
class _Waiting:
    """An open check-in that waits for somebody, and the day on which they are to be reminded, the last one or not."""

    check_in: CheckIn
    begun: Assessment | None
    due_on: date
    is_last: bool


def _waiting(repositories: Repositories, person: Person, today: date) -> list[_Waiting]:
    """Those to which somebody was invited, which they have neither finished nor declined, and whose day has come."""
    waiting = []
    for check_in in repositories.check_ins.list_open_for(person.id):
        days = nudge_days(check_in, person.time_zone)
        due = [each for each in days if each <= today]
        begun = repositories.assessments.find_in_check_in(check_in.id, person.id)
        if not due or person.id in check_in.declined or (begun and begun.finished_at):
            continue
        if repositories.deliveries.find_sent(DeliveryKind.INVITATION, check_in.id, person.id):
            waiting.append(_Waiting(check_in, begun, due[-1], is_last=days[-1] <= today))
    return waiting


def _nudge(repositories: Repositories, person: Person, on: date, waiting: list[_Waiting]) -> Nudge | None:
    items = tuple(
        NudgeItem(
            check_in=each.check_in,
            closes=local(each.check_in.closes_at, person.time_zone),
            going=_going(repositories, each.check_in, each.begun, on) if each.begun else None,
            is_last=each.is_last,
        )
        for each in waiting
    )
    return Nudge(items, on) if items else None


def _going(repositories: Repositories, check_in: CheckIn, begun: Assessment, on: date) -> Going:
    maturity = repositories.contents.restore(check_in)
    return going_of(recalled(repositories, begun, maturity, on), maturity, on)


def _was_sent(repositories: Repositories, person: Person, kind: DeliveryKind, since: date) -> bool:
    """Whether somebody has had a message of the kind since the beginning of that day where they are."""
    return repositories.deliveries.has_sent(kind, person.id, instant(since, time(), person.time_zone))


def channel_reminder_of(check_in: CheckIn, repositories: Repositories) -> ChannelReminder | None:
    """How far a check-in has come; None when nobody is waited for."""
    turnout = turnout_of(repositories, check_in)
    if not check_in.is_open or turnout.answered >= turnout.expected:
        return None
    return ChannelReminder(check_in, turnout, local(check_in.closes_at, check_in.time_zone))


def not_started_for(delivery: Delivery, act: Act) -> NotStarted | None:
    """Why a team could not be asked; None when it is asked meanwhile."""
    team = act.repositories.teams.find(delivery.key.subject_id)
    if team is None or team.ended_at or act.repositories.check_ins.find_running(team.id):
        return None
    return NotStarted(team.name, has_channel=team.channel_id is not None, has_people=bool(team.roster))

"""Reminders of check-ins that are open, as things are when they are about to be sent."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flows.asking import nudge_days
from flows.card_notices import going_of
from flows.check_in import CheckIn, Turnout
from flows.delivery import Delivery, DeliveryKind
from flows.interaction import recalled
from flows.notices import Going
from flows.person import Person
from flows.ports import Repositories
from flows.questionnaire import USUAL_QUESTIONS, minutes_for
from flows.team_result import turnout_of
from flows.working_days import day_of, instant, local


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


def nudge_of(delivery: Delivery, repositories: Repositories) -> Nudge | None:
    """What somebody is still waited for in, if they are to hear of it today; None when that is nothing."""
    person = repositories.people.get(delivery.key.recipient)
    today = day_of(delivery.due_at, person.time_zone)
    if person.is_gone or _was_sent(repositories, person, DeliveryKind.INVITATION, today):
        return None
    due = {each: _due_on(repositories, each, person, today) for each in _waiting_for(repositories, person)}
    new = [each for each, day in due.items() if day and not _was_sent(repositories, person, DeliveryKind.NUDGE, day)]
    return Nudge(tuple(_item(repositories, each, person, today) for each in new), today) if new else None


def still_waiting(posted: Delivery, repositories: Repositories) -> Nudge | None:
    """What of a reminder that is there still waits and has not been begun; None when that is nothing."""
    person = repositories.people.get(posted.key.recipient)
    on = day_of(posted.due_at, person.time_zone)
    left = [
        _item(repositories, each, person, on)
        for each in _waiting_for(repositories, person)
        if _due_on(repositories, each, person, on)
    ]
    items = tuple(each for each in left if each.going is None)
    return Nudge(items, on) if items else None


def _waiting_for(repositories: Repositories, person: Person) -> list[CheckIn]:
    """The open check-ins that somebody has neither finished nor declined."""
    waiting = []
    for check_in in repositories.check_ins.list_open_for(person.id):
        found = repositories.assessments.find_in_check_in(check_in.id, person.id)
        if person.id not in check_in.declined and not (found and found.finished_at):
            waiting.append(check_in)
    return waiting


def _due_on(repositories: Repositories, check_in: CheckIn, person: Person, today: date) -> date | None:
    """The day on which somebody who was invited is to be reminded of a check-in, if that is over or today."""
    due = [each for each in nudge_days(check_in, person.time_zone) if each <= today]
    invited = due and repositories.deliveries.find_sent(DeliveryKind.INVITATION, check_in.id, person.id)
    return due[-1] if invited else None


def _item(repositories: Repositories, check_in: CheckIn, person: Person, today: date) -> NudgeItem:
    days, going = nudge_days(check_in, person.time_zone), None
    found = repositories.assessments.find_in_check_in(check_in.id, person.id)
    if found:
        maturity = repositories.contents.restore(check_in)
        going = going_of(recalled(repositories, found, maturity, today), maturity, today)
    return NudgeItem(check_in, local(check_in.closes_at, person.time_zone), going, is_last=days[-1] <= today)


def _was_sent(repositories: Repositories, person: Person, kind: DeliveryKind, since: date) -> bool:
    """Whether somebody has had a message of the kind since the beginning of that day where they are."""
    return repositories.deliveries.has_sent(kind, person.id, instant(since, time(), person.time_zone))


def channel_reminder_of(check_in: CheckIn, repositories: Repositories) -> ChannelReminder | None:
    """How far a check-in has come; None when nobody is waited for."""
    turnout = turnout_of(repositories, check_in)
    if not check_in.is_open or turnout.answered >= turnout.expected:
        return None
    return ChannelReminder(check_in, turnout, local(check_in.closes_at, check_in.time_zone))


def not_started_of(delivery: Delivery, repositories: Repositories) -> NotStarted | None:
    """Why a team could not be asked; None when it is asked meanwhile."""
    team = repositories.teams.find(delivery.key.subject_id)
    if team is None or team.ended_at or repositories.check_ins.find_running(team.id):
        return None
    return NotStarted(team.name, has_channel=team.channel_id is not None, has_people=bool(team.roster))

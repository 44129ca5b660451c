"""Reminders of check-ins that are open, as things are when they are about to be sent."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flows.acts.assessment.turn import recalled
from flows.acts.results.team_result import turnout_of
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment
from flows.assessment.questionnaire import USUAL_QUESTIONS, minutes_for
from flows.calendar.working_days import day_of, instant, local
from flows.cards.cards import CardProgress
from flows.cards.show_card import card_progress_of
from flows.check_ins.check_in import CheckIn
from flows.check_ins.turnout import Turnout
from flows.deliveries.delivery import Delivery
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories
from flows.schedules.planned_messages import nudge_days
from flows.teams.person import Person


@dataclass(frozen=True)
class NudgeItem:
    """A check-in that waits for a person. `closes` is in their time zone; `progress` is None if they have not begun."""

    check_in: CheckIn
    closes: datetime
    progress: CardProgress | None
    is_last: bool

    @property
    def minutes(self) -> int:
        """About how many minutes the questions left take."""
        return self.progress.minutes if self.progress else minutes_for(USUAL_QUESTIONS)


@dataclass(frozen=True)
class Nudge:
    """All that a person is reminded of on a day, at least one check-in."""

    items: tuple[NudgeItem, ...]
    on: date


@dataclass(frozen=True)
class ChannelReminder:
    """The message that a channel reads once before the deadline. `closes` is in the team's time zone."""

    check_in: CheckIn
    turnout: Turnout
    closes: datetime


@dataclass(frozen=True)
class NotStarted:
    """The message that owners read when their team could not be asked on its day."""

    team: str
    has_channel: bool
    has_people: bool


def nudge_for(delivery: Delivery, act: Act) -> Nudge | None:
    """The check-ins that a person hears of today because they still wait for them; None when there are none."""
    repositories = act.repositories
    person = repositories.people.get(delivery.key.recipient)
    today = day_of(delivery.due_at, person.time_zone)
    if person.is_gone or _was_sent(repositories, person, DeliveryKind.INVITATION, today):
        return None
    waiting = _waiting(repositories, person, today)
    new = [item for item in waiting if not _was_sent(repositories, person, DeliveryKind.NUDGE, item.due_on)]
    return _nudge(repositories, person, today, new)


def still_waiting(posted: Delivery, repositories: Repositories) -> Nudge | None:
    """The check-ins of a posted reminder that still wait and have not been begun; None when there are none."""
    person = repositories.people.get(posted.key.recipient)
    on = day_of(posted.due_at, person.time_zone)
    left = [item for item in _waiting(repositories, person, on) if item.begun is None]
    return _nudge(repositories, person, on, left)


@dataclass(frozen=True)
class _Waiting:
    """An open check-in that waits for a person, and the day on which they are to be reminded, the last one or not."""

    check_in: CheckIn
    begun: Assessment | None
    due_on: date
    is_last: bool


def _waiting(repositories: Repositories, person: Person, today: date) -> list[_Waiting]:
    """Check-ins that a person was invited to and has neither finished nor declined, if the day to remind has come."""
    waiting = []
    for check_in in repositories.check_ins.list_open_for(person.id):
        days = nudge_days(check_in, person.time_zone)
        due = [day for day in days if day <= today]
        begun = repositories.assessments.find_in_check_in(check_in.id, person.id)
        if not due or person.id in check_in.declined or (begun and begun.finished_at):
            continue
        if repositories.deliveries.find_sent(DeliveryKind.INVITATION, check_in.id, person.id):
            waiting.append(_Waiting(check_in, begun, due[-1], is_last=days[-1] <= today))
    return waiting


def _nudge(repositories: Repositories, person: Person, on: date, waiting: list[_Waiting]) -> Nudge | None:
    if not waiting:
        return None
    items = []
    for item in waiting:
        closes, progress = local(item.check_in.closes_at, person.time_zone), _card_progress(repositories, item, on)
        items.append(NudgeItem(item.check_in, closes, progress, item.is_last))
    return Nudge(tuple(items), on)


def _card_progress(repositories: Repositories, waiting: _Waiting, on: date) -> CardProgress | None:
    if waiting.begun is None:
        return None
    maturity = repositories.contents.restore(waiting.check_in)
    return card_progress_of(recalled(repositories, waiting.begun, maturity, on), maturity, on)


def _was_sent(repositories: Repositories, person: Person, kind: DeliveryKind, since: date) -> bool:
    """Whether a person has had a message of the kind since the beginning of that day where they are."""
    return repositories.deliveries.has_sent(kind, person.id, instant(since, time(), person.time_zone))


def reminder_for(delivery: Delivery, act: Act) -> ChannelReminder | None:
    """How far a check-in has come, for its channel; None when nobody is waited for."""
    return channel_reminder_of(act.repositories.check_ins.get(delivery.key.subject_id), act.repositories)


def channel_reminder_of(check_in: CheckIn, repositories: Repositories) -> ChannelReminder | None:
    """How far a check-in has come, in the team's time zone; None when nobody is waited for."""
    turnout = turnout_of(repositories, check_in)
    if not check_in.is_open or turnout.answered >= turnout.expected:
        return None
    return ChannelReminder(check_in, turnout, local(check_in.closes_at, check_in.time_zone))


def not_started_for(delivery: Delivery, act: Act) -> NotStarted | None:
    """The reason why a team could not be asked; None when it is asked meanwhile."""
    team = act.repositories.teams.find(delivery.key.subject_id)
    if team is None or team.ended_at or act.repositories.check_ins.find_running(team.id):
        return None
    return NotStarted(team.name, has_channel=team.channel_id is not None, has_people=bool(team.roster))

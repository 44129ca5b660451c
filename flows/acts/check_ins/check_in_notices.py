"""What people read about a check-in that nobody's click is waiting for, before it has words."""

from dataclasses import dataclass, replace
from datetime import datetime

from flows.acts.check_ins.nudges import ChannelReminder, channel_reminder_of
from flows.acts.results.follow_up import starting_point
from flows.acts.results.team_result import TeamResult, WhoSaid, result_with_sides, team_result, turnout_of, who_said
from flows.acts.shared.act import Act
from flows.assessment.questionnaire import USUAL_QUESTIONS, minutes_for
from flows.calendar.rhythm import Rhythm
from flows.calendar.working_days import local
from flows.check_ins.check_in import CheckIn, CheckInStatus
from flows.check_ins.turnout import Turnout
from flows.deliveries.delivery import Delivery
from flows.deliveries.kinds import DeliveryKind
from flows.ports import Repositories
from flows.teams.person import Person


@dataclass(frozen=True)
class Invitation:
    """Somebody is asked. `closes` is the deadline in their own time zone.

    `confirmed` of last time's answers can be confirmed together, and `again` are asked once more; both are 0 for
    somebody who has answered nothing before. `rhythm` is how often the team is asked, None without a schedule.
    """

    check_in: CheckIn
    closes: datetime
    questions: int
    minutes: int
    confirmed: int = 0
    again: int = 0
    rhythm: Rhythm | None = None


@dataclass(frozen=True)
class CheckInCard:
    """The one card in the channel: how far it has come, with no names. `closes` is in the team's time zone."""

    check_in: CheckIn
    turnout: Turnout
    closes: datetime
    publishes: datetime | None


@dataclass(frozen=True)
class ResultPreview:
    """What an owner looks at first. `publishes` is in their time zone; `readers` is None when nobody can tell."""

    result: TeamResult
    publishes: datetime
    readers: int | None = None
    said: tuple[WhoSaid, ...] = ()


@dataclass(frozen=True)
class IncompleteNote:
    """A check-in ended with too few answers."""

    check_in: CheckIn
    turnout: Turnout


@dataclass(frozen=True)
class Discussion:
    """The practices worth talking about before the result is published."""

    result: TeamResult
    publishes: datetime


@dataclass(frozen=True)
class OverLine:
    """What is left of a message whose buttons are of no use any more. `again` is when an invitation comes once more."""

    kind: DeliveryKind
    check_in: CheckIn
    has_declined: bool
    has_begun: bool
    again: datetime | None = None


def invitation_for(delivery: Delivery, act: Act) -> Invitation | None:
    """How somebody is asked, as things are now; None when they are not wanted any more."""
    repositories = act.repositories
    check_in, person = _subject(delivery, act), repositories.people.get(delivery.key.recipient)
    is_wanted = check_in.is_open and person.id not in check_in.declined
    return _invitation(repositories, check_in, person) if is_wanted else None


def card_for(delivery: Delivery, act: Act) -> CheckInCard:
    """The card in the channel, as things are now."""
    return check_in_card(act.repositories, _subject(delivery, act))


def reminder_for(delivery: Delivery, act: Act) -> ChannelReminder | None:
    """How far a check-in has come, for its channel; None when nobody is waited for."""
    return channel_reminder_of(_subject(delivery, act), act.repositories)


def incomplete_note_for(delivery: Delivery, act: Act) -> IncompleteNote:
    """That a check-in ended with too few answers."""
    check_in = _subject(delivery, act)
    return IncompleteNote(check_in, turnout_of(act.repositories, check_in))


def discussion_for(delivery: Delivery, act: Act) -> Discussion | None:
    """What is worth talking about; None when the check-in is not in review any more."""
    check_in = _subject(delivery, act)
    if check_in.status is not CheckInStatus.IN_REVIEW or check_in.publish_at is None:
        return None
    return Discussion(team_result(act.repositories, check_in), local(check_in.publish_at, check_in.time_zone))


def preview_for(delivery: Delivery, act: Act) -> ResultPreview | None:
    """What an owner looks at first; None when the check-in is not in review any more."""
    check_in = _subject(delivery, act)
    if check_in.status is not CheckInStatus.IN_REVIEW or check_in.publish_at is None:
        return None
    return preview_of(act.repositories, check_in, act.repositories.people.get(delivery.key.recipient))


def _subject(delivery: Delivery, act: Act) -> CheckIn:
    return act.repositories.check_ins.get(delivery.key.subject_id)


def preview_of(repositories: Repositories, check_in: CheckIn, owner: Person) -> ResultPreview:
    """A check-in in review's result as an owner sees it first."""
    publishes = local(check_in.publish_at or check_in.closes_at, owner.time_zone)
    result, side = result_with_sides(repositories, check_in)
    said = who_said(repositories, check_in, side) if owner.id in check_in.roster else ()
    return ResultPreview(result, publishes, said=said)


def check_in_card(repositories: Repositories, check_in: CheckIn) -> CheckInCard:
    """The card in the channel, as things are now."""
    publishes = check_in.publish_at and local(check_in.publish_at, check_in.time_zone)
    closes = local(check_in.closes_at, check_in.time_zone)
    return CheckInCard(check_in, turnout_of(repositories, check_in), closes, publishes)


def over_line(delivery: Delivery, repositories: Repositories) -> OverLine:
    """What is left of a delivery's message."""
    check_in = repositories.check_ins.get(delivery.key.subject_id)
    recipient = delivery.key.recipient
    found = repositories.assessments.find_in_check_in(check_in.id, recipient)
    return OverLine(
        delivery.key.kind,
        check_in,
        has_declined=recipient in check_in.declined,
        has_begun=found is not None,
        again=_invited_again(repositories, delivery) if delivery.key.kind is DeliveryKind.INVITATION else None,
    )


def _invited_again(repositories: Repositories, delivery: Delivery) -> datetime | None:
    """When somebody who wants to be asked later is asked, where they are."""
    person = repositories.people.get(delivery.key.recipient)
    for each in repositories.deliveries.list_planned(person.workspace_id, [person.id]):
        if (each.key.kind, each.key.subject_id) == (delivery.key.kind, delivery.key.subject_id):
            return local(each.due_at, person.time_zone)
    return None


def _invitation(repositories: Repositories, check_in: CheckIn, person: Person) -> Invitation:
    closes = local(check_in.closes_at, person.time_zone)
    schedule = repositories.schedules.find(check_in.team_id)
    usual = Invitation(check_in, closes, USUAL_QUESTIONS, minutes_for(USUAL_QUESTIONS))
    usual = replace(usual, rhythm=schedule.rhythm if schedule and not schedule.is_paused else None)
    start = starting_point(repositories, check_in, person.id)
    if start is None or not start.last_time.entries:
        return usual
    again = len(start.last_time.asked_again)
    confirmed = len(set(start.last_time.entries) - set(start.last_time.asked_again))
    return replace(usual, questions=again, minutes=minutes_for(again + start.cards), confirmed=confirmed, again=again)

"""What people read about a check-in that nobody's click is waiting for, before it has words."""

from dataclasses import dataclass, replace
from datetime import datetime

from flows.acts.check_ins.nudges import ChannelReminder, channel_reminder_of
from flows.acts.results.follow_up import starting_point
from flows.acts.results.team_result import TeamResult, WhoSaid, result_with_sides, team_result, turnout_of, who_said
from flows.assessment.questionnaire import USUAL_QUESTIONS, minutes_for
from flows.calendar.rhythm import Rhythm
from flows.calendar.working_days import local
from flows.check_ins.check_in import CheckIn, CheckInStatus, Turnout
from flows.deliveries.delivery import Delivery, DeliveryKind
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


CheckInNotice = Invitation | ChannelReminder | CheckInCard | ResultPreview | IncompleteNote | Discussion


def check_in_notice(delivery: Delivery, repositories: Repositories) -> CheckInNotice | None:
    """What a delivery about a check-in says, as things are now; None when it is of no use any more."""
    kind, check_in = delivery.key.kind, repositories.check_ins.get(delivery.key.subject_id)
    if kind is DeliveryKind.CHECK_IN_CARD:
        return check_in_card(repositories, check_in)
    if kind is DeliveryKind.CHANNEL_REMINDER:
        return channel_reminder_of(check_in, repositories)
    if kind is DeliveryKind.INCOMPLETE:
        return IncompleteNote(check_in, turnout_of(repositories, check_in))
    if kind is DeliveryKind.INVITATION:
        person = repositories.people.get(delivery.key.recipient)
        is_wanted = check_in.is_open and person.id not in check_in.declined
        return _invitation(repositories, check_in, person) if is_wanted else None
    return _before_publishing(repositories, check_in, kind, delivery.key.recipient)


def _before_publishing(
    repositories: Repositories, check_in: CheckIn, kind: DeliveryKind, recipient: str
) -> CheckInNotice | None:
    if check_in.status is not CheckInStatus.IN_REVIEW or check_in.publish_at is None:
        return None
    if kind is DeliveryKind.DISCUSSION:
        return Discussion(team_result(repositories, check_in), local(check_in.publish_at, check_in.time_zone))
    return preview_of(repositories, check_in, repositories.people.get(recipient))


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

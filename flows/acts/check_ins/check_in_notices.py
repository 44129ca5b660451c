"""What people read about a check-in that nobody's click is waiting for, before it has words."""

from dataclasses import dataclass, replace
from datetime import datetime

from flows.acts.assessment.assess import starting_point
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
    """A person is asked in a check-in. `closes` is the deadline in their own time zone.

    `confirmed` of last time's answers can be confirmed together, and `again` are asked once more; both are 0 for
    a person who has answered nothing before. `rhythm` is how often the team is asked, None without a schedule.
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
    """The one card in the channel: how far a check-in has come, with no names. `closes` is in the team's time zone."""

    check_in: CheckIn
    turnout: Turnout
    closes: datetime
    publishes: datetime | None


@dataclass(frozen=True)
class ResultPreview:
    """A result as an owner sees it before it is published, which is at `publishes` where the owner is.

    `readers` is how many people read the channel, None when nobody can tell.
    """

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
    """The line that is left of a message whose buttons are of no use. `again` is when an invitation comes once more."""

    kind: DeliveryKind
    check_in: CheckIn
    has_declined: bool
    has_begun: bool
    again: datetime | None = None


def invitation_for(delivery: Delivery, act: Act) -> Invitation | None:
    """The invitation of a person, as things are now; None when they are not waited for any more."""
    repositories, check_in = act.repositories, _check_in_of(delivery, act)
    person = repositories.people.get(delivery.key.recipient)
    if not check_in.is_open or person.id in check_in.declined:
        return None
    closes = local(check_in.closes_at, person.time_zone)
    first = Invitation(check_in, closes, USUAL_QUESTIONS, minutes_for(USUAL_QUESTIONS))
    schedule = repositories.schedules.find(check_in.team_id)
    if schedule and not schedule.is_paused:
        first = replace(first, rhythm=schedule.rhythm)
    start = starting_point(repositories, check_in, person.id)
    if start is None or not start.last_time.entries:
        return first
    again = len(start.last_time.asked_again)
    confirmed = len(set(start.last_time.entries) - set(start.last_time.asked_again))
    return replace(first, questions=again, minutes=minutes_for(again + start.cards), confirmed=confirmed, again=again)


def card_for(delivery: Delivery, act: Act) -> CheckInCard:
    """The card of a check-in in its channel, as things are now."""
    return check_in_card(act.repositories, _check_in_of(delivery, act))


def incomplete_note_for(delivery: Delivery, act: Act) -> IncompleteNote:
    """The note that a check-in ended with too few answers."""
    check_in = _check_in_of(delivery, act)
    return IncompleteNote(check_in, turnout_of(act.repositories, check_in))


def discussion_for(delivery: Delivery, act: Act) -> Discussion | None:
    """The practices worth talking about; None when the check-in is not in review any more."""
    check_in = _check_in_of(delivery, act)
    if check_in.status is not CheckInStatus.IN_REVIEW or check_in.publish_at is None:
        return None
    return Discussion(team_result(act.repositories, check_in), local(check_in.publish_at, check_in.time_zone))


def preview_for(delivery: Delivery, act: Act) -> ResultPreview | None:
    """The result as an owner sees it first; None when the check-in is not in review any more."""
    check_in = _check_in_of(delivery, act)
    if check_in.status is not CheckInStatus.IN_REVIEW or check_in.publish_at is None:
        return None
    return preview_of(act.repositories, check_in, act.repositories.people.get(delivery.key.recipient))


def _check_in_of(delivery: Delivery, act: Act) -> CheckIn:
    return act.repositories.check_ins.get(delivery.key.subject_id)


def preview_of(repositories: Repositories, check_in: CheckIn, owner: Person) -> ResultPreview:
    """The result of a check-in in review, as an owner sees it first."""
    publishes = local(check_in.publish_at or check_in.closes_at, owner.time_zone)
    result, side = result_with_sides(repositories, check_in)
    return ResultPreview(result, publishes, said=who_said(repositories, check_in, side, owner))


def check_in_card(repositories: Repositories, check_in: CheckIn) -> CheckInCard:
    """The card of a check-in in its channel, as things are now."""
    publishes = check_in.publish_at and local(check_in.publish_at, check_in.time_zone)
    closes = local(check_in.closes_at, check_in.time_zone)
    return CheckInCard(check_in, turnout_of(repositories, check_in), closes, publishes)


def over_line(delivery: Delivery, repositories: Repositories) -> OverLine:
    """The line that is left of the message of a delivery."""
    key, check_in = delivery.key, repositories.check_ins.get(delivery.key.subject_id)
    begun = repositories.assessments.find_in_check_in(check_in.id, key.recipient)
    return OverLine(
        key.kind,
        check_in,
        has_declined=key.recipient in check_in.declined,
        has_begun=begun is not None,
        again=_invited_again(delivery, repositories),
    )


def _invited_again(delivery: Delivery, repositories: Repositories) -> datetime | None:
    """When a person who wants to be asked later is invited again, where they are."""
    if delivery.key.kind is not DeliveryKind.INVITATION:
        return None
    person = repositories.people.get(delivery.key.recipient)
    for planned in repositories.deliveries.list_planned(person.workspace_id, [person.id]):
        if (planned.key.kind, planned.key.subject_id) == (delivery.key.kind, delivery.key.subject_id):
            return local(planned.due_at, person.time_zone)
    return None

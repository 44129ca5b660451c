"""What people say about their own time: ask me later, I am away."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flows.acts.check_ins.take_part import lock_for_respondent
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import message_key
from flows.calendar.typed_days import Span, read_typed_days
from flows.calendar.working_days import ONE_DAY, day_of, instant, local
from flows.deliveries.delivery import DeliveryStatus
from flows.deliveries.kinds import DeliveryKind
from flows.errors import FieldError, RefusedError
from flows.schedules.planned_messages import REMINDS
from flows.teams.good_moment import LONGEST_ABSENCE, Absence, absences_for, good_moment
from flows.teams.person import Actor, Person

AFTERNOON = time(14)
LATER = timedelta(hours=2)  # in the afternoon itself
MONDAY = 0
_BACK = {"off", "back", "none"}
NOT_NOTED = "Nothing was noted."


class Snooze(StrEnum):
    """The moment until which an invitation waits."""

    AFTERNOON = "this afternoon"
    TOMORROW = "tomorrow"
    MONDAY = "Monday"


@dataclass(frozen=True)
class AbsenceCard:
    """The days on which a person is not asked, from today on; `whose` is their Slack id if they are not acting."""

    absences: tuple[Absence, ...]
    whose: str | None = None


def snooze(act: Act, check_in_id: str, until: Snooze) -> datetime:
    """Send an invitation to a check-in again later, and say when; the rhythm of the team stays."""
    person, repositories = act.lock_person(), act.repositories
    check_in = lock_for_respondent(act, check_in_id, person)
    away = repositories.absences.list_of([person.id], day_of(act.now, person.time_zone))
    absences = (*away, *absences_for(person, check_in.days_off))
    again = good_moment(person, absences, _earliest(act, person, until), REMINDS)
    if not check_in.is_open or again is None or again >= check_in.closes_at:
        closes = local(check_in.closes_at, person.time_zone)
        raise RefusedError(
            f"{check_in.team_name}'s check-in closes before that, on {closes:%A} {closes.day} {closes:%B}. "
            "Start it when you like, or leave it: nobody is told."
        )
    repositories.deliveries.mark_over(check_in.id, DeliveryKind.INVITATION, {person.id})
    key = replace(message_key(check_in, DeliveryKind.INVITATION, person.id), occurrence=f"again {again.isoformat()}")
    act.send(key, due_at=again)
    return again


def _earliest(act: Act, person: Person, until: Snooze) -> datetime:
    zone, today = person.time_zone, day_of(act.now, person.time_zone)
    if until is Snooze.AFTERNOON:
        return max(instant(today, AFTERNOON, zone), act.now + LATER)
    day = today + ONE_DAY
    while until is Snooze.MONDAY and day.weekday() != MONDAY:
        day += ONE_DAY
    return instant(day, time(), zone)


def see_absences(act: Act, whose: Person | None = None) -> AbsenceCard:
    """The absences of a person, or of the acting one."""
    person = whose or act.lock_person()
    absences = act.repositories.absences.list_of([person.id], day_of(act.now, person.time_zone))
    return AbsenceCard(tuple(absences), whose.slack_id if whose else None)


def change_absences(act: Act, typed: str, slack_id: str | None = None) -> AbsenceCard:
    """See, add or forget days away as typed after `/rung away`, one's own or those of a person with a Slack id."""
    if not typed and not slack_id:
        return see_absences(act)
    word, _, rest = typed.casefold().partition(" ")
    if word in _BACK and not rest:
        return be_back(act, slack_id)
    if word in _BACK:
        raise RefusedError(f'I do not know "{rest}" after {word}. {NOT_NOTED}')
    days = read_typed_days(typed, NOT_NOTED)
    actor = act.lock_person()
    person = _person_meant(act, actor, slack_id)
    for span in days.spans(day_of(act.now, person.time_zone)):
        _note(act, actor, person, span)
    return see_absences(act, person if slack_id else None)


def be_away(act: Act, first_on: date, last_on: date, slack_id: str | None = None) -> AbsenceCard:
    """Note that the acting person is away, or a person on the list of a team of theirs."""
    actor = act.lock_person()
    person = _person_meant(act, actor, slack_id)
    _note(act, actor, person, Span(first_on, last_on))
    return see_absences(act, person if slack_id else None)


def _note(act: Act, actor: Person, person: Person, away: Span) -> None:
    """Note days on which a person is away, as the acting person says."""
    if away.last < away.first:
        raise FieldError("until", f"{away.last} is before {away.first}. {NOT_NOTED}")
    if away.last < day_of(act.now, person.time_zone):
        raise FieldError("until", f"{away.last} is over. {NOT_NOTED}")
    if (away.last - away.first).days >= LONGEST_ABSENCE:
        raise FieldError("until", f"{LONGEST_ABSENCE} days is the most at once. {NOT_NOTED}")
    act.repositories.absences.add(Absence(person.id, away.first, away.last, actor.id))


def be_back(act: Act, slack_id: str | None = None) -> AbsenceCard:
    """Forget a person's absences from today on; what has waited for them comes at the next good moment."""
    person = _person_meant(act, act.lock_person(), slack_id)
    act.repositories.absences.end(person.id, day_of(act.now, person.time_zone))
    _advance_invitations(act, person)
    return see_absences(act, person if slack_id else None)


def _advance_invitations(act: Act, person: Person) -> None:
    """Have invitations looked at now that have been due and were put off."""
    deliveries = act.repositories.deliveries
    for invitation in deliveries.list_planned(person.workspace_id, [person.id]):
        key = invitation.key
        is_put_off = invitation.status is DeliveryStatus.PENDING and key.occurrence == "first"
        if key.kind is DeliveryKind.INVITATION and is_put_off:
            check_in = act.repositories.check_ins.get(key.subject_id)
            due_at = max(act.now, instant(check_in.asks_on, REMINDS, person.time_zone))
            deliveries.reopen(replace(invitation, due_at=due_at, not_before=due_at))


def _person_meant(act: Act, actor: Person, slack_id: str | None) -> Person:
    """The acting person, or one on the list of a team that the acting person owns."""
    if slack_id is None or slack_id == actor.slack_id:
        return actor
    person = act.repositories.people.find(Actor(actor.workspace_id, slack_id))
    teams = act.repositories.teams.list_of(actor.id)
    if person is None or not any(actor.id in team.owners and person.id in team.roster for team in teams):
        raise RefusedError("Only the owners of a team that asks somebody can note that they are away.")
    return person

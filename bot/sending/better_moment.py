"""Whether it is a good moment to ask a person for something, as Slack and Rung know them now."""

from datetime import datetime, time

from bot.process.acting import ActRunner
from bot.sending.recipients import profile_of
from bot.slack.gateway_port import Gateway
from flows.calendar.working_days import ONE_DAY, day_of, instant
from flows.deliveries.delivery import Delivery
from flows.deliveries.kinds import DeliveryKind
from flows.schedules.planned_messages import REMINDS
from flows.teams.good_moment import absences_for, good_moment, says_away
from flows.teams.person import Person


def better_moment(runner: ActRunner, gateway: Gateway, delivery: Delivery) -> datetime | None:
    """When to send something instead of now; None when now is fine, or nobody's time is taken.

    Whoever has just started a check-in is there.
    """
    key, now = delivery.key, runner.now()
    if not key.kind.rules.asks or delivery.asked_by == key.recipient:
        return None
    with runner.database.reading() as repositories:
        person = repositories.people.get(key.recipient)
        absences = [*repositories.absences.list_of([person.id], now.date() - ONE_DAY)]
        if key.kind is DeliveryKind.INVITATION:
            absences += absences_for(person, repositories.check_ins.get(key.subject_id).days_off)
        words = repositories.workspaces.list_away_words(person.workspace_id)
    person, status = _looked_at(runner, gateway, person)
    is_away = says_away(status, words)
    if not is_away and good_moment(person, absences, now) == now:
        return None
    return good_moment(person, absences, _tomorrow(now, person) if is_away else now, REMINDS)


def _looked_at(runner: ActRunner, gateway: Gateway, person: Person) -> tuple[Person, str]:
    """The person as Slack describes them now, and what they show beside their name."""
    profile = profile_of(gateway, person)
    if profile is None:
        return person, ""
    seen = person.seen(profile)
    if seen != person:
        with runner.database.transaction() as repositories:
            repositories.people.save(repositories.people.lock(person.id).seen(profile))
    return seen, profile.status


def _tomorrow(now: datetime, person: Person) -> datetime:
    return instant(day_of(now, person.time_zone) + ONE_DAY, time(), person.time_zone)

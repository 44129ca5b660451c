"""Open a check-in, join it, or let it pass."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from flows.acts.assessment.assess import Wish, assess, begin_in, take_up, waits_for
from flows.acts.assessment.turn import Turn, recall
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import answering, message_key, note_answered, retire_nudges
from flows.assessment.assessment import Length
from flows.assessment.conversation import show_current
from flows.calendar.periods import Period
from flows.calendar.rhythm import Rhythm
from flows.calendar.working_days import day_of
from flows.cards.cards import Remark, RemarkKind
from flows.check_ins.check_in import CheckIn, CheckInStatus, declined_by, first_deadline, period_of
from flows.deliveries.delivery import DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.schedules.planned_messages import messages_to_channel, messages_to_person
from flows.schedules.schedule import Occurrence, Schedule, covered
from flows.teams.person import Person
from flows.teams.team import Team, check_living, without_people


@dataclass(frozen=True)
class WantsRevision:
    """A check-in was not started because the period has a result already; a second one would stand beside it."""

    team: Team
    earlier: CheckIn


@dataclass(frozen=True)
class WhichOne:
    """The check-ins that wait for a person, who has to say which is meant."""

    check_ins: tuple[CheckIn, ...]


def start_check_in(
    act: Act, team: Team, *, is_revision: bool = False, occurrence: Occurrence | None = None
) -> CheckIn | WantsRevision:
    """Start a check-in of a team whose row is locked. A period that has a result is asked again only on purpose.

    With an occurrence of its schedule people are asked on that day where they are, else as soon as they are at work.
    """
    check_living(team)
    check_ins = act.repositories.check_ins
    running = check_ins.find_running(team.id)
    if running:
        raise RefusedError(f"{team.name}'s check-in for {running.period} is under way. /rung check-in shows it.")
    schedule, today = act.repositories.schedules.find(team.id), day_of(act.now, team.time_zone)
    asked = occurrence or Occurrence(_period_of(today, schedule), today, today)
    before = [check_in for check_in in check_ins.list_of(team.id) if check_in.occurrence_on == asked.period.begins_on]
    published = next((check_in for check_in in before if check_in.is_published), None)
    if published and not is_revision:
        return WantsRevision(team, published)
    asked = replace(asked, on=max(asked.on, today))  # it may be late, and nobody has less time for that
    latest = max((check_in.revision for check_in in before), default=-1)
    opened = _opened(act, team, asked, schedule, revision=latest + 1)
    check_ins.add(opened)
    asks_at = None
    if schedule:
        act.repositories.schedules.save(covered(schedule, asked.period))
        asks_at = schedule.rhythm.hour if occurrence else None
    announce(act, opened, asks_at)
    return opened


def _period_of(day: date, schedule: Schedule | None) -> Period:
    return schedule.rhythm.period(day) if schedule else period_of(day)


def _opened(act: Act, team: Team, asked: Occurrence, schedule: Schedule | None, revision: int) -> CheckIn:
    """A check-in with all that it copies from its team and the schedule."""
    people = act.repositories.people.list_by_id(team.roster)
    roster = tuple(person.id for person in people if not person.is_gone)
    if not roster:
        raise RefusedError(f"Nobody is on {team.name}'s list yet. /rung team add @name puts people on it.")
    if team.channel_id is None:
        raise RefusedError(f"{team.name} has no channel. Type /rung team move {team.name} in one.")
    act.maturity.scale(team.headline_scale)  # it may have been taken away since it was chosen
    maturity = act.maturity.told_on(team.headline_scale, team.scales)
    how = schedule or Schedule(team.id, team.workspace_id, Rhythm(team.time_zone), covered_until=asked.on)
    return CheckIn(
        id=act.new_id(),
        team_id=team.id,
        workspace_id=team.workspace_id,
        occurrence_on=asked.period.begins_on,
        revision=revision,
        period=asked.period.label,
        team_name=team.name,
        channel_id=team.channel_id,
        time_zone=team.time_zone,
        headline_scale=team.headline_scale,
        scale_hashes=tuple(scale.content_hash for scale in maturity.scales),
        catalogue_hash=maturity.catalogue.content_hash,
        jumps_hash=maturity.jumps.content_hash,
        has_open_answers=team.has_open_answers,
        roster=roster,
        opened_at=act.now,
        closes_at=first_deadline(asked.on, how.lasts, team.time_zone, how.days_off),
        asks_on=asked.on,
        lasts=how.lasts,
        nudging=how.nudging,
        reminds_channel=how.reminds_channel,
        days_off=how.days_off,
    )


def assess_here(act: Act, wish: Wish, channel_id: str | None) -> Turn | WhichOne:
    """Answer in the check-in of the channel, else in the only one that waits for the person, else for oneself."""
    if wish.is_private:
        return assess(act, wish.length, channel_id)
    person = act.lock_person()
    check_ins = act.repositories.check_ins.list_open_for(person.id)
    here = next((check_in for check_in in check_ins if check_in.channel_id == channel_id), None)
    waiting = [check_in for check_in in check_ins if _waits(act, check_in, person)]
    if here is None and len(waiting) > 1:
        return WhichOne(tuple(waiting))
    wanted = here or next(iter(waiting), None)
    return join(act, wanted.id, wish.length) if wanted else assess(act, wish.length, channel_id)


def _waits(act: Act, check_in: CheckIn, person: Person) -> bool:
    begun = act.repositories.assessments.find_in_check_in(check_in.id, person.id)
    return waits_for(act.at(check_in), check_in, begun, person)


def join(act: Act, check_in_id: str, length: Length | None = None) -> Turn:
    """Answer in a check-in, or go on there; answers in one that has closed are for the next time."""
    person, repositories = act.lock_person(), act.repositories
    check_in = lock_for_respondent(act, check_in_id, person)
    if check_in.is_open:
        check_in = answering(act, check_in, person.id)
    within = act.at(check_in)
    begun = repositories.assessments.find_in_check_in(check_in.id, person.id)
    if begun:
        turn = take_up(within, person, begun, show_current(recall(within, begun), within.maturity, within.now))
    else:
        turn = take_up(within, person, None, begin_in(within, check_in, person.id, length or Length.STANDARD))
        repositories.deliveries.mark_over(check_in.id, DeliveryKind.INVITATION, {person.id})
        retire_nudges(act, check_in, {person.id})
    if check_in.is_open:
        return turn
    return replace(turn, remarks=(*turn.remarks, Remark(RemarkKind.CLOSED, on=check_in.closed_on)))


def decline(act: Act, check_in_id: str) -> CheckIn:
    """Send the person nothing more about a check-in, and wait for them no more; nobody is told."""
    person = act.lock_person()
    check_in = lock_for_respondent(act, check_in_id, person)
    if not check_in.is_open:
        return check_in
    without = declined_by(check_in, person.id)
    act.repositories.check_ins.save(check_in, without)
    retire_nudges(act, check_in, {person.id})
    return note_answered(act, without)


def stop_asking(act: Act, check_in_id: str) -> CheckIn:
    """Take the person off the list of a check-in's team, and wait for them no more."""
    person = act.lock_person()
    check_in = act.repositories.check_ins.find(check_in_id)
    if check_in and check_in.workspace_id == person.workspace_id:
        team = act.repositories.teams.lock(check_in.team_id)
        act.repositories.teams.save(team, without_people(team, {person.id}))
    return decline(act, check_in_id)


def lock_for_respondent(act: Act, check_in_id: str, person: Person) -> CheckIn:
    """The check-in of an id, locked, for a person who is asked in it."""
    check_in = act.repositories.check_ins.find(check_in_id)
    if check_in is None or check_in.workspace_id != person.workspace_id or person.id not in check_in.roster:
        raise RefusedError("You are not asked in that check-in. /rung assess starts your own view.")
    locked = act.repositories.check_ins.lock(check_in_id)
    if locked.status is CheckInStatus.CANCELLED:
        raise RefusedError(f"{locked.team_name}'s check-in for {locked.period} was cancelled, so nothing is asked.")
    return locked


def announce(act: Act, check_in: CheckIn, asks_at: time | None) -> None:
    """Invite all who are asked in a check-in at a good moment, tell the channel, and plan who is reminded when.

    A person who starts it by hand is at work, and is asked at once.
    """
    repositories = act.repositories
    for planned in messages_to_channel(check_in, asks_at):
        act.send(message_key(check_in, planned.kind, check_in.channel_id), due_at=planned.due_at)
    absences = repositories.absences.list_of(check_in.roster, check_in.asks_on)
    for person in repositories.people.list_by_id(check_in.roster):
        is_starting = asks_at is None and person.slack_id == act.actor.slack_id
        if is_starting:
            act.send(message_key(check_in, DeliveryKind.INVITATION, person.id), asked_by=person.id)
        for planned in messages_to_person(check_in, person, absences, asks_at):
            if planned.kind is DeliveryKind.NUDGE:
                act.send(_nudge_key(person, planned.due_at), due_at=planned.due_at)
            elif not is_starting:
                act.send(message_key(check_in, planned.kind, person.id), due_at=planned.due_at)


def _nudge_key(person: Person, due_at: datetime) -> DeliveryKey:
    """The key of a nudge: a person gets one a day where they are, over all teams."""
    day, workspace_id = day_of(due_at, person.time_zone), person.workspace_id
    return DeliveryKey(workspace_id, DeliveryKind.NUDGE, workspace_id, person.id, day.isoformat())

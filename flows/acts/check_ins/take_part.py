"""Open a check-in, join it, or let it pass."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from flows.acts.assessment.assess import assess, begin_in, take_up, waits_for
from flows.acts.assessment.turn import Turn, recall
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_moves import answering, message_key, note_answered, retire_nudges
from flows.assessment.assessment import Length
from flows.assessment.cards import Remark, RemarkKind
from flows.assessment.conversation import show_current
from flows.calendar.working_days import day_of
from flows.check_ins.check_in import LASTS, CheckIn, CheckInStatus, Nudging, declined_by, first_deadline, period_of
from flows.deliveries.delivery import DeliveryKey, due_later, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.schedules.planned_messages import Planned, to_channel, to_person
from flows.schedules.schedule import Occurrence, Schedule, covered
from flows.teams.person import Person
from flows.teams.team import Team, check_living, without_people


@dataclass(frozen=True)
class WantsRevision:
    """The period has a result already; a second one stands beside it."""

    team: Team
    earlier: CheckIn


@dataclass(frozen=True)
class WhichOne:
    """Several check-ins wait for the person, who has to say which is meant."""

    check_ins: tuple[CheckIn, ...]


def start_check_in(
    act: Act, team: Team, *, is_revision: bool = False, occurrence: Occurrence | None = None
) -> CheckIn | WantsRevision:
    """Ask a team; its row is locked. A period that has a result already is asked again only on purpose.

    With an occurrence of its schedule people are asked on that day where they are, else as soon as they are at work.
    """
    check_living(team)
    check_ins, schedules = act.repositories.check_ins, act.repositories.schedules
    running = check_ins.find_running(team.id)
    if running:
        raise RefusedError(f"{team.name}'s check-in for {running.period} is under way. /rung check-in shows it.")
    schedule, today = schedules.find(team.id), day_of(act.now, team.time_zone)
    asked = occurrence or Occurrence(schedule.rhythm.period(today) if schedule else period_of(today), today, today)
    before = [each for each in check_ins.list_of(team.id) if each.occurrence_on == asked.period.begins_on]
    published = next((each for each in before if each.status is CheckInStatus.PUBLISHED), None)
    if published and not is_revision:
        return WantsRevision(team, published)
    asked = replace(asked, on=max(asked.on, today))  # it may be late, and nobody has less time for that
    opened = _opened(act, team, asked, schedule, revision=max((each.revision for each in before), default=-1) + 1)
    check_ins.add(opened)
    if schedule:
        schedules.save(covered(schedule, asked.period))
    announce(act, opened, schedule.rhythm.hour if schedule and occurrence else None)
    return opened


def _opened(act: Act, team: Team, asked: Occurrence, schedule: Schedule | None, revision: int) -> CheckIn:
    """A check-in with all that it copies."""
    roster = [each.id for each in act.repositories.people.list_by_id(team.roster) if not each.is_gone]
    if not roster:
        raise RefusedError(f"Nobody is on {team.name}'s list yet. /rung team add @name puts people on it.")
    if team.channel_id is None:
        raise RefusedError(f"{team.name} has no channel. Type /rung team move {team.name} in one.")
    act.maturity.scale(team.headline_scale)  # it may have been taken away since it was chosen
    maturity = act.maturity.told_on(team.headline_scale, team.scales)
    lasts = schedule.lasts if schedule else LASTS
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
        scale_hashes=tuple(each.content_hash for each in maturity.scales),
        catalogue_hash=maturity.catalogue.content_hash,
        jumps_hash=maturity.jumps.content_hash,
        has_open_answers=team.has_open_answers,
        roster=tuple(roster),
        opened_at=act.now,
        closes_at=first_deadline(asked.on, lasts, team.time_zone),
        asks_on=asked.on,
        lasts=lasts,
        nudging=schedule.nudging if schedule else Nudging.GENTLE,
        reminds_channel=schedule.reminds_channel if schedule else True,
    )


def assess_here(act: Act, length: Length | None, channel_id: str | None) -> Turn | WhichOne:
    """The check-in of the channel, else the only one that waits for the person, else their own view."""
    person = act.lock_person()
    check_ins = act.repositories.check_ins.list_open_for(person.id)
    here = next((each for each in check_ins if each.channel_id == channel_id), None)
    waiting = [each for each in check_ins if _waits(act, each, person)]
    if here is None and len(waiting) > 1:
        return WhichOne(tuple(waiting))
    wanted = here or next(iter(waiting), None)
    return join(act, wanted.id, length) if wanted else assess(act, length, channel_id)


def join(act: Act, check_in_id: str, length: Length | None = None) -> Turn:
    """Answer in a check-in, or go on where one was; in one that has closed, for the next time."""
    person, repositories = act.lock_person(), act.repositories
    check_in = locked_for(act, check_in_id, person)
    if check_in.is_open:
        check_in = answering(act, check_in, person.id)
    within = act.at(check_in)
    found = repositories.assessments.find_in_check_in(check_in.id, person.id)
    if found:
        wanted = show_current(recall(within, found), within.maturity, within.now)
    else:
        wanted = begin_in(within, check_in, person.id, length or Length.STANDARD)
    turn = take_up(within, person, found, wanted)
    if found is None:
        repositories.deliveries.mark_over(check_in.id, DeliveryKind.INVITATION, {person.id})
        retire_nudges(act, check_in, {person.id})
    closed = () if check_in.is_open else (Remark(RemarkKind.CLOSED, on=check_in.closed_on),)
    return replace(turn, remarks=(*turn.remarks, *closed))


def decline(act: Act, check_in_id: str) -> CheckIn:
    """Send somebody nothing more about a check-in, and wait for them no more; nobody is told."""
    person = act.lock_person()
    check_in = locked_for(act, check_in_id, person)
    if not check_in.is_open:
        return check_in
    without = declined_by(check_in, person.id)
    act.repositories.check_ins.save(check_in, without)
    retire_nudges(act, check_in, {person.id})
    return note_answered(act, without)


def stop_asking(act: Act, check_in_id: str) -> CheckIn:
    """The same, and take them off the team's list."""
    person = act.lock_person()
    check_in = act.repositories.check_ins.find(check_in_id)
    if check_in and check_in.workspace_id == person.workspace_id:
        team = act.repositories.teams.lock(check_in.team_id)
        act.repositories.teams.save(team, without_people(team, {person.id}))
    return decline(act, check_in_id)


def locked_for(act: Act, check_in_id: str, person: Person) -> CheckIn:
    """The check-in, locked, for somebody who is asked in it."""
    found = act.repositories.check_ins.find(check_in_id)
    if found is None or found.workspace_id != person.workspace_id or person.id not in found.roster:
        raise RefusedError("You are not asked in that check-in. /rung assess starts your own view.")
    locked = act.repositories.check_ins.lock(check_in_id)
    if locked.status is CheckInStatus.CANCELLED:
        raise RefusedError(f"{locked.team_name}'s check-in for {locked.period} was cancelled, so nothing is asked.")
    return locked


def _waits(act: Act, check_in: CheckIn, person: Person) -> bool:
    found = act.repositories.assessments.find_in_check_in(check_in.id, person.id)
    return waits_for(act.at(check_in), check_in, found, person)


def announce(act: Act, check_in: CheckIn, asks_at: time | None) -> None:
    """Invite everybody at a good moment of theirs, tell the channel, and plan who is reminded when.

    Whoever starts it by hand is at work, and is asked at once.
    """
    repositories = act.repositories
    for planned in to_channel(check_in, asks_at):
        key = message_key(check_in, planned.kind, check_in.channel_id)
        _send(act, key, planned.due_at)
    absences = repositories.absences.list_of(check_in.roster, check_in.asks_on)
    for person in repositories.people.list_by_id(check_in.roster):
        is_starting = asks_at is None and person.slack_id == act.actor.slack_id
        messages = list(to_person(check_in, person, absences, asks_at))
        if is_starting:
            nudges = (each for each in messages if each.kind is DeliveryKind.NUDGE)
            messages = [Planned(DeliveryKind.INVITATION, act.now), *nudges]
        for planned in messages:
            asked_by = person.id if is_starting and planned.kind is DeliveryKind.INVITATION else None
            _send(act, _key(check_in, person, planned), planned.due_at, asked_by)


def _key(check_in: CheckIn, person: Person, planned: Planned) -> DeliveryKey:
    """What makes a planned message to somebody the same message: of nudges one a day where they are, over all teams."""
    if planned.kind is not DeliveryKind.NUDGE:
        return message_key(check_in, planned.kind, person.id)
    day = day_of(planned.due_at, person.time_zone)
    return DeliveryKey(person.workspace_id, planned.kind, person.workspace_id, person.id, day.isoformat())


def _send(act: Act, key: DeliveryKey, due_at: datetime, asked_by: str | None = None) -> None:
    delivery = new_delivery(act.new_id(), key, act.now, asked_by=asked_by)
    act.repositories.deliveries.add(due_later(delivery, due_at))

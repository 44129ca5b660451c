"""Teams' schedules: what owners choose, and what the clock makes of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from flows.acts.check_ins.take_part import start_check_in
from flows.acts.shared.act import Act
from flows.acts.shared.usual_schedule import usual_schedule
from flows.acts.teams.teams import decides
from flows.calendar.typed_days import Span
from flows.calendar.working_days import day_of
from flows.check_ins.check_in import CheckIn
from flows.deliveries.delivery import DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.schedules.days_off import coming_days_off, spans_of, with_days_off, without_days_off
from flows.schedules.schedule import (
    Occurrence,
    Schedule,
    SchedulePlan,
    covered,
    due_by,
    new_schedule,
    with_plan,
    with_rhythm,
)
from flows.teams.team import Team, check_living

WAITS = timedelta(hours=1)  # until a start is tried again, while the last check-in has not ended


@dataclass(frozen=True)
class ScheduleCard:
    """A team's schedule, None where it has none, with its next occurrences, and the check-in that is running.

    `has_changed`: the acting person has just changed it, as one who `can_decide`. `days_off` are the team's own from
    today on.
    """

    team: Team
    schedule: Schedule | None
    following: tuple[Occurrence, ...]
    running: CheckIn | None
    can_decide: bool
    has_changed: bool = False
    days_off: tuple[Span, ...] = ()


def see_schedule(act: Act, team: Team, *, has_changed: bool = False) -> ScheduleCard:
    """A team's schedule as the acting person sees it."""
    schedule = act.repositories.schedules.find(team.id)
    return ScheduleCard(
        team=team,
        schedule=schedule,
        following=schedule.next() if schedule else (),
        running=act.repositories.check_ins.find_running(team.id),
        can_decide=decides(act, act.lock_person(), team),
        has_changed=has_changed,
        days_off=spans_of(coming_days_off(schedule, day_of(act.now, team.time_zone))) if schedule else (),
    )


def plan_of(act: Act, team: Team) -> SchedulePlan:
    """The plan by which a team is asked, or the usual one."""
    schedule = schedule_of(act, team)
    return SchedulePlan(
        schedule.rhythm.with_readable_rule(), schedule.lasts, schedule.nudging, schedule.reminds_channel
    )


def schedule_of(act: Act, team: Team) -> Schedule:
    """A team's schedule, or the usual one where it has none yet."""
    return act.repositories.schedules.find(team.id) or usual_schedule(act, team)


def choose(act: Act, team: Team, plan: SchedulePlan) -> ScheduleCard:
    """Keep what an owner has chosen for a team whose row is locked; a check-in under way goes on as it began."""
    check_living(team)
    schedule = act.repositories.schedules.find(team.id)
    if schedule is None:
        changed = _covered_so_far(act, new_schedule(team.id, team.workspace_id, plan.rhythm, act.now))
    else:
        changed = with_rhythm(schedule, plan.rhythm, act.now)
    changed = with_plan(changed, plan)
    changed.check()
    act.repositories.schedules.save(changed)
    return see_schedule(act, team, has_changed=True)


def _covered_so_far(act: Act, schedule: Schedule) -> Schedule:
    """A new schedule for a team that has been asked by hand: not again in that period."""
    period = schedule.rhythm.period(day_of(act.now, schedule.rhythm.time_zone))
    check_ins = act.repositories.check_ins.list_of(schedule.team_id)
    if any(check_in.occurrence_on == period.begins_on for check_in in check_ins):
        return covered(schedule, period)
    return schedule


def change_schedule(act: Act, team: Team, change: Callable[[Schedule], Schedule]) -> ScheduleCard:
    """Pause, resume or move what is planned for a team whose row is locked."""
    check_living(team)
    act.repositories.schedules.save(change(schedule_of(act, team)))
    return see_schedule(act, team, has_changed=True)


def change_days_off(act: Act, team: Team, spans: Collection[Span], *, off: bool) -> ScheduleCard:
    """Note days off of a team's own, or forget them; a check-in under way goes on as it began."""
    if act.repositories.schedules.find(team.id) is None:
        raise RefusedError(f"{team.name} has no rhythm for days off to change. /rung schedule quarterly begins one.")
    change, today = with_days_off if off else without_days_off, day_of(act.now, team.time_zone)
    return change_schedule(act, team, lambda schedule: change(schedule, spans, today))


def start_what_is_due(act: Act, team_id: str) -> CheckIn | None:
    """Start the check-in that a team's schedule asks for now; the clock is acting."""
    team = act.repositories.teams.lock(team_id)
    schedules, now = act.repositories.schedules, act.now
    schedule = schedules.find(team_id)
    if schedule is None or team.ended_at:
        schedules.postpone(team_id, None)
        return None
    people = act.repositories.people.list_by_id(team.roster)
    zones = {person.time_zone for person in people if not person.is_gone}
    due = due_by(schedule, now, zones)
    if due is None:
        schedules.postpone(team_id, schedule.next_at(zones))
        return None
    running = act.repositories.check_ins.find_running(team_id)
    if running and running.occurrence_on != due.period.begins_on:
        schedules.postpone(team_id, now + WAITS)
        return None
    schedules.save(covered(schedule, due.period))
    if running:
        return None
    return _start(act, team, due)


def _start(act: Act, team: Team, due: Occurrence) -> CheckIn | None:
    """Start a check-in, or tell the owners why not; a period that was asked by hand is left at that."""
    try:
        started = start_check_in(act, team, occurrence=due)
    except RefusedError:
        period = due.period.begins_on.isoformat()
        for owner in team.owners:
            act.send(DeliveryKey(team.workspace_id, DeliveryKind.NOT_STARTED, team.id, owner, period))
        return None
    return started if isinstance(started, CheckIn) else None

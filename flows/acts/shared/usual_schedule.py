"""When a team is asked next, and how a new one is."""

from datetime import date

from flows.acts.shared.act import Act
from flows.calendar.rhythm import Rhythm
from flows.check_ins.check_in import LASTS, Nudging
from flows.errors import FieldError
from flows.schedules.schedule import Schedule, SchedulePlan, new_schedule, with_plan
from flows.schedules.typed_schedule import read_schedule
from flows.teams.team import Team


def next_on(act: Act, team_id: str) -> date | None:
    """The day of a team's next check-in; None where none is planned."""
    schedule = act.repositories.schedules.find(team_id)
    return schedule.next_on if schedule else None


def usual_plan(act: Act, time_zone: str) -> SchedulePlan:
    """The plan of a new team, which admins may have chosen for their workspace in the words of /rung schedule."""
    plan = SchedulePlan(Rhythm(time_zone), LASTS, Nudging.GENTLE, reminds_channel=True)
    words = act.repositories.workspaces.find_schedule_words(act.actor.workspace_id)
    try:
        return read_schedule(words or "").on(plan)
    except FieldError:  # words that an earlier version took
        return plan


def usual_schedule(act: Act, team: Team) -> Schedule:
    """The schedule of a new team."""
    plan = usual_plan(act, team.time_zone)
    return with_plan(new_schedule(team.id, team.workspace_id, plan.rhythm, act.now), plan)

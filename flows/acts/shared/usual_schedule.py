"""When a team is asked next, and how a new one is."""

from datetime import date, datetime

from flows.calendar.rhythm import Rhythm
from flows.check_ins.check_in import LASTS, Nudging
from flows.ports import Repositories
from flows.schedules.schedule import Schedule, SchedulePlan, new_schedule, with_plan
from flows.schedules.typed_schedule import read_schedule
from flows.teams.team import Team


def next_on(repositories: Repositories, team_id: str) -> date | None:
    """The day of a team's next check-in; None where none is planned."""
    schedule = repositories.schedules.find(team_id)
    return schedule.next_on if schedule else None


def usual_plan(repositories: Repositories, workspace_id: str, time_zone: str) -> SchedulePlan:
    """How a new team is asked in a workspace, whose admins may have said so in the words of /rung schedule."""
    usual = SchedulePlan(Rhythm(time_zone), LASTS, Nudging.GENTLE, reminds_channel=True)
    words = repositories.workspaces.find_schedule_words(workspace_id)
    return read_schedule(words, usual) if words else usual


def usual_schedule(repositories: Repositories, team: Team, now: datetime) -> Schedule:
    """The schedule of a new team."""
    plan = usual_plan(repositories, team.workspace_id, team.time_zone)
    return with_plan(new_schedule(team.id, team.workspace_id, plan.rhythm, now), plan)

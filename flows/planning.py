"""When a team is asked next, and how a new one is."""

from datetime import date

from flows.check_in import LASTS, Nudging
from flows.ports import Repositories
from flows.rhythm import Rhythm
from flows.schedule import SchedulePlan
from flows.schedule_words import read_schedule


def next_on(repositories: Repositories, team_id: str) -> date | None:
    """The day of a team's next check-in; None where none is planned."""
    schedule = repositories.schedules.find(team_id)
    return next((each.on for each in schedule.next(1)), None) if schedule else None


def usual_plan(repositories: Repositories, workspace_id: str, time_zone: str) -> SchedulePlan:
    """How a new team is asked in a workspace, whose admins may have said so in the words of /rung schedule."""
    usual = SchedulePlan(Rhythm(time_zone), LASTS, Nudging.GENTLE, reminds_channel=True)
    words = repositories.workspaces.find_schedule_words(workspace_id)
    return read_schedule(words, usual) if words else usual

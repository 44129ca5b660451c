"""The values that a document stands for. Pure."""

from typing import Any

from flows.calendar.rhythm import Rhythm
from flows.check_ins.check_in import CheckIn, CheckInStatus
from flows.exports.documents import Document, ExportedCheckIn, ExportedPosting, ExportedSchedule, ExportedTeam
from flows.leaderboards.posting import Posting
from flows.schedules.schedule import Schedule
from flows.teams.team import Team


def posting_of(exported: ExportedPosting, workspace_id: str) -> Posting:
    """A posting of a workspace."""
    return Posting(workspace_id=workspace_id, **dict(exported))


def team_of(exported: ExportedTeam, workspace_id: str, roster: tuple[str, ...], owners: tuple[str, ...]) -> Team:
    """A team with these people."""
    values = _shared_with(Team, exported) | {
        "workspace_id": workspace_id,
        "roster": roster,
        "owners": owners,
        "was_announced": exported.leaderboard_from is not None,
    }
    return Team(**values)


def schedule_of(exported: ExportedSchedule, team_id: str, workspace_id: str) -> Schedule:
    """The schedule of a team."""
    values = dict(exported)
    rhythm = Rhythm(**{name: values.pop(name) for name in Rhythm.__dataclass_fields__})
    return Schedule(team_id, workspace_id, rhythm, **values)


def check_in_with(exported: ExportedCheckIn, team_id: str, workspace_id: str, roster: tuple[str, ...]) -> CheckIn:
    """A published check-in of a team, with people of whom nothing is known."""
    values = _shared_with(CheckIn, exported) | {
        "team_id": team_id,
        "workspace_id": workspace_id,
        "has_open_answers": False,
        "roster": roster,
        "status": CheckInStatus.PUBLISHED,
        "ended_at": exported.published_at,
    }
    return CheckIn(**values)


def _shared_with(target: type[Team | CheckIn], document: Document) -> dict[str, Any]:
    """The values of a document under the names that the fields of a class have too."""
    return {name: value for name, value in document if name in target.__dataclass_fields__}

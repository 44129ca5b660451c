"""When teams are asked, when people are away, and what a workspace has chosen for all its teams."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from flows.schedules.schedule import Schedule
from flows.teams.good_moment import Absence


class Schedules(Protocol):
    """The schedules of teams, whose rows are locked while theirs are changed."""

    def save(self, schedule: Schedule) -> None:
        """Keep one, and when it is to be looked at next."""

    def find(self, team_id: str) -> Schedule | None:
        """A team's schedule."""

    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        """The id of the team that is to be looked at first."""

    def postpone(self, team_id: str, until: datetime | None) -> None:
        """Look at one only then, or not until it is saved again."""


class Absences(Protocol):
    """Days on which people are away."""

    def add(self, absence: Absence) -> None:
        """Note one."""

    def list_of(self, person_ids: Collection[str], since: date) -> Sequence[Absence]:
        """Those of these people that have not ended before that day, the first ones first."""

    def end(self, person_id: str, on: date) -> None:
        """Forget what lies after that day, that day included."""

"""When teams are asked, when people are away, and what a workspace has chosen for all its teams."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from flows.schedules.schedule import Schedule
from flows.teams.good_moment import Absence


class Schedules(Protocol):
    """The schedules of teams. Whoever changes a schedule has locked its team."""

    def save(self, schedule: Schedule) -> None:
        """Keep a schedule, and when it is to be looked at next."""

    def find(self, team_id: str) -> Schedule | None:
        """A team's schedule."""

    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        """The id of the team whose schedule is to be looked at first."""

    def postpone(self, team_id: str, until: datetime | None) -> None:
        """Look at a schedule only at that moment, or, without one, not until it is saved again."""


class Absences(Protocol):
    """Days on which people are away."""

    def add(self, absence: Absence) -> None:
        """Note an absence, in place of another one of the person's that begins on its first day."""

    def list_of(self, person_ids: Collection[str], since: date) -> Sequence[Absence]:
        """The absences of the people that have not ended before that day, by their first days."""

    def end(self, person_id: str, on: date) -> None:
        """Forget the days on which a person is away from that day on."""

"""What flows needs from the outside. `storage` implements all of it; repositories never commit."""

from contextlib import AbstractContextManager
from typing import Protocol

from flows.ports.answers import Assessments, CheckIns, Contents, PlacedOn, PlacedResult, Placements, StoredContent
from flows.ports.deliveries import Deliveries, SeenRequests
from flows.ports.people import Actions, People, Teams, Workspaces
from flows.ports.quizzes import Quizzes
from flows.ports.schedules import Absences, Schedules
from flows.ports.standings import Postings, Standings

__all__ = [
    "Absences",
    "Actions",
    "Assessments",
    "CheckIns",
    "Contents",
    "Database",
    "Deliveries",
    "People",
    "PlacedOn",
    "PlacedResult",
    "Placements",
    "Postings",
    "Quizzes",
    "Repositories",
    "Schedules",
    "SeenRequests",
    "Standings",
    "StoredContent",
    "Teams",
    "Workspaces",
]


class Repositories(Protocol):
    """One open transaction."""

    @property
    def workspaces(self) -> Workspaces: ...  # noqa: D102 - each is described by its own class
    @property
    def people(self) -> People: ...  # noqa: D102
    @property
    def teams(self) -> Teams: ...  # noqa: D102
    @property
    def check_ins(self) -> CheckIns: ...  # noqa: D102
    @property
    def schedules(self) -> Schedules: ...  # noqa: D102
    @property
    def absences(self) -> Absences: ...  # noqa: D102
    @property
    def quizzes(self) -> Quizzes: ...  # noqa: D102
    @property
    def standings(self) -> Standings: ...  # noqa: D102
    @property
    def postings(self) -> Postings: ...  # noqa: D102
    @property
    def actions(self) -> Actions: ...  # noqa: D102
    @property
    def assessments(self) -> Assessments: ...  # noqa: D102
    @property
    def placements(self) -> Placements: ...  # noqa: D102
    @property
    def contents(self) -> Contents: ...  # noqa: D102
    @property
    def deliveries(self) -> Deliveries: ...  # noqa: D102
    @property
    def seen_requests(self) -> SeenRequests: ...  # noqa: D102


class Database(Protocol):
    """Where everything is kept. Every method raises StorageBusyError or StorageLostError when it cannot serve."""

    def transaction(self) -> AbstractContextManager[Repositories]:
        """Changes that all happen, or none when the block raises."""

    def reading(self) -> AbstractContextManager[Repositories]:
        """A consistent view that changes nothing and waits for nobody who writes."""

    def problem(self) -> str | None:
        """One sentence on why the database cannot be used now, or None."""

"""One class for each port of flows. They never commit."""

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection

from flows.ports import Repositories
from storage.repositories.assessments import SqlAssessments
from storage.repositories.check_ins import SqlCheckIns
from storage.repositories.contents import SqlContents, SqlPlacements
from storage.repositories.deliveries import SqlDeliveries, SqlSeenRequests
from storage.repositories.leaderboards import SqlPostings, SqlStandings
from storage.repositories.people import SqlPeople, SqlWorkspaces
from storage.repositories.quizzes import SqlQuizzes
from storage.repositories.schedules import SqlAbsences, SqlSchedules
from storage.repositories.teams import SqlActions, SqlTeams

Repository = TypeVar("Repository")


class _OnFirstUse(Generic[Repository]):
    """A repository that is built when it is first asked for: an act uses three or four of them."""

    def __init__(self, kind: Callable[[Connection], Repository]) -> None:
        self._kind = kind

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, repositories: "SqlRepositories", _owner: type) -> Repository:
        built = vars(repositories)[self._name] = self._kind(repositories.connection)
        return built


class SqlRepositories(Repositories):
    """All repositories on one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    workspaces = _OnFirstUse(SqlWorkspaces)
    people = _OnFirstUse(SqlPeople)
    teams = _OnFirstUse(SqlTeams)
    actions = _OnFirstUse(SqlActions)
    check_ins = _OnFirstUse(SqlCheckIns)
    schedules = _OnFirstUse(SqlSchedules)
    absences = _OnFirstUse(SqlAbsences)
    assessments = _OnFirstUse(SqlAssessments)
    placements = _OnFirstUse(SqlPlacements)
    contents = _OnFirstUse(SqlContents)
    quizzes = _OnFirstUse(SqlQuizzes)
    standings = _OnFirstUse(SqlStandings)
    postings = _OnFirstUse(SqlPostings)
    deliveries = _OnFirstUse(SqlDeliveries)
    seen_requests = _OnFirstUse(SqlSeenRequests)

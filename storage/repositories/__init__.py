"""One class for each port of flows. They never commit."""

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.repositories.absences import SqlAbsences
from storage.repositories.actions import SqlActions
from storage.repositories.assessments import SqlAssessments
from storage.repositories.check_ins import SqlCheckIns
from storage.repositories.contents import SqlContents
from storage.repositories.deliveries import SqlDeliveries
from storage.repositories.people import SqlPeople
from storage.repositories.placements import SqlPlacements
from storage.repositories.postings import SqlPostings
from storage.repositories.quizzes import SqlQuizzes
from storage.repositories.schedules import SqlSchedules
from storage.repositories.seen_requests import SqlSeenRequests
from storage.repositories.standings import SqlStandings
from storage.repositories.teams import SqlTeams
from storage.repositories.workspaces import SqlWorkspaces


@dataclass(frozen=True)
class SqlRepositories:
    """All repositories on one open transaction."""

    workspaces: SqlWorkspaces
    people: SqlPeople
    teams: SqlTeams
    check_ins: SqlCheckIns
    schedules: SqlSchedules
    absences: SqlAbsences
    quizzes: SqlQuizzes
    standings: SqlStandings
    postings: SqlPostings
    actions: SqlActions
    assessments: SqlAssessments
    placements: SqlPlacements
    contents: SqlContents
    deliveries: SqlDeliveries
    seen_requests: SqlSeenRequests


def repositories_on(connection: Connection) -> SqlRepositories:
    """The repositories of one transaction."""
    return SqlRepositories(
        workspaces=SqlWorkspaces(connection),
        people=SqlPeople(connection),
        teams=SqlTeams(connection),
        check_ins=SqlCheckIns(connection),
        schedules=SqlSchedules(connection),
        absences=SqlAbsences(connection),
        quizzes=SqlQuizzes(connection),
        standings=SqlStandings(connection),
        postings=SqlPostings(connection),
        actions=SqlActions(connection),
        assessments=SqlAssessments(connection),
        placements=SqlPlacements(connection),
        contents=SqlContents(connection),
        deliveries=SqlDeliveries(connection),
        seen_requests=SqlSeenRequests(connection),
    )

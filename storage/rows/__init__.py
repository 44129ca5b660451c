"""The tables. Repositories turn their rows into values of flows; nothing else sees them.

Nothing is deleted along with what it refers to: history does not move, and what privacy asks to forget is named.
"""

from storage.rows.assessments import AnswerRevisionRow, AssessmentRow, ContentRow, PlacementRow
from storage.rows.base import Mapper, Row, table_of
from storage.rows.check_ins import AgreedAnswerRow, CheckInRow, RosterEntryRow
from storage.rows.deliveries import DeliveryLaneRow, DeliveryRow, SeenRequestRow
from storage.rows.leaderboards import PostingRow, StandingRow, TeamGapRow
from storage.rows.quizzes import QuizAnswerRow, QuizRow
from storage.rows.schedules import AbsenceRow, ScheduleRow
from storage.rows.teams import ActionItemRow, PersonRow, TeamOwnerRow, TeamRosterRow, TeamRow, WorkspaceRow

__all__ = [
    "AbsenceRow",
    "ActionItemRow",
    "AgreedAnswerRow",
    "AnswerRevisionRow",
    "AssessmentRow",
    "CheckInRow",
    "ContentRow",
    "DeliveryLaneRow",
    "DeliveryRow",
    "Mapper",
    "PersonRow",
    "PlacementRow",
    "PostingRow",
    "QuizAnswerRow",
    "QuizRow",
    "RosterEntryRow",
    "Row",
    "ScheduleRow",
    "SeenRequestRow",
    "StandingRow",
    "TeamGapRow",
    "TeamOwnerRow",
    "TeamRosterRow",
    "TeamRow",
    "WorkspaceRow",
    "table_of",
]

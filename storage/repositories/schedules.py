from collections.abc import Collection
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import bindparam, delete, select, update
from typing_extensions import override

from flows.calendar.rhythm import Rhythm
from flows.calendar.working_days import ONE_DAY
from flows.ports import Absences, Schedules
from flows.schedules.schedule import Schedule
from flows.teams.good_moment import Absence
from storage.repositories.base import MappedRepository
from storage.rows import AbsenceRow, Mapper, ScheduleRow

_SCHEDULES = Mapper(
    ScheduleRow,
    Schedule,
    parts={"rhythm": Rhythm},
    derived={"due_at": attrgetter("looked_at"), "next_on": attrgetter("next_on")},
)
_SCHEDULE = _SCHEDULES.table.c
_FORGET = delete(_SCHEDULES.table).where(*_SCHEDULES.key)
_DUE = (
    select(_SCHEDULE.team_id)
    .where(_SCHEDULE.workspace_id == bindparam("workspace_id"), _SCHEDULE.due_at <= bindparam("now"))
    .order_by(_SCHEDULE.due_at)
    .limit(1)
)

_ABSENCES = Mapper(AbsenceRow, Absence)
_ABSENCE = _ABSENCES.table.c
_OF_PEOPLE = _ABSENCES.select.where(
    _ABSENCE.person_id.in_(bindparam("people", expanding=True)), _ABSENCE.last_on >= bindparam("since")
).order_by(_ABSENCE.first_on, _ABSENCE.person_id)
_FORGET_ABSENCE = delete(_ABSENCES.table).where(*_ABSENCES.key)
_OF_PERSON = _ABSENCE.person_id == bindparam("the_person")
_FORGET_LATER = delete(_ABSENCES.table).where(_OF_PERSON, _ABSENCE.first_on >= bindparam("the_day"))
_CUT = update(_ABSENCES.table).where(_OF_PERSON, _ABSENCE.last_on >= bindparam("the_day"))


class SqlSchedules(MappedRepository[Schedule], Schedules):
    """The table of schedules."""

    _mapper = _SCHEDULES

    @override
    def save(self, schedule: Schedule) -> None:
        self._connection.execute(_FORGET, {"the_team_id": schedule.team_id})
        self._connection.execute(_SCHEDULES.insert, _SCHEDULES.columns_of(schedule))

    @override
    def find(self, team_id: str) -> Schedule | None:
        return self._find(_SCHEDULES.by_key, the_team_id=team_id)

    @override
    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        team_id: str | None = self._scalar(_DUE, workspace_id=workspace_id, now=now)
        return team_id

    @override
    def postpone(self, team_id: str, until: datetime | None) -> None:
        self._connection.execute(_SCHEDULES.update, {"the_team_id": team_id, "due_at": until})


class SqlAbsences(MappedRepository[Absence], Absences):
    """The table of days on which people are away."""

    _mapper = _ABSENCES

    @override
    def add(self, absence: Absence) -> None:
        key = {"the_person_id": absence.person_id, "the_first_on": absence.first_on}
        self._connection.execute(_FORGET_ABSENCE, key)
        self._connection.execute(_ABSENCES.insert, _ABSENCES.columns_of(absence))

    @override
    def list_of(self, person_ids: Collection[str], since: date) -> list[Absence]:
        return self._list(_OF_PEOPLE, people=list(person_ids), since=since)

    @override
    def end(self, person_id: str, on: date) -> None:
        key = {"the_person": person_id, "the_day": on}
        self._connection.execute(_FORGET_LATER, key)
        self._connection.execute(_CUT, key | {"last_on": on - ONE_DAY})

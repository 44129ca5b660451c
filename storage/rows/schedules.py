from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from flows.calendar.periods import Every
from flows.check_ins.check_in import Nudging
from storage.rows.base import Row, one_of
from storage.types import Json


class ScheduleRow(Row):
    """When a team is asked. `hour` is as in "10:00"; `due_at` is when it is looked at next, null while it is paused."""

    __tablename__ = "schedule"
    __table_args__ = (
        Index("ix_schedule_due", "workspace_id", "due_at"),
        one_of("every", Every),
        one_of("nudging", Nudging),
    )
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    every: Mapped[str]
    nth: Mapped[int]
    weekday: Mapped[int]
    hour: Mapped[str]
    time_zone: Mapped[str]
    year_begins: Mapped[int]
    weeks: Mapped[int]
    rule_of_own: Mapped[str | None]
    starts_on: Mapped[date]
    covered_until: Mapped[date]
    lasts: Mapped[int]
    nudging: Mapped[str]
    reminds_channel: Mapped[bool]
    is_paused: Mapped[bool]
    shifted: Mapped[dict[str, str]] = mapped_column(Json)
    due_at: Mapped[datetime | None]
    next_on: Mapped[date | None]  # the day of the next check-in, null while it is paused


class AbsenceRow(Row):
    """Days, the last one included, on which somebody is not asked."""

    __tablename__ = "absence"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    last_on: Mapped[date]
    set_by: Mapped[str] = mapped_column(ForeignKey("person.id"))

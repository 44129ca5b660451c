from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from flows.calendar.periods import Every
from flows.check_ins.check_in import Nudging
from storage.rows.base import Row, one_of
from storage.types import FewDays, Json, Stored

_Hour = Stored(Text(), time.fromisoformat, lambda hour: hour.isoformat("minutes"))
_Days = Stored(
    Json,
    lambda days: {date.fromisoformat(day): date.fromisoformat(on) for day, on in days.items()},
    lambda days: {day.isoformat(): on.isoformat() for day, on in days.items()},
)


class ScheduleRow(Row):
    """When a team is asked. `hour` is as in "10:00"; `due_at` is when it is looked at next, null while it is paused."""

    __tablename__ = "schedule"
    __table_args__ = (Index("ix_schedule_due", "workspace_id", "due_at"),)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspace.id"))
    every: Mapped[Every] = one_of("every", Every)
    nth: Mapped[int]
    weekday: Mapped[int]
    hour: Mapped[time] = mapped_column(_Hour)
    time_zone: Mapped[str]
    year_begins: Mapped[int]
    weeks: Mapped[int]
    rule_of_own: Mapped[str | None]
    starts_on: Mapped[date]
    covered_until: Mapped[date]
    lasts: Mapped[int]
    nudging: Mapped[Nudging] = one_of("nudging", Nudging)
    reminds_channel: Mapped[bool]
    is_paused: Mapped[bool]
    shifted: Mapped[dict[date, date]] = mapped_column(_Days)
    days_off: Mapped[tuple[date, ...] | None] = mapped_column(FewDays)
    due_at: Mapped[datetime | None]
    next_on: Mapped[date | None]  # the day of the next check-in, null while it is paused


class AbsenceRow(Row):
    """Days, the last one included, on which somebody is not asked."""

    __tablename__ = "absence"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    last_on: Mapped[date]
    set_by: Mapped[str] = mapped_column(ForeignKey("person.id"))

"""Days on which people work, and hours of theirs as instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ONE_DAY = timedelta(days=1)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local(moment: datetime, zone: str) -> datetime:
    """The same moment as clocks there have it."""
    return moment.astimezone(zone_of(zone))


def day_of(moment: datetime, zone: str) -> date:
    """The day it is there at that moment."""
    return local(moment, zone).date()


def instant(day: date, hour: time, zone: str) -> datetime:
    """When it is that hour of that day there. An hour that a clock change leaves out is taken as one hour later."""
    return datetime.combine(day, hour, zone_of(zone)).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Monday to Friday."""
    return day.isoweekday() <= 5


def working_day_from(day: date) -> date:
    """That day, or the next one on which people work."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_days_after(day: date, days: int) -> date:
    """The day so many working days later."""
    for _ in range(days):
        day = working_day_from(day + ONE_DAY)
    return day

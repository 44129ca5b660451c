"""Days on which people work, and hours of theirs as instants."""

import warnings
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays import HolidayBase, country_holidays

from flows.calendar.zones import country_named, country_of, region_of

ONE_DAY = timedelta(days=1)
MOST_DAYS_OFF = 60  # of a team's own, from today on
_WEEKDAYS = 5
_ANY_YEAR = 2026


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; UTC when this machine knows none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local(moment: datetime, zone: str) -> datetime:
    """A moment as clocks in the zone show it."""
    return moment.astimezone(zone_of(zone))


def day_of(moment: datetime, zone: str) -> date:
    """The day that a moment lies in where the zone is."""
    return local(moment, zone).date()


def instant(day: date, hour: time, zone: str) -> datetime:
    """The moment at which clocks in the zone show that day and hour.

    An hour that a clock change leaves out is taken as much later as the change is long; of an hour that comes twice,
    the first is meant. A day that the zone never had begins when the next one does.
    """
    return datetime.combine(day, hour, zone_of(zone)).astimezone(UTC)


def holiday_on(day: date, zone: str) -> str | None:
    """The name of the holiday where the zone is on that day, in English where there is such a name."""
    calendar = _calendar(zone, day.year)
    return None if calendar is None else calendar.get(day)


def whose_holidays(zone: str) -> str | None:
    """The country whose holidays a zone has, or the region of it that the zone tells; None where they are not known."""
    calendar, country = _calendar(zone, _ANY_YEAR), country_of(zone)
    if calendar is None or country is None:
        return None
    names = {code: name for name, code in reversed(calendar.subdivisions_aliases.items())}
    return names.get(calendar.subdiv or "") or country_named(country)


def is_working_day(day: date, zone: str, days_off: Collection[date] = ()) -> bool:
    """Whether people work on that day where the zone is: no weekend there, and no holiday of its country or region.

    Where the country is not known, Monday to Friday. `days_off` are a team's own, here and below.
    """
    if day in days_off:
        return False
    calendar = _calendar(zone, day.year)
    return day.isoweekday() <= _WEEKDAYS if calendar is None else calendar.is_working_day(day)


def working_day_from(day: date, zone: str, days_off: Collection[date] = ()) -> date:
    """The given day, or the next one on which people work."""
    while not is_working_day(day, zone, days_off):
        day += ONE_DAY
    return day


def working_days_after(day: date, days: int, zone: str, days_off: Collection[date] = ()) -> date:
    """The day that comes so many working days after another."""
    for _ in range(days):
        day = working_day_from(day + ONE_DAY, zone, days_off)
    return day


def working_day_before(day: date, zone: str, days_off: Collection[date] = ()) -> date:
    """The last day before the given one on which people work."""
    day -= ONE_DAY
    while not is_working_day(day, zone, days_off):
        day -= ONE_DAY
    return day


def _calendar(zone: str, year: int) -> HolidayBase | None:
    """The calendar of the zone's country or region for a year; None where the country's holidays are not known."""
    return _calendar_of(country_of(zone) or "", region_of(zone), year)


@cache
def _calendar_of(country: str, region: str | None, year: int) -> HolidayBase | None:
    """One year of holidays, complete from the start, so that threads can share it.

    Weekends alone in a year for which they are not known.
    """
    try:
        known = country_holidays(country, subdiv=region)
    except NotImplementedError:
        return None
    language = next((code for code in known.supported_languages if code.startswith("en")), None)
    years = [year] if known.start_year <= year <= known.end_year else []
    with warnings.catch_warnings():  # of a year in which some of the days are only estimated
        warnings.simplefilter("ignore")
        return country_holidays(country, subdiv=region, years=years, expand=False, language=language)

"""The demo's clock: on a working morning when it begins, and moved on from another terminal."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from flows.calendar.working_days import instant, is_working_day, working_day_from

CLOCK = Path("rung-demo.clock")
ZONE = "Etc/UTC"  # of the demo's people
MORNING, LATEST = time(10), time(16)
_NOTHING = timedelta(0)


def shift() -> timedelta:
    """How far the demo's clock is ahead of the machine's."""
    try:
        return timedelta(seconds=float(CLOCK.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return _NOTHING


def now() -> datetime:
    """The moment by the demo's clock."""
    return datetime.now(UTC) + shift()


def set_to(moment: datetime) -> None:
    """Move the clock on; a demo that is running goes by it at once. It never goes back."""
    ahead = max(shift(), moment - datetime.now(UTC))
    CLOCK.write_text(str(ahead.total_seconds()), encoding="ascii")


def be_at_work() -> None:
    """Move on to a working morning, unless people are at work: only then are they asked for anything."""
    today, hour = now().date(), now().time()
    if not (is_working_day(today, ZONE) and MORNING <= hour < LATEST):
        set_to(instant(_morning_after(today, hour), MORNING, ZONE))


def _morning_after(today: date, hour: time) -> date:
    return working_day_from(today if hour < MORNING else today + timedelta(days=1), ZONE)

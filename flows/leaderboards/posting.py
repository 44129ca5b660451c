"""What a workspace has posted into its channels by itself: which, where, and when next. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from flows.calendar.periods import MONTHS, Every, part_of_year
from flows.calendar.working_days import day_of, instant, working_day_from
from flows.errors import FieldError

HOUR = time(10)
OFTEN = {"monthly": Every.MONTH, "quarterly": Every.QUARTER}


class PostingKind(StrEnum):
    """What a workspace can have posted by itself."""

    LEADERBOARD = "leaderboard"
    DIGEST = "digest"


@dataclass(frozen=True)
class Posting:
    """A leaderboard or a digest posted into a channel on the first working day of each month or quarter.

    `words` are the selection as it is typed. Years begin in the month of the number `year_begins`, and days are days of
    `time_zone`. What happened after `last_at` is news.
    """

    workspace_id: str
    kind: PostingKind
    channel_id: str
    every: Every
    words: str
    time_zone: str
    year_begins: int
    due_at: datetime
    last_at: datetime

    def check(self) -> None:
        """Raise a FieldError where a field holds what nobody can choose."""
        if self.every not in OFTEN.values():
            raise FieldError("every", f"{self.every} is not how often something can be posted: {', '.join(OFTEN)}.")
        if not 1 <= self.year_begins <= len(MONTHS):
            raise FieldError("year_begins", f"{self.year_begins} is not the number of a month.")


def first_posting(posting: Posting, now: datetime) -> Posting:
    """A posting as it begins: what happened in the period under way is news."""
    begins_on = part_of_year(day_of(now, posting.time_zone), posting.every, posting.year_begins).begins_on
    began_at = instant(begins_on, time(), posting.time_zone)
    return replace(posting, due_at=next_at(posting, now), last_at=began_at)


def after_posting(posting: Posting, now: datetime) -> Posting:
    """A posting once its time has come, whether there was news or not."""
    return replace(posting, due_at=next_at(posting, now), last_at=now)


def next_at(posting: Posting, now: datetime) -> datetime:
    """When a posting is due next: on the first working day of the next period."""
    period = part_of_year(day_of(now, posting.time_zone), posting.every, posting.year_begins)
    return instant(working_day_from(period.ends_before, posting.time_zone), HOUR, posting.time_zone)

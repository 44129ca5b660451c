"""A check-in's life: one occasion for one team. Pure; `docs/check-ins.md` draws the table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from flows.calendar.periods import Every, Period, part_of_year
from flows.calendar.working_days import day_of, instant, working_days_after
from flows.errors import RefusedError
from flows.maturity.answer import Answer

LASTS = 5  # working days
CLOSES = time(17)
EXTENDED_BY = 2  # working days
PUBLISHES = time(10)
DISCUSSED_FOR = 3  # working days at most
GUESSABLE_BELOW = 3  # people: with fewer, each can work out what the other said
NAMELESS_FROM = 5  # people: with fewer, a note without a name has one all the same
LEAST_ANSWERS = 2  # for a team of more than one


class Nudging(StrEnum):
    """How often somebody who has not finished hears of it."""

    GENTLE = "gentle"
    NORMAL = "normal"
    OFF = "off"


class CheckInStatus(StrEnum):
    """Where a check-in stands. While it is in review nobody's answers change it, and owners look at it first."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    INCOMPLETE = "incomplete"
    CANCELLED = "cancelled"

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self in {CheckInStatus.OPEN, CheckInStatus.IN_REVIEW}


class CheckInEvent(StrEnum):
    """What can happen to it."""

    ALL_ANSWERED = "all answered"
    CLOSED_BY_OWNER = "an owner closes it"
    DEADLINE = "deadline, enough answers"
    FIRST_DEADLINE = "first deadline, too few answers"
    LAST_DEADLINE = "second deadline, too few answers"
    DISCUSSED = "an owner wants to discuss it"
    PUBLISHED = "an owner publishes it, or it is time"
    CANCELLED = "an owner cancels it"


LIFE: Mapping[tuple[CheckInStatus, CheckInEvent], CheckInStatus] = {
    (CheckInStatus.OPEN, CheckInEvent.ALL_ANSWERED): CheckInStatus.IN_REVIEW,
    (CheckInStatus.OPEN, CheckInEvent.CLOSED_BY_OWNER): CheckInStatus.IN_REVIEW,
    (CheckInStatus.OPEN, CheckInEvent.DEADLINE): CheckInStatus.IN_REVIEW,
    (CheckInStatus.OPEN, CheckInEvent.FIRST_DEADLINE): CheckInStatus.OPEN,
    (CheckInStatus.OPEN, CheckInEvent.LAST_DEADLINE): CheckInStatus.INCOMPLETE,
    (CheckInStatus.OPEN, CheckInEvent.CANCELLED): CheckInStatus.CANCELLED,
    (CheckInStatus.IN_REVIEW, CheckInEvent.DISCUSSED): CheckInStatus.IN_REVIEW,
    (CheckInStatus.IN_REVIEW, CheckInEvent.PUBLISHED): CheckInStatus.PUBLISHED,
    (CheckInStatus.IN_REVIEW, CheckInEvent.CANCELLED): CheckInStatus.CANCELLED,
}


@dataclass(frozen=True)
class Turnout:
    """How many were asked, how many of them said "not this time", and how many have answered all."""

    asked: int
    declined: int
    answered: int

    @property
    def expected(self) -> int:
        """How many could still have answered, or have."""
        return self.asked - self.declined

    @property
    def needed(self) -> int:
        """How many answers make a result: half of those expected, at least two; one where only one was asked."""
        return 1 if self.asked == 1 else max(LEAST_ANSWERS, -(-self.expected // 2))

    @property
    def is_enough(self) -> bool:
        """Whether there are so many."""
        return self.answered >= self.needed

    @property
    def is_complete(self) -> bool:
        """Whether nobody is waited for, and there are enough answers."""
        return self.answered >= self.expected and self.is_enough


@dataclass(frozen=True)
class CheckIn:
    """One occasion for one team, with all of the team and the questionnaire that must not change under it.

    `occurrence_on` is the first day of the period that it is for, `revision` how many there were before for the same
    one. `roster` are the ids of the people asked, `declined` those of them who said "not this time". The hashes name
    stored content. `answered` is how many had answered all when answers stopped counting. `published_in` is another
    channel than the team's that an owner chose for the result. `ended_at` is when it was published, found incomplete,
    or cancelled. `causes` say what the change of level since last time is due to, in
    levels, as it was worked out when it was published. `asks_on` is the day on which people are asked where they are,
    `lasts` how many working days it is open, and `away_days` how many were added because most were away.
    """

    id: str
    team_id: str
    workspace_id: str
    occurrence_on: date
    revision: int
    period: str
    team_name: str
    channel_id: str
    time_zone: str
    headline_scale: str
    scale_hashes: tuple[str, ...]
    catalogue_hash: str
    jumps_hash: str
    has_open_answers: bool
    roster: tuple[str, ...]
    opened_at: datetime
    closes_at: datetime
    asks_on: date
    declined: frozenset[str] = frozenset()
    status: CheckInStatus = CheckInStatus.OPEN
    was_extended: bool = False
    was_discussed: bool = False
    closed_at: datetime | None = None
    publish_at: datetime | None = None
    ended_at: datetime | None = None
    causes: tuple[tuple[str, int], ...] = ()
    answered: int | None = None
    published_in: str | None = None
    lasts: int = LASTS
    nudging: Nudging = Nudging.GENTLE
    reminds_channel: bool = True
    away_days: int = 0

    @property
    def summary_channel(self) -> str:
        """Where its result goes."""
        return self.published_in or self.channel_id

    @property
    def is_published(self) -> bool:
        """Whether it has a result that people may see."""
        return self.status is CheckInStatus.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Whether answers count."""
        return self.status is CheckInStatus.OPEN

    @property
    def can_be_guessed(self) -> bool:
        """Whether so few are asked that each can work out what the other said."""
        return len(self.roster) < GUESSABLE_BELOW

    @property
    def shows_notes(self) -> bool:
        """Whether somebody's note can be shown to the team without a name."""
        return len(self.roster) >= NAMELESS_FROM

    @property
    def closed_on(self) -> date:
        """The day on which answers stopped counting, or will, where the team is."""
        return day_of(self.closed_at or self.ended_at or self.closes_at, self.time_zone)

    def turnout(self, answered: int) -> Turnout:
        """How far it has come when so many have answered by now; once it has closed, how far it had come then."""
        counted = answered if self.answered is None else self.answered
        return Turnout(len(self.roster), len(self.declined), counted)


@dataclass(frozen=True)
class Agreed:
    """What a team agreed on for one practice, in place of what its people had said; no answer: it does not apply."""

    capability: str
    answer: Answer | None
    decided_by: str
    decided_at: datetime


def period_of(day: date) -> Period:
    """The quarter of a day, which is what a team without a schedule is asked for."""
    return part_of_year(day, Every.QUARTER)


def first_deadline(asks_on: date, lasts: int, zone: str) -> datetime:
    """When a check-in closes: so many working days later at the end of the day."""
    return instant(working_days_after(asks_on, lasts, zone), CLOSES, zone)


def after(check_in: CheckIn, event: CheckInEvent, now: datetime) -> CheckIn:
    """The check-in once something has happened to it; a RefusedError when that cannot happen any more."""
    status = LIFE.get((check_in.status, event))
    if status is None:
        raise RefusedError(f"{check_in.team_name}'s check-in for {check_in.period} {_STATE[check_in.status]}.")
    moved = replace(check_in, status=status)
    if event is CheckInEvent.FIRST_DEADLINE:
        return _extended(moved, now)
    if event is CheckInEvent.DISCUSSED:
        return _discussed(moved)
    if status is CheckInStatus.IN_REVIEW:
        return replace(moved, closed_at=now, publish_at=_working_day(now, check_in.time_zone, 1, PUBLISHES))
    return replace(moved, ended_at=now)


def at_deadline(check_in: CheckIn, turnout: Turnout) -> CheckInEvent:
    """What the deadline means."""
    if turnout.is_enough:
        return CheckInEvent.DEADLINE
    return CheckInEvent.LAST_DEADLINE if check_in.was_extended else CheckInEvent.FIRST_DEADLINE


def extended_for(check_in: CheckIn, days_away: int) -> CheckIn:
    """The check-in open for as many working days more as most of those who are asked were away, in all so many."""
    more = days_away - check_in.away_days
    last_day = day_of(check_in.closes_at, check_in.time_zone)
    closes_at = instant(working_days_after(last_day, more, check_in.time_zone), CLOSES, check_in.time_zone)
    return replace(check_in, closes_at=closes_at, away_days=days_away)


def declined_by(check_in: CheckIn, person_id: str) -> CheckIn:
    """The check-in without messages to somebody, who is no longer waited for."""
    return replace(check_in, declined=check_in.declined | {person_id})


def joined_again(check_in: CheckIn, person_id: str) -> CheckIn:
    """The check-in when somebody answers after all."""
    return replace(check_in, declined=check_in.declined - {person_id})


def _extended(check_in: CheckIn, now: datetime) -> CheckIn:
    closes_at = _working_day(now, check_in.time_zone, EXTENDED_BY, CLOSES)
    return replace(check_in, was_extended=True, closes_at=closes_at)


def _discussed(check_in: CheckIn) -> CheckIn:
    """A few days more to talk, counted from the day on which the answers were in."""
    closed_at = check_in.closed_at or check_in.closes_at
    latest = _working_day(closed_at, check_in.time_zone, DISCUSSED_FOR, PUBLISHES)
    return replace(check_in, was_discussed=True, publish_at=latest)


def _working_day(moment: datetime, zone: str, days: int, hour: time) -> datetime:
    return instant(working_days_after(day_of(moment, zone), days, zone), hour, zone)


_STATE = {
    CheckInStatus.OPEN: "is still open",
    CheckInStatus.IN_REVIEW: "has closed and is not published yet",
    CheckInStatus.PUBLISHED: "is published already",
    CheckInStatus.INCOMPLETE: "ended with too few answers",
    CheckInStatus.CANCELLED: "was cancelled",
}

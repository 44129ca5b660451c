"""A check-in's life: one occasion for one team. Pure; `docs/check-ins.md` draws the table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from flows.calendar.periods import Every, Period, part_of_year
from flows.calendar.working_days import day_of, instant, working_days_after
from flows.check_ins.turnout import Turnout
from flows.errors import RefusedError
from flows.maturity.answer import Answer

LASTS = 5  # working days
CLOSES = time(17)
EXTENDED_BY = 2  # working days
PUBLISHES = time(10)
DISCUSSED_FOR = 3  # working days at most
GUESSABLE_BELOW = 3  # people: with fewer, each can work out what the other said
NAMELESS_FROM = 5  # people: with fewer, a note without a name has one all the same


class Nudging(StrEnum):
    """How often a person who has not finished is nudged."""

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
        """Whether the check-in has not ended."""
        return self in {CheckInStatus.OPEN, CheckInStatus.IN_REVIEW}


class CheckInEvent(StrEnum):
    """What can happen to a check-in."""

    ALL_ANSWERED = "all answered"
    CLOSED_BY_OWNER = "an owner closes it"
    DEADLINE = "deadline, enough answers"
    FIRST_DEADLINE = "first deadline, too few answers"
    LAST_DEADLINE = "second deadline, too few answers"
    DISCUSSED = "an owner wants to discuss it"
    PUBLISHED = "an owner publishes it, or it is time"
    CANCELLED = "an owner cancels it"


NEXT_STATUS: Mapping[tuple[CheckInStatus, CheckInEvent], CheckInStatus] = {
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
class CheckIn:
    """One occasion for one team, with all of the team and the questionnaire that must not change under it.

    `occurrence_on` is the first day of the period that it is for, `revision` how many check-ins that period had before.
    `roster` are the ids of the people asked, `declined` the ids of those among them who said "not this time". The
    hashes name stored content. `answered` is how many had answered all when answers stopped counting. `published_in` is
    another channel than the team's that an owner chose for the result. `ended_at` is when it was published, found
    incomplete, or cancelled. `causes` say what the change of level since last time is due to, in levels, as worked out
    when it was published. `asks_on` is the day on which people are asked where they are, `lasts` how many working days
    it is open, and `away_days` how many were added because most people were away. `days_off` are the team's own as it
    opened.
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
    days_off: tuple[date, ...] = ()

    @property
    def summary_channel(self) -> str:
        """The channel that the result goes to."""
        return self.published_in or self.channel_id

    @property
    def is_published(self) -> bool:
        """Whether the check-in has a result that people may see."""
        return self.status is CheckInStatus.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Whether answers to the check-in count."""
        return self.status is CheckInStatus.OPEN

    @property
    def can_be_guessed(self) -> bool:
        """Whether so few people are asked that each can work out what the other said."""
        return len(self.roster) < GUESSABLE_BELOW

    @property
    def shows_notes(self) -> bool:
        """Whether enough people are asked for a note without a name to be nobody's."""
        return len(self.roster) >= NAMELESS_FROM

    @property
    def closed_on(self) -> date:
        """The day on which answers stopped counting, or will, where the team is."""
        return day_of(self.closed_at or self.ended_at or self.closes_at, self.time_zone)

    def turnout(self, answered: int) -> Turnout:
        """The turnout when so many have answered by now; once the check-in has closed, the turnout at that time."""
        if self.answered is not None:
            answered = self.answered
        return Turnout(len(self.roster), len(self.declined), answered)


@dataclass(frozen=True)
class Agreed:
    """What a team agreed on for one practice, in place of what its people had said; None: it does not apply."""

    capability: str
    answer: Answer | None
    decided_by: str
    decided_at: datetime


def period_of(day: date) -> Period:
    """The quarter that a day is in: a team without a schedule is asked for it."""
    return part_of_year(day, Every.QUARTER)


def first_deadline(asks_on: date, lasts: int, zone: str, days_off: Collection[date] = ()) -> datetime:
    """When a check-in that lasts so many working days closes, unless its deadline moves."""
    return instant(working_days_after(asks_on, lasts, zone, days_off), CLOSES, zone)


def after(check_in: CheckIn, event: CheckInEvent, now: datetime) -> CheckIn:
    """The check-in once something has happened to it; a RefusedError when that cannot happen any more."""
    status = NEXT_STATUS.get((check_in.status, event))
    if status is None:
        raise RefusedError(f"{check_in.team_name}'s check-in for {check_in.period} {_STATE[check_in.status]}.")
    moved = replace(check_in, status=status)
    if event is CheckInEvent.FIRST_DEADLINE:
        return _extended_for_answers(moved, now)
    if event is CheckInEvent.DISCUSSED:
        return _discussed(moved)
    if status is CheckInStatus.IN_REVIEW:
        return replace(moved, closed_at=now, publish_at=_working_days_later(check_in, now, 1, PUBLISHES))
    return replace(moved, ended_at=now)


def at_deadline(check_in: CheckIn, turnout: Turnout) -> CheckInEvent:
    """What happens to a check-in at its deadline."""
    if turnout.is_enough:
        return CheckInEvent.DEADLINE
    return CheckInEvent.LAST_DEADLINE if check_in.was_extended else CheckInEvent.FIRST_DEADLINE


def extended_for_absences(check_in: CheckIn, days_away: int) -> CheckIn:
    """The check-in open longer by the working days, `days_away` in all, on which most people asked were away."""
    closes_at = _working_days_later(check_in, check_in.closes_at, days_away - check_in.away_days, CLOSES)
    return replace(check_in, closes_at=closes_at, away_days=days_away)


def declined_by(check_in: CheckIn, person_id: str) -> CheckIn:
    """The check-in after a person said "not this time": they get no messages and are not waited for."""
    return replace(check_in, declined=check_in.declined | {person_id})


def joined_again(check_in: CheckIn, person_id: str) -> CheckIn:
    """The check-in when a person who said "not this time" answers after all."""
    return replace(check_in, declined=check_in.declined - {person_id})


def _extended_for_answers(check_in: CheckIn, now: datetime) -> CheckIn:
    closes_at = _working_days_later(check_in, now, EXTENDED_BY, CLOSES)
    return replace(check_in, was_extended=True, closes_at=closes_at)


def _discussed(check_in: CheckIn) -> CheckIn:
    """A few days more to talk, counted from the day on which the answers were in."""
    closed_at = check_in.closed_at or check_in.closes_at
    latest = _working_days_later(check_in, closed_at, DISCUSSED_FOR, PUBLISHES)
    return replace(check_in, was_discussed=True, publish_at=latest)


def _working_days_later(check_in: CheckIn, moment: datetime, days: int, hour: time) -> datetime:
    zone = check_in.time_zone
    return instant(working_days_after(day_of(moment, zone), days, zone, check_in.days_off), hour, zone)


_STATE = {
    CheckInStatus.OPEN: "is still open",
    CheckInStatus.IN_REVIEW: "has closed and is not published yet",
    CheckInStatus.PUBLISHED: "is published already",
    CheckInStatus.INCOMPLETE: "ended with too few answers",
    CheckInStatus.CANCELLED: "was cancelled",
}

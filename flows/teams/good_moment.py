"""When a person can be asked: in their own working hours, on a day on which they work and are not away. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flows.calendar.working_days import ONE_DAY, day_of, instant, is_working_day
from flows.errors import FieldError
from flows.teams.person import Person

LONGEST_ABSENCE = 366  # days
MIDNIGHT = 24
MOST_WORDS, LONGEST_WORD = 20, 40
AWAY_WORDS = (":palm_tree:", ":face_with_thermometer:")  # what Slack offers for a vacation and for being sick


@dataclass(frozen=True)
class Absence:
    """Days, the last one included, on which a person is not asked; `set_by` is who said so."""

    person_id: str
    first_on: date
    last_on: date
    set_by: str

    def covers(self, day: date) -> bool:
        """Whether the day is one of the absence."""
        return self.first_on <= day <= self.last_on


def check_away_words(words: Sequence[str]) -> None:
    """Refuse words that mean being away where they are too many, or cannot be words of a status."""
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        raise FieldError(
            "away_words", f"{MOST_WORDS} words of {LONGEST_WORD} characters are the most. Nothing was changed."
        )
    if any(not word.isprintable() or word.split() != [word] for word in words):
        raise FieldError("away_words", "A word that means being away has letters and no blanks. Nothing was changed.")


def absences_for(person: Person, days_off: Iterable[date]) -> tuple[Absence, ...]:
    """A team's days off as days on which that team does not ask a person."""
    return tuple(Absence(person.id, day, day, person.id) for day in days_off)


def says_away(status: str, words: Iterable[str]) -> bool:
    """Whether a status in Slack holds one of the words that mean being away."""
    return any(word.casefold() in status.casefold() for word in words)


def is_there(person: Person, absences: Iterable[Absence], day: date) -> bool:
    """Whether a person works on that day and is not away."""
    away = any(absence.person_id == person.id and absence.covers(day) for absence in absences)
    return not away and is_working_day(day, person.time_zone)


def good_moment(
    person: Person, absences: Iterable[Absence], earliest: datetime, hour: time | None = None
) -> datetime | None:
    """The first moment from `earliest` on at which a person can be asked.

    With `hour`, each day begins then, if the person works at that hour. None when there is no such moment within the
    longest absence that can be noted.
    """
    absences, zone = tuple(absences), person.time_zone
    day = day_of(earliest, zone)
    begins = time(person.works_from)
    if hour and begins < hour and hour.hour < person.works_until:
        begins = hour
    for _ in range(LONGEST_ABSENCE + 30):
        if is_there(person, absences, day):
            moment = max(earliest, instant(day, begins, zone))
            if moment < _end_of_work(person, day):
                return moment
        day += ONE_DAY
        earliest = max(earliest, instant(day, time(), zone))
    return None


def _end_of_work(person: Person, day: date) -> datetime:
    if person.works_until == MIDNIGHT:
        return instant(day + ONE_DAY, time(), person.time_zone)
    return instant(day, time(person.works_until), person.time_zone)

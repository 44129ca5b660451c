"""A deadline: it moves because most are away or because answers are missing, else the check-in closes."""

from flows.acts.results.team_result import turnout_of
from flows.acts.shared.act import Act
from flows.acts.shared.check_in_transitions import move_on
from flows.calendar.working_days import day_of, working_day_from, working_days_after
from flows.check_ins.check_in import CheckIn, at_deadline, extended_for_absences
from flows.ports import Repositories

MOST_AWAY = 20  # working days that a check-in waits for people who are away


def meet_deadline(act: Act, check_in: CheckIn) -> CheckIn:
    """Move the deadline of a locked check-in, or close it; nothing before its deadline and once it is closed."""
    if not check_in.is_open or check_in.closes_at > act.now:
        return check_in
    away = days_most_were_away(act.repositories, check_in)
    if away > check_in.away_days:
        extended = extended_for_absences(check_in, away)
        act.repositories.check_ins.save(check_in, extended)
        return extended
    return move_on(act, check_in, at_deadline(check_in, turnout_of(act.repositories, check_in)))


def days_most_were_away(repositories: Repositories, check_in: CheckIn) -> int:
    """The number of working days of an open check-in on which most of the people asked were away."""
    absences = repositories.absences.list_of(check_in.roster, check_in.asks_on)
    day, away = working_day_from(check_in.asks_on, check_in.time_zone, check_in.days_off), 0
    while day <= day_of(check_in.closes_at, check_in.time_zone):
        gone = {absence.person_id for absence in absences if absence.covers(day)}
        away += 2 * len(gone) > len(check_in.roster)
        day = working_days_after(day, 1, check_in.time_zone, check_in.days_off)
    return min(away, MOST_AWAY)

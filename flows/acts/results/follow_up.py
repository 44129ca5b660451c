"""Where somebody's conversation in a check-in starts from."""

from collections import Counter
from dataclasses import dataclass

from flows.acts.results.team_result import last_published, team_result
from flows.assessment.assessment import LastTime
from flows.assessment.last_time import asked_again, grouped, last_time
from flows.calendar.working_days import day_of
from flows.check_ins.check_in import CheckIn
from flows.ports import Repositories


@dataclass(frozen=True)
class StartingPoint:
    """The assessment that is followed, what was said in it, and on how many cards that is to be confirmed."""

    follows: str
    last_time: LastTime
    cards: int


def starting_point(repositories: Repositories, check_in: CheckIn, person_id: str) -> StartingPoint | None:
    """The answers that a person's conversation in a check-in starts from; None if they have said nothing yet."""
    previous = repositories.assessments.find_to_follow(check_in.id, check_in.team_id, person_id)
    if previous is None:
        return None
    maturity, today = repositories.contents.restore(check_in), day_of(check_in.opened_at, check_in.time_zone)
    open_actions = repositories.actions.list_open(check_in.team_id)
    actions = (action.capability for action in open_actions if action.capability)
    again = asked_again(previous, maturity, today, first=(*actions, *_next_step(repositories, check_in)))
    last = last_time(previous, again, maturity, today)
    kept = maturity.catalogue.in_order(set(last.entries) - set(again))
    categories = Counter(maturity.catalogue.by_id[practice].category for practice in kept)
    return StartingPoint(previous.id, last, len(grouped(categories)))


def _next_step(repositories: Repositories, check_in: CheckIn) -> tuple[str, ...]:
    """The next step of the team's last published result."""
    earlier = last_published(repositories, check_in.team_id, before=check_in.opened_at)
    if earlier is None:
        return ()
    step = team_result(repositories, earlier).result.next_step
    return (step.first_move,) if step and step.first_move else ()

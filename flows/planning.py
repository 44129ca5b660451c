"""When a team is asked next."""

from datetime import date

from flows.ports import Repositories


def next_on(repositories: Repositories, team_id: str) -> date | None:
    """The day of a team's next check-in; None where none is planned."""
    schedule = repositories.schedules.find(team_id)
    return next((each.on for each in schedule.next(1)), None) if schedule else None

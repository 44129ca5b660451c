"""Actions: what a team sets out to do until the next check-in, at most three things. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from flows.errors import RefusedError
from flows.plain_text import one_line

MOST_OPEN = 3
LONGEST_TEXT = 200  # characters
LATEST = timedelta(days=3653)


class ActionStatus(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ActionItem:
    """One thing that a team has set out to do after a check-in.

    `number` counts all that the team ever set out to do, so that a number never means two things. `capability` is the
    practice that the action is about, None for own words; `owner_id` is the person who looks after it.
    """

    id: str
    team_id: str
    check_in_id: str
    number: int
    text: str
    created_at: datetime
    changed_at: datetime
    capability: str | None = None
    owner_id: str | None = None
    due_on: date | None = None
    status: ActionStatus = ActionStatus.OPEN


def clean_text(text: str) -> str:
    """The text of an action as it is kept: on one line, without what cannot be seen."""
    cleaned = one_line(text)
    if not cleaned:
        raise RefusedError("Please say in a few words what the team sets out to do.")
    if len(cleaned) > LONGEST_TEXT:
        raise RefusedError(f"That has {len(cleaned)} characters; {LONGEST_TEXT} fit. Please shorten it.")
    return cleaned


def check_due(due_on: date, today: date) -> None:
    """Refuse a day that has passed, or that nobody would wait for."""
    if due_on < today:
        raise RefusedError(f"{due_on.isoformat()} has passed. Please name a day to come.")
    if due_on - today > LATEST:
        raise RefusedError(f"{due_on.isoformat()} is more than ten years away. Please name an earlier day.")


def check_room(open_items: int) -> None:
    """Refuse a new action when a team has as many open ones as it can carry."""
    if open_items >= MOST_OPEN:
        raise RefusedError(
            f"The team has {open_items} open actions, and {MOST_OPEN} is the most. "
            "Finish or drop one first: /rung actions."
        )

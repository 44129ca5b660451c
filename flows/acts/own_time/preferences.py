"""The preferences of a person, and what admins have chosen for their workspace."""

from dataclasses import dataclass, replace
from datetime import datetime

from flows.acts.shared.act import Act
from flows.acts.shared.usual_schedule import usual_plan
from flows.acts.teams.teams import is_admin
from flows.calendar.typed_zones import clean_zone
from flows.calendar.working_days import local
from flows.errors import FieldError
from flows.leaderboards.posting import Posting
from flows.leaderboards.who_is_named import FEWEST, check_compared_from
from flows.maturity.wording import whole_number
from flows.schedules.schedule import SchedulePlan
from flows.schedules.typed_schedule import read_schedule
from flows.teams.good_moment import AWAY_WORDS, check_away_words
from flows.teams.person import Person


@dataclass(frozen=True)
class Preferences:
    """The preferences of a person and their workspace.

    `there_now` is the time by the person's clocks. `plan` is how new teams are asked. Teams with `compared_from`
    answers are compared.
    """

    person: Person
    there_now: datetime
    is_admin: bool
    away_words: tuple[str, ...]
    plan: SchedulePlan
    compared_from: int = FEWEST
    postings: tuple[Posting, ...] = ()


def see_preferences(act: Act) -> Preferences:
    """The preferences of the acting person and their workspace."""
    person, workspaces = act.lock_person(), act.repositories.workspaces
    return Preferences(
        person=person,
        there_now=local(act.now, person.time_zone),
        is_admin=is_admin(act.repositories, person),
        away_words=tuple(workspaces.list_away_words(person.workspace_id)),
        plan=usual_plan(act, person.time_zone),
        compared_from=workspaces.find_compared_from(person.workspace_id),
        postings=tuple(act.repositories.postings.list_of(person.workspace_id)),
    )


def choose_hours(act: Act, words: str) -> Preferences:
    """Have the acting person asked only from one hour to another, as in 8-16."""
    works_from, works_until = read_hours(words)
    return _keep(act, replace(act.lock_person(), works_from=works_from, works_until=works_until))


def read_hours(words: str) -> tuple[int, int]:
    """The hours that were typed, such as 8-16."""
    begin, _, end = words.replace(" ", "").partition("-")
    works_from, works_until = whole_number(begin), whole_number(end)
    if not 0 <= works_from < works_until <= 24:
        unknown = f'"{words}" are no hours. ' if words else ""
        raise FieldError("hours", f"{unknown}Please write hours like 8-16. Nothing was changed.")
    return works_from, works_until


def choose_zone(act: Act, words: str) -> Preferences:
    """Have the acting person asked by the clocks of a zone, or of the one that Slack has."""
    person = act.lock_person()
    if words.strip().casefold() == "slack":  # the next message to them asks Slack
        return _keep(act, replace(person, zone_is_own=False))
    return _keep(act, replace(person, time_zone=clean_zone(words), zone_is_own=True))


def choose_away_words(act: Act, words: str) -> Preferences:
    """Choose, for the workspace, which words in a person's status say that they are away."""
    chosen = tuple(dict.fromkeys(words.split()))
    check_away_words(chosen)
    kept = () if chosen == AWAY_WORDS else chosen
    act.repositories.workspaces.save_away_words(act.actor.workspace_id, kept)
    return see_preferences(act)


def choose_schedule(act: Act, words: str) -> Preferences:
    """Choose, for the workspace, how new teams are asked, in the words of /rung schedule."""
    read_schedule(words)
    act.repositories.workspaces.save_schedule_words(act.actor.workspace_id, words)
    return see_preferences(act)


def choose_compared_from(act: Act, words: str) -> Preferences:
    """Choose, for the workspace, from how many answers on a team is compared with others."""
    wanted = whole_number(words.strip())
    if words and wanted < 0:
        raise FieldError("compared_from", f'"{words}" is no number of answers. Nothing was changed.')
    check_compared_from(wanted)
    act.repositories.workspaces.save_compared_from(act.actor.workspace_id, wanted)
    return see_preferences(act)


def _keep(act: Act, person: Person) -> Preferences:
    act.repositories.people.save(person)
    return see_preferences(act)

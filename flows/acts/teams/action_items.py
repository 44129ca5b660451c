"""What a team sets out to do after a result: take it on, finish it, drop it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flows.acts.results.team_result import last_published, team_result
from flows.acts.shared.act import Act
from flows.errors import RefusedError
from flows.maturity.capability import Capability
from flows.teams.action_item import ActionItem, ActionStatus, check_room, clean_text
from flows.teams.team import Team, check_living


@dataclass(frozen=True)
class ActionList:
    """A team's open actions, who looks after each as Slack names them, and steps of the last result to take on."""

    team: Team
    actions: tuple[ActionItem, ...]
    owners: Mapping[str, str]
    suggestions: tuple[Capability, ...]
    has_result: bool


@dataclass(frozen=True)
class Draft:
    """An action that is not there yet."""

    text: str
    owner_id: str
    capability: str | None = None
    due_on: date | None = None


def list_actions(act: Act, team: Team) -> ActionList:
    """What the team has set out to do, and could."""
    repositories = act.repositories
    actions = tuple(repositories.actions.list_open(team.id))
    owners = repositories.people.list_by_id([each.owner_id for each in actions if each.owner_id])
    published = last_published(repositories, team.id)
    steps: tuple[Capability, ...] = ()
    if published:
        result = team_result(repositories, published)
        step = result.result.next_step
        moves = (step.first_move, *step.runners_up) if step else ()
        taken = {each.capability for each in actions}
        steps = tuple(result.practices[each] for each in moves if each and each not in taken)
    names = {each.id: each.slack_id for each in owners if each.slack_id}
    return ActionList(team, actions, names, steps, published is not None)


def take_on(act: Act, team: Team, capability: str) -> ActionList:
    """Take on a step of the last result; whoever does so looks after it."""
    offered = {each.id: each for each in list_actions(act, team).suggestions}
    if capability not in offered:
        raise RefusedError("That step is taken on already, or no longer the one to take. /rung actions shows what is.")
    practice = offered[capability]
    _add(act, team, Draft(practice.do, act.lock_person().id, capability=capability))
    return list_actions(act, team)


def add_action(act: Act, team: Team, text: str, owner_id: str | None = None, due_on: date | None = None) -> ActionList:
    """Set out to do something in the team's own words."""
    if due_on and due_on < act.today:
        raise RefusedError(f"{due_on.isoformat()} has passed. Please name a day to come.")
    _add(act, team, Draft(text, owner_id or act.lock_person().id, due_on=due_on))
    return list_actions(act, team)


def end_action(act: Act, team: Team, number: int, status: ActionStatus) -> ActionList:
    """Say of the open action of that number that it is done, or dropped."""
    actions = act.repositories.actions.list_open(team.id)
    found = next((each for each in actions if each.number == number), None)
    if found is None:
        raise RefusedError(f"There is no open action {number}. /rung actions numbers those there are.")
    act.repositories.actions.save(replace(found, status=status, changed_at=act.now))
    return list_actions(act, team)


def _add(act: Act, team: Team, draft: Draft) -> None:
    check_living(team)
    published = last_published(act.repositories, team.id)
    if published is None:
        raise RefusedError(f"{team.name} has no published result yet, so there is nothing to act on yet.")
    check_room(len(act.repositories.actions.list_open(team.id)))
    act.repositories.actions.add(
        ActionItem(
            id=act.new_id(),
            team_id=team.id,
            check_in_id=published.id,
            number=act.repositories.actions.count(team.id) + 1,
            text=clean_text(draft.text),
            created_at=act.now,
            changed_at=act.now,
            capability=draft.capability,
            owner_id=draft.owner_id,
            due_on=draft.due_on,
        )
    )

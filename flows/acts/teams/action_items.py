"""The actions of a team after a result: take one on, finish it, drop it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flows.acts.results.team_result import TeamResult, last_published, team_result
from flows.acts.shared.act import Act
from flows.errors import RefusedError
from flows.maturity.capability import Capability
from flows.teams.action_item import ActionItem, ActionStatus, check_due, check_room, clean_text
from flows.teams.team import Team, check_living


@dataclass(frozen=True)
class ActionList:
    """The open actions of a team, the Slack ids of their owners by our ids, and steps of the last result to take on."""

    team: Team
    actions: tuple[ActionItem, ...]
    owners: Mapping[str, str]
    suggestions: tuple[Capability, ...]
    has_result: bool


@dataclass(frozen=True)
class Draft:
    """An action that is not kept yet."""

    text: str
    owner_id: str
    capability: str | None = None
    due_on: date | None = None


def list_actions(act: Act, team: Team) -> ActionList:
    """The actions that a team has taken on, and those it could take on."""
    repositories = act.repositories
    actions = tuple(repositories.actions.list_open(team.id))
    owners = repositories.people.list_by_id([action.owner_id for action in actions if action.owner_id])
    names = {owner.id: owner.slack_id for owner in owners if owner.slack_id}
    published = last_published(repositories, team.id)
    if published is None:
        return ActionList(team, actions, names, suggestions=(), has_result=False)
    result = team_result(repositories, published)
    taken = {action.capability for action in actions}
    steps = tuple(result.practices[move] for move in _moves_of(result) if move not in taken)
    return ActionList(team, actions, names, steps, has_result=True)


def _moves_of(result: TeamResult) -> tuple[str, ...]:
    """The practices that a result advises to take on, the best first."""
    step = result.result.next_step
    if step is None:
        return ()
    return (step.first_move, *step.runners_up) if step.first_move else step.runners_up


def take_on(act: Act, team: Team, capability: str) -> ActionList:
    """Take on a step of a team's last result; the acting person looks after it."""
    offered = {practice.id: practice for practice in list_actions(act, team).suggestions}
    if capability not in offered:
        raise RefusedError("That step is taken on already, or no longer the one to take. /rung actions shows what is.")
    _add(act, team, Draft(offered[capability].do, act.lock_person().id, capability=capability))
    return list_actions(act, team)


def add_action(act: Act, team: Team, text: str, owner_id: str | None = None, due_on: date | None = None) -> ActionList:
    """Take on an action in the team's own words."""
    if due_on:
        check_due(due_on, act.today)
    _add(act, team, Draft(text, owner_id or act.lock_person().id, due_on=due_on))
    return list_actions(act, team)


def end_action(act: Act, team: Team, number: int, status: ActionStatus) -> ActionList:
    """End the open action of a number: it is done, or dropped."""
    numbered = (action for action in act.repositories.actions.list_open(team.id) if action.number == number)
    action = next(numbered, None)
    if action is None:
        raise RefusedError(f"There is no open action {number}. /rung actions numbers those there are.")
    act.repositories.actions.save(replace(action, status=status, changed_at=act.now))
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

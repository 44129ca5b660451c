"""The results of teams as documents, and a person's own answers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from flows.acts.results.new_standings import progress_of
from flows.acts.results.team_result import TeamResult, team_result
from flows.acts.shared.act import Act
from flows.acts.teams.see_teams import slack_ids_of
from flows.acts.teams.teams import Where, decides, is_admin, locate
from flows.assessment.assessment import Assessment, Entry
from flows.exports.documents import (
    DOES_NOT_APPLY,
    Document,
    Export,
    ExportedAction,
    ExportedCheckIn,
    ExportedContent,
    ExportedPlacement,
    ExportedPosting,
    ExportedSchedule,
    ExportedTeam,
    ExportedWorkspace,
    OwnAnswers,
    OwnAssessment,
    OwnEntry,
    Said,
)
from flows.maturity.gate import Gate
from flows.maturity.placement import Placement
from flows.ports import Repositories
from flows.teams.action_item import ActionItem
from flows.teams.person import Person
from flows.teams.team import Team

_Document = TypeVar("_Document", bound=Document)


@dataclass(frozen=True)
class ExportOffer:
    """The exports that a person may have where they are: a team's results as its owner, and all of it as an admin."""

    team: Team | None
    is_admin: bool


def offer_exports(act: Act, where: Where) -> ExportOffer:
    """The exports that the acting person may have besides their own answers."""
    person = act.lock_person()
    team = locate(act, person, where)
    if team and not decides(act, person, team):
        team = None
    return ExportOffer(team, not person.is_guest and is_admin(act.repositories, person))


def export_workspace(repositories: Repositories, workspace_id: str) -> Export:
    """The export of all teams and settings of a workspace."""
    # Sorted here: databases differ in how they order letters.
    teams = sorted(repositories.teams.list_all(workspace_id), key=attrgetter("name_key", "created_at", "id"))
    postings = sorted(repositories.postings.list_of(workspace_id), key=attrgetter("kind", "channel_id"))
    workspaces = repositories.workspaces
    workspace = ExportedWorkspace(
        id=workspace_id,
        away_words=tuple(workspaces.list_away_words(workspace_id)),
        schedule_words=workspaces.find_schedule_words(workspace_id),
        compared_from=workspaces.find_compared_from(workspace_id),
        postings=tuple(_copied(ExportedPosting, posting) for posting in postings),
    )
    return _export(repositories, workspace, teams)


def export_team(repositories: Repositories, team: Team) -> Export:
    """The export of one team, for its owners."""
    return _export(repositories, None, [team])


def _export(repositories: Repositories, workspace: ExportedWorkspace | None, teams: Iterable[Team]) -> Export:
    exported = tuple(_team(repositories, team) for team in teams)
    check_ins = chain.from_iterable(team.check_ins for team in exported)
    hashes = sorted(set(chain.from_iterable(map(content_hashes_of, check_ins))))
    contents = tuple(_content(repositories, content_hash) for content_hash in hashes)
    return Export(workspace=workspace, teams=exported, contents=contents)


def content_hashes_of(check_in: ExportedCheckIn) -> tuple[str, ...]:
    """The hashes of all content that a check-in was asked with."""
    return (check_in.catalogue_hash, check_in.jumps_hash, *check_in.scale_hashes)


def _copied(document: type[_Document], *sources: object, **more: object) -> _Document:
    """A document with the values that these sources hold under the names of its fields, and more besides."""
    values: dict[str, object] = {}
    for source in sources:
        values |= {name: getattr(source, name) for name in document.model_fields if hasattr(source, name)}
    return document(**values | more)


def _content(repositories: Repositories, content_hash: str) -> ExportedContent:
    stored = repositories.contents.get(content_hash)
    return _copied(ExportedContent, stored, content=json.loads(stored.canonical_json))


def _team(repositories: Repositories, team: Team) -> ExportedTeam:
    schedule = repositories.schedules.find(team.id)
    published = [check_in for check_in in repositories.check_ins.list_of(team.id) if check_in.is_published]
    results = [team_result(repositories, check_in) for check_in in reversed(published)]
    return _copied(
        ExportedTeam,
        team,
        asked=slack_ids_of(repositories, team.roster),
        owners=slack_ids_of(repositories, team.owners),
        schedule=schedule and _copied(ExportedSchedule, schedule, schedule.rhythm),
        actions=tuple(_action(repositories, action) for action in repositories.actions.list_of(team.id)),
        check_ins=tuple(map(check_in_of, results)),
    )


def _action(repositories: Repositories, action: ActionItem) -> ExportedAction:
    owner = None
    if action.owner_id:
        owner = repositories.people.get(action.owner_id).slack_id
    return _copied(ExportedAction, action, practice=action.capability, owner=owner)


def check_in_of(result: TeamResult) -> ExportedCheckIn:
    """The export of a published result."""
    check_in = result.check_in
    return _copied(
        ExportedCheckIn,
        check_in,
        published_at=check_in.ended_at or check_in.closes_at,
        asked=result.turnout.asked,
        answers=_answers(result),
        placements=tuple(map(placement_of, result.result.placements)),
    )


def _answers(result: TeamResult) -> dict[str, Said]:
    said: dict[str, Said] = {practice: answer.value for practice, answer in result.sheet.answers.items()}
    said.update(dict.fromkeys(result.sheet.not_applicable, DOES_NOT_APPLY))
    return {practice: said[practice] for practice in result.maturity.catalogue.in_order(said)}


def placement_of(placement: Placement) -> ExportedPlacement:
    """The export of where a result stands on one scale."""
    scale = placement.scale
    in_place, of = progress_of(placement)
    return ExportedPlacement(
        scale=scale.scale,
        scale_version=scale.version,
        scale_hash=scale.content_hash,
        level=placement.level.level,
        level_name=placement.level.name,
        settled=placement.settled,
        best_case=placement.best_case.level,
        in_place=in_place,
        of=of,
        not_applicable=placement.not_applicable,
        held_by=tuple(map(_notation, placement.held_by)),
        weak_spots=tuple(map(str, placement.weak_spots)),
    )


def _notation(gate: Gate) -> str | tuple[str, ...]:
    notation = gate.notation()
    return notation if isinstance(notation, str) else tuple(notation)


def own_answers(repositories: Repositories, person: Person) -> OwnAnswers:
    """All answers that a person has ever given."""
    assessments = repositories.assessments.list_of(person.id)
    return OwnAnswers(assessments=tuple(_own(repositories, assessment) for assessment in assessments))


def _own(repositories: Repositories, assessment: Assessment) -> OwnAssessment:
    team, period = None, None
    if assessment.check_in_id:
        check_in = repositories.check_ins.get(assessment.check_in_id)
        team, period = check_in.team_name, check_in.period
    entries = tuple(_entry(entry) for _, entry in sorted(assessment.entries.items()))
    return _copied(OwnAssessment, assessment, team=team, period=period, entries=entries)


def _entry(entry: Entry) -> OwnEntry:
    reason, ends_on = None, None
    if entry.claim:
        reason, ends_on = entry.claim.reason, entry.claim.ends_on
    return _copied(OwnEntry, entry, practice=entry.capability, claim_reason=reason, claim_ends_on=ends_on)

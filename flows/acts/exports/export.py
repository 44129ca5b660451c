"""Teams' results as documents, and one's own answers."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from flows.acts.results.team_result import TeamResult, team_result
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where, decides, is_admin, locate
from flows.assessment.assessment import Assessment, Entry
from flows.check_ins.check_in import CheckIn
from flows.exports.documents import (
    DOES_NOT_APPLY,
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
from flows.schedules.schedule import Schedule
from flows.teams.action_item import ActionItem
from flows.teams.person import Person
from flows.teams.team import Team


@dataclass(frozen=True)
class ExportOffer:
    """What somebody may export where they are: a team's results if they decide for it, and everything if they do."""

    team: Team | None
    is_admin: bool


def offer_exports(act: Act, where: Where) -> ExportOffer:
    """What the acting person may export besides their own answers."""
    person = act.lock_person()
    team = locate(act, person, where)
    may = team is not None and decides(act, person, team)
    return ExportOffer(team if may else None, not person.is_guest and is_admin(act.repositories, person))


def export_workspace(repositories: Repositories, workspace_id: str) -> Export:
    """All of a workspace."""
    # Sorted here: databases differ in how they order letters.
    teams = sorted(
        repositories.teams.list_all(workspace_id), key=lambda each: (each.name_key, each.created_at, each.id)
    )
    postings = sorted(repositories.postings.list_of(workspace_id), key=lambda each: (each.kind, each.channel_id))
    workspaces = repositories.workspaces
    workspace = ExportedWorkspace(
        id=workspace_id,
        away_words=tuple(workspaces.list_away_words(workspace_id)),
        schedule_words=workspaces.find_schedule_words(workspace_id),
        compared_from=workspaces.find_compared_from(workspace_id),
        postings=tuple(
            ExportedPosting(**{name: each for name, each in asdict(posting).items() if name != "workspace_id"})
            for posting in postings
        ),
    )
    return _export(repositories, workspace, teams)


def export_team(repositories: Repositories, team: Team) -> Export:
    """One team, for its owners."""
    return _export(repositories, None, [team])


def _export(repositories: Repositories, workspace: ExportedWorkspace | None, teams: Iterable[Team]) -> Export:
    exported = tuple(_team(repositories, each) for each in teams)
    hashes = {
        each: None
        for team in exported
        for check_in in team.check_ins
        for each in (check_in.catalogue_hash, check_in.jumps_hash, *check_in.scale_hashes)
    }
    contents = tuple(_content(repositories, each) for each in sorted(hashes))
    return Export(workspace=workspace, teams=exported, contents=contents)


def _content(repositories: Repositories, content_hash: str) -> ExportedContent:
    stored = repositories.contents.get(content_hash)
    return ExportedContent(
        kind=stored.kind,
        name=stored.name,
        version=stored.version,
        content_hash=content_hash,
        content=json.loads(stored.canonical_json),
    )


def _team(repositories: Repositories, team: Team) -> ExportedTeam:
    people = repositories.people
    schedule = repositories.schedules.find(team.id)
    published = [each for each in repositories.check_ins.list_of(team.id) if each.is_published]
    return ExportedTeam(
        id=team.id,
        name=team.name,
        channel_id=team.channel_id,
        time_zone=team.time_zone,
        asked=_slack_ids(people.list_by_id(team.roster)),
        owners=_slack_ids(people.list_by_id(team.owners)),
        headline_scale=team.headline_scale,
        scales=team.scales,
        on_leaderboard=team.on_leaderboard,
        shows_lowest=team.shows_lowest,
        leaderboard_from=team.leaderboard_from,
        has_open_answers=team.has_open_answers,
        created_at=team.created_at,
        ended_at=team.ended_at,
        schedule=_schedule(schedule) if schedule else None,
        actions=tuple(_action(repositories, each) for each in repositories.actions.list_of(team.id)),
        check_ins=tuple(check_in_of(team_result(repositories, each)) for each in reversed(published)),
    )


def _slack_ids(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(each.slack_id for each in people if each.slack_id)


def _schedule(schedule: Schedule) -> ExportedSchedule:
    values = {**asdict(schedule), **asdict(schedule.rhythm)}
    return ExportedSchedule(**{name: values[name] for name in ExportedSchedule.model_fields})


def _action(repositories: Repositories, action: ActionItem) -> ExportedAction:
    owner = repositories.people.get(action.owner_id).slack_id if action.owner_id else None
    return ExportedAction(
        id=action.id,
        check_in_id=action.check_in_id,
        number=action.number,
        text=action.text,
        practice=action.capability,
        owner=owner,
        due_on=action.due_on,
        status=action.status,
        created_at=action.created_at,
        changed_at=action.changed_at,
    )


def check_in_of(result: TeamResult) -> ExportedCheckIn:
    """A published result."""
    check_in = result.check_in
    values = {name: getattr(check_in, name) for name in ExportedCheckIn.model_fields.keys() & _KEPT}
    return ExportedCheckIn(
        **values,
        published_at=check_in.ended_at or check_in.closes_at,
        asked=result.turnout.asked,
        answers=_answers(result),
        placements=tuple(map(placement_of, result.result.placements)),
    )


_KEPT = set(CheckIn.__dataclass_fields__)


def _answers(result: TeamResult) -> dict[str, Said]:
    sheet = result.sheet
    said: dict[str, Said] = {each: answer.value for each, answer in sheet.answers.items()}
    said.update(dict.fromkeys(sheet.not_applicable, DOES_NOT_APPLY))
    return {each: said[each] for each in result.maturity.catalogue.in_order(said)}


def placement_of(placement: Placement) -> ExportedPlacement:
    """Where a result stands on one scale."""
    progress, scale = placement.progress, placement.scale
    return ExportedPlacement(
        scale=scale.scale,
        scale_version=scale.version,
        scale_hash=scale.content_hash,
        level=placement.level.level,
        level_name=placement.level.name,
        settled=placement.settled,
        best_case=placement.best_case.level,
        in_place=progress.in_place if progress else None,
        of=progress.of if progress else None,
        not_applicable=placement.not_applicable,
        held_by=tuple(_notation(gate) for gate in placement.held_by),
        weak_spots=tuple(map(str, placement.weak_spots)),
    )


def _notation(gate: Gate) -> str | tuple[str, ...]:
    found = gate.notation()
    return found if isinstance(found, str) else tuple(found)


def own_answers(repositories: Repositories, person: Person) -> OwnAnswers:
    """All that somebody has ever answered."""
    found = repositories.assessments.list_of(person.id)
    return OwnAnswers(assessments=tuple(_own(repositories, each) for each in found))


def _own(repositories: Repositories, assessment: Assessment) -> OwnAssessment:
    check_in = repositories.check_ins.get(assessment.check_in_id) if assessment.check_in_id else None
    return OwnAssessment(
        team=check_in.team_name if check_in else None,
        period=check_in.period if check_in else None,
        started_at=assessment.started_at,
        finished_at=assessment.finished_at,
        entries=tuple(_entry(each) for _, each in sorted(assessment.entries.items())),
    )


def _entry(entry: Entry) -> OwnEntry:
    claim = entry.claim
    return OwnEntry(
        practice=entry.capability,
        answer=entry.answer,
        claim_reason=claim.reason if claim else None,
        claim_ends_on=claim.ends_on if claim else None,
        note=entry.note,
        shows_note=entry.shows_note,
        links=entry.links,
        answered_at=entry.answered_at,
        confirmed_at=entry.confirmed_at,
    )

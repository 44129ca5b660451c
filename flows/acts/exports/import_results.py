"""A workspace's export into an empty database: the same teams, results and settings, and nobody's own answers."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from pydantic import ValidationError

from flows.acts.exports.export import check_in_of
from flows.acts.results.new_standings import keep_standings
from flows.acts.results.team_result import TeamResult, team_result
from flows.calendar.rhythm import Rhythm
from flows.check_ins.check_in import Agreed, CheckIn, CheckInStatus
from flows.errors import ContentError, FieldError
from flows.exports.documents import (
    DOES_NOT_APPLY,
    Export,
    ExportedCheckIn,
    ExportedContent,
    ExportedTeam,
    ExportedWorkspace,
)
from flows.leaderboards.posting import Posting
from flows.maturity.answer import Answer
from flows.ports import PlacedOn, Repositories, StoredContent
from flows.schedules.schedule import Schedule
from flows.teams.action_item import ActionItem
from flows.teams.person import Actor
from flows.teams.team import Team, clean_name, name_key


@dataclass(frozen=True)
class Importing:
    """One import, within one transaction; `new_id` makes ids for people."""

    repositories: Repositories
    workspace_id: str
    now: datetime
    new_id: Callable[[], str]

    def person(self, slack_id: str) -> str:
        """The id of somebody, who is added when new."""
        actor = Actor(self.workspace_id, slack_id)
        self.repositories.people.add(actor, new_id=self.new_id(), now=self.now)
        found = self.repositories.people.find(actor)
        if found is None:
            raise LookupError(f"{slack_id} could not be added")
        return found.id

    def nameless(self, number: int) -> tuple[str, ...]:
        """So many people of whom nothing is known but that they were asked."""
        ids = tuple(self.new_id() for _ in range(number))
        for each in ids:
            self.repositories.people.add_nameless(self.workspace_id, each, now=self.now)
        return ids


def read_export(text: str, name: str) -> Export:
    """The export in a file; a ContentError says in one sentence what is wrong with it."""
    try:
        return Export.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ContentError(f"{name}: {where + ': ' if where else ''}{first['msg']}") from None


def import_workspace(
    repositories: Repositories, export: Export, now: datetime, new_id: Callable[[], str]
) -> ExportedWorkspace:
    """Take all of an export; a ContentError says what is wrong with it, and then nothing is to be kept."""
    workspace = export.workspace
    if workspace is None:
        raise ContentError("this is the export of one team; rung import takes that of a whole workspace")
    importing = Importing(repositories, workspace.id, now, new_id)
    repositories.workspaces.add(workspace.id, now=now)
    if any(repositories.teams.list_all(each) for each in repositories.workspaces.list_ids()):
        raise ContentError("there are teams in this database already; rung import needs one without")
    _check_whole(export)
    for content in export.contents:
        repositories.contents.keep(_content(content), now=now)
    for team in export.teams:
        _import_team(importing, team)
    _import_settings(importing, workspace)
    return workspace


def _check_whole(export: Export) -> None:
    """Refuse what is there twice, and what refers to something that is not there."""
    check_ins = [each for team in export.teams for each in team.check_ins]
    actions = [each for team in export.teams for each in team.actions]
    living = [each for each in export.teams if each.ended_at is None]
    for what, ids in (
        ("team", [each.id for each in export.teams]),
        ("team's name", [name_key(each.name) for each in living]),
        ("team's channel", [each.channel_id for each in living if each.channel_id]),
        ("result", [each.id for each in check_ins]),
        ("action", [each.id for each in actions]),
    ):
        twice = [each for each, times in Counter(ids).items() if times > 1]
        if twice:
            raise ContentError(f"a {what} is there twice: {twice[0]}")
    known = {each.content_hash for each in export.contents} | {each.id for each in check_ins}
    needed = {
        each
        for check_in in check_ins
        for each in (check_in.catalogue_hash, check_in.jumps_hash, *check_in.scale_hashes)
    }
    missing = (needed | {each.check_in_id for each in actions}) - known
    if missing:
        raise ContentError(f"a team or a result refers to something that is not in the file: {min(missing)}")


def _content(content: ExportedContent) -> StoredContent:
    canonical = json.dumps(content.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(canonical.encode()).hexdigest() != content.content_hash:
        raise ContentError(f'"{content.name}" is not what its hash says; was the file changed by hand?')
    return StoredContent(content.content_hash, content.kind, content.name, content.version, canonical)


def _import_settings(importing: Importing, workspace: ExportedWorkspace) -> None:
    workspaces = importing.repositories.workspaces
    workspaces.save_away_words(workspace.id, workspace.away_words)
    workspaces.save_schedule_words(workspace.id, workspace.schedule_words or "")
    workspaces.save_compared_from(workspace.id, workspace.compared_from)
    for each in workspace.postings:
        importing.repositories.postings.save(Posting(workspace_id=workspace.id, **dict(each)))


def _import_team(importing: Importing, exported: ExportedTeam) -> None:
    repositories = importing.repositories
    if not _is_kept_so(exported.name) or exported.time_zone not in available_timezones():
        raise ContentError(f"{exported.id}: a team's name or time zone is not one that Rung would have kept")
    same = {name: each for name, each in dict(exported).items() if name in Team.__dataclass_fields__}
    team = Team(
        **same
        | {
            "workspace_id": importing.workspace_id,
            "roster": tuple(importing.person(each) for each in exported.asked),
            "owners": tuple(importing.person(each) for each in exported.owners),
            "was_announced": exported.leaderboard_from is not None,
        }
    )
    repositories.teams.add(team)
    if exported.schedule:
        values = dict(exported.schedule)
        rhythm = Rhythm(**{name: values.pop(name) for name in Rhythm.__dataclass_fields__})
        repositories.schedules.save(Schedule(team.id, team.workspace_id, rhythm, **values))
    _import_results(importing, exported)
    for action in exported.actions:
        values = dict(action)
        practice, owner = values.pop("practice"), values.pop("owner")
        owner_id = importing.person(owner) if owner else None
        repositories.actions.add(ActionItem(team_id=team.id, capability=practice, owner_id=owner_id, **values))


def _is_kept_so(name: str) -> bool:
    try:
        return clean_name(name) == name
    except FieldError:
        return False


def _import_results(importing: Importing, exported: ExportedTeam) -> None:
    """The oldest first, so that what has changed from one to the next comes out as it was."""
    people = importing.nameless(max((each.asked for each in exported.check_ins), default=0))
    before: TeamResult | None = None
    for each in exported.check_ins:
        before = _import_check_in(importing, exported.id, each, people[: each.asked], before)


def _import_check_in(
    importing: Importing, team_id: str, exported: ExportedCheckIn, people: tuple[str, ...], before: TeamResult | None
) -> TeamResult:
    repositories = importing.repositories
    same = {name: each for name, each in dict(exported).items() if name in CheckIn.__dataclass_fields__}
    check_in = CheckIn(
        **same
        | {
            "team_id": team_id,
            "workspace_id": importing.workspace_id,
            "has_open_answers": False,
            "roster": people,
            "status": CheckInStatus.PUBLISHED,
            "ended_at": exported.published_at,
        }
    )
    repositories.check_ins.add(check_in)
    for practice, said in exported.answers.items():
        answer = None if said == DOES_NOT_APPLY else Answer(said)
        repositories.check_ins.agree(check_in.id, Agreed(practice, answer, people[0], exported.published_at))
    maturity = repositories.contents.restore(check_in)
    result = team_result(repositories, check_in)
    if not exported.answers.keys() <= maturity.catalogue.by_id.keys() or check_in_of(result) != exported:
        raise ContentError(
            f"the result of {exported.team_name} for {exported.period} does not follow from its answers; "
            "was the file changed by hand?"
        )
    on, catalogue_hash = PlacedOn(check_in_id=check_in.id), check_in.catalogue_hash
    repositories.placements.add(on, result.result.placements, catalogue_hash=catalogue_hash, now=exported.published_at)
    keep_standings(repositories, replace(result, check_in=check_in), before)
    return result

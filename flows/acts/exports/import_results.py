"""A workspace's export into an empty database: its teams, results and settings, and nobody's own answers."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from zoneinfo import available_timezones

from pydantic import ValidationError

from flows.acts.exports.export import check_in_of, content_hashes_of
from flows.acts.results.new_standings import keep_result
from flows.acts.results.team_result import TeamResult, team_result
from flows.calendar.rhythm import Rhythm
from flows.check_ins.check_in import Agreed, CheckIn, CheckInStatus
from flows.errors import ContentError, FieldError
from flows.exports.documents import (
    DOES_NOT_APPLY,
    Document,
    Export,
    ExportedCheckIn,
    ExportedContent,
    ExportedTeam,
    ExportedWorkspace,
)
from flows.leaderboards.posting import Posting
from flows.maturity.answer import Answer
from flows.ports import Repositories, StoredContent
from flows.schedules.schedule import Schedule
from flows.teams.action_item import ActionItem
from flows.teams.person import Actor
from flows.teams.team import Team, clean_name, name_key


@dataclass(frozen=True)
class Importing:
    """An import, within one transaction; `new_id` makes ids for people."""

    repositories: Repositories
    workspace_id: str
    now: datetime
    new_id: Callable[[], str]

    def person(self, slack_id: str) -> str:
        """The id of a person, who is added when new."""
        actor = Actor(self.workspace_id, slack_id)
        self.repositories.people.add(actor, new_id=self.new_id(), now=self.now)
        person = self.repositories.people.find(actor)
        if person is None:
            raise LookupError(f"{slack_id} could not be added")
        return person.id

    def nameless(self, number: int) -> tuple[str, ...]:
        """The ids of a number of people of whom nothing is known but that they were asked."""
        ids = tuple(self.new_id() for _ in range(number))
        for person_id in ids:
            self.repositories.people.add_nameless(self.workspace_id, person_id, now=self.now)
        return ids


def read_export(text: str, name: str) -> Export:
    """The export in a file; a ContentError says in one sentence what is wrong with it."""
    try:
        return Export.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ContentError(": ".join(filter(None, (name, where, first["msg"])))) from None


def import_workspace(
    repositories: Repositories, export: Export, now: datetime, new_id: Callable[[], str]
) -> ExportedWorkspace:
    """Import all of a workspace; a ContentError says what is wrong with the export, and then nothing is to be kept."""
    workspace = export.workspace
    if workspace is None:
        raise ContentError("this is the export of one team; rung import takes that of a whole workspace")
    importing = Importing(repositories, workspace.id, now, new_id)
    repositories.workspaces.add(workspace.id, now=now)
    if any(map(repositories.teams.list_all, repositories.workspaces.list_ids())):
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
    check_ins = list(chain.from_iterable(team.check_ins for team in export.teams))
    actions = list(chain.from_iterable(team.actions for team in export.teams))
    living = [team for team in export.teams if team.ended_at is None]
    _check_once("team", (team.id for team in export.teams))
    _check_once("team's name", (name_key(team.name) for team in living))
    _check_once("team's channel", (team.channel_id for team in living if team.channel_id))
    _check_once("result", (check_in.id for check_in in check_ins))
    _check_once("action", (action.id for action in actions))
    known = {content.content_hash for content in export.contents} | {check_in.id for check_in in check_ins}
    needed = set(chain.from_iterable(map(content_hashes_of, check_ins)))
    missing = (needed | {action.check_in_id for action in actions}) - known
    if missing:
        raise ContentError(f"a team or a result refers to something that is not in the file: {min(missing)}")


def _check_once(what: str, ids: Iterable[str]) -> None:
    for one_id, times in Counter(ids).items():
        if times > 1:
            raise ContentError(f"a {what} is there twice: {one_id}")


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
    for posting in workspace.postings:
        importing.repositories.postings.save(Posting(workspace_id=workspace.id, **dict(posting)))


def _import_team(importing: Importing, exported: ExportedTeam) -> None:
    repositories = importing.repositories
    if not _is_kept_so(exported.name) or exported.time_zone not in available_timezones():
        raise ContentError(f"{exported.id}: a team's name or time zone is not one that Rung would have kept")
    values = _shared_with(Team, exported) | {
        "workspace_id": importing.workspace_id,
        "roster": tuple(map(importing.person, exported.asked)),
        "owners": tuple(map(importing.person, exported.owners)),
        "was_announced": exported.leaderboard_from is not None,
    }
    team = Team(**values)
    repositories.teams.add(team)
    if exported.schedule:
        values = dict(exported.schedule)
        rhythm = Rhythm(**{name: values.pop(name) for name in Rhythm.__dataclass_fields__})
        repositories.schedules.save(Schedule(team.id, team.workspace_id, rhythm, **values))
    _import_results(importing, exported)
    for action in exported.actions:
        values = dict(action)
        practice, owner = values.pop("practice"), values.pop("owner")
        owner_id = owner and importing.person(owner)
        repositories.actions.add(ActionItem(team_id=team.id, capability=practice, owner_id=owner_id, **values))


def _shared_with(target: type[Team | CheckIn], document: Document) -> dict[str, Any]:
    """The values of a document under the names that the fields of a class have too."""
    return {name: value for name, value in document if name in target.__dataclass_fields__}


def _is_kept_so(name: str) -> bool:
    try:
        return clean_name(name) == name
    except FieldError:
        return False


def _import_results(importing: Importing, exported: ExportedTeam) -> None:
    """Import results, the oldest first, so that what has changed from one to the next comes out as it was."""
    people = importing.nameless(max((check_in.asked for check_in in exported.check_ins), default=0))
    before: TeamResult | None = None
    for check_in in exported.check_ins:
        result = _import_check_in(importing, exported.id, check_in, people[: check_in.asked])
        keep_result(importing.repositories, result, before, check_in.published_at)
        before = result


def _import_check_in(
    importing: Importing, team_id: str, exported: ExportedCheckIn, people: tuple[str, ...]
) -> TeamResult:
    repositories = importing.repositories
    values = _shared_with(CheckIn, exported) | {
        "team_id": team_id,
        "workspace_id": importing.workspace_id,
        "has_open_answers": False,
        "roster": people,
        "status": CheckInStatus.PUBLISHED,
        "ended_at": exported.published_at,
    }
    check_in = CheckIn(**values)
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
    return result

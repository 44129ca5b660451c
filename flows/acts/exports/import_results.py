"""A workspace's export into an empty database: its teams, results and settings, and nobody's own answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from flows.acts.exports.check_import import canonical, placed
from flows.acts.exports.export import check_in_of
from flows.acts.exports.imported import check_in_with, posting_of, schedule_of, team_of
from flows.acts.results.new_standings import keep_result
from flows.acts.results.team_result import TeamResult, team_result
from flows.check_ins.check_in import Agreed
from flows.errors import ContentError
from flows.exports.documents import (
    DOES_NOT_APPLY,
    Export,
    ExportedCheckIn,
    ExportedContent,
    ExportedTeam,
    ExportedWorkspace,
)
from flows.maturity.answer import Answer
from flows.maturity.wording import problem_of
from flows.ports import Repositories, StoredContent
from flows.teams.action_item import ActionItem
from flows.teams.person import Actor

_BY_HAND = "the result does not follow from its answers; was the file changed by hand?"


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
    for content in export.contents:
        repositories.contents.keep(_content(content), now=now)
    for place, team in placed("teams", export.teams):
        _import_team(importing, place, team)
    _import_settings(importing, workspace)
    return workspace


def _content(content: ExportedContent) -> StoredContent:
    return StoredContent(content.content_hash, content.kind, content.name, content.version, canonical(content))


def _import_settings(importing: Importing, workspace: ExportedWorkspace) -> None:
    workspaces = importing.repositories.workspaces
    workspaces.save_away_words(workspace.id, workspace.away_words)
    workspaces.save_schedule_words(workspace.id, workspace.schedule_words or "")
    workspaces.save_compared_from(workspace.id, workspace.compared_from)
    for posting in workspace.postings:
        importing.repositories.postings.save(posting_of(posting, workspace.id))


def _import_team(importing: Importing, place: str, exported: ExportedTeam) -> None:
    repositories = importing.repositories
    people, owners = (tuple(map(importing.person, slack_ids)) for slack_ids in (exported.asked, exported.owners))
    team = team_of(exported, importing.workspace_id, people, owners)
    repositories.teams.add(team)
    if exported.schedule:
        repositories.schedules.save(schedule_of(exported.schedule, team.id, team.workspace_id))
    _import_results(importing, place, exported)
    for action in exported.actions:
        values = dict(action)
        practice, owner = values.pop("practice"), values.pop("owner")
        owner_id = owner and importing.person(owner)
        repositories.actions.add(ActionItem(team_id=team.id, capability=practice, owner_id=owner_id, **values))


def _import_results(importing: Importing, place: str, exported: ExportedTeam) -> None:
    """Import results, the oldest first, so that what has changed from one to the next comes out as it was."""
    people = importing.nameless(max((check_in.asked for check_in in exported.check_ins), default=0))
    before: TeamResult | None = None
    for at, check_in in placed(f"{place}.check_ins", exported.check_ins):
        result = _import_check_in(importing, at, exported.id, check_in, people[: check_in.asked])
        keep_result(importing.repositories, result, before, check_in.published_at)
        before = result


def _import_check_in(
    importing: Importing, place: str, team_id: str, exported: ExportedCheckIn, people: tuple[str, ...]
) -> TeamResult:
    repositories = importing.repositories
    check_in = check_in_with(exported, team_id, importing.workspace_id, people)
    repositories.check_ins.add(check_in)
    for practice, said in exported.answers.items():
        answer = None if said == DOES_NOT_APPLY else Answer(said)
        repositories.check_ins.agree(check_in.id, Agreed(practice, answer, people[0], exported.published_at))
    try:
        maturity = repositories.contents.restore(check_in)
    except ValidationError as error:
        raise ContentError(f"{place}: its content cannot be used: {problem_of(error)[1]}") from None
    unknown = exported.answers.keys() - maturity.catalogue.by_id.keys()
    if unknown:
        raise ContentError(f"{place}.answers.{min(unknown)}: {_BY_HAND}")
    result = team_result(repositories, check_in)
    wrong = _difference(check_in_of(result).model_dump(), exported.model_dump())
    if wrong is not None:
        raise ContentError(f"{place}{wrong}: {_BY_HAND}")
    return result


def _difference(worked_out: Any, said: Any) -> str | None:  # noqa: ANN401 - JSON holds anything
    """The place of the first value that is not as it was worked out; None where there is none."""
    if worked_out == said:
        return None
    parts: Iterable[tuple[str, Any, Any]] = ()
    if isinstance(worked_out, dict) and worked_out.keys() == said.keys():
        parts = ((f".{name}", value, said[name]) for name, value in worked_out.items())
    elif isinstance(worked_out, tuple) and isinstance(said, tuple) and len(worked_out) == len(said):
        parts = ((f"[{number}]", *both) for number, both in enumerate(zip(worked_out, said, strict=True)))
    deeper = ((place, _difference(ours, theirs)) for place, ours, theirs in parts)
    return next((place + below for place, below in deeper if below is not None), "")

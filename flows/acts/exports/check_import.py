"""What a file that comes in says, checked as if it had been typed: each fault has its place in the file. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import TypeVar

from pydantic import ValidationError

from flows.acts.exports.imported import posting_of, schedule_of, team_of
from flows.calendar.zones import zone_names
from flows.errors import ContentError, FieldError, RefusedError
from flows.exports.documents import (
    Export,
    ExportedCheckIn,
    ExportedContent,
    ExportedTeam,
    ExportedWorkspace,
)
from flows.exports.kinds import READING
from flows.leaderboards.typed_selection import read_selection
from flows.leaderboards.who_is_named import check_compared_from
from flows.maturity.loading import Maturity
from flows.maturity.wording import problem_of
from flows.schedules.typed_schedule import read_schedule
from flows.teams.action_item import MOST_OPEN, ActionStatus, clean_text
from flows.teams.good_moment import check_away_words
from flows.teams.team import clean_name, name_key

_T = TypeVar("_T")
_IN_FILE = {"roster": "asked"}
_NAMES = {"catalogue": "capabilities", "jumps": "jumps"}


def read_export(text: str, name: str, maturity: Maturity) -> Export:
    """The export in a file; a ContentError says in one sentence where what is wrong with it."""
    try:
        export = Export.model_validate_json(text, strict=True, context=READING)
        _check_export(export, maturity)
    except ValidationError as error:
        raise ContentError(f"{name}: {problem_of(error)[1]}") from None
    except ContentError as error:
        raise ContentError(f"{name}: {error}") from None
    return export


def _check_export(export: Export, maturity: Maturity) -> None:
    if export.workspace:
        _check_workspace(export.workspace, maturity)
    for place, content in placed("contents", export.contents):
        _check_content(place, content)
    contents = {content.content_hash: content for content in export.contents}
    for place, team in placed("teams", export.teams):
        _check_team(place, team, maturity)
        for at, check_in in placed(f"{place}.check_ins", team.check_ins):
            _check_result(at, check_in, contents)
        _check_actions(place, team)
    _check_all_once(export)


def placed(name: str, entries: Iterable[_T]) -> Iterator[tuple[str, _T]]:
    """The entries of a list, each with its place in the file."""
    return ((f"{name}[{number}]", entry) for number, entry in enumerate(entries))


@contextmanager
def _at(place: str, field: str = "") -> Iterator[None]:
    """Say where in the file something is that would be refused to a person."""
    try:
        yield
    except RefusedError as error:
        named = error.field if isinstance(error, FieldError) else ""
        raise ContentError(f"{place}.{field or _IN_FILE.get(named, named)}: {error}") from None


def _check(place: str, sentence: str, *, holds: bool) -> None:
    if not holds:
        raise ContentError(f"{place}: {sentence}")


def _check_zone(place: str, zone: str) -> None:
    _check(f"{place}.time_zone", f'"{zone}" is not a time zone that this machine knows', holds=zone in zone_names())


def _check_workspace(workspace: ExportedWorkspace, maturity: Maturity) -> None:
    with _at("workspace"):
        check_away_words(workspace.away_words)
        check_compared_from(workspace.compared_from)
    with _at("workspace", "schedule_words"):
        read_schedule(workspace.schedule_words or "")
    for place, posting in placed("workspace.postings", workspace.postings):
        _check_zone(place, posting.time_zone)
        with _at(place):
            posting_of(posting, workspace.id).check()
        with _at(place, "words"):
            selection = read_selection(posting.words, maturity.by_name, maturity.headline)
        _check(f"{place}.words", "what is posted by itself has no --since", holds=selection.since is None)


def _check_content(place: str, content: ExportedContent) -> None:
    of_hash = hashlib.sha256(canonical(content).encode()).hexdigest()
    _check(
        f"{place}.content",
        f'"{content.name}" is not what its hash says; was the file changed by hand?',
        holds=of_hash == content.content_hash,
    )
    name = _NAMES.get(content.kind) or content.content.get("scale")
    _check(f"{place}.name", f'"{content.name}" is not its name', holds=content.name == name)
    version = content.content.get("version")
    _check(f"{place}.version", f"{content.version} is not its version", holds=content.version == version)


def canonical(content: ExportedContent) -> str:
    """Content as it is stored, and as its hash is taken of."""
    return json.dumps(content.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_team(place: str, team: ExportedTeam, maturity: Maturity) -> None:
    _check_zone(place, team.time_zone)
    with _at(place):
        team_of(team, "", team.asked, team.owners).check()
    for at, scale in ((f"{place}.headline_scale", team.headline_scale), *placed(f"{place}.scales", team.scales)):
        _check(at, f'"{scale}" is not a scale that Rung has here; see RUNG_SCALES_DIR', holds=scale in maturity.by_name)
    _check(f"{place}.ended_at", "is before created_at", holds=(team.ended_at or team.created_at) >= team.created_at)
    if team.schedule:
        _check_zone(f"{place}.schedule", team.schedule.time_zone)
        with _at(f"{place}.schedule"):
            schedule_of(team.schedule, team.id, "").check()


def _check_result(place: str, check_in: ExportedCheckIn, contents: Mapping[str, ExportedContent]) -> None:
    _check_zone(place, check_in.time_zone)
    with _at(place, "team_name"):
        _check(f"{place}.team_name", "is no name of a team", holds=clean_name(check_in.team_name) == check_in.team_name)
    for kind, at, content_hash in _referred(place, check_in):
        known = content_hash in contents and contents[content_hash].kind == kind
        _check(at, f"refers to something that is not in the file: {content_hash}", holds=known)
    scales = {contents[scale_hash].name for scale_hash in check_in.scale_hashes}
    _check(f"{place}.headline_scale", "is none of scale_hashes", holds=check_in.headline_scale in scales)
    _check(f"{place}.answered", f"of {check_in.asked} people", holds=0 <= check_in.answered <= check_in.asked)
    moments = (("opened_at", check_in.opened_at), ("closed_at", check_in.closed_at or check_in.opened_at))
    for (before, earlier), (after, later) in pairwise((*moments, ("published_at", check_in.published_at))):
        _check(f"{place}.{after}", f"is before {before}", holds=earlier <= later)
    _check(f"{place}.closes_at", "is before opened_at", holds=check_in.opened_at <= check_in.closes_at)


def _referred(place: str, check_in: ExportedCheckIn) -> Iterator[tuple[str, str, str]]:
    yield "catalogue", f"{place}.catalogue_hash", check_in.catalogue_hash
    yield "jumps", f"{place}.jumps_hash", check_in.jumps_hash
    for at, scale_hash in placed(f"{place}.scale_hashes", check_in.scale_hashes):
        yield "scale", at, scale_hash


def _check_actions(place: str, team: ExportedTeam) -> None:
    check_ins = {check_in.id for check_in in team.check_ins}
    for at, action in placed(f"{place}.actions", team.actions):
        known = action.check_in_id in check_ins
        _check(f"{at}.check_in_id", "refers to something that is not in the file: no result of the team", holds=known)
        _check(f"{at}.number", f"is not from 1 to {len(team.actions)}", holds=1 <= action.number <= len(team.actions))
        with _at(at, "text"):
            _check(f"{at}.text", "is not written as Rung keeps it", holds=clean_text(action.text) == action.text)
        _check(f"{at}.changed_at", "is before created_at", holds=action.created_at <= action.changed_at)
    is_open = [action.status is ActionStatus.OPEN for action in team.actions]
    _check(f"{place}.actions", f"{sum(is_open)} are open; {MOST_OPEN} is the most", holds=sum(is_open) <= MOST_OPEN)


def _check_all_once(export: Export) -> None:
    teams = list(placed("teams", export.teams))
    living = [(place, team) for place, team in teams if team.ended_at is None]
    _check_once((f"{place}.id", team.id) for place, team in teams)
    _check_once((f"{place}.name", name_key(team.name)) for place, team in living)
    _check_once((f"{place}.channel_id", team.channel_id) for place, team in living if team.channel_id)
    _check_once((f"{at}.content_hash", content.content_hash) for at, content in placed("contents", export.contents))
    results = [(at, result) for place, team in teams for at, result in placed(f"{place}.check_ins", team.check_ins)]
    actions = [(at, action) for place, team in teams for at, action in placed(f"{place}.actions", team.actions)]
    _check_once((f"{at}.id", result.id) for at, result in results)
    _check_once((f"{at}.id", action.id) for at, action in actions)
    if export.workspace:
        postings = placed("workspace.postings", export.workspace.postings)
        _check_once((f"{at}.channel_id", f"{posting.kind} {posting.channel_id}") for at, posting in postings)
    for place, team in teams:
        _check_once_in_team(place, team)


def _check_once_in_team(place: str, team: ExportedTeam) -> None:
    _check_once(placed(f"{place}.scales", team.scales))
    _check_once((f"{at}.number", str(action.number)) for at, action in placed(f"{place}.actions", team.actions))
    results = list(placed(f"{place}.check_ins", team.check_ins))
    _check_once((f"{at}.revision", f"{result.occurrence_on} {result.revision}") for at, result in results)
    for (_, before), (at, after) in pairwise(results):
        _check(f"{at}.opened_at", "is before that of the result before", holds=before.opened_at <= after.opened_at)
    for at, result in results:
        _check_once(placed(f"{at}.scale_hashes", result.scale_hashes))


def _check_once(values: Iterable[tuple[str, str]]) -> None:
    seen = set()
    for place, value in values:
        _check(place, f"is there twice: {value}", holds=value not in seen)
        seen.add(value)

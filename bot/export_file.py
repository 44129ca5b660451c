"""`rung export` and `rung import`: a workspace's results as a file, and back."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.process.settings import Settings
from bot.slack.attachments import results_csv
from bot.slack.rendering import counted
from flows.acts.exports.check_import import read_export
from flows.acts.exports.export import export_workspace
from flows.acts.exports.import_results import import_workspace
from flows.errors import ContentError
from flows.exports.documents import Export, OwnAnswers
from flows.maturity.loading import decode, load_maturity, read_bytes
from storage.database import SqlDatabase, open_database
from storage.errors import StorageError

STANDARD = "-"  # input or output
_LARGEST = 2_000_000_000  # bytes


def export_to(settings: Settings, file: str, workspace_id: str | None, *, as_csv: bool) -> None:
    """Write a workspace's results to a file, which must not be there yet, or to standard output."""
    with _opened(settings) as database:
        problem = database.problem()
        if problem:
            raise StorageError(problem)
        with database.reading() as repositories:
            export = export_workspace(repositories, _chosen(repositories.workspaces.list_ids(), workspace_id))
    _write(file, results_csv(export) if as_csv else export.as_json())


def import_from(settings: Settings, file: str, say: Callable[[str], None]) -> None:
    """Take a file into a database without teams."""
    name, data = ("standard input", sys.stdin.buffer.read()) if file == STANDARD else (file, _read(Path(file)))
    export = read_export(decode(data, name), name, load_maturity(settings.scales_dir))
    with _opened(settings) as database, database.served_by_us():
        database.upgrade()
        with database.transaction() as repositories:
            workspace = import_workspace(repositories, export, datetime.now(UTC), lambda: str(uuid4()))
    results = sum(len(team.check_ins) for team in export.teams)
    teams = counted(len(export.teams), "team")
    say(f"{workspace.id}: {teams} with {counted(results, 'result')} in {database.where}")


def schema() -> str:
    """The JSON Schema of all documents."""
    documents = {"results": Export.model_json_schema(), "answers": OwnAnswers.model_json_schema()}
    return json.dumps(documents, indent=2)


@contextmanager
def _opened(settings: Settings) -> Iterator[SqlDatabase]:
    database = open_database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def _chosen(ids: list[str], wanted: str | None) -> str:
    if wanted in ids or (len(ids) == 1 and wanted is None):
        return wanted or ids[0]
    there = f"there are {', '.join(ids)}" if ids else "there is none in this database"
    raise ContentError(f"--workspace names the workspace to export; {there}")


def _read(path: Path) -> bytes:
    return read_bytes(path, _LARGEST)


def _write(file: str, text: str) -> None:
    """Write it for nobody but who asks; a half file is not left behind."""
    if file == STANDARD:
        sys.stdout.buffer.write(text.encode())
        return
    path = Path(file)
    try:
        with open(path, "xb", opener=_for_us) as out:
            try:
                out.write(text.encode())
            except OSError:
                path.unlink()
                raise
    except OSError as error:
        raise ContentError(f"{file}: cannot be written: {error.strerror}") from None


def _for_us(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)

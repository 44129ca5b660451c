"""Bring a database to the tables that the code needs: from nothing, or from an earlier version of Rung."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.backend import Backend
from storage.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# The last of the numbers with which the files begin; Alembic, which knows it too, takes long to import.
HEAD = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


@dataclass(frozen=True)
class Upgrade:
    """What was done: from which revision (None: an empty database) to which, and where the copy from before lies."""

    before: str | None
    after: str
    backup: Path | None = None

    @property
    def sentence(self) -> str:
        """What was done, for people."""
        if self.before == self.after:
            return "up to date"
        if self.before is None:
            return "created"
        copied = f"; the file as it was is kept as {self.backup}" if self.backup else ""
        return f"upgraded from {self.before} to {self.after}{copied}"


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def upgrade(backend: Backend, target: str = HEAD, migrations: Path = MIGRATIONS) -> Upgrade:
    """Run what is missing, in one transaction and one process at a time; nothing is left of one that fails."""
    with backend.read() as connection:
        before = revision_of(connection)
    if before == target:
        return Upgrade(before, target)
    with backend.migrating() as connection:
        before = revision_of(connection)  # another process may have just done it
        if before == target:
            return Upgrade(before, target)
        _refuse_unknown(before, backend.where, migrations)
        backup = backend.back_up() if before else None
        run(connection, "upgrade", target, migrations)
    return Upgrade(before, target, backup)


def run(connection: Connection, direction: str, target: str, migrations: Path = MIGRATIONS) -> None:
    """Run migrations in either direction, `upgrade` or `downgrade`, in a transaction that has begun."""
    # Alembic takes a fifth of a second to import, which a start with nothing to do saves.
    from alembic import command  # noqa: PLC0415

    getattr(command, direction)(_config(connection, migrations), target)


def write_migration(backend: Backend, message: str, name: str, migrations: Path = MIGRATIONS) -> Path:
    """Write a migration for what the rows have and an empty database of this backend lacks after all migrations."""
    from alembic import command  # noqa: PLC0415 - as above

    with backend.migrating() as connection:
        run(connection, "upgrade", "head", migrations)
        config = _config(connection, migrations)
        number = f"{int(revision_of(connection) or 0) + 1:04}"
        path = migrations / "versions" / f"{number}_{name}.py"
        config.set_main_option("file_template", path.stem)
        command.revision(config, message, autogenerate=True, rev_id=number)
    return path


def _config(connection: Connection, migrations: Path) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config(attributes={"connection": connection}, stdout=io.StringIO())
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _refuse_unknown(revision: str | None, where: str, migrations: Path) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    known = {script.revision for script in ScriptDirectory(str(migrations)).walk_revisions()}
    if revision is not None and revision not in known:
        raise StorageError(
            f"{where}: the database is at revision {revision}, which a newer Rung has made; "
            "upgrade Rung, or restore the backup from before"
        )

"""Bring a database to the tables that the code needs: from nothing, or from an earlier version of Rung."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from flows.errors import FlowError

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 4_021_770_213  # any number, the same in every Rung


@dataclass(frozen=True)
class Upgrade:
    """What was done: from which revision to which, and where the file was copied before."""

    before: str | None
    after: str
    backup: Path | None = None

    @property
    def sentence(self) -> str:
        """The same for people."""
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
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(engine: Engine, where: str, target: str = HEAD, migrations: Path = MIGRATIONS) -> Upgrade:
    """Run what is missing, in one transaction and one process at a time; nothing is left of one that fails."""
    with engine.connect() as connection, connection.begin():
        before = revision_of(connection)
    if before == target:
        return Upgrade(before, target)
    backup = _backed_up(Path(where)) if before and engine.dialect.name == "sqlite" else None
    run(engine, migrations, "upgrade", target)
    return Upgrade(before, target, backup)


def run(engine: Engine, migrations: Path, direction: str, target: str) -> None:
    """Run migrations in either direction."""
    # Alembic takes a fifth of a second to import, which a start with nothing to do saves.
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with _locked(engine) as connection:
        found = revision_of(connection)
        if found is not None and found not in known:
            raise FlowError(
                f"the database is at revision {found}, which a newer Rung has made; "
                "upgrade Rung, or restore the backup from before"
            )
        config.attributes["connection"] = connection
        _migrate(config, direction, target)


def _migrate(config: object, direction: str, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - as above

    getattr(command, direction)(config, target)


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other process migrates in.

    On SQLite with foreign keys off: a table rebuilt with them on would take the rows that refer to it along. The pragma
    does nothing inside a transaction, so it comes before, on a connection that is thrown away afterwards.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
        return
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - it is connected
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA busy_timeout = 30000")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise FlowError(f"the migration would leave {len(broken)} rows that refer to nothing")
        finally:
            connection.invalidate()


def _backed_up(path: Path) -> Path:
    copy = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup")
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy

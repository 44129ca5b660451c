"""SQLite or PostgreSQL behind the ports of flows: transactions, time-outs, and sentences for what goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from typing_extensions import override

from flows.errors import StorageBusyError, StorageLostError
from flows.ports import Database
from storage.backend import Backend
from storage.errors import StorageError, reason
from storage.migrating import HEAD, Upgrade, revision_of, upgrade
from storage.repositories import SqlRepositories
from storage.write_watch import WriteWatch


@dataclass(frozen=True)
class SqlDatabase(Database):
    """Where everything is kept. Opened by `open_database`; every thread may use it at any time."""

    backend: Backend
    writes: WriteWatch = field(default_factory=WriteWatch)

    @property
    def where(self) -> str:
        """The place, for people: a file, or host and name without a password."""
        return self.backend.where

    @override
    @contextmanager
    def transaction(self) -> Iterator[SqlRepositories]:
        """Changes that all happen, or none when the block raises.

        The repositories are of no use after the block. A StorageBusyError comes after a second at most.
        """
        with self.writes.watching(), self._serving(), self.backend.write() as connection:
            yield SqlRepositories(connection)
            self.backend.check()

    @override
    @contextmanager
    def reading(self) -> Iterator[SqlRepositories]:
        """A consistent view that waits for nobody who writes. Trying to change something is a StorageLostError."""
        with self._serving(), self.backend.read() as connection:
            yield SqlRepositories(connection)

    def upgrade(self) -> Upgrade:
        """Bring the tables to what this version of Rung needs; a database that is not there is created.

        Raises a StorageError that says what to do; nothing is left of an upgrade that fails.
        """
        try:
            self.backend.create()
            return upgrade(self.backend)
        except DBAPIError as error:
            if isinstance(self.backend.meaning_of(error), StorageBusyError):
                raise StorageError(f"{self.where}: another process holds the database; try again later") from error
            raise StorageError(f"RUNG_DATABASE_URL: {self.where} cannot be used: {reason(error)}") from error

    @override
    def problem(self) -> str | None:
        try:
            with self._serving(), self.backend.read() as connection:
                revision = revision_of(connection)
        except StorageBusyError:
            return f"{self.where}: Rung cannot reach its database: it is busy"
        except StorageLostError as error:
            cause = error.__cause__
            said = reason(cause) if isinstance(cause, DBAPIError) else "it is not there"
            return self.backend.loss() or f"{self.where}: Rung cannot reach its database: {said}"
        if revision == HEAD:
            return self._stalled()
        if revision and revision > HEAD:
            return f"{self.where}: a newer Rung has upgraded the database to {revision}; upgrade this one too"
        state = f"is at revision {revision}, but this Rung needs {HEAD}" if revision else "has no tables yet"
        return f"{self.where}: the database {state}; restarting Rung upgrades it"

    def _stalled(self) -> str | None:
        seconds = self.writes.stalled
        if seconds is None:
            return None
        return f"{self.where}: Rung has tried to write for {seconds} seconds, and nothing was written; it keeps trying"

    @contextmanager
    def served_by_us(self, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Serve it until the block ends; a StorageError when another process serves a file, for that takes only one.

        One that is about to end is waited for; `waiting` is called first.
        """
        with self.backend.served_by_us(waiting):
            yield

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.backend.writing.dispose()
        self.backend.reading.dispose()

    @contextmanager
    def _serving(self) -> Iterator[None]:
        self.backend.check()
        try:
            yield
        except PoolTimeoutError as error:
            raise StorageBusyError from error
        except DBAPIError as error:
            meaning = self.backend.meaning_of(error)
            if meaning is None:
                raise
            raise meaning from error


def open_database(url: str) -> SqlDatabase:
    """Open `sqlite:///file` or `postgresql+psycopg://…`; nothing is created or changed before `upgrade`.

    Raises a StorageError that says what is wrong with the address, the folder or the file.
    """
    scheme = url.partition(":")[0]
    if scheme in {"sqlite", "sqlite+pysqlite"}:
        from storage.sqlite import SqliteBackend  # noqa: PLC0415 - each only where it is used

        return SqlDatabase(SqliteBackend(url))
    if scheme in {"postgresql+psycopg", "postgresql", "postgres"}:
        from storage.postgresql import PostgresqlBackend  # noqa: PLC0415 - psycopg is an extra

        return SqlDatabase(PostgresqlBackend(url))
    raise StorageError(
        "RUNG_DATABASE_URL: Rung keeps its data in SQLite (sqlite:///rung.db) "
        "or PostgreSQL (postgresql+psycopg://user@host/name)"
    )

"""SQLite or PostgreSQL behind the ports of flows: transactions, time-outs, and sentences for what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from flows.errors import FlowError, StorageBusyError, StorageLostError
from storage.migrating import HEAD, Upgrade, revision_of, upgrade
from storage.repositories import SqlRepositories, repositories_on


class StorageError(FlowError):
    """A database that Rung cannot start with: which, why, and what to do."""


class Backend(Protocol):
    """What SQLite and PostgreSQL do in their own way."""

    where: str
    writing: Engine
    reading: Engine

    def check(self) -> None:
        """Raise StorageLostError when the database is not the one that was opened."""

    def is_busy(self, error: DBAPIError) -> bool:
        """Whether the error says that somebody else was at it for too long."""


@dataclass(frozen=True)
class SqlDatabase:
    """Where everything is kept. Opened by `open_database`."""

    backend: Backend

    @property
    def where(self) -> str:
        """The place, for people: a file, or host and name without a password."""
        return self.backend.where

    @contextmanager
    def transaction(self) -> Iterator[SqlRepositories]:
        """Changes that all happen, or none."""
        with self._connected(self.backend.writing) as connection, connection.begin():
            yield repositories_on(connection)

    @contextmanager
    def reading(self) -> Iterator[SqlRepositories]:
        """A view that changes nothing."""
        with self._connected(self.backend.reading) as connection, connection.begin():
            yield repositories_on(connection)

    def upgrade(self) -> Upgrade:
        """Bring the tables to what this version of Rung needs; an empty database gets all of them."""
        try:
            return upgrade(self.backend.writing, self.backend.where)
        except (DBAPIError, ArgumentError) as error:
            raise StorageError(f"RUNG_DATABASE_URL: {self.where} cannot be used: {_reason(error)}") from None

    def problem(self) -> str | None:
        """One sentence on why the database cannot be used now, or None."""
        try:
            with self._connected(self.backend.reading) as connection, connection.begin():
                found = revision_of(connection)
        except FlowError as error:
            return str(error)
        return None if found == HEAD else f"The database is at revision {found}; this Rung needs {HEAD}."

    def close(self) -> None:
        """Close every connection."""
        self.backend.writing.dispose()
        self.backend.reading.dispose()

    @contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        self.backend.check()
        try:
            with engine.connect() as connection:
                yield connection
        except PoolTimeoutError:
            raise StorageBusyError from None
        except DBAPIError as error:
            if self.backend.is_busy(error):
                raise StorageBusyError from error
            if error.connection_invalidated or isinstance(error, InterfaceError) or _is_operational(error):
                raise StorageLostError from error
            raise


def open_database(url: str) -> SqlDatabase:
    """Open `sqlite:///file` or `postgresql+psycopg://…`; nothing is created or changed before `upgrade`."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        from storage.sqlite import SqliteBackend  # noqa: PLC0415 - each only where it is used

        return SqlDatabase(SqliteBackend(url))
    if scheme in {"postgresql+psycopg", "postgresql", "postgres"}:
        from storage.postgresql import PostgresqlBackend  # noqa: PLC0415 - psycopg is an extra

        return SqlDatabase(PostgresqlBackend(url))
    raise StorageError(
        "RUNG_DATABASE_URL: Rung keeps its data in SQLite (sqlite:///rung.db) "
        "or PostgreSQL (postgresql+psycopg://user@host/name)"
    )


def _is_operational(error: DBAPIError) -> bool:
    return type(error).__name__ in {"OperationalError", "DatabaseError"}


def _reason(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(cause).split()) or type(cause).__name__

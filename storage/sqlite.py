import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from flows.errors import FlowError, StorageLostError

BUSY_MILLISECONDS = 1000
POOL_SECONDS = 1


class SqliteBackend:
    """A file in write-ahead mode. Writers take the write lock when they begin, so that no update is ever lost."""

    def __init__(self, url: str) -> None:
        self.path = _path(url)
        self.where = str(self.path)
        self._opened: tuple[int, int] | None = None
        target = URL.create("sqlite", database=str(self.path.absolute()))
        self.writing = self._engine(target, "BEGIN IMMEDIATE")
        self.reading = self._engine(target, "BEGIN")

    def check(self) -> None:
        """Raise StorageLostError when the file is gone or another one stands in its place.

        SQLite would go on writing into a deleted file, and every answer would vanish with the process.
        """
        if self._opened is None:
            return
        try:
            found = self.path.stat()
        except OSError:
            raise StorageLostError from None
        if (found.st_dev, found.st_ino) != self._opened:
            raise StorageLostError

    def is_busy(self, error: DBAPIError) -> bool:
        """Whether another process or thread held the lock for too long."""
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

    def _engine(self, target: URL, begin: str) -> Engine:
        engine = create_engine(
            target,
            pool_timeout=POOL_SECONDS,
            hide_parameters=True,  # so that no answer or note is ever part of an error
            connect_args={"timeout": BUSY_MILLISECONDS / 1000},
        )
        event.listen(engine, "connect", self._prepare)
        # The driver's own transactions are off (_prepare): its default loses updates between two writers.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def _prepare(self, connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if self._opened is None:
            found = self.path.stat()
            self._opened = found.st_dev, found.st_ino


def _path(url: str) -> Path:
    try:
        database = make_url(url).database
    except ArgumentError:
        database = None
    if not database or database == ":memory:":
        raise FlowError("RUNG_DATABASE_URL: name a file, such as sqlite:///rung.db; nothing else outlives a restart")
    path = Path(database)
    if not path.absolute().parent.is_dir():
        raise FlowError(f"RUNG_DATABASE_URL: there is no folder {path.absolute().parent}")
    return path

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool
from typing_extensions import override

from flows.errors import StorageBusyError, StorageLostError
from storage.backend import Backend
from storage.errors import StorageError, reason

WAIT_MILLISECONDS = 1000  # for threads of the same process and for other processes, together
_NOTICEABLE_MILLISECONDS = 10
MIGRATING_SECONDS = 60
TAKING_OVER_SECONDS = 12  # a process that is told to stop has ended by then
READERS = 8
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
# Somebody else has just added a row with this key.
_TAKEN = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
_LOST = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}


class SqliteBackend(Backend):
    """A file in write-ahead mode. Writers take the write lock when they begin, so that no update is ever lost."""

    def __init__(self, url: str) -> None:
        self.path = _path(url)
        self.where = str(self.path)
        self._opened: tuple[int, int] | None = None
        # One writer, because SQLite knows no more: threads that wait for a connection are served one after the other,
        # while those that wait for SQLite's lock sleep and look again.
        self.writing = self._engine("BEGIN IMMEDIATE", connections=1)
        self.reading = self._engine("BEGIN", connections=READERS)
        # A reader also stays connected for as long as the database is open: the file's inode is not given away.
        event.listen(self.reading, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
        if self.path.exists():
            self._open()

    @override
    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock; what was waited for other threads is not waited again for it."""
        asked_at = time.monotonic()
        with self.writing.connect() as connection:
            waited = int((time.monotonic() - asked_at) * 1000)
            with begun_after(connection, waited):
                yield connection

    @override
    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees the file as it was at its first statement."""
        with self.reading.begin() as connection:
            yield connection

    @override
    @contextmanager
    def served_by_us(self, waiting: Callable[[], None]) -> Iterator[None]:
        """One process: a lock on a file beside this one, which ends with the process whatever ends that."""
        lock = FileLock(f"{self.path}.lock")
        if not _taken(lock, 0):
            waiting()
            if not _taken(lock, TAKING_OVER_SECONDS):
                raise StorageError(
                    f"{self.where}: another Rung serves this file, and SQLite is for one process; "
                    "stop that one, or set RUNG_DATABASE_URL to a PostgreSQL database, which any number can serve"
                )
        try:
            yield
        finally:
            lock.release()

    @override
    def check(self) -> None:
        """Raise StorageLostError when the file is gone or another one stands in its place.

        SQLite would go on writing into a deleted file, and every answer would vanish with the process.
        """
        if self._opened is not None and (
            self._identity() != self._opened or not os.access(self.path, os.R_OK | os.W_OK)
        ):
            raise StorageLostError

    @override
    def loss(self) -> str | None:
        """Why `check` fails, and what to do."""
        identity = self._identity()
        if identity is None:
            return f"{self.where}: Rung cannot reach its database: the file is gone; put it back and restart Rung"
        if self._opened is not None and identity != self._opened:
            # SQLite would apply what it has not yet taken over from the old file's log to the new file.
            return (
                f"{self.where}: Rung cannot reach its database: this is another file; stop Rung, "
                f"delete {self.path.name}-wal and {self.path.name}-shm if they are there, and start Rung"
            )
        if not os.access(self.path, os.R_OK | os.W_OK):
            return f"{self.where}: Rung cannot reach its database: it is not allowed to read and write this file"
        return None

    @override
    def meaning_of(self, error: DBAPIError) -> StorageBusyError | StorageLostError | None:
        code = getattr(error.orig, "sqlite_errorcode", 0)
        if code & 0xFF in _BUSY or code in _TAKEN:
            return StorageBusyError()
        if code & 0xFF in _LOST or str(error.orig).startswith("no such table"):
            return StorageLostError()
        return None

    @override
    def create(self) -> None:
        """Make an empty file that only Rung may read, if there is none; people's answers are going to be in it."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            pass
        except OSError as error:
            raise StorageError(f"RUNG_DATABASE_URL: {self.where} cannot be created: {error.strerror}") from None
        self._open()

    @override
    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction with foreign keys off, on a connection that is closed after it.

        A table rebuilt with them on would take the rows that refer to it along. The pragma does nothing inside a
        transaction, so it comes before.
        """
        with self.writing.connect() as connection:
            driver = driver_of(connection)
            connection.detach()
            driver.execute("PRAGMA foreign_keys = OFF")
            driver.execute(f"PRAGMA busy_timeout = {MIGRATING_SECONDS * 1000}")
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    rows = f"{len(broken)} rows that refer to nothing"
                    raise StorageError(f"{self.where}: the upgrade would leave {rows}, so it was not done")

    @override
    def back_up(self) -> Path:
        copy = self.path.with_name(f"{self.path.name}.{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.backup")
        try:
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with closing(self._connect()) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        except (OSError, sqlite3.Error) as error:
            copy.unlink(missing_ok=True)
            raise StorageError(f"{copy}: the database cannot be copied before the upgrade: {error}") from None
        return copy

    def _engine(self, begin: str, connections: int) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=WAIT_MILLISECONDS / 1000,
            hide_parameters=True,  # answers and notes are nobody's business in a log
        )
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def _connect(self) -> sqlite3.Connection:
        """Connect to the file, which is never created here: nothing is written beside one that is gone."""
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode=rw",
            uri=True,
            timeout=WAIT_MILLISECONDS / 1000,
            isolation_level=None,  # the driver's own transactions lose updates between two writers
            check_same_thread=False,
        )
        try:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            if self._opened is None:
                self._opened = self._identity()
            self.check()
        except (sqlite3.Error, StorageLostError):
            connection.close()
            raise
        return connection

    def _open(self) -> None:
        """Connect once, so that a file which cannot be used is noticed at the start."""
        if not os.access(self.path, os.R_OK | os.W_OK):
            raise StorageError(f"RUNG_DATABASE_URL: Rung is not allowed to read and write {self.where}")
        if not os.access(self.path.parent, os.W_OK):
            raise StorageError(
                f"RUNG_DATABASE_URL: Rung is not allowed to write in {self.path.parent}, where SQLite keeps its log"
            )
        try:
            self.reading.connect().close()
        except DBAPIError as error:
            raise StorageError(f"RUNG_DATABASE_URL: {self.where} cannot be used: {reason(error)}") from None

    def _identity(self) -> tuple[int, int] | None:
        """The device and inode of the file at the path, or None."""
        try:
            status = os.stat(self.path)  # noqa: PTH116 - on every transaction, and three times as fast
        except OSError:
            return None
        return status.st_dev, status.st_ino


def _taken(lock: FileLock, seconds: float) -> bool:
    try:
        lock.acquire(seconds)
    except Timeout:
        return False
    except OSError as error:
        raise StorageError(f"RUNG_DATABASE_URL: {lock.lock_file} cannot be created: {error.strerror}") from None
    return True


def begun_after(connection: Connection, waited: int) -> RootTransaction:
    """Begin, after so many milliseconds have passed; they are spent."""
    if waited < _NOTICEABLE_MILLISECONDS:
        return connection.begin()
    driver = driver_of(connection)
    driver.execute(f"PRAGMA busy_timeout = {max(0, WAIT_MILLISECONDS - waited)}")
    try:
        return connection.begin()
    finally:
        driver.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}")


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, on which nothing begins a transaction."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Put a file into write-ahead mode, which fails at once while another process does so too."""
    give_up_at = time.monotonic() + WAIT_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)
        else:
            return


def _path(url: str) -> Path:
    try:
        database = make_url(url).database
    except ArgumentError:
        database = None
    if not database or database.startswith((":", "file:")):
        raise StorageError("RUNG_DATABASE_URL: name a file, such as sqlite:///rung.db; nothing else outlives a restart")
    path = Path(database).absolute()
    if path.is_dir():
        raise StorageError(f"RUNG_DATABASE_URL: {path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise StorageError(f"RUNG_DATABASE_URL: there is no folder {path.parent}; create it first")
    return path

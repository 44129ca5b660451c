import selectors
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, OperationalError
from typing_extensions import override

from flows.errors import StorageBusyError, StorageLostError
from storage.backend import Backend
from storage.errors import StorageError

LOCK_MILLISECONDS = 900
STATEMENT_MILLISECONDS = 1500
CONNECT_SECONDS = 2  # the least that libpq knows
UNANSWERED_MILLISECONDS = 4000  # after which a connection into a dead network is given up
POOL_SECONDS = 1
POOL_SIZE = 10
MIGRATING_SECONDS = 60
_LOCK = 4_021_770_213  # any number, as long as every Rung has this one
# Lock not available, deadlock, serialization failure, statement timed out, too many connections, and a unique key that
# somebody else has just taken.
_BUSY = {"55P03", "40P01", "40001", "57014", "53300", "23505"}
# A standby that takes no changes, tables that are gone, and what the server itself has run into.
_LOST = {"25006", "42P01"}
_LOST_CLASSES = {"08", "28", "3D", "53", "57", "58", "XX"}


class PostgresqlBackend(Backend):
    """A server. Connections that it has closed are replaced; when it vanishes otherwise, one transaction fails."""

    def __init__(self, url: str) -> None:
        target = _target(url)
        self.where = f"{target.host or target.query.get('host') or 'localhost'}/{target.database or ''}"
        try:
            self.writing: Engine = create_engine(
                target,
                pool_size=POOL_SIZE,
                max_overflow=0,
                pool_timeout=POOL_SECONDS,
                hide_parameters=True,  # answers and notes are nobody's business in a log
                connect_args=_connect_args(target),
            )
        except ImportError:
            raise StorageError("RUNG_DATABASE_URL: PostgreSQL needs its driver; install rung[postgres]") from None
        event.listen(self.writing, "checkout", _refuse_closed)
        event.listen(self.writing, "handle_error", _leave_out_details)
        self.reading: Engine = self.writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @override
    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction at the server's usual isolation, in which rows are locked where it matters."""
        with self.writing.begin() as connection:
            yield connection

    @override
    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees the database as it was at its first statement."""
        with self.reading.begin() as connection:
            yield connection

    @override
    def served_by_us(self, waiting: Callable[[], None]) -> AbstractContextManager[None]:
        """Any number of processes may."""
        return nullcontext()

    @override
    def check(self) -> None:
        """Nothing: a server that is not there says so itself."""

    @override
    def loss(self) -> str | None:
        return None

    @override
    def meaning_of(self, error: DBAPIError) -> StorageBusyError | StorageLostError | None:
        code = getattr(error.orig, "sqlstate", None)
        if code in _BUSY:
            return StorageBusyError()
        if error.connection_invalidated or code in _LOST or (code or "")[:2] in _LOST_CLASSES:
            return StorageLostError()
        if isinstance(error, OperationalError) and code is None:  # no connection, so no code from the server
            return StorageLostError()
        return None

    @override
    def create(self) -> None:
        """Nothing: who runs the server creates the database, and says whose it is."""

    @override
    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction under a lock of Rung's own."""
        with self.writing.connect() as connection, connection.begin():
            connection.execute(text(f"SET LOCAL lock_timeout = '{MIGRATING_SECONDS}s'"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    @override
    def back_up(self) -> None:
        pass


class _Connected(Protocol):
    def fileno(self) -> int: ...


# Poll, which knows no limit of file descriptors, but on Windows.
_Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)


def _refuse_closed(connection: _Connected, _record: object, _proxy: object) -> None:
    """Have the pool replace a connection on which the server has said goodbye, without asking the server.

    Nothing is ever waiting to be read on an idle connection but that, or the end of the stream.
    """
    with _Selector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        if selector.select(0):
            raise DisconnectionError


def _leave_out_details(context: ExceptionContext) -> None:
    """Cut what the server says down to its first sentence: the second can be the whole row, with what people wrote."""
    cause, shown = context.original_exception, context.sqlalchemy_exception
    sentence = getattr(getattr(cause, "diag", None), "message_primary", None)
    if sentence and shown:
        cause.args = (sentence,)
        shown.args = (f"({type(cause).__name__}) {sentence}",)


def _target(url: str) -> URL:
    try:
        target = make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):  # such as a port that is no number
        raise StorageError(
            "RUNG_DATABASE_URL: this is not an address such as postgresql+psycopg://user@host/name"
        ) from None
    password = target.query.get("password")
    if isinstance(password, str):  # libpq takes it there too, but SQLAlchemy would show it
        target = target.difference_update_query(["password"]).set(password=password)
    if not target.database:
        raise StorageError("RUNG_DATABASE_URL: name the database, such as postgresql+psycopg://user@host/name")
    return target


def _connect_args(target: URL) -> dict[str, Any]:
    """What is passed on connecting, unless the address itself says otherwise."""
    ours = f"-c lock_timeout={LOCK_MILLISECONDS} -c statement_timeout={STATEMENT_MILLISECONDS} -c timezone=UTC"
    theirs = target.query.get("options", "")
    defaults = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": UNANSWERED_MILLISECONDS}
    return {name: value for name, value in defaults.items() if name not in target.query} | {
        "options": f"{ours} {theirs}".strip()
    }

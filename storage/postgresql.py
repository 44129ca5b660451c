from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from flows.errors import FlowError

LOCK_MILLISECONDS = 900
STATEMENT_MILLISECONDS = 5000
CONNECT_SECONDS = 2  # the least that libpq knows
POOL_SECONDS = 1
POOL_SIZE = 10
# PostgreSQL's codes for a lock not available, a deadlock, a serialization failure and a statement timed out.
_BUSY = {"55P03", "40P01", "40001", "57014"}


class PostgresqlBackend:
    """A server. A connection that the server has closed is noticed before it is used again."""

    def __init__(self, url: str) -> None:
        try:
            target = make_url(url).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError):
            raise FlowError(
                "RUNG_DATABASE_URL: this is not an address such as postgresql+psycopg://user@host/name"
            ) from None
        self.where = f"{target.host or target.query.get('host', 'localhost')}/{target.database}"
        options = f"-c lock_timeout={LOCK_MILLISECONDS} -c statement_timeout={STATEMENT_MILLISECONDS} -c timezone=UTC"
        try:
            self.writing: Engine = create_engine(
                target,
                pool_size=POOL_SIZE,
                max_overflow=0,
                pool_timeout=POOL_SECONDS,
                pool_pre_ping=True,
                hide_parameters=True,  # so that no answer or note is ever part of an error
                connect_args={"options": options, "connect_timeout": CONNECT_SECONDS},
            )
        except ModuleNotFoundError:
            raise FlowError("RUNG_DATABASE_URL: PostgreSQL needs its driver; install rung[postgres]") from None
        self.reading: Engine = self.writing.execution_options(postgresql_readonly=True)

    def check(self) -> None:
        """Nothing: a server that is not there says so itself."""

    def is_busy(self, error: DBAPIError) -> bool:
        """Whether somebody else held a lock for too long."""
        return getattr(error.orig, "sqlstate", None) in _BUSY

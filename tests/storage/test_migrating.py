"""The tables from nothing, there and back, and without taking anything along."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from flows.errors import FlowError
from storage.migrating import HEAD, MIGRATIONS, revision_of, run, upgrade
from storage.rows import Row
from tests.support.databases import opened


@pytest.fixture
def empty(database_url, tmp_path, request):
    """A database without any table, of each kind."""
    if database_url.startswith("sqlite"):
        database_url = f"sqlite:///{tmp_path / 'empty.db'}"
    with opened(database_url) as database:
        if not database_url.startswith("sqlite"):
            run(database.backend.writing, MIGRATIONS, "downgrade", "base")
            with database.backend.writing.begin() as connection:
                connection.execute(text("DROP TABLE alembic_version"))
        yield database


def tables(database) -> set[str]:
    return set(inspect(database.backend.reading).get_table_names())


def test_there_is_one_head_and_the_code_knows_it():
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_the_tables_are_those_of_the_code(database):
    with database.backend.reading.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


def test_from_nothing_back_and_there_again(empty):
    assert empty.problem() == f"The database is at revision None; this Rung needs {HEAD}."
    assert empty.upgrade().sentence == "created"
    assert empty.upgrade().sentence == "up to date"
    assert empty.problem() is None
    made = tables(empty)
    run(empty.backend.writing, MIGRATIONS, "downgrade", "base")
    assert tables(empty) == {"alembic_version"}
    run(empty.backend.writing, MIGRATIONS, "upgrade", HEAD)
    assert tables(empty) == made


def test_two_processes_starting_at_once(empty):
    failed = []

    def start() -> None:
        try:
            empty.upgrade()
        except FlowError as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failed
    assert empty.problem() is None


def test_a_newer_database_is_left_alone(database):
    with database.backend.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(
        FlowError, match="revision 9999, which a newer Rung has made; upgrade Rung, or restore the backup"
    ):
        database.upgrade()
    assert "9999" in database.problem()


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("workspace") as table:
        table.add_column(sa.Column("note", sa.Text()))
        table.alter_column("enterprise_id", existing_type=sa.Text(), type_=sa.String(40))
    {more}


def downgrade():
    with op.batch_alter_table("workspace") as table:
        table.drop_column("note")
"""


@pytest.fixture
def migrations(tmp_path):
    """Our migrations, to which a test adds one."""
    return Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations"))


@pytest.fixture
def peopled(database):
    with database.backend.writing.begin() as connection:
        connection.execute(text("INSERT INTO workspace VALUES ('T1', NULL, '2026-11-21')"))
        connection.execute(
            text(
                "INSERT INTO person (id, workspace_id, time_zone, created_at) VALUES ('p1', 'T1', 'UTC', '2026-11-21')"
            )
        )
    return database


def people(database) -> int | None:
    with database.backend.reading.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM person")).scalar()


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(peopled, migrations):
    (migrations / "versions" / "0002_add_note.py").write_text(NEXT.format(more=""))
    done = upgrade(peopled.backend.writing, peopled.where, "0002", migrations)
    assert people(peopled) == 1
    assert done.sentence.startswith("upgraded from 0001 to 0002")
    if done.backup:
        copy = sqlite3.connect(done.backup)
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        copy.close()


def test_a_migration_that_fails_leaves_nothing(peopled, migrations):
    (migrations / "versions" / "0002_fail.py").write_text(NEXT.format(more='op.execute("no sql")'))
    with pytest.raises(Exception, match="syntax error"):
        upgrade(peopled.backend.writing, peopled.where, "0002", migrations)
    with peopled.backend.reading.connect() as connection:
        assert revision_of(connection) == "0001"
    assert "note" not in {column["name"] for column in inspect(peopled.backend.reading).get_columns("workspace")}
    assert people(peopled) == 1


def test_foreign_keys_are_on_again_after_a_migration(tmp_path):
    with opened(f"sqlite:///{tmp_path / 'new.db'}") as database:
        database.upgrade()
        with database.backend.writing.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_an_address_with_a_percent_sign_is_a_file_name(tmp_path):
    with opened(f"sqlite:///{tmp_path}/50%25.db") as database:
        assert database.upgrade().sentence == "created"

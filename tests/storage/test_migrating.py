"""The tables from nothing, there and back, and without taking anything along."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from flows.errors import FlowError
from flows.teams.person import Actor
from storage.errors import StorageError
from storage.migrating import HEAD, MIGRATIONS, revision_of, run, upgrade
from storage.migrations.__main__ import main as write
from storage.rows import Row
from tests.storage.describing import described
from tests.support.clock import NOW
from tests.support.databases import KINDS, opened


def tables(database) -> set[str]:
    return set(inspect(database.backend.reading).get_table_names())


def migrate(database, direction: str, target: str, migrations: Path = MIGRATIONS) -> None:
    with database.backend.migrating() as connection:
        run(connection, direction, target, migrations)


def test_there_is_one_head_and_the_code_knows_it():
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_the_tables_are_those_of_the_code(database):
    with database.backend.reading.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_tables_are_those_of_the_code_to_the_last_check(fresh_database, kind):
    with opened(fresh_database(kind)) as migrated, opened(fresh_database(kind, empty=True)) as declared:
        declared.backend.create()
        Row.metadata.create_all(declared.backend.writing)
        assert described(declared.backend.writing) == described(migrated.backend.writing)


def test_from_nothing_back_and_there_again(empty):
    assert empty.problem() is not None
    assert empty.upgrade().sentence == "created"
    assert empty.upgrade().sentence == "up to date"
    assert empty.problem() is None
    made = tables(empty)
    migrate(empty, "downgrade", "base")
    assert tables(empty) == {"alembic_version"}
    migrate(empty, "upgrade", HEAD)
    assert tables(empty) == made


def test_threads_starting_at_once(empty):
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
    with pytest.raises(StorageError) as caught:
        database.upgrade()
    assert str(caught.value) == (
        f"{database.where}: the database is at revision 9999, which a newer Rung has made; "
        "upgrade Rung, or restore the backup from before"
    )
    assert database.problem() == (
        f"{database.where}: a newer Rung has upgraded the database to 9999; upgrade this one too"
    )
    assert not backups(database)


START = """
import sys
from storage.database import open_database

database = open_database(sys.argv[1])
sys.stdin.readline()
print(database.upgrade().sentence)
database.close()
"""


def test_processes_starting_at_once(empty_url):
    started = [
        subprocess.Popen(
            [sys.executable, "-c", START, empty_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for each in started:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    said = [each.communicate()[0].strip() for each in started]
    assert sorted(said) == ["created", "up to date", "up to date", "up to date"]


def backups(database) -> list[Path]:
    where = Path(database.where)
    return list(where.parent.glob(f"{where.name}.*.backup"))


FOLLOWING, AFTER_THAT = f"{int(HEAD) + 1:04}", f"{int(HEAD) + 2:04}"
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "{FOLLOWING}"
down_revision = "{HEAD}"


def upgrade():
    with op.batch_alter_table("workspace") as table:
        table.add_column(sa.Column("note", sa.Text()))
        table.alter_column("enterprise_id", existing_type=sa.Text(), type_=sa.String(40))
    {{more}}


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
        connection.execute(text("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-11-21')"))
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
    (migrations / "versions" / f"{FOLLOWING}_add_note.py").write_text(NEXT.format(more=""))
    done = upgrade(peopled.backend, FOLLOWING, migrations)
    assert people(peopled) == 1
    assert (done.before, done.after) == (HEAD, FOLLOWING)


def test_a_file_is_copied_before_it_is_changed(peopled, migrations):
    (migrations / "versions" / f"{FOLLOWING}_add_note.py").write_text(NEXT.format(more=""))
    done = upgrade(peopled.backend, FOLLOWING, migrations)
    if peopled.backend.writing.dialect.name == "postgresql":
        assert done.backup is None
        assert done.sentence == f"upgraded from {HEAD} to {FOLLOWING}"
        return
    assert done.backup
    assert backups(peopled) == [done.backup]
    assert done.sentence == f"upgraded from {HEAD} to {FOLLOWING}; the file as it was is kept as {done.backup}"
    assert done.backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(done.backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert copy.execute("SELECT id FROM person").fetchall() == [("p1",)]
    with opened(f"sqlite:///{done.backup}") as restored:
        assert restored.problem() is None


def test_a_new_database_is_not_copied(empty):
    assert empty.upgrade().backup is None
    assert not backups(empty)


CASCADE = """
import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade():
    {body}
"""
PARENT = "op.execute('CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)')"
CHILD = "op.execute('CREATE TABLE child (id INTEGER PRIMARY KEY, of INTEGER REFERENCES parent (id) ON DELETE CASCADE)')"
REBUILD = 'with op.batch_alter_table("parent", recreate="{recreate}") as table: table.drop_column("name")'


@pytest.mark.parametrize("off", [True, False])
def test_the_trap_of_batch_migrations(sqlite_database, migrations, off):
    """With foreign keys on, rebuilding a table silently deletes the rows below it; through our way it does not."""
    versions = migrations / "versions"
    create = CASCADE.format(number=FOLLOWING, before=HEAD, body=f"{PARENT}; {CHILD}")
    (versions / f"{FOLLOWING}.py").write_text(create)
    rebuild = REBUILD.format(recreate="always")
    (versions / f"{AFTER_THAT}.py").write_text(CASCADE.format(number=AFTER_THAT, before=FOLLOWING, body=rebuild))
    upgrade(sqlite_database.backend, FOLLOWING, migrations)
    with sqlite_database.backend.writing.begin() as connection:
        connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'a'), (2, 'b')")
        connection.exec_driver_sql("INSERT INTO child VALUES (1, 1), (2, 1), (3, 2)")
    if off:
        upgrade(sqlite_database.backend, AFTER_THAT, migrations)
    else:
        with sqlite_database.backend.writing.begin() as connection:
            run(connection, "upgrade", AFTER_THAT, migrations)
    with sqlite_database.backend.reading.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM child").scalar() == (3 if off else 0)


def test_a_migration_that_leaves_rows_without_what_they_refer_to(sqlite_database, peopled_file, migrations):
    body = "op.execute('DELETE FROM workspace')"
    (migrations / "versions" / f"{FOLLOWING}.py").write_text(CASCADE.format(number=FOLLOWING, before=HEAD, body=body))
    with pytest.raises(StorageError, match="would leave 1 rows that refer to nothing, so it was not done"):
        upgrade(sqlite_database.backend, FOLLOWING, migrations)
    assert people(sqlite_database) == 1
    assert sqlite_database.problem() is None
    with sqlite_database.transaction() as repositories:  # the workspace is still there too
        repositories.people.lock_or_add(Actor("T1", "U2"), new_id="p2", now=NOW)


@pytest.fixture
def peopled_file(sqlite_database):
    with sqlite_database.transaction() as repositories:
        repositories.people.lock_or_add(Actor("T1", "U1"), new_id="p1", now=NOW)


def columns(database) -> set[str]:
    inspector = inspect(database.backend.reading)
    tables = ("delivery_lane", "answer_revision", "team")
    return {column["name"] for table in tables for column in inspector.get_columns(table)}


# A column of yes or no with a default, which each database writes in its own way.
IS_SHOWN = "shows_lowest BOOLEAN DEFAULT {false} NOT NULL,"


def test_a_migration_is_written_from_the_difference(migrations, fresh_database):
    before = migrations / "versions" / "0001_create_tables.py"
    before.write_text(
        before.read_text().replace("trouble TEXT, ", "").replace("links {json}, ", "").replace(IS_SHOWN, "")
    )
    assert write("Add the trouble to each lane", migrations).name == f"{FOLLOWING}_add_the_trouble_to_each_lane.py"
    for kind in KINDS:
        with opened(fresh_database(kind, empty=True)) as database:
            database.backend.create()
            assert upgrade(database.backend, FOLLOWING, migrations).sentence == "created"
            assert {"trouble", "links", "shows_lowest"} <= columns(database)
            migrate(database, "downgrade", HEAD, migrations)
            assert not {"trouble", "links", "shows_lowest"} & columns(database)


def test_a_migration_that_fails_leaves_nothing(peopled, migrations):
    (migrations / "versions" / f"{FOLLOWING}_fail.py").write_text(NEXT.format(more='op.execute("no sql")'))
    with pytest.raises(Exception, match="syntax error"):
        upgrade(peopled.backend, FOLLOWING, migrations)
    with peopled.backend.reading.connect() as connection:
        assert revision_of(connection) == HEAD
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


LOADED = """
import sys
from storage.database import open_database

database = open_database(sys.argv[1])
assert database.upgrade().sentence == "up to date"
with database.transaction():
    pass
database.close()
print(sorted({"alembic", "psycopg", "mako"} & set(sys.modules)))
"""


@pytest.mark.parametrize(("kind", "loaded"), [("sqlite", "[]"), ("postgresql", "['psycopg']")])
def test_a_start_with_nothing_to_do_loads_only_what_it_needs(fresh_database, kind, loaded):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, fresh_database(kind)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == loaded

"""What has been released stays: migrations never change, and every database they once made can be upgraded."""

from hashlib import sha256
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, select

from storage.migrating import HEAD, MIGRATIONS
from storage.rows import Row
from tests.storage.describing import described
from tests.storage.store import LOAD, RECORDED, STORED
from tests.support.databases import KINDS, opened

RULE = "released migrations never change; write a new one"
REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def test_migrations_are_as_they_were_released():
    lines = RECORDED.read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split() for line in lines)}
    found = {path.name: path for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    assert recorded.keys() <= found.keys(), RULE
    assert found.keys() <= recorded.keys(), "python -m tests.storage.store adds the sha256 of a new migration"
    for name, path in found.items():
        assert sha256(path.read_bytes()).hexdigest() == recorded[name], f"{name}: {RULE}"


def rows_by_key(database) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """All rows by table and primary key, as the database itself describes them."""
    with database.backend.reading.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        return {
            name: {
                tuple(row[column.name] for column in table.primary_key): dict(row)
                for row in connection.execute(select(table)).mappings()
            }
            for name, table in tables.tables.items()
            if name != "alembic_version"
        }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("revision", REVISIONS)
def test_every_row_of_a_released_database_is_there_after_the_upgrade(fresh_database, kind, revision):
    stored = STORED / f"{revision}.{kind}.sql"
    assert stored.exists(), "python -m tests.storage.store writes it"
    address = fresh_database(kind, empty=True)
    LOAD[kind](address, stored.read_text(encoding="utf-8"))
    with opened(address) as database, opened(fresh_database(kind)) as anew:
        before = rows_by_key(database)
        assert all(before.values()), "a table without a row shows nothing"
        assert database.upgrade().after == HEAD
        after = rows_by_key(database)
        assert {table: rows.keys() for table, rows in before.items()} == {
            table: after[table].keys() for table in before
        }
        assert described(database.backend.writing) == described(anew.backend.writing)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("revision", REVISIONS)
def test_the_code_reads_every_row_of_a_released_database(fresh_database, kind, revision):
    address = fresh_database(kind, empty=True)
    LOAD[kind](address, (STORED / f"{revision}.{kind}.sql").read_text(encoding="utf-8"))
    with opened(address) as database:
        database.upgrade()
        assert database.problem() is None
        with database.backend.reading.connect() as connection:
            for table in Row.metadata.sorted_tables:
                assert connection.execute(select(table)).all(), table
        with database.reading() as repositories:
            (team,) = repositories.teams.list_all("T1")
            (check_in,) = repositories.check_ins.list_published(team.id, 9)
            assert len(repositories.assessments.list_counted(check_in.id)) == 3
            assert repositories.contents.restore(check_in).scales
            assert {agreed.capability for agreed in repositories.check_ins.list_agreed(check_in.id)} == {"cicd", "slo"}

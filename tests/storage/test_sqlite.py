"""What only a file can do: be gone, be another one, be no database, be full."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, Engine, event

from flows.errors import StorageBusyError, StorageLostError
from flows.teams.person import Actor, Person
from storage.database import SqlDatabase, open_database
from storage.errors import StorageError
from storage.sqlite import begun_after, driver_of
from tests.support.clock import NOW
from tests.support.databases import opened

WHO = Actor("T1", "U1")


def claim(database: SqlDatabase) -> str:
    with database.transaction() as repositories:
        return repositories.people.lock_or_add(WHO, new_id="p1", now=NOW).id


def people_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM person").fetchone()
    return int(count)


def refuses(database: SqlDatabase) -> bool:
    with pytest.raises(StorageLostError):
        claim(database)
    with pytest.raises(StorageLostError), database.reading() as repositories:
        repositories.people.find(WHO)
    return True


@pytest.fixture
def path(sqlite_database) -> Path:
    return Path(sqlite_database.where)


@pytest.mark.parametrize("used_before", [False, True])
def test_nothing_is_written_into_a_file_that_is_gone(sqlite_database, path, used_before):
    if used_before:
        claim(sqlite_database)
    moved = path.rename(path.with_suffix(".away"))
    assert refuses(sqlite_database)
    assert not path.exists(), "a new file would hide the loss"
    assert (
        sqlite_database.problem()
        == f"{path}: Rung cannot reach its database: the file is gone; put it back and restart Rung"
    )
    moved.rename(path)
    assert claim(sqlite_database) == "p1"
    assert sqlite_database.problem() is None


def test_a_file_put_in_its_place_needs_a_restart(sqlite_database, path, fresh_database):
    claim(sqlite_database)
    other = Path(fresh_database("sqlite").removeprefix("sqlite:///"))
    other.replace(path)
    assert refuses(sqlite_database)
    assert sqlite_database.problem() == (
        f"{path}: Rung cannot reach its database: this is another file; stop Rung, "
        f"delete {path.name}-wal and {path.name}-shm if they are there, and start Rung"
    )
    sqlite_database.close()
    for leftover in (f"{path}-wal", f"{path}-shm"):
        Path(leftover).unlink(missing_ok=True)
    assert people_in(path) == 0
    with opened(f"sqlite:///{path}") as anew:
        assert claim(anew) == "p1"


def test_a_copy_under_the_same_inode_number_is_not_taken_for_the_file(sqlite_database, path):
    """File systems give the number of a deleted file to the next one, unless somebody still has it open."""
    copy = path.with_suffix(".copy")
    shutil.copy(path, copy)
    path.unlink()
    shutil.copy(copy, path)
    assert refuses(sqlite_database)


def test_a_file_that_goes_during_a_transaction_takes_nothing_along(sqlite_database, path):
    with pytest.raises(StorageLostError), sqlite_database.transaction() as repositories:
        repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)
        path.rename(path.with_suffix(".away"))
    path.with_suffix(".away").rename(path)
    assert people_in(path) == 0


def test_a_file_that_was_never_there_is_not_made_by_asking_it(tmp_path):
    path = tmp_path / "rung.db"
    with opened(f"sqlite:///{path}") as database:
        assert refuses(database)
        assert (
            database.problem()
            == f"{path}: Rung cannot reach its database: the file is gone; put it back and restart Rung"
        )
        assert list(tmp_path.iterdir()) == []


def test_tables_that_are_not_there_are_a_lost_database(tmp_path):
    path = tmp_path / "rung.db"
    path.touch()
    with opened(f"sqlite:///{path}") as database:
        assert refuses(database)
        assert database.problem() == f"{path}: the database has no tables yet; restarting Rung upgrades it"


@contextmanager
def unprivileged() -> Iterator[None]:
    """As somebody to whom permissions apply: the superuser may do everything."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_file_that_may_no_longer_be_read(folder, path):
    moved = Path(shutil.copy(path, folder / "rung.db"))
    with opened(f"sqlite:///{moved}") as database:
        claim(database)
        moved.chmod(0)
        with unprivileged():
            assert refuses(database)
            assert database.problem() == (
                f"{moved}: Rung cannot reach its database: it is not allowed to read and write this file"
            )
        moved.chmod(0o600)
        assert claim(database) == "p1"


def test_starting_with_a_file_that_may_not_be_written(folder):
    file = folder / "rung.db"
    file.touch(mode=0o444)
    with unprivileged(), pytest.raises(StorageError) as caught:
        open_database(f"sqlite:///{file}")
    assert str(caught.value) == f"RUNG_DATABASE_URL: Rung is not allowed to read and write {file}"


def test_starting_in_a_folder_that_may_not_be_written(folder):
    file = folder / "rung.db"
    with opened(f"sqlite:///{file}") as database:
        folder.chmod(0o555)
        with unprivileged(), pytest.raises(StorageError) as caught:
            database.upgrade()
        assert str(caught.value) == f"RUNG_DATABASE_URL: {file} cannot be created: Permission denied"
    file.touch()
    file.chmod(0o666)
    with unprivileged(), pytest.raises(StorageError) as caught:
        open_database(f"sqlite:///{file}")
    assert str(caught.value) == (
        f"RUNG_DATABASE_URL: Rung is not allowed to write in {folder}, where SQLite keeps its log"
    )
    folder.chmod(0o755)


def test_a_folder_instead_of_a_file(tmp_path):
    with pytest.raises(StorageError, match="is a folder; name a file in it"):
        open_database(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "rung.db"
    path.write_text("not a database, and long enough to be looked at " * 40)
    with pytest.raises(StorageError) as caught:
        open_database(f"sqlite:///{path}")
    assert str(caught.value) == f"RUNG_DATABASE_URL: {path} cannot be used: file is not a database"


FULL = """
import resource, sys
from flows.errors import FlowError
from storage.database import open_database

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
database = open_database(sys.argv[1])
try:
    database.upgrade()
except FlowError as error:
    print(error)
database.close()
"""


def test_a_disk_that_is_full_at_the_start(tmp_path):
    path = tmp_path / "rung.db"
    said = subprocess.run([sys.executable, "-c", FULL, f"sqlite:///{path}"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith(f"RUNG_DATABASE_URL: {path} cannot be used: "), said.stderr
    assert said.stdout.count("\n") == 1


def test_a_disk_that_is_full_later(sqlite_database, begun_on_file):
    with sqlite_database.backend.writing.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # which means: not one more than there are
    with pytest.raises(StorageLostError), sqlite_database.transaction() as repositories:
        for number in range(200):
            repositories.seen_requests.add("T1", f"{number} " + "x" * 1000, now=NOW)
    with sqlite_database.reading() as repositories:
        assert repositories.people.find(WHO) == begun_on_file


@pytest.fixture
def begun_on_file(sqlite_database) -> Person:
    with sqlite_database.transaction() as repositories:
        return repositories.people.lock_or_add(WHO, new_id="p1", now=NOW)


def test_answers_are_for_nobody_elses_eyes(tmp_path):
    path = tmp_path / "rung.db"
    with opened(f"sqlite:///{path}") as database:
        database.upgrade()
        claim(database)
        assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}


def test_it_is_set_up_for_many_writers_and_for_readers_that_change_nothing(sqlite_database):
    def settings(engine: Engine) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        with engine.connect() as connection:
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    common = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 1000}
    assert settings(sqlite_database.backend.writing) == common | {"query_only": 0}
    assert settings(sqlite_database.backend.reading) == common | {"query_only": 1}


def test_a_lock_that_another_process_holds_is_busy_for_everybody_and_reading_goes_on(sqlite_database, path):
    claim(sqlite_database)
    busy: list[str] = []

    def write() -> None:
        try:
            claim(sqlite_database)
        except StorageBusyError as error:
            busy.append(str(error))

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        threads = [threading.Thread(target=write) for _ in range(4)]
        for each in threads:
            each.start()
        with sqlite_database.reading() as repositories:
            assert repositories.people.find(WHO)
        for each in threads:
            each.join()
        assert len(busy) == 4
        other.execute("ROLLBACK")
    assert claim(sqlite_database) == "p1"
    with sqlite_database.backend.writing.connect() as connection:  # although some of them had waited before
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 1000


@pytest.mark.parametrize(("waited", "left"), [(0, 1000), (9, 1000), (700, 300), (1200, 0)])
def test_what_was_waited_for_other_threads_is_not_waited_again(sqlite_database, waited, left):
    def busy_timeout(connection: Connection) -> int:
        return cast("int", driver_of(connection).execute("PRAGMA busy_timeout").fetchone()[0])

    waits: list[int] = []
    engine = sqlite_database.backend.writing
    event.listen(engine, "begin", lambda connection: waits.append(busy_timeout(connection)))
    with engine.connect() as connection:
        with begun_after(connection, waited):
            assert waits == [left]
        assert busy_timeout(connection) == 1000


def test_threads_of_one_process_are_served_one_after_the_other(sqlite_database):
    """None of them gives up, although together they take far longer than one may wait for the lock of another."""
    done: list[str] = []

    def write(name: int) -> None:
        for number in range(25):
            with sqlite_database.transaction() as repositories:
                repositories.seen_requests.add("T1", f"{name} {number}", now=NOW)
        done.append("done")

    threads = [threading.Thread(target=write, args=(name,)) for name in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(done) == 12
    with sqlite_database.transaction() as repositories:
        assert repositories.seen_requests.forget_before(NOW + timedelta(days=1)) == 300


@pytest.mark.parametrize(("written", "named"), [("50%25.db", "50%.db"), ("a%20b.db", "a b.db"), ("ö#?x.db", "ö#")])
def test_an_address_names_a_file_after_unescaping(tmp_path, written, named):
    with opened(f"sqlite:///{tmp_path}/{written}") as database:
        assert database.upgrade().sentence == "created"
        assert database.where == str(tmp_path / named)
        assert (tmp_path / named).exists()


SERVE = """
import sys
from storage.database import open_database

with open_database(sys.argv[1]).served_by_us(lambda: print("waiting", flush=True)):
    print("serving", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def serving_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, f"sqlite:///{path}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield process
        process.kill()


def test_one_process_serves_a_file_and_a_second_is_told_what_to_do(sqlite_database, path, monkeypatch):
    monkeypatch.setattr("storage.sqlite.TAKING_OVER_SECONDS", 0.1)
    said: list[str] = []
    with serving_process(path) as first:
        assert first.stdout.readline() == "serving\n"
        with pytest.raises(StorageError) as caught, sqlite_database.served_by_us(lambda: said.append("waiting")):
            pass
        assert str(caught.value) == (
            f"{path}: another Rung serves this file, and SQLite is for one process; "
            "stop that one, or set RUNG_DATABASE_URL to a PostgreSQL database, which any number can serve"
        )
        assert said == ["waiting"]
        assert people_in(path) == 0  # whoever only reads is not kept out


@pytest.mark.parametrize("ending", ["kill", "terminate"])
def test_a_process_that_ends_is_waited_for_however_it_ends(path, ending):
    with serving_process(path) as first:
        assert first.stdout.readline() == "serving\n"
        with serving_process(path) as second:
            assert second.stdout.readline() == "waiting\n"
            getattr(first, ending)()
            assert second.stdout.readline() == "serving\n"


def test_a_lock_that_cannot_be_made_is_a_clear_sentence(sqlite_database, path):
    Path(f"{path}.lock").mkdir()
    with pytest.raises(StorageError) as caught, sqlite_database.served_by_us():
        pass
    assert str(caught.value).startswith(f"RUNG_DATABASE_URL: {path}.lock cannot be created: ")

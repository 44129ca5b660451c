"""`rung export` and `rung import`, as an operator types them."""

import json
from datetime import timedelta

import pytest

from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from tests.support.acts import Acts
from tests.support.databases import opened

PEOPLE = ("U1", "U2", "U3")


@pytest.fixture
def url(fresh_database):
    """A database with a team and two results."""
    address: str = fresh_database("sqlite")
    with opened(address) as database:
        acts = Acts(database, load_maturity())
        team = acts.found("=Fraud", PEOPLE)
        for missing in ("auto_train", "cicd"):
            check_in = acts.begin(team)
            for who in PEOPLE:
                acts.says(who, check_in, {missing: Answer.NO})
            acts.publish("U1", check_in)
            acts.later(timedelta(days=91))
    return address


def test_from_one_database_to_another_and_back_to_the_same_bytes(rung, url, fresh_database, tmp_path):
    there, file = fresh_database("postgresql", empty=True), tmp_path / "results.json"
    assert rung("export", str(file), RUNG_DATABASE_URL=url).status == 0
    assert file.stat().st_mode & 0o777 == 0o600
    done = rung("import", str(file), RUNG_DATABASE_URL=there)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("T1: 1 team with 2 results in ")
    assert rung("export", RUNG_DATABASE_URL=there).out == file.read_text(encoding="utf-8")
    again = rung("import", "-", stdin=file.read_text(encoding="utf-8"), RUNG_DATABASE_URL=there)
    assert (again.status, again.err) == (
        2,
        "rung: there are teams in this database already; rung import needs one without\n",
    )


def test_as_csv_and_the_schema(rung, url):
    lines = rung("export", "--csv", RUNG_DATABASE_URL=url).out.splitlines()
    assert len(lines) == 1 + 2 * 6
    assert lines[1].startswith('"\'=Fraud","Q4 2026","2026-11-21T')
    assert json.loads(rung("export", "--schema").out)["results"]["title"] == "Export"


def test_what_cannot_be_exported_or_imported_is_one_line(rung, url, fresh_database, tmp_path):
    file = tmp_path / "there.json"
    file.write_text("{}")
    for words, status, said in (
        (("export", str(file)), 2, f"rung: {file}: cannot be written: File exists"),
        (("export", "--workspace", "T2"), 2, "rung: --workspace names the workspace to export; there are T1"),
        (("import", str(file)), 2, f"rung: {file}: workspace: is missing (2 more problems after this one)"),
        (("import", str(tmp_path / "none.json")), 2, f"rung: {tmp_path / 'none.json'}: No such file or directory"),
    ):
        ran = rung(*words, RUNG_DATABASE_URL=url)
        assert (ran.status, ran.err) == (status, f"{said}\n")
    ran = rung("export", RUNG_DATABASE_URL=fresh_database("sqlite", empty=True))
    assert ran.status == 2
    assert "Rung cannot reach its database: the file is gone" in ran.err


@pytest.fixture
def empty(fresh_database, tmp_path):
    """The address of a database without tables, and a file to import into it."""
    return fresh_database("sqlite", empty=True), tmp_path / "results.json"


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (('"weeks": 13', '"weeks": 0'), "teams[0].schedule.weeks"),
        (('"lasts": 5', '"lasts": 0'), "teams[0].schedule.lasts"),
        (('"rule_of_own": null', '"rule_of_own": "FREQ=DAILY"'), "teams[0].schedule.rule_of_own"),
        (('"rule_of_own": null', '"rule_of_own": "FREQ=MONTHLY;INTERVAL=0"'), "teams[0].schedule.rule_of_own"),
        (('"asked": 3', '"asked": "3"'), "teams[0].check_ins[0].asked"),
        (('"level": 1', '"level": 2'), "teams[0].check_ins[0].placements[1].level"),
    ],
)
def test_what_nobody_could_have_chosen_is_not_imported(rung, url, empty, fault, place):
    there, file = empty
    text = rung("export", RUNG_DATABASE_URL=url).out
    assert fault[0] in text
    file.write_text(text.replace(*fault, 1))
    ran = rung("import", str(file), RUNG_DATABASE_URL=there)
    assert (ran.status, ran.out) == (2, "")
    assert f" {place}: " in ran.err
    assert len(ran.err.splitlines()) == 1
    file.write_text(text)
    assert rung("import", str(file), RUNG_DATABASE_URL=there).status == 0  # nothing was in its way

"""Files that leave Rung: what a spreadsheet makes of them, and what stands beside them."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.export_file import schema
from bot.messages.exports import ExportKind, export_comment, export_done, export_offer, export_refused
from bot.slack.attachments import ANSWER_COLUMNS, RESULT_COLUMNS, Attachment, answers_csv, file_name, results_csv
from flows.acts.exports.export import ExportOffer
from flows.exports.documents import Export, OwnAnswers, OwnAssessment, OwnEntry
from flows.maturity.answer import Answer
from tests.bot.messages.test_check_in_messages import TEAM
from tests.support.wording import check_message, check_text_says_all

ROOT = Path(__file__).parents[3]
NOW = datetime(2027, 1, 12, tzinfo=UTC)
CARDS = {
    "export_offer/all": export_offer(ExportOffer(TEAM, is_admin=True)),
    "export_offer/mine": export_offer(ExportOffer(None, is_admin=False)),
    "export_done/two": export_done([Attachment("a.csv", b""), Attachment("a.json", b"")]),
    "export_refused/scope": export_refused("missing_scope"),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_message_is_as_it_was_read_and_agreed(name, golden):
    check_message(CARDS[name], name, golden)
    check_text_says_all(CARDS[name])


def test_what_stands_beside_the_files():
    assert [export_comment(each) for each in ExportKind] == [
        "All that you have answered, for you alone. The same is in both files.",
        "The team's published results. Nobody's own answers are in it. The same is in both files.",
        (
            "The published results of all teams, with settings and schedules; it can be imported with rung import. "
            "Nobody's own answers are in it. The same is in both files."
        ),
    ]


HOSTILE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=cmd|" /C calc"!A0', "\uff1d1+1"),
    *('plain, "quoted"', "two\nlines", "ünïcode 🙂", "' =1"),
]


@pytest.mark.parametrize("note", HOSTILE)
def test_no_cell_becomes_a_formula(note):
    entry = OwnEntry(
        practice="cicd",
        answer=Answer.NO,
        claim_reason=None,
        claim_ends_on=None,
        note=note,
        shows_note=False,
        links=("https://example.org/a",),
        answered_at=NOW,
        confirmed_at=None,
    )
    mine = OwnAssessment(team=None, period=None, started_at=NOW, finished_at=None, entries=(entry,))
    (row,) = csv.DictReader(io.StringIO(answers_csv(OwnAnswers(assessments=(mine,))), newline=""))
    assert not row["note"].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))
    assert row["note"].removeprefix("'") == note.removeprefix("'")
    assert row["answered_at"] == "2027-01-12T00:00:00+00:00"


def test_an_empty_export_has_its_header():
    assert (
        results_csv(Export(workspace=None, teams=(), contents=()))
        == ",".join(f'"{each}"' for each in RESULT_COLUMNS) + "\r\n"
    )


def test_the_schema_is_the_one_that_is_written_down(request):
    page = ROOT / "docs" / "export.schema.json"
    if request.config.getoption("--record"):
        page.write_text(schema() + "\n", encoding="utf-8")
    assert page.read_text(encoding="utf-8") == schema() + "\n", "make record writes it anew"


def test_every_column_and_field_is_explained():
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    fields = {
        name
        for document in json.loads(schema()).values()
        for part in (document, *document["$defs"].values())
        for name in part.get("properties", ())
    }
    missing = [each for each in {*fields, *RESULT_COLUMNS, *ANSWER_COLUMNS} if f"`{each}`" not in page]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("ML Fraud/2", "ml-fraud-2"),
        ("हिन्दी टीम", "हिन्दी-टीम"),
        ("צוות 2", "צוות-2"),
        ("a\u202eb", "a-b"),
        ("🚀", "team"),
    ],
)
def test_a_file_is_named_after_a_team_in_every_script(name, part):
    assert file_name(name) == part

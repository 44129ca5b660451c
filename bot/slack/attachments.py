"""Exports as files: JSON as it is, and CSV for a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import category

from flows.exports.documents import Export, OwnAnswers

RESULT_COLUMNS = (
    *("team", "period", "published_at", "scale", "scale_version", "level", "level_name", "settled", "in_place", "of"),
    *("not_applicable", "held_by", "answered", "asked", "team_id", "check_in_id", "scale_hash"),
)
ANSWER_COLUMNS = (
    *("team", "period", "practice", "answer", "claim_reason", "claim_ends_on", "note", "links"),
    *("answered_at", "confirmed_at"),
)
# With these a spreadsheet takes a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Attachment:
    """A file with its name."""

    name: str
    content: bytes


def file_name(name: str) -> str:
    """A team's name as a part of the name of a file: its letters, with the marks that many scripts write vowels as."""
    parts = (sign if sign.isalnum() or sign == "_" or category(sign)[0] == "M" else "-" for sign in name.casefold())
    return re.sub("--+", "-", "".join(parts)).strip("-") or "team"


def result_files(export: Export, name: str) -> tuple[Attachment, ...]:
    """Teams' results as JSON and as CSV."""
    return (
        Attachment(f"{name}.csv", results_csv(export).encode("utf-8-sig")),  # which spreadsheets know for Unicode
        Attachment(f"{name}.json", export.as_json().encode()),
    )


def answer_files(answers: OwnAnswers) -> tuple[Attachment, ...]:
    """One person's own answers as JSON and as CSV."""
    return (
        Attachment("my-answers.csv", answers_csv(answers).encode("utf-8-sig")),
        Attachment("my-answers.json", answers.as_json().encode()),
    )


def results_csv(export: Export) -> str:
    """Results as CSV: a line for each result and scale."""
    return _csv(
        RESULT_COLUMNS,
        (
            {
                **dict(placement),
                "team": check_in.team_name,
                "period": check_in.period,
                "published_at": check_in.published_at.isoformat(),
                "not_applicable": " ".join(placement.not_applicable),
                "held_by": " ".join(gate if isinstance(gate, str) else "|".join(gate) for gate in placement.held_by),
                "answered": check_in.answered,
                "asked": check_in.asked,
                "team_id": team.id,
                "check_in_id": check_in.id,
            }
            for team in export.teams
            for check_in in team.check_ins
            for placement in check_in.placements
        ),
    )


def answers_csv(answers: OwnAnswers) -> str:
    """Answers as CSV: a line for each answer."""
    return _csv(
        ANSWER_COLUMNS,
        (
            {
                **dict(entry),
                "team": assessment.team,
                "period": assessment.period,
                "links": " ".join(entry.links),
                "answered_at": entry.answered_at and entry.answered_at.isoformat(),
                "confirmed_at": entry.confirmed_at and entry.confirmed_at.isoformat(),
            }
            for assessment in answers.assessments
            for entry in assessment.entries
        ),
    )


def _csv(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")  # as RFC 4180 has it
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value

"""A database with a long history: so many people who have each answered every question."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from flows.maturity.loading import load_maturity
from storage.database import open_database
from storage.rows import AnswerRevisionRow, AssessmentRow, PersonRow, Row, WorkspaceRow, table_of

PEOPLE_AT_ONCE = 500
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def fill(database_url: str, answers: int) -> None:
    """Create the tables and put at least so many answers into them."""
    database, maturity = open_database(database_url), load_maturity()
    database.upgrade()
    capabilities = list(maturity.catalogue.by_id)
    with database.transaction() as repositories:
        repositories.contents.add(maturity, now=LONG_AGO)
    with database.backend.migrating() as connection:  # without the short time-outs of requests
        connection.execute(insert(table_of(WorkspaceRow)), {"id": "T0BENCH", "created_at": LONG_AGO})
        for first in range(0, -(-answers // len(capabilities)), PEOPLE_AT_ONCE):
            for row, values in _history(
                range(first, first + PEOPLE_AT_ONCE), capabilities, maturity.catalogue.content_hash
            ):
                connection.execute(insert(table_of(row)), values)
    database.close()


def _history(
    people: range, capabilities: list[str], catalogue_hash: str
) -> Iterator[tuple[type[Row], list[dict[str, Any]]]]:
    ids = {number: (str(uuid4()), str(uuid4())) for number in people}
    yield PersonRow, [_person(person, number) for number, (person, _) in ids.items()]
    yield AssessmentRow, [_assessment(assessment, person, catalogue_hash) for person, assessment in ids.values()]
    yield (
        AnswerRevisionRow,
        [
            _answer(assessment, number, capability)
            for _, assessment in ids.values()
            for number, capability in enumerate(capabilities, start=1)
        ],
    )


def _person(person_id: str, number: int) -> dict[str, Any]:
    return {
        "id": person_id,
        "workspace_id": "T0BENCH",
        "slack_id": f"U0LONGAGO{number}",
        "dm_channel_id": f"D0LONGAGO{number}",
        "time_zone": "UTC",
        "created_at": LONG_AGO,
    }


def _assessment(assessment_id: str, person_id: str, catalogue_hash: str) -> dict[str, Any]:
    return {
        "id": assessment_id,
        "person_id": person_id,
        "length": "full",
        "catalogue_hash": catalogue_hash,
        "card_view": "result",
        "card_number": 1,
        "card_message_id": "1700000000.000001",
        "card_is_last": False,
        "is_current": True,
        "revision": 32,
        "started_at": LONG_AGO,
        "finished_at": LONG_AGO,
    }


def _answer(assessment_id: str, number: int, capability: str) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "number": number,
        "capability": capability,
        "answer": "yes",
        "answered_at": LONG_AGO,
        "confirmed_at": LONG_AGO,
        "place": number,
        "recorded_at": LONG_AGO,
    }

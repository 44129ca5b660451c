"""An assessment as rows and back."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from flows.assessment.assessment import Assessment, Card, Claim, Entry, Length, View
from flows.errors import RefusedError
from flows.maturity.answer import Answer

COLUMNS = (
    "id",
    "person_id",
    "length",
    "catalogue_hash",
    "card_view",
    "card_subject",
    "card_number",
    "card_message_id",
    "card_replaces",
    "card_is_last",
    "origin_channel_id",
    "revision",
    "started_at",
    "finished_at",
    "closed_at",
    "check_in_id",
    "is_current",
    "counted_revision",
    "follows",
    "asked_again",
)
REVISION_COLUMNS = (
    "number",
    "capability",
    "answer",
    "claim_reason",
    "claim_ends_on",
    "note",
    "links",
    "answered_at",
    "confirmed_at",
    "place",
    "shows_note",
)
# NUL, which PostgreSQL keeps nowhere, and halves of characters, which are no text.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def columns_of(assessment: Assessment) -> dict[str, Any]:
    """The assessment without its entries."""
    card = assessment.card
    return {
        "id": assessment.id,
        "person_id": assessment.person_id,
        "length": assessment.length,
        "catalogue_hash": assessment.catalogue_hash,
        "card_view": card.view,
        "card_subject": card.subject,
        "card_number": card.number,
        "card_message_id": card.message_id,
        "card_replaces": card.replaces,
        "card_is_last": card.is_last,
        "origin_channel_id": assessment.origin_channel_id,
        "revision": assessment.revision,
        "started_at": assessment.started_at,
        "finished_at": assessment.finished_at,
        "closed_at": assessment.closed_at,
        "check_in_id": assessment.check_in_id,
        "is_current": assessment.is_current,
        "counted_revision": assessment.counted_revision,
        "follows": assessment.follows,
        "asked_again": list(assessment.asked_again) or None,
    }


def revision_columns_of(assessment_id: str, number: int, entry: Entry) -> dict[str, Any]:
    """One entry as the revision of that number; a RefusedError for text that no database can keep."""
    reason = entry.claim.reason if entry.claim else None
    for typed in (reason, entry.note, *entry.links):
        _check(typed or "")
    return {
        "assessment_id": assessment_id,
        "number": number,
        "capability": entry.capability,
        "answer": entry.answer,
        "claim_reason": reason,
        "claim_ends_on": entry.claim.ends_on if entry.claim else None,
        "note": entry.note,
        "links": list(entry.links) or None,
        "answered_at": entry.answered_at,
        "confirmed_at": entry.confirmed_at,
        "place": entry.place,
        "shows_note": entry.shows_note,
    }


def assessment_of(rows: Sequence[Row[Any]]) -> Assessment:
    """The assessment of all rows of a query for COLUMNS and REVISION_COLUMNS, ordered by number."""
    first = rows[0]
    latest = {row.capability: row for row in rows if row.number is not None}
    return Assessment(
        id=first.id,
        person_id=first.person_id,
        length=Length(first.length),
        catalogue_hash=first.catalogue_hash,
        card=Card(
            view=View(first.card_view),
            subject=first.card_subject,
            number=first.card_number,
            message_id=first.card_message_id,
            replaces=first.card_replaces,
            is_last=first.card_is_last,
        ),
        started_at=first.started_at,
        origin_channel_id=first.origin_channel_id,
        entries={name: _entry(row) for name, row in latest.items()},
        revision=first.revision,
        finished_at=first.finished_at,
        closed_at=first.closed_at,
        check_in_id=first.check_in_id,
        is_current=first.is_current,
        counted_revision=first.counted_revision,
        follows=first.follows,
        asked_again=tuple(first.asked_again or ()),
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        capability=row.capability,
        answer=None if row.answer is None else Answer(row.answer),
        claim=None if row.claim_reason is None else Claim(row.claim_reason, row.claim_ends_on),
        note=row.note,
        links=tuple(row.links or ()),
        answered_at=row.answered_at,
        confirmed_at=row.confirmed_at,
        place=row.place,
        shows_note=row.shows_note,
    )


def _check(text: str) -> None:
    if _UNSTORABLE.search(text):
        raise RefusedError(
            "That text holds a character that Rung cannot keep. Nothing was recorded. Please send it again without it."
        )

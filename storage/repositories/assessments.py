from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from flows.assessment import Assessment, Card, Claim, Entry, Length, View
from flows.errors import StorageBusyError
from flows.maturity.answer import Answer
from storage.rows import AnswerRevisionRow, AssessmentRow

_ENTRY = (
    AnswerRevisionRow.number,
    AnswerRevisionRow.capability,
    AnswerRevisionRow.answer,
    AnswerRevisionRow.claim_reason,
    AnswerRevisionRow.claim_ends_on,
    AnswerRevisionRow.note,
    AnswerRevisionRow.links,
    AnswerRevisionRow.answered_at,
    AnswerRevisionRow.confirmed_at,
    AnswerRevisionRow.place,
)
# One query for both; the later of two revisions of a capability comes later and so takes its place.
_WITH_ENTRIES = (
    select(AssessmentRow.__table__, *_ENTRY)
    .outerjoin(AnswerRevisionRow, AnswerRevisionRow.assessment_id == AssessmentRow.id)
    .order_by(AnswerRevisionRow.number)
)
_PRIVATE = AssessmentRow.check_in_id.is_(None)


class SqlAssessments:
    """Assessments with their entries."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_active(self, person_id: str) -> Assessment | None:
        """The person's private assessment that is not closed."""
        active = AssessmentRow.closed_at.is_(None)
        return self._one(_WITH_ENTRIES.where(AssessmentRow.person_id == person_id, active, _PRIVATE))

    def find_last_closed(self, person_id: str) -> Assessment | None:
        """The person's private assessment that was closed last."""
        closed = (
            select(AssessmentRow.id)
            .where(AssessmentRow.person_id == person_id, AssessmentRow.closed_at.is_not(None), _PRIVATE)
            .order_by(AssessmentRow.closed_at.desc())
            .limit(1)
        )
        return self._one(_WITH_ENTRIES.where(AssessmentRow.id == closed.scalar_subquery()))

    def find(self, assessment_id: str) -> Assessment | None:
        """The assessment of that id."""
        return self._one(_WITH_ENTRIES.where(AssessmentRow.id == assessment_id))

    def add(self, assessment: Assessment) -> None:
        """Add one without entries."""
        self._connection.execute(insert(AssessmentRow), _columns(assessment) | {"check_in_id": None})

    def save(self, before: Assessment, after: Assessment) -> None:
        """Keep what changed. Each changed entry is a revision of its own; a StorageBusyError if anybody was faster."""
        changed = [entry for name, entry in after.entries.items() if before.entries.get(name) != entry]
        if after.revision != before.revision + len(changed):
            raise ValueError("an assessment's revision counts the changes of its entries")
        old, new = _columns(before), _columns(after)
        values = {name: value for name, value in new.items() if value != old[name]}
        if values:
            unchanged = (AssessmentRow.id == before.id, AssessmentRow.revision == before.revision)
            if self._connection.execute(update(AssessmentRow).where(*unchanged).values(values)).rowcount != 1:
                raise StorageBusyError
        if changed:
            numbered = enumerate(changed, start=before.revision + 1)
            self._connection.execute(insert(AnswerRevisionRow), [_revision(after.id, *each) for each in numbered])

    def _one(self, statement: Select[Any]) -> Assessment | None:
        rows = self._connection.execute(statement).mappings().all()
        return _assessment(rows) if rows else None


def _columns(assessment: Assessment) -> dict[str, Any]:
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
    }


def _revision(assessment_id: str, number: int, entry: Entry) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "number": number,
        "capability": entry.capability,
        "answer": entry.answer,
        "claim_reason": entry.claim.reason if entry.claim else None,
        "claim_ends_on": entry.claim.ends_on if entry.claim else None,
        "note": entry.note,
        "links": list(entry.links),
        "answered_at": entry.answered_at,
        "confirmed_at": entry.confirmed_at,
        "place": entry.place,
    }


def _assessment(rows: Sequence[RowMapping]) -> Assessment:
    first = rows[0]
    return Assessment(
        id=first["id"],
        person_id=first["person_id"],
        length=Length(first["length"]),
        catalogue_hash=first["catalogue_hash"],
        card=Card(
            view=View(first["card_view"]),
            subject=first["card_subject"],
            number=first["card_number"],
            message_id=first["card_message_id"],
            replaces=first["card_replaces"],
            is_last=first["card_is_last"],
        ),
        started_at=first["started_at"],
        origin_channel_id=first["origin_channel_id"],
        entries={row["capability"]: _entry(row) for row in rows if row["number"] is not None},
        revision=first["revision"],
        finished_at=first["finished_at"],
        closed_at=first["closed_at"],
    )


def _entry(row: RowMapping) -> Entry:
    reason = row["claim_reason"]
    return Entry(
        capability=row["capability"],
        answer=Answer(row["answer"]) if row["answer"] else None,
        claim=None if reason is None else Claim(reason, row["claim_ends_on"]),
        note=row["note"],
        links=tuple(row["links"]),
        answered_at=row["answered_at"],
        confirmed_at=row["confirmed_at"],
        place=row["place"],
    )

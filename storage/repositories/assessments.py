from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from flows.assessment import Assessment
from flows.errors import StorageBusyError
from storage.repositories.assessment_rows import (
    COLUMNS,
    REVISION_COLUMNS,
    assessment_of,
    columns_of,
    revision_columns_of,
)
from storage.rows import AnswerRevisionRow, AssessmentRow, table_of

_ASSESSMENT, _REVISION = table_of(AssessmentRow), table_of(AnswerRevisionRow)
# One query for an assessment and all its revisions; the last of those of a capability stands.
_WITH_ENTRIES = (
    select(*(_ASSESSMENT.c[name] for name in COLUMNS), *(_REVISION.c[name] for name in REVISION_COLUMNS))
    .outerjoin_from(_ASSESSMENT, _REVISION, _REVISION.c.assessment_id == _ASSESSMENT.c.id)
    .order_by(_REVISION.c.number)
)
_PRIVATE = (_ASSESSMENT.c.person_id == bindparam("person_id"), _ASSESSMENT.c.check_in_id.is_(None))
_BY_ID = _WITH_ENTRIES.where(_ASSESSMENT.c.id == bindparam("assessment_id"))
_ACTIVE = _WITH_ENTRIES.where(*_PRIVATE, _ASSESSMENT.c.closed_at.is_(None))
_LAST_CLOSED = _WITH_ENTRIES.where(
    _ASSESSMENT.c.id
    == select(_ASSESSMENT.c.id)
    .where(*_PRIVATE, _ASSESSMENT.c.closed_at.is_not(None))
    .order_by(_ASSESSMENT.c.closed_at.desc(), _ASSESSMENT.c.started_at.desc())
    .limit(1)
    .scalar_subquery()
)
_ADD, _ADD_REVISION = insert(_ASSESSMENT), insert(_REVISION)
# Sets the columns that it is given. Matches nothing when somebody else was faster.
_UPDATE = update(_ASSESSMENT).where(
    _ASSESSMENT.c.id == bindparam("the_id"), _ASSESSMENT.c.revision == bindparam("the_revision")
)


class SqlAssessments:
    """Assessments with their entries."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_active(self, person_id: str) -> Assessment | None:
        """The person's private assessment that is not closed."""
        return self._one(_ACTIVE, {"person_id": person_id})

    def find_last_closed(self, person_id: str) -> Assessment | None:
        """The person's private assessment that was closed last."""
        return self._one(_LAST_CLOSED, {"person_id": person_id})

    def find(self, assessment_id: str) -> Assessment | None:
        """The assessment of that id."""
        return self._one(_BY_ID, {"assessment_id": assessment_id})

    def add(self, assessment: Assessment) -> None:
        """Add one without entries, which is revision 0. Its catalogue must be among the contents.

        A StorageBusyError when the person has an active one: another act of theirs has just begun it.
        """
        if assessment.entries or assessment.revision:
            raise ValueError("an assessment is added without entries")
        self._connection.execute(_ADD, columns_of(assessment))

    def save(self, before: Assessment, after: Assessment) -> None:
        """Keep what changed, each changed entry as the next revision.

        `before` is as it was read in this transaction. A StorageBusyError when the assessment has changed since.
        """
        changed = [entry for name, entry in after.entries.items() if before.entries.get(name) != entry]
        if after.revision != before.revision + len(changed) or not before.entries.keys() <= after.entries.keys():
            raise ValueError("an assessment's revision counts the changes of its entries, which are never removed")
        old, new = columns_of(before), columns_of(after)
        values = {name: value for name, value in new.items() if value != old[name]}
        if not values:
            return
        key = {"the_id": before.id, "the_revision": before.revision}
        if self._connection.execute(_UPDATE, values | key).rowcount != 1:
            raise StorageBusyError
        for number, entry in enumerate(changed, start=before.revision + 1):
            self._connection.execute(_ADD_REVISION, revision_columns_of(after.id, number, entry))

    def _one(self, statement: Select[*tuple[Any, ...]], key: dict[str, str]) -> Assessment | None:
        rows = self._connection.execute(statement, key).all()
        return assessment_of(rows) if rows else None

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Select, and_, bindparam, false, func, or_, select, true, update
from typing_extensions import override

from flows.assessment.assessment import Assessment, Card, Claim, Entry
from flows.errors import RefusedError, StorageBusyError
from flows.ports import Assessments
from storage.repositories.base import SqlRepository
from storage.rows import AnswerRevisionRow, AssessmentRow, CheckInRow, Mapper, RosterEntryRow, table_of

_ASSESSMENTS = Mapper(AssessmentRow, Assessment, parts={"card": Card}, elsewhere=("entries", "last_time"))
_ENTRIES = Mapper(AnswerRevisionRow, Entry, parts={"claim": Claim})
_ASSESSMENT, _REVISION = _ASSESSMENTS.table.c, _ENTRIES.table.c
_CHECK_IN, _ROSTER = table_of(CheckInRow).c, table_of(RosterEntryRow).c
# In a row of an assessment, a revision's number and its entry; all are null while there is none.
_COLUMNS = (*_ASSESSMENTS.columns, _REVISION.number, *_ENTRIES.columns)
_NUMBER = len(_ASSESSMENTS.columns)
# NUL, which PostgreSQL keeps nowhere, and halves of characters, which are no text.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def _entries_up_to(last: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """One query for assessments and their revisions up to a last one; of those of a capability the last one stands."""
    which = and_(_REVISION.assessment_id == _ASSESSMENT.id, last)
    return select(*_COLUMNS).outerjoin_from(_ASSESSMENTS.table, _ENTRIES.table, which).order_by(_REVISION.number)


def _with_entries_of(which: Select[str]) -> Select[*tuple[Any, ...]]:
    """The assessment whose id a query gives first."""
    return _WITH_ENTRIES.where(_ASSESSMENT.id == which.limit(1).scalar_subquery())


_WITH_ENTRIES = _entries_up_to(true())
_OF_PERSON = _ASSESSMENT.person_id == bindparam("person_id")
_PRIVATE = and_(_OF_PERSON, _ASSESSMENT.check_in_id.is_(None))
_IN_CHECK_IN = _ASSESSMENT.check_in_id == bindparam("check_in_id")
_NOT_CLOSED = _ASSESSMENT.closed_at.is_(None)
_BY_ID = _WITH_ENTRIES.where(*_ASSESSMENTS.key)
_CURRENT = _WITH_ENTRIES.where(_OF_PERSON, _ASSESSMENT.is_current)
_OPEN_PRIVATE = _WITH_ENTRIES.where(_PRIVATE, _NOT_CLOSED)
_OPEN_IN_CHECK_IN = _WITH_ENTRIES.where(_IN_CHECK_IN, _NOT_CLOSED, _OF_PERSON)
_ALL_OF_PERSON = (
    _WITH_ENTRIES.where(_OF_PERSON, _ASSESSMENT.revision > 0)
    .order_by(None)
    .order_by(_ASSESSMENT.started_at, _ASSESSMENT.id, _REVISION.number)
)
_LAST_CLOSED = _with_entries_of(
    select(_ASSESSMENT.id)
    .where(_PRIVATE, _ASSESSMENT.closed_at.is_not(None))
    .order_by(_ASSESSMENT.closed_at.desc(), _ASSESSMENT.started_at.desc())
)
_OTHERS_OF_TEAM = select(_CHECK_IN.id).where(
    _CHECK_IN.team_id == bindparam("team_id"), _CHECK_IN.id != bindparam("check_in_id")
)
_TO_FOLLOW = _with_entries_of(
    select(_ASSESSMENT.id)
    .where(
        _OF_PERSON,
        _ASSESSMENT.revision > 0,
        or_(_ASSESSMENT.check_in_id.is_(None), _ASSESSMENT.check_in_id.in_(_OTHERS_OF_TEAM)),
    )
    .order_by(_ASSESSMENT.check_in_id.is_(None), _ASSESSMENT.started_at.desc(), _ASSESSMENT.id)
)
# What counts: while a check-in is open what is not set aside, and once it has closed what was not set aside by then.
_COUNTS = or_(and_(_ASSESSMENT.counted_revision.is_(None), _NOT_CLOSED), _ASSESSMENT.counted_revision > 0)
_COUNTED = (
    _entries_up_to(_REVISION.number <= func.coalesce(_ASSESSMENT.counted_revision, _ASSESSMENT.revision))
    .where(_IN_CHECK_IN, _COUNTS)
    .order_by(None)
    .order_by(_ASSESSMENT.id, _REVISION.number)
)
_BEGUN = select(_ASSESSMENT.person_id).where(_IN_CHECK_IN).distinct()
_IS_ASKED = and_(_ROSTER.check_in_id == _ASSESSMENT.check_in_id, _ROSTER.person_id == _ASSESSMENT.person_id)
_FINISHED = (
    select(func.count())
    .join_from(_ASSESSMENTS.table, table_of(RosterEntryRow), _IS_ASKED)
    .where(_IN_CHECK_IN, _NOT_CLOSED, _ASSESSMENT.finished_at.is_not(None), _ROSTER.has_declined.is_(false()))
)
_FREEZE = (
    update(_ASSESSMENTS.table)
    .where(_ASSESSMENT.check_in_id == bindparam("the_check_in"), _NOT_CLOSED)
    .values(counted_revision=_ASSESSMENT.revision)
)
# Matches nothing when somebody else was faster.
_UPDATE = _ASSESSMENTS.update.where(_ASSESSMENT.revision == bindparam("the_revision"))


class SqlAssessments(SqlRepository, Assessments):
    """The tables of assessments and of their revisions."""

    @override
    def find_current(self, person_id: str) -> Assessment | None:
        return self._find(_CURRENT, person_id=person_id)

    @override
    def find_private(self, person_id: str) -> Assessment | None:
        return self._find(_OPEN_PRIVATE, person_id=person_id)

    @override
    def find_in_check_in(self, check_in_id: str, person_id: str) -> Assessment | None:
        return self._find(_OPEN_IN_CHECK_IN, check_in_id=check_in_id, person_id=person_id)

    @override
    def find_to_follow(self, check_in_id: str, team_id: str, person_id: str) -> Assessment | None:
        return self._find(_TO_FOLLOW, check_in_id=check_in_id, team_id=team_id, person_id=person_id)

    @override
    def list_begun(self, check_in_id: str) -> list[str]:
        return list(self._connection.execute(_BEGUN, {"check_in_id": check_in_id}).scalars())

    @override
    def list_counted(self, check_in_id: str) -> list[Assessment]:
        """All that counts in a check-in, each as far as it does, in the order of their random ids."""
        return self._list(_COUNTED, check_in_id=check_in_id)

    @override
    def count_finished(self, check_in_id: str) -> int:
        return int(self._scalar(_FINISHED, check_in_id=check_in_id))

    @override
    def freeze(self, check_in_id: str) -> None:
        self._connection.execute(_FREEZE, {"the_check_in": check_in_id})

    @override
    def find_last_closed(self, person_id: str) -> Assessment | None:
        return self._find(_LAST_CLOSED, person_id=person_id)

    @override
    def list_of(self, person_id: str) -> list[Assessment]:
        return self._list(_ALL_OF_PERSON, person_id=person_id)

    @override
    def find(self, assessment_id: str) -> Assessment | None:
        return self._find(_BY_ID, the_id=assessment_id)

    @override
    def add(self, assessment: Assessment) -> None:
        """Add an assessment without entries, which is revision 0. Its catalogue must be among the contents.

        A StorageBusyError when the person has an active one: another act of theirs has just begun it.
        """
        if assessment.entries or assessment.revision:
            raise ValueError("an assessment is added without entries")
        self._connection.execute(_ASSESSMENTS.insert, _ASSESSMENTS.columns_of(assessment))

    @override
    def save(self, before: Assessment, after: Assessment) -> None:
        """Keep what changed, each changed entry as the next revision.

        `before` is as it was read in this transaction. A StorageBusyError when the assessment has changed since.
        """
        changed = [entry for name, entry in after.entries.items() if before.entries.get(name) != entry]
        if after.revision != before.revision + len(changed) or not before.entries.keys() <= after.entries.keys():
            raise ValueError("an assessment's revision counts the changes of its entries, which are never removed")
        values = _ASSESSMENTS.changes(before, after)
        if not values:
            return
        key = {"the_id": before.id, "the_revision": before.revision}
        if self._connection.execute(_UPDATE, values | key).rowcount != 1:
            raise StorageBusyError
        for number, entry in enumerate(changed, start=before.revision + 1):
            _check_text(entry)
            revision = {"assessment_id": after.id, "number": number, **_ENTRIES.columns_of(entry)}
            self._connection.execute(_ENTRIES.insert, revision)

    def _find(self, statement: Executable, **key: object) -> Assessment | None:
        rows = self._connection.execute(statement, key).all()
        return _assessment(rows) if rows else None

    def _list(self, statement: Executable, **key: object) -> list[Assessment]:
        rows = self._connection.execute(statement, key).all()
        return [_assessment(list(revisions)) for _, revisions in groupby(rows, key=lambda row: row.id)]


def _assessment(rows: Sequence[Row[Any]]) -> Assessment:
    """The assessment of all rows of a query, ordered by the number of the revision."""
    latest = {row.capability: row for row in rows if row.number is not None}
    entries = {capability: _ENTRIES.value(row[_NUMBER + 1 :]) for capability, row in latest.items()}
    return _ASSESSMENTS.value(rows[0], entries=entries)


def _check_text(entry: Entry) -> None:
    """Refuse text that no database can keep."""
    reason = entry.claim.reason if entry.claim else None
    for typed in (reason, entry.note, *entry.links):
        if _UNSTORABLE.search(typed or ""):
            raise RefusedError(
                "That text holds a character that Rung cannot keep. Nothing was recorded. Please send it again without "
                "it."
            )

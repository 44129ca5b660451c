from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from flows.assessment.assessment import Assessment
from flows.errors import StorageBusyError
from storage.repositories.assessment_rows import (
    COLUMNS,
    REVISION_COLUMNS,
    assessment_of,
    columns_of,
    revision_columns_of,
)
from storage.rows import AnswerRevisionRow, AssessmentRow, CheckInRow, RosterEntryRow, table_of

_ASSESSMENT, _REVISION = table_of(AssessmentRow), table_of(AnswerRevisionRow)
_CHECK_IN, _ROSTER = table_of(CheckInRow), table_of(RosterEntryRow)


def _entries_up_to(last: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """One query for assessments and their revisions up to a last one; of those of a capability the last one stands."""
    columns = (*(_ASSESSMENT.c[name] for name in COLUMNS), *(_REVISION.c[name] for name in REVISION_COLUMNS))
    which = and_(_REVISION.c.assessment_id == _ASSESSMENT.c.id, last)
    return select(*columns).outerjoin_from(_ASSESSMENT, _REVISION, which).order_by(_REVISION.c.number)


_WITH_ENTRIES = _entries_up_to(true())
_PRIVATE = (_ASSESSMENT.c.person_id == bindparam("person_id"), _ASSESSMENT.c.check_in_id.is_(None))
_BY_ID = _WITH_ENTRIES.where(_ASSESSMENT.c.id == bindparam("assessment_id"))
_CURRENT = _WITH_ENTRIES.where(_ASSESSMENT.c.person_id == bindparam("person_id"), _ASSESSMENT.c.is_current)
_ACTIVE = _WITH_ENTRIES.where(*_PRIVATE, _ASSESSMENT.c.closed_at.is_(None))
_OF_CHECK_IN = (_ASSESSMENT.c.check_in_id == bindparam("check_in_id"), _ASSESSMENT.c.closed_at.is_(None))
# What counts: while a check-in is open what is not set aside, and once it has closed what was not set aside by then.
_COUNTS = or_(
    and_(_ASSESSMENT.c.counted_revision.is_(None), _ASSESSMENT.c.closed_at.is_(None)),
    _ASSESSMENT.c.counted_revision > 0,
)
_IN_CHECK_IN = _WITH_ENTRIES.where(*_OF_CHECK_IN, _ASSESSMENT.c.person_id == bindparam("person_id"))
_COUNTED = (
    _entries_up_to(_REVISION.c.number <= func.coalesce(_ASSESSMENT.c.counted_revision, _ASSESSMENT.c.revision))
    .where(_ASSESSMENT.c.check_in_id == bindparam("check_in_id"), _COUNTS)
    .order_by(None)
    .order_by(_ASSESSMENT.c.id, _REVISION.c.number)
)
_BEGUN = select(_ASSESSMENT.c.person_id).where(_ASSESSMENT.c.check_in_id == bindparam("check_in_id")).distinct()
_FINISHED = (
    select(func.count())
    .join_from(
        _ASSESSMENT,
        _ROSTER,
        and_(_ROSTER.c.check_in_id == _ASSESSMENT.c.check_in_id, _ROSTER.c.person_id == _ASSESSMENT.c.person_id),
    )
    .where(*_OF_CHECK_IN, _ASSESSMENT.c.finished_at.is_not(None), _ROSTER.c.has_declined.is_(false()))
)
_FREEZE = (
    update(_ASSESSMENT)
    .where(_ASSESSMENT.c.check_in_id == bindparam("the_check_in"), _ASSESSMENT.c.closed_at.is_(None))
    .values(counted_revision=_ASSESSMENT.c.revision)
)
_LAST_CLOSED = _WITH_ENTRIES.where(
    _ASSESSMENT.c.id
    == select(_ASSESSMENT.c.id)
    .where(*_PRIVATE, _ASSESSMENT.c.closed_at.is_not(None))
    .order_by(_ASSESSMENT.c.closed_at.desc(), _ASSESSMENT.c.started_at.desc())
    .limit(1)
    .scalar_subquery()
)
_OTHERS_OF_TEAM = select(_CHECK_IN.c.id).where(
    _CHECK_IN.c.team_id == bindparam("team_id"), _CHECK_IN.c.id != bindparam("the_check_in")
)
_TO_FOLLOW = _WITH_ENTRIES.where(
    _ASSESSMENT.c.id
    == select(_ASSESSMENT.c.id)
    .where(
        _ASSESSMENT.c.person_id == bindparam("person_id"),
        _ASSESSMENT.c.revision > 0,
        or_(_ASSESSMENT.c.check_in_id.is_(None), _ASSESSMENT.c.check_in_id.in_(_OTHERS_OF_TEAM)),
    )
    .order_by(_ASSESSMENT.c.check_in_id.is_(None), _ASSESSMENT.c.started_at.desc(), _ASSESSMENT.c.id)
    .limit(1)
    .scalar_subquery()
)
_ALL_OF_PERSON = (
    _WITH_ENTRIES.where(_ASSESSMENT.c.person_id == bindparam("person_id"), _ASSESSMENT.c.revision > 0)
    .order_by(None)
    .order_by(_ASSESSMENT.c.started_at, _ASSESSMENT.c.id, _REVISION.c.number)
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

    def find_current(self, person_id: str) -> Assessment | None:
        """The person's assessment whose card has the buttons."""
        return self._one(_CURRENT, {"person_id": person_id})

    def find_private(self, person_id: str) -> Assessment | None:
        """The person's private assessment that is not closed."""
        return self._one(_ACTIVE, {"person_id": person_id})

    def find_in_check_in(self, check_in_id: str, person_id: str) -> Assessment | None:
        """The person's assessment in a check-in that is not closed."""
        return self._one(_IN_CHECK_IN, {"check_in_id": check_in_id, "person_id": person_id})

    def find_to_follow(self, check_in_id: str, team_id: str, person_id: str) -> Assessment | None:
        """The person's last assessment with answers in another check-in of the team, else their own view."""
        key = {"the_check_in": check_in_id, "team_id": team_id, "person_id": person_id}
        return self._one(_TO_FOLLOW, key)

    def list_begun(self, check_in_id: str) -> list[str]:
        """The ids of those who have begun to answer in a check-in."""
        return list(self._connection.execute(_BEGUN, {"check_in_id": check_in_id}).scalars())

    def list_counted(self, check_in_id: str) -> list[Assessment]:
        """All that counts in a check-in, each as far as it does, in the order of their random ids."""
        rows = self._connection.execute(_COUNTED, {"check_in_id": check_in_id}).all()
        return [assessment_of(list(each)) for _, each in groupby(rows, key=lambda row: row.id)]

    def count_finished(self, check_in_id: str) -> int:
        """How many of those who did not say "not this time" have answered all in a check-in by now."""
        return int(self._connection.execute(_FINISHED, {"check_in_id": check_in_id}).scalar_one())

    def freeze(self, check_in_id: str) -> None:
        """Let what is said in a check-in from now on count no more."""
        self._connection.execute(_FREEZE, {"the_check_in": check_in_id})

    def find_last_closed(self, person_id: str) -> Assessment | None:
        """The person's private assessment that was closed last."""
        return self._one(_LAST_CLOSED, {"person_id": person_id})

    def list_of(self, person_id: str) -> list[Assessment]:
        """All that a person ever filled in, the oldest first."""
        rows = self._connection.execute(_ALL_OF_PERSON, {"person_id": person_id}).all()
        return [assessment_of(list(each)) for _, each in groupby(rows, key=lambda row: row.id)]

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

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from flows.calendar.working_days import ONE_DAY
from flows.teams.good_moment import Absence
from storage.rows import AbsenceRow, table_of

_ABSENCE = table_of(AbsenceRow)
_MINE = _ABSENCE.c.person_id == bindparam("the_person")
_OF = (
    select(*(_ABSENCE.c[name] for name in Absence.__dataclass_fields__))
    .where(_ABSENCE.c.person_id.in_(bindparam("people", expanding=True)), _ABSENCE.c.last_on >= bindparam("since"))
    .order_by(_ABSENCE.c.first_on, _ABSENCE.c.person_id)
)
_SAME = delete(_ABSENCE).where(_MINE, _ABSENCE.c.first_on == bindparam("the_day"))
_AFTER = delete(_ABSENCE).where(_MINE, _ABSENCE.c.first_on >= bindparam("the_day"))
_CUT = update(_ABSENCE).where(_MINE, _ABSENCE.c.last_on >= bindparam("the_day"))


class SqlAbsences:
    """Days on which people are away."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, absence: Absence) -> None:
        """Note one, in place of another that begins on the same day."""
        self._connection.execute(_SAME, {"the_person": absence.person_id, "the_day": absence.first_on})
        self._connection.execute(insert(_ABSENCE), asdict(absence))

    def list_of(self, person_ids: Collection[str], since: date) -> list[Absence]:
        """Those of these people that have not ended before that day, the first ones first."""
        found = self._connection.execute(_OF, {"people": list(person_ids), "since": since})
        return [Absence(*row) for row in found]

    def end(self, person_id: str, on: date) -> None:
        """Forget what lies after that day, that day included."""
        key = {"the_person": person_id, "the_day": on}
        self._connection.execute(_AFTER, key)
        self._connection.execute(_CUT, key | {"last_on": on - ONE_DAY})

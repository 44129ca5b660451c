from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from flows.person import Acting, Person
from storage.repositories.adding import add_if_new
from storage.rows import PersonRow, WorkspaceRow

_PERSON = select(
    PersonRow.id,
    PersonRow.workspace_id,
    PersonRow.slack_id,
    PersonRow.dm_channel_id,
    PersonRow.time_zone,
    PersonRow.is_guest,
)


class SqlPeople:
    """People by workspace and Slack id."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, acting: Acting, *, new_id: str, now: datetime) -> Person:
        """The person, added when new; their row stays locked until the transaction ends."""
        statement = _by_slack_id(acting).with_for_update()
        found = self._first(statement)
        if found is None:
            workspace = {"id": acting.workspace_id, "enterprise_id": None, "created_at": now}
            add_if_new(self._connection, WorkspaceRow, workspace)
            new = Person(new_id, acting.workspace_id, acting.slack_id)
            add_if_new(self._connection, PersonRow, asdict(new) | {"created_at": now})
            found = self._first(statement)
        assert found is not None  # noqa: S101 - it was added, or another transaction has just added it
        return found

    def find(self, acting: Acting) -> Person | None:
        """The person, or None."""
        return self._first(_by_slack_id(acting))

    def get(self, person_id: str) -> Person:
        """The person of that id."""
        return Person(*self._connection.execute(_PERSON.where(PersonRow.id == person_id)).one())

    def save(self, person: Person) -> None:
        """Keep what is known of a person."""
        self._connection.execute(update(PersonRow).where(PersonRow.id == person.id), asdict(person))

    def _first(self, statement: Select[*tuple[Any, ...]]) -> Person | None:
        row = self._connection.execute(statement).first()
        return Person(*row) if row else None


def _by_slack_id(acting: Acting) -> Select[*tuple[Any, ...]]:
    return _PERSON.where(PersonRow.workspace_id == acting.workspace_id, PersonRow.slack_id == acting.slack_id)

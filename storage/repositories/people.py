from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, true, update

from flows.teams.person import Actor, Person
from storage.repositories.adding import add_if_new
from storage.repositories.workspaces import SqlWorkspaces
from storage.rows import PersonRow, table_of

_PERSON = table_of(PersonRow).c
_COLUMNS = select(
    _PERSON.id,
    _PERSON.workspace_id,
    _PERSON.slack_id,
    _PERSON.dm_channel_id,
    _PERSON.time_zone,
    _PERSON.is_guest,
    _PERSON.is_gone,
    _PERSON.zone_is_own,
    _PERSON.works_from,
    _PERSON.works_until,
)
_BY_ID = _COLUMNS.where(_PERSON.id == bindparam("person_id"))
_BY_SLACK_ID = _COLUMNS.where(
    _PERSON.workspace_id == bindparam("workspace_id"), _PERSON.slack_id == bindparam("slack_id")
)
_BY_IDS = _COLUMNS.where(_PERSON.id.in_(bindparam("person_ids", expanding=True)))
# Rows that refer to a person can be added by others meanwhile.
_LOCKED = _BY_SLACK_ID.with_for_update(key_share=True)
_BY_ID_LOCKED = _BY_ID.with_for_update(key_share=True)
_ADMINS = _COLUMNS.where(_PERSON.workspace_id == bindparam("workspace_id"), _PERSON.is_admin.is_(true()))
_MAKE_ADMIN = update(table_of(PersonRow)).where(_PERSON.id == bindparam("person_id")).values(is_admin=True)
_UPDATE = update(table_of(PersonRow)).where(_PERSON.id == bindparam("person_id"))


class SqlPeople:
    """People by workspace and Slack id."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock_or_add(self, actor: Actor, *, new_id: str, now: datetime) -> Person:
        """The person, added with their workspace when new.

        On PostgreSQL their row stays locked until the transaction ends; on SQLite nobody else writes anyway.
        """
        found = self._first(_LOCKED, actor)
        if found is None:
            self.add(actor, new_id=new_id, now=now)
            found = self._first(_LOCKED, actor)
        if found is None:  # the same id for somebody else: neither added nor there
            raise LookupError(f"no person could be added under {new_id}")
        return found

    def add(self, actor: Actor, *, new_id: str, now: datetime) -> None:
        """Add somebody with their workspace, unless they are there."""
        SqlWorkspaces(self._connection).add(actor.workspace_id, now=now)
        new = Person(new_id, actor.workspace_id, actor.slack_id)
        add_if_new(self._connection, PersonRow, asdict(new) | {"created_at": now})

    def add_nameless(self, workspace_id: str, new_id: str, *, now: datetime) -> None:
        """Add somebody whom nobody can name, nor reach."""
        new = Person(new_id, workspace_id, None, is_gone=True)
        add_if_new(self._connection, PersonRow, asdict(new) | {"created_at": now})

    def find(self, actor: Actor) -> Person | None:
        """The person, or None."""
        return self._first(_BY_SLACK_ID, actor)

    def get(self, person_id: str) -> Person:
        """The person of that id; a LookupError when there is none."""
        return self._one(_BY_ID, person_id)

    def lock(self, person_id: str) -> Person:
        """The same, locked as `lock_or_add` does."""
        return self._one(_BY_ID_LOCKED, person_id)

    def save(self, person: Person) -> None:
        """Keep what is known of a person."""
        values = asdict(person)
        self._connection.execute(_UPDATE, values | {"person_id": values.pop("id")})

    def list_by_id(self, person_ids: Collection[str]) -> list[Person]:
        """The people of these ids, in their order."""
        found = {row["id"]: Person(**row) for row in self._all(_BY_IDS, person_ids=list(person_ids))}
        return [found[each] for each in person_ids]

    def list_admins(self, workspace_id: str) -> list[Person]:
        """Those who look after a workspace's Rung."""
        return [Person(**row) for row in self._all(_ADMINS, workspace_id=workspace_id)]

    def make_admin(self, person_id: str) -> None:
        """Have a person look after their workspace's Rung."""
        self._connection.execute(_MAKE_ADMIN, {"person_id": person_id})

    def _one(self, statement: Select[*tuple[Any, ...]], person_id: str) -> Person:
        for row in self._all(statement, person_id=person_id):
            return Person(**row)
        raise LookupError(f"there is no person {person_id}")

    def _first(self, statement: Select[*tuple[Any, ...]], actor: Actor) -> Person | None:
        rows = self._all(statement, workspace_id=actor.workspace_id, slack_id=actor.slack_id)
        return next((Person(**row) for row in rows), None)

    def _all(self, statement: Select[*tuple[Any, ...]], **key: object) -> Sequence[Mapping[Any, Any]]:
        return self._connection.execute(statement, key).mappings().all()

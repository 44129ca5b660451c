from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Executable, bindparam, select, true, update
from typing_extensions import override

from flows.leaderboards.who_is_named import FEWEST
from flows.ports import People, Workspaces
from flows.teams.good_moment import AWAY_WORDS
from flows.teams.person import Actor, Person
from storage.repositories.base import RepositoryById, SqlRepository
from storage.rows import Mapper, PersonRow, WorkspaceRow, table_of

_WORKSPACE = table_of(WorkspaceRow)
_THE_WORKSPACE = _WORKSPACE.c.id == bindparam("the_workspace")
_AWAY_WORDS = select(_WORKSPACE.c.away_words).where(_THE_WORKSPACE)
_SCHEDULE_WORDS = select(_WORKSPACE.c.schedule_words).where(_THE_WORKSPACE)
_COMPARED_FROM = select(_WORKSPACE.c.compared_from).where(_THE_WORKSPACE)
_IDS = select(_WORKSPACE.c.id).order_by(_WORKSPACE.c.id)
_LOCK = select(_WORKSPACE.c.id).where(_THE_WORKSPACE).with_for_update()
_SAVE = update(_WORKSPACE).where(_THE_WORKSPACE)

_PEOPLE = Mapper(PersonRow, Person)
_PERSON = _PEOPLE.table.c
_IN_WORKSPACE = _PEOPLE.select.where(_PERSON.workspace_id == bindparam("workspace_id"))
_BY_SLACK_ID = _IN_WORKSPACE.where(_PERSON.slack_id == bindparam("slack_id"))
_ADMINS = _IN_WORKSPACE.where(_PERSON.is_admin.is_(true()))
_BY_IDS = _PEOPLE.select.where(_PERSON.id.in_(bindparam("person_ids", expanding=True)))
# Rows that refer to a person can be added by others meanwhile.
_LOCKED = _PEOPLE.by_key.with_for_update(key_share=True)
_BY_SLACK_ID_LOCKED = _BY_SLACK_ID.with_for_update(key_share=True)


class SqlWorkspaces(SqlRepository, Workspaces):
    """The table of workspaces."""

    @override
    def add(self, workspace_id: str, *, now: datetime) -> None:
        self._add_if_new(WorkspaceRow, {"id": workspace_id, "created_at": now})

    @override
    def list_away_words(self, workspace_id: str) -> Sequence[str]:
        words = self._scalar(_AWAY_WORDS, the_workspace=workspace_id)
        return tuple(words) if words else AWAY_WORDS

    @override
    def find_schedule_words(self, workspace_id: str) -> str | None:
        words: str | None = self._scalar(_SCHEDULE_WORDS, the_workspace=workspace_id)
        return words

    @override
    def save_schedule_words(self, workspace_id: str, words: str) -> None:
        self._connection.execute(_SAVE, {"the_workspace": workspace_id, "schedule_words": words or None})

    @override
    def save_away_words(self, workspace_id: str, words: Sequence[str]) -> None:
        self._connection.execute(_SAVE, {"the_workspace": workspace_id, "away_words": list(words) or None})

    @override
    def find_compared_from(self, workspace_id: str) -> int:
        answers: int | None = self._scalar(_COMPARED_FROM, the_workspace=workspace_id)
        return FEWEST if answers is None else answers

    @override
    def save_compared_from(self, workspace_id: str, answers: int) -> None:
        self._connection.execute(_SAVE, {"the_workspace": workspace_id, "compared_from": answers})

    @override
    def list_ids(self) -> list[str]:
        return list(self._connection.execute(_IDS).scalars())

    @override
    def lock(self, workspace_id: str) -> None:
        self._connection.execute(_LOCK, {"the_workspace": workspace_id})


class SqlPeople(RepositoryById[Person], People):
    """The table of people. On SQLite, where nobody else writes meanwhile, locking is reading."""

    _mapper = _PEOPLE

    @override
    def lock_or_add(self, actor: Actor, *, new_id: str, now: datetime) -> Person:
        person = self._first(_BY_SLACK_ID_LOCKED, actor)
        if person is None:
            self.add(actor, new_id=new_id, now=now)
            person = self._first(_BY_SLACK_ID_LOCKED, actor)
        if person is None:  # the id is another person's: neither added nor there
            raise LookupError(f"no person could be added under {new_id}")
        return person

    @override
    def add(self, actor: Actor, *, new_id: str, now: datetime) -> None:
        SqlWorkspaces(self._connection).add(actor.workspace_id, now=now)
        self._add_person(Person(new_id, actor.workspace_id, actor.slack_id), now)

    @override
    def add_nameless(self, workspace_id: str, new_id: str, *, now: datetime) -> None:
        self._add_person(Person(new_id, workspace_id, None, is_gone=True), now)

    @override
    def find(self, actor: Actor) -> Person | None:
        return self._first(_BY_SLACK_ID, actor)

    @override
    def lock(self, person_id: str) -> Person:
        return self._get(_LOCKED, the_id=person_id)

    @override
    def save(self, person: Person) -> None:
        self._connection.execute(_PEOPLE.update, {"the_id": person.id, **_PEOPLE.columns_of(person)})

    @override
    def list_by_id(self, person_ids: Collection[str]) -> list[Person]:
        people = {person.id: person for person in self._list(_BY_IDS, person_ids=list(person_ids))}
        return [people[person_id] for person_id in person_ids]

    @override
    def list_admins(self, workspace_id: str) -> list[Person]:
        return self._list(_ADMINS, workspace_id=workspace_id)

    @override
    def make_admin(self, person_id: str) -> None:
        self._connection.execute(_PEOPLE.update, {"the_id": person_id, "is_admin": True})

    def _add_person(self, person: Person, now: datetime) -> None:
        self._add_if_new(PersonRow, _PEOPLE.columns_of(person) | {"created_at": now})

    def _first(self, statement: Executable, actor: Actor) -> Person | None:
        return self._find(statement, workspace_id=actor.workspace_id, slack_id=actor.slack_id)

"""What repositories have in common."""

from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy import Row as Found
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.dml import Insert

from storage.rows import Mapper, Row, table_of

Value = TypeVar("Value")


class SqlRepository:
    """Statements on one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _scalar(self, statement: Executable, **key: object) -> Any:  # noqa: ANN401 - what the statement asks for
        return self._connection.execute(statement, key).scalar()

    def _add_if_new(self, row: type[Row], values: dict[str, Any]) -> bool:
        """Insert a row unless its unique key is taken, and say whether it was inserted."""
        return self._connection.execute(_insert(row, self._connection.dialect.name), values).rowcount == 1


class MappedRepository(SqlRepository, Generic[Value]):
    """Values of one kind, which are found by statements that begin with the columns of a mapper."""

    _mapper: Mapper[Value]

    def _value(self, row: Found[Any]) -> Value:
        return self._mapper.value(row)

    def _find(self, statement: Executable, **key: object) -> Value | None:
        row = self._connection.execute(statement, key).first()
        return None if row is None else self._value(row)

    def _get(self, statement: Executable, **key: object) -> Value:
        value = self._find(statement, **key)
        if value is None:
            raise LookupError(f"there is no {self._mapper.kind.__name__} {key}")
        return value

    def _list(self, statement: Executable, **key: object) -> list[Value]:
        return [self._value(row) for row in self._connection.execute(statement, key).all()]


class RepositoryById(MappedRepository[Value]):
    """Values that have ids of ours."""

    def get(self, the_id: str, /) -> Value:
        """The value of that id; a LookupError when there is none."""
        return self._get(self._mapper.by_key, the_id=the_id)

    def lock(self, the_id: str, /) -> Value:
        """The value of that id, locked until the transaction ends; a LookupError when there is none."""
        return self._get(self._mapper.locked, the_id=the_id)


@cache
def _insert(row: type[Row], dialect: str) -> Insert:
    insert: Any = sqlite_insert if dialect == "sqlite" else postgresql_insert
    statement: Insert = insert(table_of(row)).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)  # which SQLAlchemy keeps for an update only

from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.dml import Insert

from storage.rows import Row, table_of


def add_if_new(connection: Connection, row: type[Row], values: dict[str, Any]) -> bool:
    """Insert one row, or leave what is there when it has the same unique key; whether it was inserted."""
    return connection.execute(_insert(row, connection.dialect.name), values).rowcount == 1


@cache
def _insert(row: type[Row], dialect: str) -> Insert:
    insert: Any = sqlite_insert if dialect == "sqlite" else postgresql_insert
    statement: Insert = insert(table_of(row)).on_conflict_do_nothing()
    return statement.execution_options(preserve_rowcount=True)  # which SQLAlchemy keeps for an update only

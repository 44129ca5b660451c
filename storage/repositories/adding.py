from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.rows import Row


def add_if_new(connection: Connection, row: type[Row], values: dict[str, Any]) -> bool:
    """Insert a row, or leave everything as it is when a unique key forbids it; whether it was added."""
    insert: Any = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    statement = insert(row).on_conflict_do_nothing()
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount == 1

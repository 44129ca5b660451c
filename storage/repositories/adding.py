from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.rows import Row


def add_if_new(connection: Connection, row: type[Row], *values: dict[str, Any]) -> int:
    """Insert what violates no unique key and leave the rest as it is; how many rows were added."""
    insert: Any = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    return connection.execute(insert(row).on_conflict_do_nothing(), list(values)).rowcount if values else 0

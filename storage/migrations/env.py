from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Text
from sqlalchemy.sql.elements import False_, True_

from storage.rows import Row
from storage.types import Stored


def render(kind: str, item: Any, written: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - any part of a table
    """A type kept as something plainer, or a default of no or yes, as both databases take it; False for the rest."""
    if kind == "server_default" and isinstance(getattr(item, "arg", None), False_ | True_):
        return f"sa.{item.arg}()"
    if kind != "type" or not isinstance(item, Stored):
        return False
    if isinstance(item.plain, Text):
        return "sa.Text()"
    written.imports.add("from storage.types import Json")
    return "Json"


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render,
    compare_type=True,
)
# The caller has begun the transaction and holds the lock (storage/migrating.py).
context.run_migrations()

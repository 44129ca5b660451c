from datetime import datetime

from sqlalchemy import Connection, select

from flows.maturity.capability import Catalogue
from flows.maturity.jump import Jumps
from flows.maturity.loading import Maturity
from flows.maturity.scale import Scale
from storage.repositories.adding import add_if_new
from storage.rows import ContentRow


class SqlContents:
    """Content by its hash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, maturity: Maturity, *, now: datetime) -> None:
        """Keep all content that is not there yet."""
        named: list[tuple[str, str, Catalogue | Scale | Jumps]] = [
            ("catalogue", "capabilities", maturity.catalogue),
            ("jumps", "jumps", maturity.jumps),
            *(("scale", scale.scale, scale) for scale in maturity.scales),
        ]
        rows = [
            {
                "content_hash": content.content_hash,
                "kind": kind,
                "name": name,
                "version": content.version,
                "canonical_json": content.canonical_json(),
                "stored_at": now,
            }
            for kind, name, content in named
        ]
        for row in rows:
            add_if_new(self._connection, ContentRow, row)

    def find(self, content_hash: str) -> str | None:
        """The canonical JSON of that content."""
        statement = select(ContentRow.canonical_json).where(ContentRow.content_hash == content_hash)
        return self._connection.execute(statement).scalar()

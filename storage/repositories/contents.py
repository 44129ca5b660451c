from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from flows.maturity.capability import Catalogue
from flows.maturity.jump import Jumps
from flows.maturity.loading import Maturity
from flows.maturity.scale import Scale
from storage.repositories.adding import add_if_new
from storage.rows import ContentRow, table_of

_CONTENT = table_of(ContentRow).c
_JSON = select(_CONTENT.canonical_json).where(_CONTENT.content_hash == bindparam("content_hash"))
_KNOWN = select(_CONTENT.content_hash).where(_CONTENT.content_hash.in_(bindparam("hashes", expanding=True)))


class SqlContents:
    """Content by its hash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, maturity: Maturity, *, now: datetime) -> None:
        """Keep all content that is not there yet; what is there stays as it is."""
        named: list[tuple[str, str, Catalogue | Scale | Jumps]] = [
            ("catalogue", "capabilities", maturity.catalogue),
            ("jumps", "jumps", maturity.jumps),
            *(("scale", scale.scale, scale) for scale in maturity.scales),
        ]
        hashes = [content.content_hash for _, _, content in named]
        known = set(self._connection.execute(_KNOWN, {"hashes": hashes}).scalars())
        for kind, name, content in named:
            if content.content_hash not in known:
                self._add(kind, name, content, now)

    def find(self, content_hash: str) -> str | None:
        """The canonical JSON of that content."""
        return self._connection.execute(_JSON, {"content_hash": content_hash}).scalar()

    def _add(self, kind: str, name: str, content: Catalogue | Scale | Jumps, now: datetime) -> None:
        row = {
            "content_hash": content.content_hash,
            "kind": kind,
            "name": name,
            "version": content.version,
            "canonical_json": content.canonical_json(),
            "stored_at": now,
        }
        add_if_new(self._connection, ContentRow, row)

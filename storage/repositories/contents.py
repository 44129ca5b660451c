from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from flows.check_ins.check_in import CheckIn
from flows.maturity.capability import Catalogue
from flows.maturity.jump import Jumps
from flows.maturity.loading import Maturity, restored
from flows.maturity.scale import Scale
from flows.ports.answers import ContentKind, StoredContent
from storage.repositories.adding import add_if_new
from storage.rows import ContentRow, table_of

_CONTENT = table_of(ContentRow).c
_STORED = select(*(_CONTENT[each.name] for each in fields(StoredContent))).where(
    _CONTENT.content_hash == bindparam("content_hash")
)
_KNOWN = select(_CONTENT.content_hash).where(_CONTENT.content_hash.in_(bindparam("hashes", expanding=True)))
# What has been restored, by the hashes that say all about it; content is read by every click of a check-in.
_RESTORED: dict[tuple[str, tuple[str, ...], str, str], Maturity] = {}
MOST_RESTORED = 32


class SqlContents:
    """Content by its hash."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, maturity: Maturity, *, now: datetime) -> None:
        """Keep all content that is not there yet; what is there stays as it is."""
        named: list[tuple[ContentKind, str, Catalogue | Scale | Jumps]] = [
            ("catalogue", "capabilities", maturity.catalogue),
            ("jumps", "jumps", maturity.jumps),
            *(("scale", scale.scale, scale) for scale in maturity.scales),
        ]
        hashes = [content.content_hash for _, _, content in named]
        known = set(self._connection.execute(_KNOWN, {"hashes": hashes}).scalars())
        for kind, name, content in named:
            if content.content_hash not in known:
                canonical = content.canonical_json()
                stored = StoredContent(content.content_hash, kind, name, content.version, canonical)
                self.keep(stored, now=now)

    def get(self, content_hash: str) -> StoredContent:
        """That content; a LookupError when it is not there."""
        row = self._connection.execute(_STORED, {"content_hash": content_hash}).first()
        if row is None:
            raise LookupError(f"there is no content {content_hash}")
        return StoredContent(*row)

    def keep(self, content: StoredContent, *, now: datetime) -> None:
        """Keep content that comes from elsewhere, unless it is there."""
        add_if_new(self._connection, ContentRow, asdict(content) | {"stored_at": now})

    def restore(self, check_in: CheckIn) -> Maturity:
        """All content of a check-in as it was when it opened."""
        key = (check_in.catalogue_hash, check_in.scale_hashes, check_in.jumps_hash, check_in.headline_scale)
        known = _RESTORED.get(key)
        if known is None:
            hashes = (check_in.catalogue_hash, check_in.jumps_hash, *check_in.scale_hashes)
            catalogue, jumps, *scales = (self.get(each).canonical_json for each in hashes)
            known = restored(catalogue, scales, jumps, check_in.headline_scale)
            if len(_RESTORED) >= MOST_RESTORED:
                _RESTORED.clear()
            _RESTORED[key] = known
        return known

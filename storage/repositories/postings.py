from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from flows.calendar.periods import Every
from flows.leaderboards.posting import Posting, PostingKind
from storage.rows import PostingRow, table_of

_POSTING = table_of(PostingRow)
_OF_WORKSPACE = (
    select(*(_POSTING.c[each.name] for each in fields(Posting)))
    .where(_POSTING.c.workspace_id == bindparam("workspace_id"))
    .order_by(_POSTING.c.due_at, _POSTING.c.kind, _POSTING.c.channel_id)
)
_DUE = _OF_WORKSPACE.where(_POSTING.c.due_at <= bindparam("now")).limit(1)
_CLAIM = _DUE.with_for_update(skip_locked=True)
_THE_SAME = (
    _POSTING.c.workspace_id == bindparam("the_workspace"),
    _POSTING.c.kind == bindparam("the_kind"),
    _POSTING.c.channel_id == bindparam("the_channel"),
)
_FORGET, _ADVANCE = delete(_POSTING).where(*_THE_SAME), update(_POSTING).where(*_THE_SAME)


class SqlPostings:
    """What is posted by itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, posting: Posting) -> None:
        """Keep one, in place of the same in its channel."""
        self.end(posting.workspace_id, posting.kind, posting.channel_id)
        self._connection.execute(insert(_POSTING), asdict(posting))

    def end(self, workspace_id: str, kind: PostingKind, channel_id: str) -> bool:
        """Forget one; False when there is none."""
        key = {"the_workspace": workspace_id, "the_kind": kind, "the_channel": channel_id}
        return self._connection.execute(_FORGET, key).rowcount > 0

    def list_of(self, workspace_id: str) -> list[Posting]:
        """All of a workspace, by when they are due."""
        return [_posting(row) for row in self._connection.execute(_OF_WORKSPACE, {"workspace_id": workspace_id})]

    def has_due(self, workspace_id: str, now: datetime) -> bool:
        """Whether one is due."""
        return self._connection.execute(_DUE, {"workspace_id": workspace_id, "now": now}).first() is not None

    def take_due(self, workspace_id: str, now: datetime) -> Posting | None:
        """The one that is due first and that nobody else has in hand, locked until the transaction ends."""
        row = self._connection.execute(_CLAIM, {"workspace_id": workspace_id, "now": now}).first()
        return None if row is None else _posting(row)

    def advance(self, posting: Posting) -> None:
        """Keep when one that is locked is due next."""
        self._connection.execute(_ADVANCE, _key(posting) | {"due_at": posting.due_at, "last_at": posting.last_at})


def _key(posting: Posting) -> dict[str, str]:
    return {
        "the_workspace": posting.workspace_id,
        "the_kind": posting.kind,
        "the_channel": posting.channel_id,
    }


def _posting(row: Row[Any]) -> Posting:
    kept = row._mapping  # noqa: SLF001 - its name in SQLAlchemy's documentation
    return Posting(**{**kept, "kind": PostingKind(row.kind), "every": Every(row.every)})

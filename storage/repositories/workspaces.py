from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from flows.leaderboards.standing import FEWEST
from flows.teams.good_moment import AWAY_WORDS
from storage.repositories.adding import add_if_new
from storage.rows import WorkspaceRow, table_of

_WORKSPACE = table_of(WorkspaceRow).c
_AWAY_WORDS = select(_WORKSPACE.away_words).where(_WORKSPACE.id == bindparam("workspace_id"))
_SCHEDULE_WORDS = select(_WORKSPACE.schedule_words).where(_WORKSPACE.id == bindparam("workspace_id"))
_COMPARED_FROM = select(_WORKSPACE.compared_from).where(_WORKSPACE.id == bindparam("workspace_id"))
_IDS = select(_WORKSPACE.id).order_by(_WORKSPACE.id)
_SAVE = update(table_of(WorkspaceRow)).where(_WORKSPACE.id == bindparam("the_workspace"))
_LOCK = select(_WORKSPACE.id).where(_WORKSPACE.id == bindparam("workspace_id")).with_for_update()


class SqlWorkspaces:
    """Slack workspaces under Slack's own ids."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workspace_id: str, *, now: datetime) -> None:
        """Add it, unless it is there."""
        add_if_new(self._connection, WorkspaceRow, {"id": workspace_id, "created_at": now})

    def list_away_words(self, workspace_id: str) -> Sequence[str]:
        """The words in somebody's status that mean being away; Slack's own until others are chosen."""
        found = self._connection.execute(_AWAY_WORDS, {"workspace_id": workspace_id}).scalar()
        return tuple(found) if found else AWAY_WORDS

    def find_schedule_words(self, workspace_id: str) -> str | None:
        """How new teams are asked, in the words of /rung schedule; None for as usual."""
        found: str | None = self._connection.execute(_SCHEDULE_WORDS, {"workspace_id": workspace_id}).scalar()
        return found

    def save_schedule_words(self, workspace_id: str, words: str) -> None:
        """Keep that; nothing for as usual."""
        self._connection.execute(_SAVE, {"the_workspace": workspace_id, "schedule_words": words or None})

    def save_away_words(self, workspace_id: str, words: Sequence[str]) -> None:
        """Keep other ones; none for those that Slack offers."""
        values = {"the_workspace": workspace_id, "away_words": list(words) or None}
        self._connection.execute(_SAVE, values)

    def find_compared_from(self, workspace_id: str) -> int:
        """From how many answers on a team is compared with others."""
        found: int | None = self._connection.execute(_COMPARED_FROM, {"workspace_id": workspace_id}).scalar()
        return FEWEST if found is None else found

    def save_compared_from(self, workspace_id: str, answers: int) -> None:
        """Keep that."""
        self._connection.execute(_SAVE, {"the_workspace": workspace_id, "compared_from": answers})

    def list_ids(self) -> list[str]:
        """All workspaces there are."""
        return list(self._connection.execute(_IDS).scalars())

    def lock(self, workspace_id: str) -> None:
        """Let nobody else who does this go on until the transaction ends."""
        self._connection.execute(_LOCK, {"workspace_id": workspace_id})

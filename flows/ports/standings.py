"""Teams side by side, and what is posted about them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from flows.leaderboards.posting import Posting, PostingKind
from flows.leaderboards.who_is_named import TakingPart
from flows.results.standing import Standing


class Standings(Protocol):
    """Where teams' last published results have put them."""

    def save(self, team_id: str, standings: Mapping[str, Standing], gaps: Collection[str]) -> None:
        """Keep a team's standings by scale, and the practices that it lacks, in place of its last ones."""

    def list_of(self, team_id: str) -> Mapping[str, Standing]:
        """A team's standings by scale."""

    def list_taking_part(self, workspace_id: str, scale: str, now: datetime) -> Sequence[TakingPart]:
        """The teams that are on leaderboards at that moment, each with its standing on a scale."""

    def count_gaps(self, workspace_id: str, scale: str, fewest: int, now: datetime) -> Mapping[str, int]:
        """How many teams on leaderboards lack each practice; only teams with `fewest` answers and a level count."""

    def list_following(self, workspace_id: str, now: datetime) -> Sequence[tuple[date, int]]:
        """The first days, from today on, on which teams on leaderboards are asked next, and how many teams."""

    def find_newcomer(self, workspace_id: str) -> str | None:
        """The id of a team that wants to be on leaderboards, has a result, and has not been shown its standing."""


class Postings(Protocol):
    """What a workspace has posted by itself."""

    def save(self, posting: Posting) -> None:
        """Keep a posting, in place of one of its kind in its channel."""

    def end(self, workspace_id: str, kind: PostingKind, channel_id: str) -> bool:
        """Forget a posting; False when there is none."""

    def list_of(self, workspace_id: str) -> Sequence[Posting]:
        """All postings of a workspace, by when they are due."""

    def has_due(self, workspace_id: str, now: datetime) -> bool:
        """Whether a posting is due."""

    def take_due(self, workspace_id: str, now: datetime) -> Posting | None:
        """The posting that is due first, locked until the transaction ends; one that others have locked is left out."""

    def advance(self, posting: Posting) -> None:
        """Keep when a posting that is locked is due next."""

"""Teams side by side, and what is posted about them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from flows.leaderboards.posting import Posting, PostingKind
from flows.leaderboards.standing import Standing, TakingPart


class Standings(Protocol):
    """Where teams' last published results have put them."""

    def save(self, team_id: str, standings: Mapping[str, Standing], gaps: Collection[str]) -> None:
        """Keep a team's rows by scale, and the practices that it lacks, in place of those before."""

    def list_of(self, team_id: str) -> Mapping[str, Standing]:
        """A team's rows by scale."""

    def list_taking_part(self, workspace_id: str, scale: str, now: datetime) -> Sequence[TakingPart]:
        """The teams that are on leaderboards by then, each with its row on a scale."""

    def count_gaps(self, workspace_id: str, scale: str, fewest: int, now: datetime) -> Mapping[str, int]:
        """How many of these teams lack each practice, of those with so many answers and a level on the scale."""

    def list_following(self, workspace_id: str, now: datetime) -> Sequence[tuple[date, int]]:
        """The first days, from that of the moment on, on which some of these teams are asked next, and how many."""

    def find_newcomer(self, workspace_id: str) -> str | None:
        """The id of a team that wants to be on leaderboards, has a result, and has not been shown its row."""


class Postings(Protocol):
    """What is posted by itself."""

    def save(self, posting: Posting) -> None:
        """Keep one, in place of the same in its channel."""

    def end(self, workspace_id: str, kind: PostingKind, channel_id: str) -> bool:
        """Forget one; False when there is none."""

    def list_of(self, workspace_id: str) -> Sequence[Posting]:
        """All of a workspace, by when they are due."""

    def has_due(self, workspace_id: str, now: datetime) -> bool:
        """Whether one is due."""

    def take_due(self, workspace_id: str, now: datetime) -> Posting | None:
        """The one that is due first, locked until the transaction ends."""

    def advance(self, posting: Posting) -> None:
        """Keep when one that is locked is due next."""

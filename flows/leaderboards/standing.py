"""One row of a leaderboard: where a team's last published result has put it on one scale. Pure."""

from datetime import date, datetime
from typing import NamedTuple


class Standing(NamedTuple):
    """Where a team's last published result has put it on one scale, and what has changed by it.

    `in_place` of `of` practices on the way to the next level; both are None at the top. `in_place_before` is the same
    of the result before, where that had the same level, and `level_before` the level that it had. `highest_before` is
    the highest level of all results before. These three are None where there was none on the same version of the scale,
    or it was not settled. `newly` counts practices that are fully in place and were not, of those asked both times.
    `published_on` is the team's day of `published_at`.

    A tuple, because ten thousand of them are made in a moment.
    """

    scale_hash: str
    level: int
    settled: bool
    in_place: int | None
    of: int | None
    not_applicable: int
    level_before: int | None
    highest_before: int | None
    in_place_before: int | None
    newly: int
    answered: int
    asked: int
    published_on: date
    published_at: datetime
    is_lowest: bool

    @property
    def progress(self) -> float:
        """How far it is to the next level, from 0 to 1; 0 at the top."""
        return (self.in_place or 0) / self.of if self.of else 0.0

    @property
    def is_new_high(self) -> bool:
        """Whether the team is at its level for the first time, having had lower ones."""
        return self.highest_before is not None and self.level > self.highest_before

    @property
    def up(self) -> int:
        """How many numbers of the scale it is above the level before; 0 when it is not."""
        return max(0, self.level - self.level_before) if self.level_before is not None else 0

    @property
    def gain(self) -> int:
        """How many practices more than before are in place for the same next level."""
        same = self.in_place is not None and self.in_place_before is not None
        return max(0, (self.in_place or 0) - (self.in_place_before or 0)) if same else 0

"""One row of a leaderboard: where a team stands on one scale by its last published result. Pure."""

from datetime import date, datetime
from typing import NamedTuple


class Standing(NamedTuple):
    """Where a team's last published result has put it on one scale, and what has changed by it.

    `in_place` of `of` practices on the way to the next level are in place; both are None at the top. `level_before` is
    the level of the result before, `in_place_before` its number of practices where that level was this one, and
    `highest_before` the highest level of all results before. These three are None where there was no result on this
    version of the scale, or none that was settled. `newly` counts the practices fully in place that were not before, of
    the practices asked both times. `published_on` is the team's day of `published_at`.

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
        """How far the team has come to the next level, from 0 to 1; 0 at the top."""
        if not self.of:
            return 0.0
        return (self.in_place or 0) / self.of

    @property
    def is_new_high(self) -> bool:
        """Whether the team is at its level for the first time, having had lower ones."""
        return self.highest_before is not None and self.level > self.highest_before

    @property
    def up(self) -> int:
        """How many levels the team is above the level before; 0 when it is not above."""
        return 0 if self.level_before is None else max(0, self.level - self.level_before)

    @property
    def gain(self) -> int:
        """How many more practices than before are in place for the next level, where that has not changed."""
        if self.in_place is None or self.in_place_before is None:
            return 0
        return max(0, self.in_place - self.in_place_before)

"""How a team's result differs from the one before, for the summary that its channel reads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.acts.results.team_result import TeamResult
from flows.check_ins.causes_of_change import Cause
from flows.maturity.answer import Sheet
from flows.maturity.capability import Capability
from flows.maturity.scale import Level


class Direction(StrEnum):
    """Where the headline level went."""

    FIRST = "first"
    UP = "up"
    SAME = "same"
    DOWN = "down"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True)
class LevelChange:
    """From one result to the next. `rose` and `fell` are practices whose answer is higher or lower than it was.

    `step_taken` is last time's next step if it rose; `was_partly` says from where. `same_people` counts those who
    answered both times when they are the same ones, else it is None. `causes` are in levels, without those that are 0.
    `next_on` is the day of the next check-in.
    """

    now: TeamResult
    before: TeamResult | None
    direction: Direction
    from_level: Level | None
    rose: tuple[Capability, ...]
    fell: tuple[Capability, ...]
    step_taken: Capability | None
    was_partly: bool
    same_people: int | None
    causes: tuple[tuple[Cause, int], ...]
    next_on: date | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether the team's every answer is as it was."""
        return self.before is not None and self.before.sheet == self.now.sheet


def level_change(
    now: TeamResult, before: TeamResult | None, same_people: int | None, causes: tuple[tuple[str, int], ...]
) -> LevelChange:
    """Compare two results of a team."""
    moves = _moved(before.sheet, now) if before else ((), ())
    step = before.result.next_step if before else None
    taken = next((each for each in moves[0] if step and each.id == step.first_move), None)
    return LevelChange(
        now=now,
        before=before,
        direction=_direction(now, before),
        from_level=before.result.headline.level if before else None,
        rose=moves[0],
        fell=moves[1],
        step_taken=taken,
        was_partly=bool(taken and before and before.sheet.reach(taken.id)),
        same_people=same_people,
        causes=tuple((Cause(kind), levels) for kind, levels in causes if levels),
    )


def _moved(old: Sheet, now: TeamResult) -> tuple[tuple[Capability, ...], tuple[Capability, ...]]:
    """The practices that were asked about both times and are higher, and those that are lower, in catalogue order."""
    both = [each for each in now.practices.values() if each.id in old.answers and each.id in now.sheet.answers]
    return (
        tuple(each for each in both if now.sheet.reach(each.id) > old.reach(each.id)),
        tuple(each for each in both if now.sheet.reach(each.id) < old.reach(each.id)),
    )


def _direction(now: TeamResult, before: TeamResult | None) -> Direction:
    if before is None:
        return Direction.FIRST
    one, other = before.result.headline, now.result.headline
    if one.scale.scale != other.scale.scale or not (one.settled and other.settled):
        return Direction.INCOMPARABLE
    if one.level.level == other.level.level:
        return Direction.SAME
    return Direction.UP if one.level.level < other.level.level else Direction.DOWN

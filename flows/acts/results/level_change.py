"""How a team's result differs from the one before, for the summary that its channel reads."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from flows.acts.results.team_result import TeamResult
from flows.maturity.capability import Capability
from flows.maturity.placement import Placement
from flows.maturity.scale import Level
from flows.results.causes_of_change import Cause


class Direction(StrEnum):
    """The direction in which the headline level went."""

    FIRST = "first"
    UP = "up"
    SAME = "same"
    DOWN = "down"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True)
class LevelChange:
    """The change from one result to the next. `rose` and `fell` are practices answered higher or lower than before.

    `step_taken` is last time's next step if it rose; `was_partly` says from where. `same_people` counts the
    people who answered, if they answered both times, else it is None. `causes` are in levels, without any that are 0.
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
    """The change from one result of a team to the next; a first result has changed nothing."""
    first = LevelChange(
        now=now,
        before=before,
        direction=Direction.FIRST,
        from_level=None,
        rose=(),
        fell=(),
        step_taken=None,
        was_partly=False,
        same_people=same_people,
        causes=tuple((Cause(kind), levels) for kind, levels in causes if levels),
    )
    if before is None:
        return first
    both = [practice for practice in now.practices.values() if _was_asked_twice(practice, before, now)]
    rose = tuple(practice for practice in both if now.sheet.reach(practice.id) > before.sheet.reach(practice.id))
    fell = tuple(practice for practice in both if now.sheet.reach(practice.id) < before.sheet.reach(practice.id))
    step = before.result.next_step
    taken = next((practice for practice in rose if step and practice.id == step.first_move), None)
    return replace(
        first,
        direction=_direction(before.result.headline, now.result.headline),
        from_level=before.result.headline.level,
        rose=rose,
        fell=fell,
        step_taken=taken,
        was_partly=bool(taken and before.sheet.reach(taken.id)),
    )


def _was_asked_twice(practice: Capability, before: TeamResult, now: TeamResult) -> bool:
    return practice.id in before.sheet.answers and practice.id in now.sheet.answers


def _direction(before: Placement, now: Placement) -> Direction:
    if before.scale.scale != now.scale.scale or not (before.settled and now.settled):
        return Direction.INCOMPARABLE
    if before.level.level < now.level.level:
        return Direction.UP
    if before.level.level > now.level.level:
        return Direction.DOWN
    return Direction.SAME

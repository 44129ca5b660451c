"""What a change of level is due to, worked out when a result is published. Pure.

The old answers are placed again step by step until they are the new ones; the difference in level that each step makes
is what it is due to, so the causes add up to the whole. A step that would tell something about fewer than three people
is not told apart from the others about people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import Maturity
from flows.maturity.placement import place
from flows.results.team_answers import team_sheet

TOLD_FROM = 3  # people


class Cause(StrEnum):
    """What a part of a change is due to, in the order in which it is worked out."""

    SCALE = "scale"
    ROSTER = "roster"
    WHO_ANSWERED = "who answered"
    ANSWERS = "answers"
    PEOPLE = "people"
    FEWER_PEOPLE = "fewer people"
    NOT_APPLICABLE = "not applicable"
    AGREED = "agreed"


@dataclass(frozen=True)
class CheckInSide:
    """One of two check-ins compared: its content, who was asked, what each person said, and what was agreed."""

    maturity: Maturity
    roster: frozenset[str]
    sheets: Mapping[str, Sheet]
    agreed: Mapping[str, Answer | None]


def causes_of(before: CheckInSide, now: CheckInSide) -> tuple[tuple[Cause, int], ...]:
    """Each cause with the levels that it moves the team up or down; together the whole change.

    Levels are counted in places of the new headline scale. With another headline scale than before there is nothing to
    compare, and the scale itself is no cause.
    """
    claims = {capability: answer for capability, answer in now.agreed.items() if answer is None}
    steps = [
        (Cause.SCALE, _place(now.maturity, _team(before))),
        *_steps_of_people(before, now),
        (Cause.NOT_APPLICABLE, _place(now.maturity, team_sheet(list(now.sheets.values()), claims))),
        (Cause.AGREED, _place(now.maturity, _team(now))),
    ]
    level = steps[0][1]
    if before.maturity.headline == now.maturity.headline:
        level = _place(before.maturity, _team(before))
    causes = []
    for cause, level_after in steps:
        causes.append((cause, level_after - level))
        level = level_after
    return tuple(causes)


def _steps_of_people(before: CheckInSide, now: CheckInSide) -> list[tuple[Cause, int]]:
    """The levels on the way from the old answers to the new ones, told apart where that says nothing about a few."""
    left = before.sheets.keys() - now.roster
    came = now.sheets.keys() - before.roster
    silent = (before.sheets.keys() & now.roster) - now.sheets.keys()
    spoke = (now.sheets.keys() & before.roster) - before.sheets.keys()
    stayed = before.sheets.keys() & now.sheets.keys()
    new = _place(now.maturity, team_sheet(list(now.sheets.values())))
    if not (left or came or silent or spoke):
        return [(Cause.ANSWERS, new)]
    if any(0 < len(group) < TOLD_FROM for group in (left, came, silent, spoke)) or len(stayed) < TOLD_FROM:
        return [(Cause.PEOPLE if came or spoke else Cause.FEWER_PEOPLE, new)]
    others = [sheet for person, sheet in before.sheets.items() if person not in left]
    roster = [*others, *(now.sheets[person] for person in came)]
    who = [*(before.sheets[person] for person in stayed), *(now.sheets[person] for person in came | spoke)]
    return [
        (Cause.ROSTER, _place(now.maturity, team_sheet(roster))),
        (Cause.WHO_ANSWERED, _place(now.maturity, team_sheet(who))),
        (Cause.ANSWERS, new),
    ]


def _team(side: CheckInSide) -> Sheet:
    return team_sheet(list(side.sheets.values()), side.agreed)


def _place(maturity: Maturity, sheet: Sheet) -> int:
    """The place of the level reached on the headline scale, counted from 0."""
    scale = maturity.scale(maturity.headline)
    return scale.levels.index(place(scale, maturity.catalogue, sheet).level)

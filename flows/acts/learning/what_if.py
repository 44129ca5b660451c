"""The answer to a person who asks what would happen if a practice were taken on now."""

from dataclasses import dataclass

from flows.acts.learning.viewpoint import viewpoint_of
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where
from flows.check_ins.check_in import CheckIn
from flows.maturity.capability import Capability, find_practices
from flows.maturity.what_if import WhatIf, what_if


@dataclass(frozen=True)
class WhatIfAnswer:
    """The effect of a practice: on a team's published result, else on the person's own answers, else at all.

    `team` is the team meant; without `check_in` it has no published result yet. `is_own`: the answers are the person's.
    """

    found: WhatIf
    practices: dict[str, Capability]
    team: str | None = None
    check_in: CheckIn | None = None
    is_own: bool = False


@dataclass(frozen=True)
class WhichPractice:
    """The practices that can be meant; `choices` is not empty. Nothing was `typed`, or nothing `fits`."""

    typed: str
    fits: bool
    choices: tuple[Capability, ...]


def ask_what_if(act: Act, where: Where, typed: str) -> WhatIfAnswer | WhichPractice:
    """Answer about the practice that is meant, or ask which that is."""
    viewpoint = viewpoint_of(act, where)
    catalogue = viewpoint.maturity.catalogue
    fitting = find_practices(catalogue, typed)
    if len(fitting) != 1:
        choices = tuple(catalogue.by_id[practice] for practice in fitting or catalogue.by_id)
        return WhichPractice(typed, bool(fitting), choices)
    return WhatIfAnswer(
        found=what_if(viewpoint.maturity, viewpoint.sheet, fitting[0]),
        practices=catalogue.by_id,
        team=viewpoint.team,
        check_in=viewpoint.check_in,
        is_own=viewpoint.is_own,
    )

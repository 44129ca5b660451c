"""What somebody is told who asks what would happen if a practice were taken on now."""

from dataclasses import dataclass

from flows.check_in import CheckIn
from flows.interaction import Interaction
from flows.maturity.answer import Sheet
from flows.maturity.capability import Capability
from flows.maturity.finding import find_practices
from flows.maturity.loading import Maturity
from flows.maturity.what_if import WhatIf, what_if
from flows.person import Person
from flows.team_result import last_published, team_result
from flows.use_cases.teaming import Where, locate


@dataclass(frozen=True)
class WhatIfAnswer:
    """What a practice would mean: for a team's published result, else for the person's own answers, else at all.

    `team` is the team meant; without `check_in` it has no published result yet. `is_own`: the answers are the person's.
    """

    found: WhatIf
    practices: dict[str, Capability]
    team: str | None = None
    check_in: CheckIn | None = None
    is_own: bool = False


@dataclass(frozen=True)
class WhichPractice:
    """It is not clear which practice is meant; `choices` is not empty. Nothing was `typed`, or nothing `fits`."""

    typed: str
    fits: bool
    choices: tuple[Capability, ...]


@dataclass(frozen=True)
class _Standing:
    maturity: Maturity
    sheet: Sheet
    team: str | None = None
    check_in: CheckIn | None = None
    is_own: bool = False


def ask_what_if(interaction: Interaction, where: Where, typed: str) -> WhatIfAnswer | WhichPractice:
    """Answer about the practice that is meant, or ask which that is."""
    standing = _standing(interaction, where)
    catalogue = standing.maturity.catalogue
    found = find_practices(catalogue, typed)
    if len(found) != 1:
        choices = tuple(catalogue.by_id[each] for each in found or catalogue.by_id)
        return WhichPractice(typed, bool(found), choices)
    return WhatIfAnswer(
        found=what_if(standing.maturity, standing.sheet, found[0]),
        practices=catalogue.by_id,
        team=standing.team,
        check_in=standing.check_in,
        is_own=standing.is_own,
    )


def _standing(interaction: Interaction, where: Where) -> _Standing:
    person = interaction.claim_person()
    team = locate(interaction, person, where)
    if team is None:
        return _own(interaction, person)
    last = last_published(interaction.repositories, team.id)
    if last is None:
        maturity = interaction.maturity.told_on(team.headline_scale, team.scales)
        return _Standing(maturity, Sheet(), team.name)
    result = team_result(interaction.repositories, last)
    return _Standing(result.maturity, result.sheet, last.team_name, last)


def _own(interaction: Interaction, person: Person) -> _Standing:
    mine = interaction.repositories.assessments.find_private(person.id)
    if mine is None or not mine.answered:
        return _Standing(interaction.maturity, Sheet())
    return _Standing(interaction.maturity, mine.sheet_on(interaction.today), is_own=True)

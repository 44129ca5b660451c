"""A team's result: what several people's answers come to, computed from what was stored when they stopped counting."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.causes import Side
from flows.check_in import CheckIn, Turnout
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Capability
from flows.maturity.gate import Requirement, Threshold
from flows.maturity.loading import Maturity
from flows.maturity.result import Result, result_of
from flows.ports import Repositories
from flows.together import Agreement, Views, team_sheet, views_of

_DIFFER = {Agreement.MIXED, Agreement.SPLIT}


@dataclass(frozen=True)
class TeamResult:
    """One check-in's answers put together: the same whichever person gave which of them.

    `views` are what was said before anything was agreed. `deciding` has the headline level if all said no and if all
    said yes, for each practice on which views differ and on which it depends.
    """

    check_in: CheckIn
    turnout: Turnout
    maturity: Maturity
    sheet: Sheet
    result: Result
    views: Mapping[str, Views]
    agreed: Mapping[str, Answer | None]
    deciding: Mapping[str, tuple[int, int]]

    @property
    def practices(self) -> dict[str, Capability]:
        """The practices by id."""
        return self.maturity.catalogue.by_id

    @property
    def in_place(self) -> frozenset[str]:
        """The practices that are fully there."""
        return frozenset(each for each in self.practices if self.sheet.holds(Requirement(each, Threshold.YES)))

    @property
    def disputed(self) -> tuple[str, ...]:
        """The practices on which views differ and nothing is agreed: those first that decide the headline level."""
        differing = [each for each, views in self.views.items() if views.agreement in _DIFFER]

        def rank(capability: str) -> tuple[bool, bool, int]:
            is_mixed = self.views[capability].agreement is Agreement.MIXED
            return capability not in self.deciding, is_mixed, self.maturity.catalogue.position[capability]

        return tuple(sorted((each for each in differing if each not in self.agreed), key=rank))


def team_result(repositories: Repositories, check_in: CheckIn) -> TeamResult:
    """Put a check-in's answers together, as far as they count."""
    side = side_of(repositories, check_in)
    maturity, sheets = side.maturity, [*side.sheets.values()]
    sheet = team_sheet(sheets, side.agreed)
    views = {each: views_of(sheets, each) for each in maturity.catalogue.by_id}
    return TeamResult(
        check_in=check_in,
        turnout=turnout_of(repositories, check_in),
        maturity=maturity,
        sheet=sheet,
        result=result_of(sheet, maturity, maturity.scales),
        views=views,
        agreed=side.agreed,
        deciding=_deciding(maturity, sheet, views),
    )


def side_of(repositories: Repositories, check_in: CheckIn) -> Side:
    """What each person's answers were when they stopped counting, for those who did not say "not this time"."""
    counted = repositories.assessments.list_counted(check_in.id)
    taking_part = (each for each in counted if each.person_id not in check_in.declined)
    sheets = {each.person_id: each.sheet_on(check_in.closed_on) for each in taking_part}
    return Side(
        maturity=repositories.contents.restore(check_in),
        roster=frozenset(check_in.roster),
        sheets={person: sheet for person, sheet in sheets.items() if sheet.answers or sheet.not_applicable},
        agreed={each.capability: each.answer for each in repositories.check_ins.list_agreed(check_in.id)},
    )


def last_published(repositories: Repositories, check_in: CheckIn) -> CheckIn | None:
    """The team's published check-in before this one."""
    earlier = (each for each in repositories.check_ins.list_of(check_in.team_id) if each.opened_at < check_in.opened_at)
    return next((each for each in earlier if each.is_published), None)


def turnout_of(repositories: Repositories, check_in: CheckIn) -> Turnout:
    """How many were asked, said "not this time", and answered all in time."""
    return check_in.turnout(repositories.assessments.count_finished(check_in.id) if check_in.is_open else 0)


def _deciding(maturity: Maturity, sheet: Sheet, views: Mapping[str, Views]) -> dict[str, tuple[int, int]]:
    headline = (maturity.scale(maturity.headline),)

    def level_with(capability: str, answer: Answer) -> int:
        changed = Sheet({**sheet.answers, capability: answer}, sheet.not_applicable - {capability})
        return result_of(changed, maturity, headline).headline.level.level

    found = {
        each: (level_with(each, Answer.NO), level_with(each, Answer.YES))
        for each, said in views.items()
        if said.agreement in _DIFFER
    }
    return {each: levels for each, levels in found.items() if levels[0] != levels[1]}

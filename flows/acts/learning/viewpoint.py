"""The viewpoint of a person who asks: a team's result, else their own answers."""

from dataclasses import dataclass

from flows.acts.results.team_result import last_published, team_result
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where, locate
from flows.check_ins.check_in import CheckIn
from flows.maturity.answer import Sheet
from flows.maturity.loading import Maturity
from flows.teams.person import Person


@dataclass(frozen=True)
class Viewpoint:
    """The viewpoint of a person: a team's published result, else their own answers, else an empty sheet.

    `team` is the team meant; without `check_in` it has no published result yet. `is_own`: the answers are the person's.
    """

    maturity: Maturity
    sheet: Sheet
    team: str | None = None
    check_in: CheckIn | None = None
    is_own: bool = False

    @property
    def is_known(self) -> bool:
        """Whether a question was answered at all."""
        return bool(self.check_in or self.is_own)


def viewpoint_of(act: Act, where: Where) -> Viewpoint:
    """The viewpoint of the team that is meant, or of the acting person."""
    person = act.lock_person()
    team = locate(act, person, where)
    if team is None:
        return _own(act, person)
    last = last_published(act.repositories, team.id)
    if last is None:
        maturity = act.maturity.told_on(team.headline_scale, team.scales)
        return Viewpoint(maturity, Sheet(), team.name)
    result = team_result(act.repositories, last)
    return Viewpoint(result.maturity, result.sheet, last.team_name, last)


def _own(act: Act, person: Person) -> Viewpoint:
    mine = act.repositories.assessments.find_private(person.id)
    if mine is None or not mine.answered:
        return Viewpoint(act.maturity, Sheet())
    return Viewpoint(act.maturity, mine.sheet_on(act.today), is_own=True)

"""What people do to teams and check-ins, as use cases on a database, without Slack."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar

from bot.demo.past import Past
from flows.acts.assessment.card_click import Clicked, note
from flows.assessment.assessment import Assessment, Length
from flows.check_ins.check_in import CheckIn
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.teams.team import Team
from storage.database import SqlDatabase
from tests.support.clock import NOW

T = TypeVar("T")


def counting() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"00000000-{next(numbers):012d}"


class Acts(Past):
    """Acts of a test, which sets the time; the ids say in which order things were made."""

    def __init__(self, database: SqlDatabase, maturity: Maturity) -> None:
        super().__init__(database, maturity, NOW, counting())

    def reading(self, read: Callable[[Any], T]) -> T:
        with self.database.reading() as repositories:
            return read(repositories)

    def later(self, by: timedelta) -> None:
        self.now += by

    def begin(self, team: Team) -> CheckIn:
        return self.start("U1" if team.owners else "U0", team)

    def notes(self, who: str, check_in: CheckIn, text: str) -> None:
        """Start, with a note on the first question that is shown to the team."""
        begun = self.join(who, check_in, Length.QUICK)
        clicked = Clicked(begun.id, "vcs_code", None)
        self.run(who, lambda act: note(act, clicked, text, (), shows_note=True))

    def says(
        self, who: str, check_in: CheckIn, answers: Mapping[str, Answer], length: Length = Length.QUICK
    ) -> Assessment:
        """Yes where nothing is named."""
        return self.answer_all(who, check_in, lambda each: answers.get(each, Answer.YES), length)

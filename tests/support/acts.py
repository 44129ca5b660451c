"""What people do to teams and check-ins, as use cases on a database, without Slack."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from bot.blocks import write
from bot.check_ins import render_details, render_summary
from flows.assessment import Assessment, Length, View
from flows.check_in import CheckIn
from flows.interaction import Interaction
from flows.level_change import LevelChange
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.person import Acting, Profile
from flows.since_last_time import to_confirm
from flows.team import Team
from flows.use_cases import clicking
from flows.use_cases.checking_in import join, start_check_in
from flows.use_cases.clicking import Clicked
from flows.use_cases.closing_check_ins import Closing, close, publish
from flows.use_cases.teaming import TeamPlan, found_team, set_people
from storage.database import SqlDatabase
from tests.support.clock import NOW

T = TypeVar("T")


def write_summary(change: LevelChange) -> tuple[str, str]:
    return write(render_summary(change)), write(render_details(change))


def counting() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"00000000-{next(numbers):012d}"


@dataclass
class Acts:
    """Acts at a moment that the test sets."""

    database: SqlDatabase
    maturity: Maturity
    now: datetime = NOW
    ids: Callable[[], str] = field(default_factory=counting)

    def act(self, who: str, use_case: Callable[[Interaction], T]) -> T:
        with self.database.transaction() as repositories:
            return use_case(Interaction(repositories, self.maturity, Acting("T1", who), self.now, self.ids))

    def reading(self, read: Callable[[Any], T]) -> T:
        with self.database.reading() as repositories:
            return read(repositories)

    def later(self, by: timedelta) -> None:
        self.now += by

    def found(self, name: str, people: Sequence[str], owners: Sequence[str] = ()) -> Team:
        """A team in a channel of its own."""
        asked = tuple(map(Profile, people))

        def make(interaction: Interaction) -> Team:
            team = found_team(interaction, TeamPlan(name, f"C{name}", asked)).team
            return set_people(interaction, team, asked, tuple(map(Profile, owners or people[:1]))).team

        return self.act(people[0], make)

    def start(self, team: Team) -> CheckIn:
        def begin(interaction: Interaction) -> CheckIn:
            opened = start_check_in(interaction, interaction.repositories.teams.lock(team.id), is_revision=True)
            assert isinstance(opened, CheckIn)
            return opened

        return self.act("Uowner", begin) if not team.owners else self.act(self._slack_id(team.owners[0]), begin)

    def join(self, who: str, check_in: CheckIn, length: Length = Length.QUICK) -> Assessment:
        return self.act(who, lambda it: join(it, check_in.id, length)).assessment

    def answer(self, who: str, assessment: Assessment, said: Answer) -> Assessment:
        """Answer the question on the card."""
        clicked = Clicked(assessment.id, assessment.card.subject, None)
        return self.act(who, lambda it: clicking.answer(it, clicked, said)).assessment

    def answer_all(
        self, who: str, check_in: CheckIn, answers: Mapping[str, Answer], length: Length = Length.QUICK
    ) -> Assessment:
        """Answer all that is asked; yes where nothing is named."""
        found = self.join(who, check_in, length)
        while found.card.view.asks or found.card.view is View.CONFIRM:
            if found.card.view is View.CONFIRM:
                found = self._confirm(who, found, answers)
            else:
                found = self.answer(who, found, answers.get(found.card.subject or "", Answer.YES))
        return found

    def _confirm(self, who: str, found: Assessment, answers: Mapping[str, Answer]) -> Assessment:
        """Choose the first answer of a category that has changed, or confirm them all."""
        last = found.last_time.entries if found.last_time else {}
        mine = to_confirm(found, found.card.subject or "", self.maturity, self.now.date())
        changed = next(
            (e.capability for e in mine if last[e.capability].answer is not answers.get(e.capability, Answer.YES)), None
        )
        if changed:
            chosen = Clicked(found.id, changed, None)
            return self.act(who, lambda it: clicking.change_chosen(it, chosen)).assessment
        return self.confirm(who, found)

    def confirm(self, who: str, found: Assessment) -> Assessment:
        """All that the card says is still true."""
        on_card = Clicked(found.id, found.card.subject, None)
        return self.act(who, lambda it: clicking.click(it, on_card, clicking.confirm_all)).assessment

    def close(self, who: str, check_in: CheckIn) -> CheckIn:
        return self.act(who, lambda it: close(self._closing(it), it.repositories.check_ins.lock(check_in.id)))

    def publish(self, who: str, check_in: CheckIn) -> CheckIn:
        return self.act(who, lambda it: publish(self._closing(it), it.repositories.check_ins.lock(check_in.id)))

    def _closing(self, interaction: Interaction) -> Closing:
        return Closing(interaction.repositories, self.now, self.ids, write_summary)

    def _slack_id(self, person_id: str) -> str:
        return str(self.reading(lambda repositories: repositories.people.get(person_id).slack_id))

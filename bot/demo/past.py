"""A past for teams, made by the very use cases that people set off: asked, answered, published, and asked again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.messages.results import write_summary
from flows.acts.assessment import card_click
from flows.acts.assessment.card_click import Clicked
from flows.acts.check_ins.close_and_publish import close, publish
from flows.acts.check_ins.take_part import join, start_check_in
from flows.acts.shared.act import Act
from flows.acts.teams.people import ChosenPeople, set_people
from flows.acts.teams.teams import TeamPlan, make_team
from flows.assessment.assessment import Assessment, Length, View
from flows.assessment.last_time import to_confirm
from flows.check_ins.check_in import CheckIn
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.ports import Database
from flows.teams.person import Actor, Profile
from flows.teams.team import Team

T = TypeVar("T")


@dataclass
class Past:
    """Acts in a workspace at a moment that is set from outside; people go by their Slack ids."""

    database: Database
    maturity: Maturity
    now: datetime
    ids: Callable[[], str]
    workspace_id: str = "T1"

    def run(self, who: str, use_case: Callable[[Act], T]) -> T:
        """One act of somebody."""
        actor = Actor(self.workspace_id, who)
        with self.database.transaction() as repositories:
            return use_case(Act(repositories, self.maturity, self.now, self.ids, actor))

    def found(
        self, name: str, people: Sequence[str], owners: Sequence[str] = (), channel_id: str | None = None
    ) -> Team:
        """A team; the first person owns it where nobody is named."""
        deciding = owners or people[:1]
        chosen = ChosenPeople(people, deciding, tuple(map(Profile, deciding)))
        letters = "".join(filter(str.isalnum, name.encode("ascii", "ignore").decode()))
        plan = TeamPlan(name, channel_id or f"C{letters}", tuple(map(Profile, people)))

        def make(act: Act) -> Team:
            return set_people(act, make_team(act, plan).team, chosen).team

        return self.run(people[0], make)

    def start(self, who: str, team: Team) -> CheckIn:
        """Ask the team, also a second time in a quarter."""

        def begin(act: Act) -> CheckIn:
            started = start_check_in(act, act.repositories.teams.lock(team.id), is_revision=True)
            if not isinstance(started, CheckIn):
                raise TypeError("a revision is asked for on purpose")
            return started

        return self.run(who, begin)

    def join(self, who: str, check_in: CheckIn, length: Length) -> Assessment:
        """Start, on an invitation."""
        return self.run(who, lambda act: join(act, check_in.id, length)).assessment

    def answer(self, who: str, assessment: Assessment, said: Answer) -> Assessment:
        """Answer the question on the card."""
        clicked = Clicked(assessment.id, assessment.card.subject, None)
        return self.run(who, lambda act: card_click.answer(act, clicked, said)).assessment

    def confirm(self, who: str, assessment: Assessment) -> Assessment:
        """All that the card says is still true."""
        on_card = Clicked(assessment.id, assessment.card.subject, None)
        return self.run(who, lambda act: card_click.click(act, on_card, card_click.confirm_all)).assessment

    def answer_all(self, who: str, check_in: CheckIn, said: Callable[[str], Answer], length: Length) -> Assessment:
        """Answer what is asked, and confirm what has not changed."""
        assessment = self.join(who, check_in, length)
        while assessment.card.view.asks or assessment.card.view is View.CONFIRM:
            if assessment.card.view is View.CONFIRM:
                assessment = self._confirm(who, assessment, said)
            else:
                assessment = self.answer(who, assessment, said(assessment.card.subject or ""))
        return assessment

    def close(self, who: str, check_in: CheckIn) -> CheckIn:
        """Close it, as an owner."""
        return self.run(who, lambda act: close(act, act.repositories.check_ins.lock(check_in.id)))

    def publish(self, who: str, check_in: CheckIn) -> CheckIn:
        """Publish it, as an owner."""
        return self.run(who, lambda act: publish(act, act.repositories.check_ins.lock(check_in.id), write_summary))

    def _confirm(self, who: str, assessment: Assessment, said: Callable[[str], Answer]) -> Assessment:
        """Choose the first answer of the card that has changed, or confirm them all."""
        mine = to_confirm(assessment, assessment.card.subject or "", self.maturity, self.now.date())
        changed = next((entry.capability for entry in mine if entry.answer is not said(entry.capability)), None)
        if changed is None:
            return self.confirm(who, assessment)
        chosen = Clicked(assessment.id, changed, None)
        return self.run(who, lambda act: card_click.change_chosen(act, chosen)).assessment

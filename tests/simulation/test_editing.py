"""Owners change a schedule at every step of a check-in: no message comes twice, and none is missing."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows.acts.check_ins.take_part import start_check_in
from flows.acts.schedules.schedules import change_schedule, choose, plan_of
from flows.acts.teams.people import ChosenPeople, set_people
from flows.acts.teams.teams import TeamPlan, change_team, make_team
from flows.assessment.assessment import Length
from flows.errors import FlowError
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.schedules.schedule import moved_to, resumed
from flows.schedules.typed_schedule import read_schedule
from flows.teams.person import Profile
from tests.simulation.quarter import INVITED, REMINDED
from tests.support.databases import opened
from tests.support.office import BEGAN, Office

PEOPLE = ("U1", "U2", "U3")
MATURITY = load_maturity()
WORDS = (
    *("monthly", "quarterly", "every 3 weeks", "every 2 weeks", "second tuesday", "last friday", "first monday"),
    *("at 14:00", "at 9:00", "for 3", "for 8", "nudges normal", "nudges off", "nudges gentle", "reminder off"),
)


class Editing(RuleBasedStateMachine):
    """One team, its owner at the schedule, and time that goes by. `address` makes a database."""

    address: ClassVar[Callable[[], str]]
    office: Office | None = None

    @initialize()
    def begin(self):
        self.opening = opened(type(self).address())
        self.office = Office(self.opening.__enter__(), MATURITY, BEGAN)
        asked = tuple(Profile(each, "Europe/Berlin") for each in PEOPLE)
        self.office.slack.zones = dict.fromkeys(PEOPLE, "Europe/Berlin")

        def make(act):
            team = make_team(act, TeamPlan("Fraud", "C1", asked)).team
            return set_people(act, team, ChosenPeople(PEOPLE, PEOPLE[:1])).team

        self.team = self.office.acts.run("U1", make)

    def teardown(self):
        if self.office:
            self.opening.__exit__(None, None, None)

    def owner(self, use_case):
        def locked(act):
            return use_case(act, act.repositories.teams.lock(self.team.id))

        with suppress(FlowError):  # refused, and nothing has changed
            self.office.acts.run("U1", locked)
        self.office.work()

    @property
    def check_ins(self):
        return self.office.acts.reading(lambda repositories: repositories.check_ins.list_of(self.team.id))

    @rule(days=st.integers(0, 40), hours=st.integers(0, 23))
    def time_goes_by(self, days, hours):
        self.office.run_until(self.office.acts.now + timedelta(days=days, hours=hours))

    @rule(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    def choose(self, words):
        self.owner(lambda act, team: choose(act, team, read_schedule(" ".join(words)).on(plan_of(act, team))))

    @rule()
    def pause(self):
        self.owner(lambda act, team: change_schedule(act, team, lambda found: replace(found, is_paused=True)))

    @rule()
    def resume(self):
        self.owner(lambda act, team: change_schedule(act, team, lambda found: resumed(found, act.now)))

    @rule(days=st.integers(1, 30))
    def move(self, days):
        day = (self.office.acts.now + timedelta(days=days)).date()
        self.owner(lambda act, team: change_schedule(act, team, lambda found: moved_to(found, day, act.now)))

    @rule(zone=st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "America/New_York"]))
    def another_zone(self, zone):
        self.owner(lambda act, team: change_team(act, team, lambda found: replace(found, time_zone=zone)))

    @rule()
    def start_now(self):
        self.owner(start_check_in)

    @precondition(lambda self: self.check_ins and self.check_ins[0].is_open)
    @rule(who=st.sampled_from(PEOPLE))
    def answer(self, who):
        self.office.acts.answer_all(who, self.check_ins[0], lambda _: Answer.YES, Length.QUICK)
        self.office.work()

    @invariant()
    def nothing_twice(self):
        if self.office is None:
            return
        for words in (REMINDED, INVITED):
            days = Counter((each.to, each.at.date(), each.text) for each in self.office.people_with(words))
            assert max(days.values(), default=0) <= 1
        assert (
            max(Counter((each.to, each.at.date()) for each in self.office.people_with(REMINDED)).values(), default=0)
            <= 1
        )
        keys = [each.occurrence_on for each in self.check_ins if each.revision == 0]
        assert len(keys) == len(set(keys))
        assert len(self.office.people_with("have answered. Open until")) == len(self.check_ins)

    @invariant()
    def nothing_missing(self):
        if self.office is None:
            return
        now = self.office.acts.now
        assert not any(each.is_open and each.closes_at <= now for each in self.check_ins)
        invited = Counter(each.to for each in self.office.people_with(INVITED))
        unanswered = [each for each in self.check_ins if each.was_extended]  # so everybody was waited for
        assert all(invited[who] >= len(unanswered) for who in PEOPLE)


def test_editing_at_every_step(fresh_database):
    Editing.address = staticmethod(lambda: fresh_database("sqlite"))
    Editing.TestCase.settings = settings(
        max_examples=8, stateful_step_count=20, deadline=None, derandomize=True, database=None, phases=[Phase.generate]
    )
    Editing.TestCase().runTest()

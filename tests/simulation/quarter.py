"""A quarter of a workspace: teams asked by their schedules, people who answer early, late, never, or are away."""

import heapq
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from flows.acts.check_ins.take_part import decline, stop_asking
from flows.acts.own_time.time_off import be_away
from flows.acts.schedules.schedules import choose, plan_of
from flows.acts.shared.act import Act
from flows.acts.teams.people import ChosenPeople, set_people
from flows.acts.teams.teams import TeamPlan, make_team
from flows.assessment.assessment import Length
from flows.calendar.working_days import is_working_day, local
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.schedules.typed_schedule import read_schedule
from flows.teams.person import Profile
from flows.teams.team import Team
from storage.database import SqlDatabase
from tests.support.office import BEGAN, Office, Posted

ZONES = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo"),
    *("Pacific/Auckland", "America/Sao_Paulo", "Africa/Lagos", "Asia/Riyadh"),
)
QUARTERLY = (
    "quarterly second tuesday",
    "quarterly first monday at 9:00 nudges normal",
    "quarterly last thursday for 8",
)
RULES = (*QUARTERLY, *QUARTERLY, "monthly last friday", "every 6 weeks")
LARGE = 100  # teams; so many are asked once in the quarter
ENDS = datetime(2027, 4, 2, tzinfo=BEGAN.tzinfo)
INVITED = "MLOps check-in is open until"
REMINDED = "Rung tells nobody else."


@dataclass
class Told:
    """What somebody has done, and when: after `until` nothing more about that team may come."""

    finished: dict[tuple[str, str], datetime] = field(default_factory=dict)
    away: dict[str, tuple[date, date]] = field(default_factory=dict)


class Quarter:
    """The run, from a seed."""

    def __init__(self, database: SqlDatabase, maturity: Maturity, teams: int, people: int, seed: int) -> None:
        self.random = Random(seed)
        self.rules = RULES if teams < LARGE else QUARTERLY
        self.office = Office(database, maturity, BEGAN)
        self.people = [f"U{number:04}" for number in range(people)]
        self.told = Told()
        self.teams = [self._found(number, teams) for number in range(teams)]
        self._go_away()
        self._plans: list[tuple[datetime, int, Callable[[], None]]] = []
        self._seen = 0

    def _found(self, number: int, teams: int) -> Team:
        share = len(self.people) // teams
        roster = self.people[number * share : (number + 1) * share]
        roster += self.random.sample(self.people, 1)  # some are in several teams
        zones = self.office.slack.zones
        for each in roster:
            zones.setdefault(each, ZONES[self.random.randrange(len(ZONES))])
        asked = tuple(Profile(each, zones[each]) for each in dict.fromkeys(roster))
        rule = self.rules[number % len(self.rules)]

        def make(act: Act) -> Team:
            team = make_team(act, TeamPlan(f"Team {number}", f"C{number:04}", asked)).team
            team = set_people(act, team, ChosenPeople(roster, roster[:1])).team
            choose(act, team, read_schedule(rule).on(plan_of(act, team)))
            return team

        return self.office.acts.run(asked[0].slack_id, make)

    def _go_away(self) -> None:
        for person in self.random.sample(self.people, len(self.people) // 10):
            first = date(2027, 1, 4) + timedelta(days=self.random.randrange(40))
            last = first + timedelta(days=self.random.randrange(1, 15))
            self.told.away[person] = (first, last)
            self.office.acts.run(person, partial(be_away, first_on=first, last_on=last))

    def run(self) -> None:
        """Let the quarter pass: everybody reacts to what they get."""
        while True:
            event = self.office.next_event()
            mine = self._plans[0][0] if self._plans else None
            moment = min((each for each in (event, mine) if each), default=ENDS)
            if moment >= ENDS:
                return
            if mine and mine <= moment:
                self.office.acts.now = max(self.office.acts.now, mine)
                heapq.heappop(self._plans)[2]()  # what that brings is due now, and the next turn does it
            else:
                self.office.run_until(moment)
            self._react()

    def _react(self) -> None:
        """Decide what everybody does about the invitations that have just come."""
        for posted in self.office.slack.posted[self._seen :]:
            if INVITED in posted.text:
                self._plan(posted)
        self._seen = len(self.office.slack.posted)

    def _plan(self, posted: Posted) -> None:
        team = posted.text.partition("'s MLOps")[0]
        # By who and what alone, so that a restart changes nobody's mind.
        random = Random(f"{posted.to} {team} {posted.text.partition('until')[2][:30]}")
        chance, wait = random.random(), timedelta(hours=random.uniform(0.1, 160))
        run = self._answer if chance < 0.7 else self._decline if chance < 0.8 else self._stop if chance < 0.83 else None
        if run:
            heapq.heappush(
                self._plans,
                (
                    posted.at.replace(minute=0, second=0, microsecond=0) + wait,
                    len(self._plans),
                    lambda: run(posted.to, team),
                ),
            )

    def _check_in(self, team: str) -> str | None:
        number = int(team.split()[1])
        found = self.office.acts.reading(
            lambda repositories: repositories.check_ins.find_running(self.teams[number].id)
        )
        return found.id if found and found.is_open else None

    def _answer(self, person: str, team: str) -> None:
        check_in = self._check_in(team)
        if check_in:
            acts = self.office.acts
            known = acts.reading(lambda repositories: repositories.check_ins.get(check_in))
            acts.answer_all(person, known, lambda _: Answer.YES, Length.QUICK)
            self._done(person, team)

    def _decline(self, person: str, team: str) -> None:
        check_in = self._check_in(team)
        if check_in:
            self.office.acts.run(person, lambda act: decline(act, check_in))
            self._done(person, team)

    def _stop(self, person: str, team: str) -> None:
        check_in = self._check_in(team)
        if check_in:
            self.office.acts.run(person, lambda act: stop_asking(act, check_in))
            self._done(person, team)

    def _done(self, person: str, team: str) -> None:
        self.told.finished[(person, team)] = self.office.acts.now

    def check(self) -> None:
        """What kindness means, over all that was sent."""
        reminders: dict[tuple[str, date], int] = defaultdict(int)
        invited: dict[tuple[str, str], int] = defaultdict(int)
        for each in self.office.slack.posted:
            if INVITED not in each.text and REMINDED not in each.text:
                continue
            here = local(each.at, self.office.slack.zones[each.to])
            assert 9 <= here.hour < 17, each
            assert is_working_day(here.date(), self.office.slack.zones[each.to]), each
            away = self.told.away.get(each.to)
            assert not (away and away[0] <= here.date() <= away[1]), each
            if REMINDED in each.text:
                reminders[(each.to, here.date())] += 1
                for team in (line.partition("'s check-in closes")[0] for line in each.text.split("\n")):
                    done = self.told.finished.get((each.to, team))
                    assert done is None or done > each.at or each.at - done > timedelta(days=20), each
            else:
                invited[(each.to, each.text)] += 1
        assert max(reminders.values()) == 1
        assert max(invited.values()) == 1

    def messages(self) -> list[tuple[str, str]]:
        """All that anybody got, without when to the second."""
        return sorted((each.to, each.text) for each in self.office.slack.posted)

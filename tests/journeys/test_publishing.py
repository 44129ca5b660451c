"""However acts meet, there is one publication, and it says nothing about who said what; and the past stays as it is."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from threading import Barrier

import pytest

from bot.messages.check_ins import render_check_in_card, render_preview
from bot.messages.results import team_level
from bot.slack.blocks import write
from flows.acts.check_ins.check_in_notices import check_in_card, preview_of
from flows.acts.check_ins.see_check_ins import TeamLevel
from flows.acts.results.team_result import team_result
from flows.assessment.assessment import Length
from flows.check_ins.check_in import CheckIn, CheckInStatus
from flows.deliveries.delivery import DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError, StorageBusyError
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.teams.team import Team
from tests.support.acts import Acts

INTERLEAVINGS = int(os.environ.get("RUNG_TEST_INTERLEAVINGS", "40"))  # make races takes 200
Y, P, N, U = Answer.YES, Answer.PARTIAL, Answer.NO, Answer.UNKNOWN


def summary_of(acts: Acts, check_in: CheckIn, kind: DeliveryKind = DeliveryKind.SUMMARY) -> str:
    key = DeliveryKey("T1", kind, check_in.id, check_in.channel_id, "first")
    found = acts.reading(lambda repositories: repositories.deliveries.find(key))
    return str(found.payload)


def stored(acts: Acts, check_in: CheckIn) -> CheckIn:
    return acts.reading(lambda repositories: repositories.check_ins.get(check_in.id))


def until_done(act) -> None:
    """As a person does who is told to try once more."""
    while True:
        try:
            act()
        except StorageBusyError:
            continue
        except RefusedError:
            return
        return


def test_two_owners_publish_while_a_third_person_answers(database, maturity):
    acts = Acts(database, maturity)
    with ThreadPoolExecutor(3) as pool:
        for number in range(INTERLEAVINGS):
            team = acts.found(f"Team {number}", ["U1", "U2", "U3"], owners=["U1", "U2"])
            check_in = acts.begin(team)
            for owner in ("U1", "U2"):
                acts.says(owner, check_in, {})
            mine = acts.answer("U3", acts.answer("U3", acts.join("U3", check_in, Length.QUICK), Y), Y)
            barrier = Barrier(3)

            def publish(owner: str, check_in=check_in, barrier=barrier) -> None:
                barrier.wait()
                until_done(lambda: acts.close(owner, check_in))
                until_done(lambda: acts.publish(owner, check_in))

            def answer(mine=mine, barrier=barrier) -> None:
                barrier.wait()
                until_done(lambda: acts.answer("U3", mine, Answer.NO))

            for each in [pool.submit(publish, "U1"), pool.submit(publish, "U2"), pool.submit(answer)]:
                each.result()
            _published_once(acts, check_in)


def _published_once(acts: Acts, check_in: CheckIn) -> None:
    """The third person's last answer is kept in any case, and the summary says whether it is in the result."""
    found = stored(acts, check_in)
    assert found.status is CheckInStatus.PUBLISHED
    person = acts.reading(lambda repositories: repositories.teams.find(check_in.team_id).roster[2])
    third = acts.reading(lambda repositories: repositories.assessments.find_in_check_in(check_in.id, person))
    assert third.revision == 3
    assert third.counted_revision in {2, 3}
    assert f"{third.counted_revision} of 3 answered." in json.loads(summary_of(acts, check_in))["text"]


ANSWERS = [
    {"auto_train": Y, "auto_pipeline": N, "cicd": N},
    {"auto_train": Y, "auto_pipeline": Y, "cicd": U},
    {"auto_train": P, "auto_pipeline": Y, "cicd": Y},
    {"auto_train": Y, "auto_pipeline": Y, "cicd": N},
    {"auto_train": N, "auto_pipeline": P, "cicd": Y},
]


def outputs(acts: Acts, people: list[str], before: list[int], now: list[int]) -> list[str]:
    """All that others read of two check-ins in which each person gave one of the sets of answers."""
    team, seen = acts.found("Fraud", people), []
    for given in (before, now):
        check_in = acts.begin(team)
        for person, each in zip(people, given, strict=True):
            acts.notes(person, check_in, f"Seen from {each}.")
            acts.says(person, check_in, ANSWERS[each])
        in_review = stored(acts, check_in)
        assert in_review.status is CheckInStatus.IN_REVIEW
        with acts.database.reading() as repositories:
            owner = repositories.people.get(team.owners[0])
            seen.append(write(render_preview(preview_of(repositories, in_review, owner))))
        published = acts.publish(people[0], check_in)
        seen += [summary_of(acts, published, kind) for kind in (DeliveryKind.SUMMARY, DeliveryKind.SUMMARY_DETAILS)]
        with acts.database.reading() as repositories:
            seen.append(write(team_level(TeamLevel(team, team_result(repositories, published)))))
            seen.append(write(render_check_in_card(check_in_card(repositories, published))))
        seen.append(str(published.causes))
        acts.later(timedelta(days=91))
    return seen


@pytest.mark.parametrize("size", [3, 5])
def test_everything_that_others_read_is_the_same_whoever_said_what(fresh_database, maturity, size):
    from tests.support.databases import opened  # noqa: PLC0415 - a database for each order

    orders = list(permutations(range(size)))[:: 1 if size == 3 else 7]
    expected = None
    for kind in ("sqlite", "postgresql"):
        for order in orders if kind == "sqlite" else orders[:3]:
            with opened(fresh_database(kind)) as database:
                people = [f"U{number}" for number in range(size)]
                found = outputs(Acts(database, maturity), people, list(range(size)), list(order))
            expected = expected or found
            assert found == expected


def changed_content(maturity: Maturity) -> Maturity:
    """The same questions under other names, and scales under other titles."""
    first, *others = maturity.catalogue.capabilities
    catalogue = maturity.catalogue.model_copy(
        update={"capabilities": (first.model_copy(update={"name": "Other", "short": "other"}), *others), "version": 99}
    )
    scales = tuple(each.model_copy(update={"short": "another scale", "version": 99}) for each in maturity.scales)
    return replace(maturity, catalogue=catalogue, scales=scales)


def test_the_past_stays_as_it_is(database, maturity):
    acts = Acts(database, maturity)
    team = acts.found("Fraud", ["U1", "U2", "U3"])
    published = []
    for _ in range(2):
        check_in = acts.begin(team)
        for person, given in zip(("U1", "U2", "U3"), ANSWERS, strict=False):
            acts.says(person, check_in, given)
        published.append(acts.publish("U1", check_in))
        acts.later(timedelta(days=91))
    before = [_history(acts, team, each) for each in published]
    acts.maturity = changed_content(maturity)
    with database.transaction() as repositories:
        repositories.contents.add(acts.maturity, now=acts.now)
        current = repositories.teams.lock(team.id)
        repositories.teams.save(current, replace(current, name="Abuse", roster=current.roster[:1], scales=("azure",)))
    late = acts.reading(lambda repositories: repositories.assessments.find_in_check_in(published[1].id, team.roster[0]))
    assert late is not None
    acts.answer("U1", replace(late, card=replace(late.card, subject="cicd")), Y)
    assert [_history(acts, team, each) for each in published] == before
    third = acts.begin(acts.reading(lambda repositories: repositories.teams.find(team.id)))
    assert third.team_name == "Abuse"


def _history(acts: Acts, team: Team, check_in: CheckIn) -> list[str]:
    result = acts.reading(lambda repositories: team_result(repositories, stored(acts, check_in)))
    level = write(team_level(TeamLevel(team, result)))
    return [level, summary_of(acts, check_in), str(stored(acts, check_in).causes)]

"""A team that takes the next step each quarter is told of each before any level moves, and answers it in few clicks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.acts.results.team_result import last_published, team_result
from flows.assessment.assessment import Length, View
from flows.maturity.answer import Answer
from tests.support.acts import Acts

PEOPLE = ["U1", "U2", "U3"]


def quarter(acts: Acts, team, done: set[str], headline: str):
    """One check-in in which everybody says what is done, and what it says."""
    check_in = acts.begin(team)
    said = {each: Answer.YES if each in done else Answer.NO for each in acts.maturity.catalogue.by_id}
    for each in PEOPLE:
        acts.says(each, check_in, said, Length.STANDARD)
    published = acts.publish("U1", check_in)
    acts.later(timedelta(days=91))
    result = acts.reading(lambda repositories: team_result(repositories, published))
    assert result.result.headline.scale.scale == headline
    return published, result


@pytest.mark.parametrize("headline", ["google", "cmmi"])
def test_each_step_is_named_before_a_level_moves(database, maturity, headline):
    acts = Acts(database, maturity)
    team = acts.found("Fraud", PEOPLE)
    with database.transaction() as repositories:
        repositories.teams.save(team, replace(team, headline_scale=headline))
        team = repositories.teams.find(team.id)
    done: set[str] = set()
    _, before = quarter(acts, team, done, headline)
    moves, named = 0, set()
    while (step := before.result.next_step) and step.first_move:
        named.add(step.first_move)
        done.add(step.first_move)
        published, now = quarter(acts, team, done, headline)
        assert now.sheet.says(step.first_move, Answer.YES)
        if now.result.headline.level.level != before.result.headline.level.level:
            moves += 1
            raised = {each for each in now.in_place if each not in before.in_place}
            assert raised <= named
            assert published.causes == () or dict(published.causes)["answers"] == sum(dict(published.causes).values())
        before = now
        assert len(named) <= len(maturity.catalogue.by_id)
    assert before.result.headline.level is before.result.headline.scale.levels[-1]
    assert moves == len(before.result.headline.scale.levels) - 1
    assert (
        acts.reading(lambda repositories: last_published(repositories, team.id, before=published.opened_at)) is not None
    )


@pytest.mark.parametrize("length", [Length.QUICK, Length.STANDARD, Length.FULL])
def test_an_unchanged_person_needs_few_clicks(database, maturity, length):
    acts = Acts(database, maturity)
    team = acts.found("Fraud", PEOPLE)
    check_in = acts.begin(team)
    said = {"cicd": Answer.NO, "ci_tests": Answer.PARTIAL}
    for each in PEOPLE:
        acts.says(each, check_in, said, length)
    result = acts.reading(lambda repositories: team_result(repositories, acts.publish("U1", check_in)))
    acts.later(timedelta(days=91))
    second = acts.begin(team)
    found, clicks = acts.join("U1", second, length), 0
    while found.card.view is not View.RESULT:
        if found.card.view is View.CONFIRM:
            found = acts.confirm("U1", found)
        else:
            found = acts.answer("U1", found, said.get(found.card.subject or "", Answer.YES))
        clicks += 1
    held = {each.capability for gate in result.result.headline.held_by for each in gate.alternatives}
    categories = {each.category for each in maturity.catalogue.capabilities}
    assert clicks <= len(held) + len(categories)

"""What would happen if a practice were taken on now, seen from the team's result or one's own answers."""

import pytest

from tests.support.talk import Talk, elements_of
from tests.support.teamwork import team_of

SHORT_OF_CICD = {"cicd": "No", "ci_tests": "No", "environments": "No"}


@pytest.fixture
def published(server):
    team = team_of(server, 3)
    team.publish(SHORT_OF_CICD)
    return team


def test_the_teams_result_says_what_breaks_and_what_comes_first(published):
    person = published.people[1]
    person.command("/rung what-if CI/CD")
    said = person.whispers[-1]
    assert "Seen from Fraud's result of Q4 2026." in said
    assert "• Defects are delivered at the speed of automation." in said
    first = said.partition("First, in this order:\n")[2].splitlines()
    assert first[0].startswith("1. ")
    assert any("Automatic tests for ML code" in each for each in first)
    assert "By itself it moves " in said
    assert "Training pipeline" not in "".join(first)  # in place


def test_one_of_several_is_chosen(published):
    person = published.people[1]
    person.command("/rung what-if monitoring")
    seen = person.whispered()
    assert seen.text.startswith('Several practices fit "monitoring". Which one? Service monitoring; Model and data')
    menu = elements_of(seen.blocks)[0]
    person.press(seen, menu, menu["options"][1]["value"], person.channel)
    published.server.wait()
    assert person.whispers[-1].startswith("Model and data monitoring: ")


def test_the_words_alone_offer_all_practices(published):
    published.owner.command("/rung what-if")
    menu = elements_of(published.owner.whispered().blocks)[0]
    assert len(menu["options"]) == 32
    published.owner.command("/rung what-if <@U1> & kubernetes")
    assert "I know no practice called" in published.owner.whispers[-1]


def test_a_team_without_a_result_hears_it_for_a_team_that_has_nothing(server):
    team = team_of(server, 3)
    team.owner.command("/rung what-if CI/CD")
    said = team.owner.whispers[-1]
    assert "Fraud has no published result yet, so this is for a team that has none of it." in said
    assert "First, in this order:" in said
    assert "nobody was sure" not in said
    assert "moves" not in said


def test_what_a_running_check_in_holds_is_not_told(published):
    published.server.later(published.check_in.ended_at.replace(year=2027, month=2))
    published.start()
    published.answers(published.people[0], "No")
    published.owner.command("/rung what-if a model in use")
    assert "Seen from Fraud's result of Q4 2026." in published.owner.whispers[-1]
    assert "It is in place already." in published.owner.whispers[-1]


def test_without_a_team_it_is_seen_from_ones_own_answers(server):
    lone = Talk(server, server.slack.add_person("data_scientist"), server.slack.add_channel("random"))
    lone.command("/rung what-if automated training")
    assert "You have answered nothing yet" in lone.whispers[-1]
    lone.command("/rung assess")
    lone.answer_all("No")
    lone.command("/rung what-if automated training")
    assert "Seen from your own answers, which only you see." in lone.whispers[-1]
    assert "1. " in lone.whispers[-1]

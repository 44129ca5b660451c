"""The words, the order and the reasons, read in Slack."""

import pytest

from tests.support.talk import Talk, elements_of, label_of
from tests.support.teamwork import team_of


def test_the_list_says_which_topics_come_first_for_the_team(server, learning):
    team = team_of(server, 3)
    team.owner.command("/rung learn")
    assert "first" not in team.owner.whispers[-1]
    team.publish({"cicd": "No", "ci_tests": "No", "environments": "No"})
    team.people[1].command("/rung learn")
    said = team.people[1].whispers[-1]
    assert "These two first, by Fraud's result of Q4 2026: Testing ML code and CI/CD for pipelines." in said
    assert all(topic.title in said for topic in learning.topics.topics)


def test_from_the_list_through_the_topics_to_the_levels_and_back(talk, learning):
    talk.command("/rung learn")
    talk.press_whispered("Open a topic")
    for number, topic in enumerate(learning.topics.topics, 1):
        assert talk.whispers[-1].startswith(f"Topic {number} of 9.\n{topic.title}\n")
        labels = [label_of(each) for each in elements_of(talk.whispered().blocks)]
        if number < 9:
            talk.press_whispered(labels[0])
    assert labels == ["All topics"]
    talk.press_whispered("All topics")
    assert talk.whispers[-1].startswith("Nine short topics")
    talk.press_whispered("The levels")
    assert talk.whispers[-1].startswith("Google Cloud, levels 0 to 2")
    talk.press_whispered("Another scale")
    assert talk.whispers[-1].startswith("Four-level scheme, levels 1 to 4")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("monitoring", "Topic 8 of 9."),
        ("Versioning data", "Topic 2 of 9."),
        ("dvc repro", "Topic 4 of 9."),
        ("automated training", "Topic 3 of 9."),
        ("levels cmmi", "CMMI-style, levels 1 to 5"),
        ("levels four-level scheme", "Four-level scheme, levels 1 to 4"),
        ("levels Six steps", "Six steps, from manual building to governance"),
        ("levels gogle", '"gogle" is not a scale Rung knows; did you mean "google"?'),
        ("mlflow", 'Several topics fit "mlflow".'),
        ("<!channel> kubernetes & co", 'I have no topic about "@channel kubernetes &amp; co".'),
    ],
)
def test_a_topic_or_a_scale_is_named(talk, typed, expected):
    talk.command(f"/rung learn {typed}")
    assert talk.whispers[-1].startswith(expected)


def test_the_levels_are_those_of_the_teams_scale(server):
    team = team_of(server, 3)
    team.owner.command("/rung team scale six_step")
    team.owner.command("/rung learn levels")
    assert team.owner.whispers[-1].startswith("Six steps, from manual building to governance")


def test_why_a_question_is_asked_leads_to_its_topic(talk, learning):
    talk.command("/rung assess")
    talk.click("Why this question")
    practice = talk.element("Yes")["value"].partition(":")[2]
    before = talk.screen
    talk.click("Read more")
    assert learning.topics.of_practice[practice].title in talk.whispers[-1]
    assert talk.screen == before
    talk.click("Yes")
    assert "1 answered" in talk.screen


def test_seen_from_ones_own_answers_when_there_is_no_team(server):
    lone = Talk(server, server.slack.add_person("data_scientist"), server.slack.add_channel("random"))
    lone.command("/rung assess")
    lone.answer_all("No")
    lone.command("/rung learn")
    assert "These two first, by your own answers, which only you see: " in lone.whispers[-1]


def test_a_topic_that_is_gone_and_a_second_click(talk):
    talk.command("/rung learn data")
    seen = talk.whispered()
    button = elements_of(seen.blocks)[0]
    talk.press(seen, button | {"value": "topic:gone"}, channel=talk.channel)
    talk.server.wait()
    assert talk.whispers[-1] == "That topic is not there any more. /rung learn lists those that are."

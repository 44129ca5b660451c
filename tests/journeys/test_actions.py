"""What a team sets out to do after a result, and how the next check-in asks about it."""

from datetime import timedelta

import pytest

from tests.support.talk import Talk, elements_of, label_of
from tests.support.teamwork import Teamwork, press, team_of


@pytest.fixture
def three(server) -> Teamwork:
    team = team_of(server, 3)
    team.publish({"cicd": "No", "ci_tests": "No", "environments": "No"})
    return team


def take_on(person: Talk) -> str:
    """Take on the first step that is offered."""
    menu = next(each for each in elements_of(person.whispered().blocks) if label_of(each) == "Take on a step")
    person.press_whispered("Take on a step")
    return str(menu["options"][0]["value"].partition(":")[2])


def test_steps_and_own_words_are_taken_on_and_finished(three):
    person, other = three.people[1], three.people[2]
    person.command("/rung actions")
    assert person.whispered().text.startswith("Fraud has no open actions.")
    take_on(person)
    assert "Fraud has set out to do one thing." in person.whispered().text
    assert f"<@{person.person}>" in person.whispered().text
    until = (three.check_in.opened_at + timedelta(days=60)).date().isoformat()
    person.command(f"/rung actions add Write down who may release <@{other.person}|other> until {until}")
    assert f"2. Write down who may release <@{other.person}>, until " in person.whispered().text
    other.command("/rung actions add &lt;!channel&gt; &amp; so on")
    assert "3. &lt;!channel&gt; &amp; so on" in other.whispered().text
    other.command("/rung actions add one more")
    assert other.whispers[-1].startswith("The team has 3 open actions, and 3 is the most.")
    other.command("/rung actions done 1")
    other.command("/rung actions drop 3")
    assert "Fraud has set out to do one thing." in other.whispered().text
    assert "2. Write down who may release" in other.whispered().text


def test_the_next_check_in_asks_about_them_singly(three):
    person = three.people[1]
    person.command("/rung actions")
    taken = take_on(person)
    three.server.later(three.check_in.opened_at + timedelta(days=91))
    three.start()
    press(person, "Start")
    asked = []
    while "Yes" in person.labels():
        asked.append(person.element("Yes")["value"].partition(":")[2])
        person.click("No")
    assert taken in asked


UNREADABLE = [
    ("finish 1", 'I do not know "/rung actions finish". /rung help lists what there is. Nothing was changed.'),
    ("add", "Please say in a few words what the team sets out to do."),
    (
        "add tests 2027-02-30",
        '"2027-02-30" is no day. Please write days like 2027-02-01, or 2027-02-01 to 2027-02-12. Nothing was changed.',
    ),
    ("add tests by 2020-01-01", "2020-01-01 has passed. Please name a day to come."),
    (f"add {'x' * 201}", "That has 201 characters; 200 fit. Please shorten it."),
    ("done", "Please say which one, by its number, for example /rung actions done 1."),
    ("done 7", "There is no open action 7. /rung actions numbers those there are."),
]


def test_what_cannot_be_understood(three):
    for words, sentence in UNREADABLE:
        three.owner.command(f"/rung actions {words}")
        assert three.owner.whispers[-1] == sentence


def test_others_look_and_change_nothing(three):
    stranger = Talk(three.server, three.server.slack.add_person("product_owner"), three.channel)
    stranger.command("/rung actions")
    take_on(stranger)
    assert stranger.whispers[-1] == "That is for those whom Fraud asks, and for its owners. Nothing was changed."


def test_without_a_result_there_is_nothing_to_act_on(server):
    team = team_of(server, 2)
    team.owner.command("/rung actions")
    assert "Actions follow from a published result: /rung check-in." in team.owner.whispers[-1]
    team.owner.command("/rung actions add something")
    assert team.owner.whispers[-1] == "Fraud has no published result yet, so there is nothing to act on yet."

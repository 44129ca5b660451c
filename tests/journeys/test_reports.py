"""A report as a file in the direct messages: for those of the team, and of all teams for admins."""

import pytest

from tests.support.talk import Talk
from tests.support.teamwork import Teamwork, claim, files, team_of


@pytest.fixture
def fraud(server) -> Teamwork:
    return team_of(server, 3)


def test_those_of_the_team_get_it_as_pdf_or_as_a_page(fraud):
    person = fraud.people[1]
    person.command("/rung report", fraud.channel)
    assert person.whispered().text == "Fraud has no published result yet. /rung check-in start asks the team."
    fraud.publish({"cicd": "No"})
    person.command("/rung report", fraud.channel)
    assert person.whispered().text == "fraud-report.pdf is in our direct messages."
    assert files(person)["fraud-report.pdf"].startswith(b"%PDF-")
    assert person.last.startswith("The report of the team, for people who were not there.")
    person.command("/rung report html", fraud.channel)
    page = files(person)["fraud-report.html"].decode()
    assert "Level 1 of 2 on Google Cloud&#39;s scale: ML pipeline automation." in page
    person.command("/rung report now", fraud.channel)
    assert "Please type /rung report in a team's channel" in person.whispered().text


def test_others_do_not(fraud):
    fraud.publish({"cicd": "No"})
    stranger = Talk(fraud.server, fraud.server.slack.add_person("stranger"), fraud.channel)
    stranger.command("/rung report", fraud.channel)
    assert "That is for those whom Fraud asks, and for its owners." in stranger.whispered().text
    stranger.command("/rung report workspace", fraud.channel)
    assert "for those who look after Rung here" in stranger.whispered().text
    assert files(stranger) == {}


def test_an_admin_gets_that_of_all_teams(fraud):
    claim(fraud.owner)
    fraud.owner.command("/rung report workspace html", fraud.channel)
    assert "0 teams take part." in files(fraud.owner)["our-teams-report.html"].decode()

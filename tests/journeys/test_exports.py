"""Results and answers as files, in Slack: who may have which, and what happens when Slack takes none."""

import csv
import io
import json

import pytest

from tests.fakes.failures import rate_limited, server_error, slack_error
from tests.support.talk import Talk, elements_of, label_of
from tests.support.teamwork import Teamwork, claim, files, team_of


@pytest.fixture
def fraud(server) -> Teamwork:
    team = team_of(server, 3)
    team.publish({"cicd": "No"})
    return team


def labels(person: Talk) -> list[str]:
    return [label_of(each) for each in elements_of(person.whispered().blocks)]


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_an_owner_gets_the_teams_results(fraud):
    fraud.owner.command("/rung export", fraud.channel)
    assert labels(fraud.owner) == ["My answers", "Fraud's results"]
    fraud.owner.press_whispered("Fraud's results")
    assert fraud.owner.whispered().text == "fraud-results.csv and fraud-results.json are in our direct messages."
    found = files(fraud.owner)
    assert fraud.owner.last.startswith("The team's published results. Nobody's own answers are in it.")
    google = next(each for each in rows(found["fraud-results.csv"]) if each["scale"] == "google")
    assert (google["level"], google["level_name"], google["answered"]) == ("1", "ML pipeline automation", "3")
    document = json.loads(found["fraud-results.json"])
    assert [each["name"] for each in document["teams"]] == ["Fraud"]
    assert document["workspace"] is None


def test_everybody_gets_their_own_answers_and_nothing_else(fraud):
    person = fraud.people[1]
    person.command("/rung export", fraud.channel)
    assert labels(person) == ["My answers"]
    person.command("/rung export team", fraud.channel)
    assert "Fraud's owners decide that" in person.whispered().text
    person.command("/rung export workspace", fraud.channel)
    assert "for those who look after Rung here" in person.whispered().text
    person.command("/rung export mine", fraud.channel)
    found = files(person)
    answers = {each["practice"]: each["answer"] for each in rows(found["my-answers.csv"])}
    assert answers["cicd"] == "no"
    assert json.loads(found["my-answers.json"])["assessments"][0]["team"] == "Fraud"
    person.command("/rung export everything", fraud.channel)
    assert 'I do not know "/rung export everything"' in person.whispered().text


def test_somebody_of_another_team_gets_nothing_of_this_one(fraud):
    other = Talk(fraud.server, fraud.server.slack.add_person("stranger"), fraud.channel)
    other.command("/rung export", fraud.channel)
    assert labels(other) == ["My answers"]
    fraud.owner.command("/rung export", fraud.channel)
    button = next(each for each in elements_of(fraud.owner.whispered().blocks) if "results" in label_of(each))
    other.press(other.whispered(), button, channel=fraud.channel)
    fraud.server.wait()
    assert "Fraud's owners decide that" in other.whispered().text
    other.command("/rung export mine", fraud.channel)
    assert json.loads(files(other)["my-answers.json"])["assessments"] == []


def test_an_admin_gets_everything(fraud):
    claim(fraud.owner)
    fraud.owner.command("/rung export", fraud.channel)
    fraud.owner.press_whispered("All teams")
    document = json.loads(files(fraud.owner)["rung-results.json"])
    assert document["workspace"]["id"] == fraud.server.slack.workspace_id


def test_a_guest_may_have_their_own(fraud, talk_of_guest):
    talk_of_guest.command("/rung export mine")
    assert set(files(talk_of_guest)) == {"my-answers.csv", "my-answers.json"}


@pytest.mark.parametrize(
    ("method", "how"),
    [("files.getUploadURLExternal", rate_limited()), ("files.completeUploadExternal", rate_limited())],
)
def test_slack_may_ask_to_wait(fraud, method, how):
    fraud.server.slack.fail(method, how)
    fraud.owner.command("/rung export mine", fraud.channel)
    assert set(files(fraud.owner)) == {"my-answers.csv", "my-answers.json"}


@pytest.mark.parametrize(
    ("method", "how", "said"),
    [
        ("files.getUploadURLExternal", slack_error("missing_scope"), "Slack does not let Rung upload files here"),
        ("upload", server_error(), "Slack did not take my reply (upload_500)."),
    ],
)
def test_what_slack_does_not_take_is_said(fraud, method, how, said):
    fraud.server.slack.fail(method, how, 9)
    fraud.owner.command("/rung export mine", fraud.channel)
    assert said in fraud.owner.whispered().text
    assert files(fraud.owner) == {}


def test_what_is_tried_again_uploads_nothing_again(fraud):
    fraud.server.slack.fail("response_url", rate_limited(0), 2)
    fraud.owner.command("/rung export mine", fraud.channel)
    assert fraud.owner.whispered().text == "my-answers.csv and my-answers.json are in our direct messages."
    assert len([each for each in fraud.server.slack.messages(fraud.owner.dm) if each.files]) == 1

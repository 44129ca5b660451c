"""Pictures where people see them: a team's way in its history and on Home, the teams in the digest."""

from datetime import timedelta

import pytest

from tests.fakes.failures import slack_error
from tests.journeys.test_home import opened
from tests.support.teamwork import Teamwork, team_of


@pytest.fixture
def fraud(server) -> Teamwork:
    """A team with two results on two levels."""
    team = team_of(server, 3)
    team.publish({"cicd": "No", "auto_pipeline": "No"})
    server.later(server.clock.now() + timedelta(days=91))
    team.publish({"cicd": "No"})
    return team


def kinds(blocks) -> list[str]:
    return [each["type"] for each in blocks]


def uploads(team: Teamwork) -> int:
    return [each.method for each in team.server.slack.calls].count("files.completeUploadExternal")


def test_the_way_of_a_team_is_drawn_by_slack(fraud):
    fraud.owner.command("/rung history", fraud.channel)
    seen = fraud.owner.whispered()
    chart = next(each for each in seen.blocks if each["type"] == "data_visualization")
    assert [each["value"] for each in chart["chart"]["series"][0]["data"]] == [0, 1]
    assert "Fraud on Google Cloud's scale: level 0, then level 1." in seen.text
    assert uploads(fraud) == 0


def test_where_slack_draws_nothing_it_is_an_image(fraud):
    slack = fraud.server.slack
    slack.takes_rich_blocks = False
    fraud.owner.command("/rung history", fraud.channel)
    image = next(each for each in fraud.owner.whispered().blocks if each["type"] == "image")
    assert image["alt_text"] == "Fraud on Google Cloud's scale: Q4 2026 level 0, Q1 2027 level 1."
    assert slack.files[image["slack_file"]["id"]].content.startswith(b"\x89PNG")


def test_the_page_has_the_picture_and_uploads_it_once(fraud):
    for person in (fraud.owner, fraud.people[1]):
        view = opened(person)
        assert kinds(view["blocks"]).count("image") == 1
    assert uploads(fraud) == 1


def test_where_slack_takes_no_files_there_are_words_alone(fraud):
    slack = fraud.server.slack
    slack.takes_rich_blocks = False
    slack.fail("files.getUploadURLExternal", slack_error("missing_scope"), 9)
    fraud.owner.command("/rung history", fraud.channel)
    seen = fraud.owner.whispered()
    assert not {"image", "data_visualization"} & set(kinds(seen.blocks))
    assert "level 0, then level 1" in seen.text
    assert kinds(opened(fraud.owner)["blocks"]).count("image") == 0

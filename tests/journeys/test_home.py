"""Rung's own page: useful when empty, and with what waits and one's teams otherwise."""

import json
from typing import Any

from bot.slack.rendering import plain
from tests.support.talk import Talk, elements_of, label_of
from tests.support.teamwork import press, team_of


def opened(person: Talk, tab: str = "home") -> dict[str, Any]:
    """Open the page, and what is on it then."""
    person.server.post(event=person.slack.app_home_opened(person.person, tab))
    person.server.wait()
    found: dict[str, Any] = person.slack.homes.get(person.person, {})
    return found


def text_of(view: dict[str, Any]) -> str:
    texts = (
        each["text"]
        for block in view["blocks"]
        for each in [block.get("text"), *block.get("elements", [])]
        if each and each.get("type") == "mrkdwn"
    )
    return plain("\n".join(texts))


def press_home(person: Talk, label: str) -> None:
    view = person.slack.homes[person.person]
    element = next(each for each in elements_of(view["blocks"]) if label_of(each) == label)
    payload = person.slack.view_action(person.person, view["id"], element)
    person.server.post(form={"payload": json.dumps(payload)})
    person.server.wait()


def test_empty_it_says_what_to_do_and_has_the_button_for_it(talk):
    assert opened(talk, "messages") == {}
    page = text_of(opened(talk))
    assert "Nothing waits for you. Around 8 short questions" in page
    assert "You are in no team yet. Type /rung team in your team's channel" in page
    press_home(talk, "Start")
    assert talk.screen.startswith("Your own view. 0 answered")
    talk.click("No")
    assert "Your own view is half done: 1 answered" in text_of(opened(talk))
    press_home(talk, "Continue")
    assert talk.screen.startswith("Your own view. 1 answered")


def test_it_shows_my_teams_with_level_next_step_and_actions(server):
    team = team_of(server, 2)
    owner, other = team.people
    assert "Fraud: no result yet" in text_of(opened(other))
    assert "Settings" not in [label_of(each) for each in elements_of(opened(other)["blocks"])]
    opened(owner)
    press_home(owner, "Start a check-in")
    assert any(
        "2 people get a direct message from me, in their own working hours." in each.text
        for each in owner.slack.messages(owner.dm)
    )
    assert "Its check-in is open until " in text_of(owner.slack.homes[owner.person])
    assert "Fraud's check-in is open, and your answers are not in it yet." in text_of(opened(other))
    assert "Its check-in is open until " in text_of(opened(other))
    for each in team.people:
        team.answers(each, {"cicd": "No"})
    assert "Its check-in is closed, and the result follows." in text_of(opened(other))
    press(owner, "Publish now")
    owner.command("/rung actions add Write tests", team.channel)
    page = text_of(opened(other))
    assert f"Fraud: level 1 of 2, ML pipeline automation, on Google Cloud's scale, {team.check_in.period}" in page
    assert "Next step: " in page
    assert "Set out to do: Write tests" in page
    opened(owner)
    press_home(owner, "Settings")
    view = owner.slack.open_view(owner.person)
    assert view is not None
    assert view["title"]["text"] == "Team settings"

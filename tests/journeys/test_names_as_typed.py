"""A name is shown as it was typed, wherever it is shown: neither bold, nor code, nor a link, nor a person told of it."""

from typing import Any

import pytest

from bot.slack.blocks import bold, context, sections
from bot.slack.names import MOST_ASKED, with_names
from tests.support.teamwork import Teamwork, files, press, team_of

# Signs that look like * _ ~ and ` stand only where people, links or bold words stand beside them.
NAME = "*Fraud* _and_ ~more~ `now` evil.com"
LOOKS_LIKE = NAME.translate(str.maketrans("*_~`", "\u2217\u02cd\u223c\u02cb"))


def texts_in(value: Any) -> list[dict[str, str]]:
    """All text objects in some blocks."""
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    if not isinstance(value, dict):
        return []
    if value.get("type") in {"mrkdwn", "plain_text"}:
        return [value]
    return [text for part in value.values() for text in texts_in(part)]


def all_texts(team: Teamwork) -> list[dict[str, str]]:
    slack = team.server.slack
    messages = list(slack.messages(team.channel))
    for person in team.people:
        messages += slack.messages(person.dm)
        messages += slack.ephemerals(team.channel, person.person) + slack.ephemerals(person.dm, person.person)
    written = [message for message in messages if message.author not in {person.person for person in team.people}]
    assert [message.text for message in written if not message.blocks and not message.files] == []
    return [text for message in written for text in texts_in(message.blocks)]


def test_a_team_whose_name_looks_like_markup(server):
    """Each message of a quarter that names the team: all text goes through `blocks`, so that each shows the kind."""
    team = team_of(server, 3)
    team.owner.command(f"/rung team rename {NAME}", team.channel)
    assert team.team.name == NAME
    team.publish({"cicd": "No"})
    for words in (
        "team",
        "level",
        "next",
        "history",
        "check-in",
        "schedule",
        "actions",
        "actions add *write* it `now`",
        "upcoming",
        "what-if cicd",
        "learn",
        "leaderboard",
        "digest",
        "export",
        "report html",
        "team end",
    ):
        team.owner.command(f"/rung {words}", team.channel)
        team.owner.command(f"/rung {words}", team.owner.dm)
    texts = all_texts(team)
    shown = [text for text in texts if NAME in text["text"] or LOOKS_LIKE in text["text"]]
    assert len(shown) > 20
    assert [text["text"] for text in shown if text["type"] == "mrkdwn" and NAME in text["text"]] == []
    assert [text["text"] for text in texts if text["type"] == "mrkdwn" and "*write*" in text["text"]] == []


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("plain words", "mrkdwn", "plain words"),
        ("snake_case_words and 2 * 3", "mrkdwn", "snake_case_words and 2 * 3"),
        ("*Fraud* &amp; co", "plain_text", "*Fraud* & co"),
        ("_a_", "plain_text", "_a_"),
        ("~a~", "plain_text", "~a~"),
        ("`a`", "plain_text", "`a`"),
        ("```a```", "plain_text", "```a```"),
        ("&gt; a", "plain_text", "> a"),
        ("a &gt; b", "mrkdwn", "a &gt; b"),
        ("<@U1> of *Fraud*", "mrkdwn", "<@U1> of \u2217Fraud\u2217"),
        ("<https://a.b/_x_|_here_>", "mrkdwn", "<https://a.b/_x_|_here_>"),
        (bold("Fraud"), "mrkdwn", "*Fraud*"),
        (bold("*Fraud*"), "plain_text", "*Fraud*"),
        (f"{bold('A team')}\n*Fraud*", "mrkdwn", "*A team*\n\u2217Fraud\u2217"),
    ],
)
def test_what_would_be_taken_for_markup(text, kind, shown):
    for block in (sections(text)[0]["text"], (context(text) or {})["elements"][0]):
        assert (block["type"], block["text"]) == (kind, shown)


def test_people_in_a_note_are_told_nothing_and_keep_their_names(server):
    """Slack names nobody in what is typed to Rung: shown by Slack to the writer, by name in files and forms."""
    team = team_of(server, 3)
    writer, other = team.people[1], team.people[2]
    team.start()
    press(writer, "Start")
    writer.says(f"ask <@{other.person}> in <#{team.channel}>")
    assert f"Your note: ask <@{other.person}> in <#{team.channel}>" in writer.screen
    writer.click("Add a note or link")
    name, channel = server.slack.people[other.person]["name"], server.slack.channels[team.channel].name
    assert f"ask @{name} in #{channel}" in str(server.slack.open_view(writer.person))
    writer.command("/rung export mine", team.channel)
    assert f"ask @{name} in #{channel}" in files(writer)["my-answers.csv"].decode()
    assert f"ask @{name} in #{channel}" in files(writer)["my-answers.json"].decode()


def test_people_in_a_note_that_a_team_reads_are_somebody(server):
    team = team_of(server, 5)
    writer, other = team.people[1], team.people[2]
    team.start()
    press(writer, "Start")
    writer.click("Add a note or link")
    writer.send_form(f"ask @{other.person} about it", show_note=["yes"])
    team.goes_on(writer, "Yes")
    for person in (team.owner, *team.people[2:]):
        team.answers(person, "Yes")
    press(team.owner, "Publish now")
    notes = next(text for text in team.posts() if "Notes, shown without names" in text)
    assert "ask somebody about it" in notes
    assert other.person not in notes


class Counting:
    """A gateway that knows nobody's name."""

    def __init__(self) -> None:
        self.asked = 0

    def profile(self, _: str) -> Any:
        self.asked += 1
        return type("Nobody", (), {"name": ""})


def test_no_file_asks_slack_about_everybody():
    gateway: Any = Counting()
    note = " ".join(f"@U{number:08d} @U{number:08d}" for number in range(500))
    assert with_names(note, gateway) == " ".join(["somebody"] * 1000)
    assert gateway.asked == MOST_ASKED

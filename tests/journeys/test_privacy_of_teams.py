"""Teams that must not be seen are seen in no output about several teams, by nobody who has no business there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.calendar.working_days import working_days_after
from tests.conftest import QUICK
from tests.journeys.test_home import opened
from tests.support.talk import Server, Talk, serving
from tests.support.teamwork import Teamwork, claim, files, team_of

OUTPUTS = (
    *("leaderboard", "leaderboard --scale azure", "leaderboard --sort movement", "leaderboard --top 100"),
    *("leaderboard --above 0", "leaderboard --sort progress", "digest", "digest --scale four_level"),
    *("leaderboard --scale four_level", "leaderboard --scale six_step", "leaderboard --scale cmmi --top 9"),
)


def all_that_is_seen(person: Talk) -> dict[str, str]:
    """Every output about several teams, with all that stands in its blocks."""
    seen = {}
    for words in OUTPUTS:
        person.command(f"/rung {words}")
        whispered = person.whispered()
        seen[words] = f"{whispered.text} {whispered.blocks}"
    person.command("/rung export mine")
    mine = "".join(files(person)[f"my-answers.{each}"].decode() for each in ("csv", "json"))
    return seen | {"export": mine, "home": str(opened(person)), "report": report_of_all(person)}


def report_of_all(person: Talk) -> str:
    """The report that an admin can hand to anybody."""
    claim(person)
    person.command("/rung report workspace html")
    return files(person)["our-teams-report.html"].decode()


@pytest.fixture
def server(database, maturity, slack) -> Iterator[Server]:
    """One that sends as fast as it can: many are asked at once here."""
    with serving(database, maturity, slack, replace(QUICK, workspace_pace=timedelta(milliseconds=1))) as running:
        yield running


ANSWERS: dict[str, dict[str, str] | str] = {"Lowest": "No", "Elsewhere": {"auto_pipeline": "No"}}


@pytest.fixture
def teams(server) -> dict[str, Teamwork]:
    """One that wants to be seen, and one for each reason not to be."""
    made = {
        "Seen": team_of(server, 3, "Seen", "ml-seen"),
        "Optout": team_of(server, 3, "Optout", "ml-optout"),
        "Twosome": team_of(server, 2, "Twosome", "ml-twosome"),
        "Lowest": team_of(server, 3, "Lowest", "ml-lowest"),
        "Elsewhere": team_of(server, 3, "Elsewhere", "ml-elsewhere"),  # lowest on Google's scale, high on others
        "Newcomer": team_of(server, 3, "Newcomer", "ml-newcomer"),
    }
    for name, team in made.items():
        team.publish(ANSWERS.get(name, {"cicd": "No"}))
        if name not in {"Optout", "Newcomer"}:
            team.owner.command("/rung team leaderboard on", team.channel)
    server.tick()
    _pass_notice(server)
    made["Newcomer"].owner.command("/rung team leaderboard on", made["Newcomer"].channel)
    server.tick()
    return made


def _pass_notice(server: Server) -> None:
    assert server.clock
    now = server.clock.now()
    day = working_days_after(now.date(), 2, "Europe/Berlin")
    server.later(now + (day - now.date()) + timedelta(minutes=2))


def test_none_of_their_levels_is_in_any_output(teams):
    viewer = Talk(teams["Seen"].server, teams["Seen"].server.slack.add_person("stakeholder"), teams["Seen"].channel)
    outputs = all_that_is_seen(viewer)
    for words, seen in outputs.items():
        for hidden in ("Optout", "Twosome", "Lowest", "Elsewhere", "Newcomer"):
            assert hidden not in seen, words
    assert "Seen: level 1" in outputs["leaderboard"]
    assert "4 teams take part" in outputs["leaderboard"]
    assert "<td>Seen</td><td>1, ML pipeline automation</td>" in outputs["report"]

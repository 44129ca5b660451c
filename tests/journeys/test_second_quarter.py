"""The second quarter: it starts from the last answers, and the summary says what changed and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.maturity.loading import Maturity
from flows.maturity.scale import Scale
from tests.conftest import QUICK
from tests.support.talk import Talk, serving
from tests.support.teamwork import Teamwork, live_labels, press, team_of

NO_CICD = {"cicd": "No"}


def next_quarter(team: Teamwork) -> None:
    opened = team.check_in.opened_at
    team.server.later(opened + timedelta(days=91))


def go_on(person: Talk) -> bool:
    """Confirm what can be, or answer as last time; False when there is nothing left."""
    labels = person.labels()
    if "All still true" in labels:
        person.click("All still true")
    elif "Yes" in labels:
        said = person.screen.partition("Last time you said ")[2].partition(",")[0]
        person.click({"yes": "Yes", "no": "No", "partly": "Partly"}.get(said, "Not sure"))
    else:
        return False
    return True


def confirm_all(person: Talk) -> int:
    """Go on to the end; how many clicks that took."""
    return next(clicks for clicks in range(60) if not go_on(person))


@pytest.fixture
def three(server) -> Teamwork:
    team = team_of(server, 3)
    team.publish(NO_CICD)
    return team


def test_an_unchanged_team_is_done_in_a_minute_and_is_told_that_nothing_changed(three):
    next_quarter(three)
    three.start()
    invitation = three.people[1].last
    assert "of last time's answers can be confirmed together" in invitation
    person = three.people[0]
    press(person, "Start")
    asked = []
    while "Yes" in person.labels():
        asked.append(person.element("Yes")["value"].partition(":")[2])
        assert go_on(person)
    assert "cicd" in asked  # it held the level
    assert confirm_all(person) <= 8
    assert "Your view of Fraud" in person.screen
    for each in three.people[1:]:
        press(each, "Start")
        confirm_all(each)
    assert three.status == "in_review"
    press(three.owner, "Publish now")
    summary = three.posts()[-2]
    assert f"nothing changed since {previous_period(three)}. Level 1 of 2 on Google Cloud's scale." in summary
    assert "The next step stays: " in summary
    assert "Due to" not in summary


def previous_period(team: Teamwork) -> str:
    with team.server.database.reading() as repositories:
        return str(repositories.check_ins.list_of(team.team.id)[1].period)


def test_one_changed_answer_is_chosen_and_the_rest_confirmed(three):
    next_quarter(three)
    three.start()
    person = three.people[0]
    press(person, "Start")
    while "Training pipeline: yes" not in person.screen or "All still true" not in person.labels():
        assert go_on(person)
    press(person, "Something changed", "Training pipeline")
    assert "Last time you said yes" in person.screen
    person.click("Partly")
    assert "Training pipeline" not in person.screen
    confirm_all(person)
    assert "Your view of Fraud" in person.screen
    with three.server.database.reading() as repositories:
        found = repositories.assessments.find_in_check_in(three.check_in.id, three.check_in.roster[0])
    assert found.entry("auto_pipeline").answer == "partial"
    assert found.entry("cicd").confirmed_at > found.entry("cicd").answered_at


def test_words_confirm_too_and_nothing_else_is_guessed(three):
    next_quarter(three)
    three.start()
    person = three.people[0]
    press(person, "Start")
    person.says("same as last time")
    before = person.screen
    assert "still true?" in before
    person.says("no")
    assert person.screen.startswith("Please use the buttons here")
    person.says("pause")
    assert "Continue" in person.labels()
    person.says("continue")
    assert "still true?" in person.screen
    person.says("back")
    assert "Your answer so far" in person.screen
    person.says("no")
    person.says("yes")
    assert "Your view of Fraud" in person.screen


def test_an_answer_a_year_old_is_asked_for_again(three):
    three.server.later(three.check_in.opened_at + timedelta(days=380))
    three.start()
    person = three.people[0]
    press(person, "Start")
    assert "All still true" not in person.labels()
    assert "Last time" not in person.screen


def test_what_was_said_late_counts_next_time(three):
    late = three.people[2]
    press(late, "Change an answer")
    press(late, "Choose a question", "CI/CD for pipelines and models")
    late.click("Partly")
    next_quarter(three)
    three.start()
    press(late, "Start")
    assert "Last time you said partly, on " in late.screen


def stricter(maturity: Maturity) -> Maturity:
    """A new version of Google's scale, in which tests of ML code are a must-have of level 1."""
    google = maturity.scale("google")
    raw = google.model_dump(mode="json")
    raw["version"] += 1
    raw["levels"][1]["gates"] = [*raw["levels"][1]["gates"], "ci_tests:y"]
    context = {"capabilities": maturity.catalogue.by_id, "catalogue": maturity.catalogue}
    scale = Scale.model_validate(raw, context=context)
    return replace(maturity, scales=tuple(scale if each is google else each for each in maturity.scales))


def test_a_changed_roster_a_changed_answer_and_a_new_version_of_the_scale(database, maturity, slack):
    with serving(database, maturity, slack, QUICK) as server:
        team = team_of(server, 5)
        team.start()
        for each in team.people:
            team.answers(each, {"cicd": "No", "ci_tests": "No"})
        press(team.owner, "Publish now")
        assert "level 1 of 2 on Google Cloud's scale, the first result." in team.posts()[-2]
        opened, first_summary = team.check_in.opened_at, team.posts()[-2]
    changed = stricter(maturity)
    with database.transaction() as repositories:
        repositories.contents.add(changed, now=datetime.now(UTC))
    with serving(database, changed, slack, QUICK) as server:
        people = [replace(each, server=server) for each in team.people]
        team = Teamwork(server, team.channel, people)
        newcomer = Talk(server, slack.add_person("newcomer"), team.channel)
        team.owner.command(f"/rung team remove <@{people[4].person}>", team.channel)
        team.owner.command(f"/rung team add <@{newcomer.person}>", team.channel)
        server.later(opened + timedelta(days=91))
        team.start()
        for each in people[:4]:
            press(each, "Start")
            answer_changed(each)
        team.answers(newcomer, {"cicd": "No", "ci_tests": "No"})
        press(team.owner, "Publish now")
        summary = team.posts()[-2]
        assert "still level 1 of 2 on Google Cloud's scale" in summary
        assert (
            "Due to a new version of the scale (1 level down); new answers, partly from new people (1 level up)."
            in summary
        )
        assert "5 of 5 answered." in summary
        assert sum(levels for _, levels in team.check_in.causes) == 0
        assert dict(team.check_in.causes)["scale"] == -1
        assert dict(team.check_in.causes)["people"] == 1
        assert first_summary in team.posts()
        assert date.fromisoformat(str(team.check_in.occurrence_on)) > date(2026, 1, 1)
        assert live_labels(people[4]) == [] or "Start" not in live_labels(people[4])


def answer_changed(person: Talk) -> None:
    """Tests are in place now; the rest is as it was."""
    for _ in range(60):
        labels = person.labels()
        if "All still true" in labels and "Automatic tests for ML code" in person.screen:
            press(person, "Something changed", "Automatic tests for ML code")
        elif "All still true" in labels:
            person.click("All still true")
        elif "Yes" in labels:
            asked = person.element("Yes")["value"].partition(":")[2]
            person.click("Yes" if asked == "ci_tests" else "No" if asked == "cicd" else "Yes")
        else:
            return
    raise AssertionError("no end of cards")

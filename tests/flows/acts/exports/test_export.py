"""A workspace as a file and back: the same bytes, on either database, and nobody's own answers."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from flows.acts.check_ins.close_and_publish import cancel
from flows.acts.check_ins.see_check_ins import see_level, see_past
from flows.acts.check_ins.take_part import decline
from flows.acts.exports.check_import import read_export
from flows.acts.exports.export import export_team, export_workspace, own_answers
from flows.acts.exports.import_results import import_workspace
from flows.acts.schedules.schedules import change_schedule
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where, change_team, end_team
from flows.assessment.assessment import Length
from flows.calendar.periods import Every
from flows.check_ins.check_in import Agreed
from flows.errors import ContentError, RefusedError
from flows.leaderboards.posting import Posting, PostingKind
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.teams.action_item import ActionItem, ActionStatus
from flows.teams.person import Actor
from flows.teams.team import Team, with_leaderboard
from storage.database import SqlDatabase
from tests.support.acts import Acts
from tests.support.clock import NOW
from tests.support.databases import KINDS, opened

MATURITY = load_maturity()
QUARTER = timedelta(days=91)
PEOPLE = ("U1", "U2", "U3")
SECRET = "nobody but me reads this"  # noqa: S105 - a note


@pytest.fixture
def acts(database) -> Acts:
    return Acts(database, MATURITY)


@pytest.fixture
def filled(acts) -> Acts:
    """Two teams with results, choices of all kinds, an action, a posting, and one team that has ended."""
    team = acts.found("Fraud", PEOPLE)
    for missing in (("auto_train", "cicd"), ("cicd",)):
        publish(acts, team, missing, PEOPLE)
    agreeing = acts.begin(team)
    acts.says("U1", agreeing, {"cicd": Answer.UNKNOWN})
    acts.says("U2", agreeing, {"cicd": Answer.PARTIAL})
    acts.run("U3", lambda act: decline(act, agreeing.id))
    acts.run(
        "U1",
        lambda act: act.repositories.check_ins.agree(
            agreeing.id, Agreed("monitor_model", None, act.lock_person().id, acts.now)
        ),
    )
    acts.publish("U1", agreeing)
    acts.run("U1", lambda act: choose_much(act, team, agreeing.id))
    ended = acts.found("Äbuse <b>", ["U4", "U5"])
    publish(acts, ended, (), ("U4", "U5"))
    acts.run("U4", lambda act: end_team(act, act.repositories.teams.lock(ended.id), ended.name))
    acts.found("Nothing yet", ["U6"])
    return acts


def publish(acts: Acts, team: Team, missing: tuple[str, ...], people: tuple[str, ...]) -> None:
    check_in = acts.begin(team)
    acts.notes(people[0], check_in, SECRET)
    for who in people:
        acts.says(who, check_in, dict.fromkeys(missing, Answer.NO))
    acts.later(timedelta(hours=2))
    acts.publish(people[0], check_in)
    acts.later(QUARTER)


def choose_much(act: Act, team: Team, check_in_id: str) -> None:
    repositories, person = act.repositories, act.lock_person()
    locked = repositories.teams.lock(team.id)
    change_team(
        act,
        locked,
        lambda found: replace(
            with_leaderboard(found, on=True, lowest=True),
            scales=("google", "azure"),
            was_announced=True,
            leaderboard_from=NOW,
        ),
    )
    change_schedule(
        act,
        repositories.teams.lock(team.id),
        lambda found: replace(
            found,
            is_paused=True,
            shifted={date(2027, 10, 12): date(2027, 10, 14)},
            days_off=(date(2027, 2, 12),),
        ),
    )
    repositories.actions.add(
        ActionItem(
            "a1",
            team.id,
            check_in_id,
            1,
            "Write =tests()",
            NOW,
            NOW,
            "ci_tests",
            person.id,
            date(2027, 1, 1),
            ActionStatus.DONE,
        )
    )
    repositories.workspaces.save_away_words("T1", ("holiday",))
    repositories.workspaces.save_schedule_words("T1", "monthly")
    repositories.workspaces.save_compared_from("T1", 5)
    repositories.postings.save(
        Posting("T1", PostingKind.DIGEST, "C9", Every.QUARTER, "scale azure", "Asia/Tokyo", 4, NOW, NOW)
    )


def exported(database: SqlDatabase) -> str:
    with database.reading() as repositories:
        return export_workspace(repositories, "T1").as_json()


def import_into(database: SqlDatabase, text: str) -> None:
    numbers = count(1)
    with database.transaction() as repositories:
        import_workspace(
            repositories, read_export(text, "a file", MATURITY), NOW, lambda: f"11111111-{next(numbers):012d}"
        )


@pytest.mark.parametrize("kind", KINDS)
def test_exported_imported_and_exported_again_it_is_the_same_bytes(filled, fresh_database, kind):
    first = exported(filled.database)
    with opened(fresh_database(kind)) as other:
        import_into(other, first)
        assert exported(other) == first


def test_a_check_in_with_an_answer_to_everything_comes_in_too(acts, fresh_database):
    check_in = acts.begin(acts.found("Fraud", PEOPLE))
    for who in PEOPLE:
        acts.says(who, check_in, {}, Length.FULL)
    acts.publish("U1", check_in)
    first = exported(acts.database)
    assert json.loads(first)["teams"][0]["check_ins"][0]["answers"].keys() == MATURITY.catalogue.by_id.keys()
    with opened(fresh_database("sqlite")) as other:
        import_into(other, first)
        assert exported(other) == first


def test_what_comes_in_is_what_people_see(filled, fresh_database):
    with opened(fresh_database("sqlite")) as other:
        import_into(other, exported(filled.database))
        there = Acts(other, MATURITY)
        there.now = filled.now
        seen, before = (
            each.run("U1", lambda act: see_level(act, Where(channel_id="CFraud"))) for each in (there, filled)
        )
        assert seen.result.result == before.result.result
        assert seen.result.turnout == replace(before.result.turnout, declined=0)
        assert (seen.result.sheet, seen.result.check_in.causes) == (before.result.sheet, before.result.check_in.causes)
        rows, rows_before = (
            each.reading(lambda repositories: repositories.standings.list_of(before.team.id))
            for each in (there, filled)
        )
        assert rows == rows_before
        assert (
            there.reading(lambda repositories: repositories.standings.find_newcomer("T1")) is None
        )  # its owners have seen its rows
        with pytest.raises(RefusedError, match="came with an import"):
            there.run("U1", lambda act: see_past(act, seen.result.check_in.id, "CFraud"))
        publish(there, seen.team, (), PEOPLE)  # and the next quarter goes on from there
        assert (
            there.reading(lambda repositories: repositories.check_ins.list_published(seen.team.id, 1))[0].causes == ()
        )


def test_nobodys_own_answers_are_in_it(filled):
    document = json.loads(exported(filled.database))
    text = json.dumps(document)
    assert SECRET not in text
    people = filled.reading(lambda repositories: [repositories.people.find(Actor("T1", each)).id for each in PEOPLE])
    assert not any(each in text for each in people)
    check_in = document["teams"][0]["check_ins"][-1]
    assert (check_in["asked"], check_in["answered"]) == (3, 2)
    assert "declined" not in text


def test_a_team_is_exported_without_the_others(filled):
    team = filled.reading(lambda repositories: repositories.teams.find_named("T1", "fraud"))
    found = filled.reading(lambda repositories: export_team(repositories, team))
    assert [each.name for each in found.teams] == ["Fraud"]
    assert found.workspace is None
    with pytest.raises(ContentError, match="export of one team"):
        import_into(filled.database, found.as_json())


def test_ones_own_answers_are_all_there_and_nobody_elses(filled):
    person = filled.reading(lambda repositories: repositories.people.find(Actor("T1", "U1")))
    found = filled.reading(lambda repositories: own_answers(repositories, person))
    assert [(each.team, each.period) for each in found.assessments] == [
        ("Fraud", "Q4 2026"),
        ("Fraud", "Q1 2027"),
        ("Fraud", "Q2 2027"),
    ]
    assert [each.note for each in found.assessments[0].entries if each.note] == [SECRET]
    last = {each.practice: each.answer for each in found.assessments[-1].entries}
    assert last["cicd"] is Answer.UNKNOWN


def test_a_period_with_a_check_in_that_was_not_published_can_be_asked_again(acts, fresh_database):
    team = acts.found("Fraud", PEOPLE)
    first = acts.begin(team)
    acts.run(
        "U1",
        lambda act: cancel(act, act.repositories.check_ins.lock(first.id)),
    )
    publish(acts, team, (), PEOPLE)
    with opened(fresh_database("sqlite")) as other:
        import_into(other, exported(acts.database))
        there = Acts(other, MATURITY)
        there.now = acts.now - QUARTER
        again = there.begin(there.reading(lambda repositories: repositories.teams.find(team.id)))
        assert again.revision == 2


def changed(text: str, **more: object) -> str:
    return json.dumps({**json.loads(text), **more})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: "{", "a file: invalid JSON"),
        (lambda text: changed(text, version=2), "a file: version: input should be 1"),
        (lambda text: changed(text, extra=1), "a file: extra: is not a key that belongs here"),
        (lambda text: changed(text, contents=[]), "refers to something that is not in the file"),
        (lambda text: changed(text, teams=json.loads(text)["teams"] * 2), "a file: teams[3].id: is there twice"),
        (lambda text: text.replace("Manual process", "Manual labour"), "is not what its hash says"),
        (
            lambda text: text.replace('"name": "Fraud"', '"name": "Fr\\u0007aud"'),
            "teams[0].name: A team's name has one blank between words",
        ),
        (
            lambda text: text.replace('"time_zone": "UTC"', '"time_zone": "Mars/Base"', 2),
            'teams[0].time_zone: "Mars/Base" is not a time zone',
        ),
        (lambda text: text.replace('"cicd": "partial"', '"cicd": "yes"'), "teams[0].check_ins[2].placements[0]"),
        (lambda text: text.replace('"time_zone": "UTC"', '"time_zone": "localtime"', 2), "is not a time zone"),
        (lambda text: text.replace('"2027-02-12"', '"2027-02-12", "2027-02-12"'), "teams[0].schedule.days_off"),
        (lambda text: text.replace('"2027-02-12"', ",".join(['"2027-02-12"'] * 61)), "teams[0].schedule.days_off"),
        (lambda text: text.replace('"cicd": "partial"', '"cd": "partial"'), "does not follow from its answers"),
    ],
)
def test_a_file_that_is_wrong_changes_nothing(filled, fresh_database, change, said):
    text = exported(filled.database)
    assert change(text) != text
    with opened(fresh_database("sqlite", empty=True)) as other:
        other.upgrade()
        with pytest.raises(ContentError) as caught:
            import_into(other, change(text))
        assert said in str(caught.value)
        with other.reading() as repositories:
            assert repositories.workspaces.list_ids() == []


def test_a_database_with_teams_takes_no_import(filled):
    with pytest.raises(ContentError, match="there are teams in this database already"):
        import_into(filled.database, exported(filled.database))

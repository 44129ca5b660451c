"""What several people's answers come to: as far as they count, and blind to whose they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.acts.assessment.card_click import Clicked, note, record_not_applicable
from flows.acts.assessment.turn import Turn, current_assessment
from flows.acts.check_ins.take_part import decline
from flows.acts.results.team_result import (
    TeamResult,
    WhoSaid,
    combined,
    last_published,
    result_with_sides,
    team_result,
    turnout_of,
    who_said,
)
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, Length
from flows.check_ins.check_in import Agreed, CheckIn
from flows.check_ins.turnout import Turnout
from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import load_maturity
from flows.results.causes_of_change import CheckInSide
from tests.support.acts import Acts
from tests.support.answer_sheets import answered
from tests.support.arrivals import person_of
from tests.support.check_ins import OPENED

MATURITY = load_maturity()
BY_ID = MATURITY.catalogue.by_id
THREE, FIVE = ("U1", "U2", "U3"), ("U1", "U2", "U3", "U4", "U5")
TURNOUT = Turnout(3, 0, 3)


@pytest.fixture
def acts(database) -> Acts:
    return Acts(database, MATURITY)


def told(*sheets: Sheet | str, agreed=None) -> TeamResult:
    """The result of people who have said this."""
    said = {f"p{place}": answered(each) if isinstance(each, str) else each for place, each in enumerate(sheets)}
    return combined(OPENED, TURNOUT, CheckInSide(MATURITY, frozenset(said), said, agreed or {}), {}, {})


def result(acts: Acts, check_in: CheckIn) -> TeamResult:
    return acts.reading(lambda repositories: team_result(repositories, repositories.check_ins.get(check_in.id)))


def adds(practice: str, text: str = "", *links: str, shows_note: bool = True) -> Callable[[Act], Turn]:
    """The act with which somebody adds this to a practice of their current assessment."""

    def run(act: Act) -> Turn:
        _, found = current_assessment(act, act.lock_person())
        assert found is not None
        return note(act, Clicked(found.id, practice, None), text, links, shows_note=shows_note)

    return run


def test_a_result_is_what_the_team_says_on_all_its_scales():
    found = told("auto_pipeline:y cicd:y", "auto_pipeline:y cicd:n", "auto_pipeline:y")
    assert found.sheet == answered("auto_pipeline:y cicd:n")
    assert (found.check_in, found.turnout, found.maturity) == (OPENED, TURNOUT, MATURITY)
    assert [each.scale.scale for each in found.result.placements] == list(MATURITY.by_name)
    assert found.result.headline.level.level == 1
    assert found.views["cicd"].answers == {Answer.YES: 1, Answer.NO: 1}
    assert set(found.views) == set(found.practices) == set(BY_ID)


def test_what_was_agreed_stands_and_what_was_said_is_still_seen():
    found = told("cicd:n slo:y", "cicd:n", "cicd:y", agreed={"cicd": Answer.YES, "slo": None})
    assert found.sheet == Sheet({"cicd": Answer.YES}, frozenset({"slo"}))
    assert found.agreed == {"cicd": Answer.YES, "slo": None}
    assert found.views["cicd"].answers == {Answer.YES: 1, Answer.NO: 2}


def test_in_place_is_what_is_fully_there_and_a_gap_what_is_known_not_to_be():
    found = told("cicd:y slo:p lineage:n vcs_code:?", agreed={"standards": None})
    assert found.in_place == {"cicd", "standards"}
    assert found.gaps == {"slo", "lineage"}


@pytest.mark.parametrize(
    ("cicd", "auto_pipeline", "deciding"),
    [
        ("yyn", "yyy", {"cicd": (1, 2)}),
        ("yyn", "nnn", {}),  # it is held by the other
        ("yyy", "yyn", {"auto_pipeline": (0, 2)}),
        ("ypy", "ypy", {"auto_pipeline": (0, 2), "cicd": (1, 2)}),
        ("yyy", "yyy", {}),  # nobody differs
        ("ynn", "yyy", {"cicd": (1, 2)}),
    ],
)
def test_what_decides_is_what_views_differ_on_and_the_level_depends_on(cicd, auto_pipeline, deciding):
    found = told(*(f"cicd:{one} auto_pipeline:{other}" for one, other in zip(cicd, auto_pipeline, strict=True)))
    assert found.deciding == deciding


def test_a_claim_that_was_agreed_can_still_decide():
    stricter = MATURITY.told_on("azure", ())
    said = {f"p{place}": replace_all(app_ci=each) for place, each in enumerate((Answer.YES, Answer.YES, Answer.NO))}
    side = CheckInSide(stricter, frozenset(said), said, {"app_ci": None})
    assert combined(OPENED, TURNOUT, side, {}, {}).deciding == {"app_ci": (0, 4)}


def replace_all(**answers: Answer) -> Sheet:
    """Yes to all but these."""
    return Sheet({**answered(others=Answer.YES).answers, **answers})


def test_what_decides_is_disputed_first_then_what_is_split_then_what_comes_first():
    said = (
        "cicd:y auto_pipeline:y slo:y lineage:y standards:n data_version:p vcs_code:y",
        "cicd:y auto_pipeline:y slo:y lineage:y standards:y data_version:y vcs_code:y",
        "cicd:p auto_pipeline:y slo:n lineage:n standards:y data_version:y vcs_code:y",
    )
    assert told(*said).disputed == ("cicd", "lineage", "standards", "slo", "data_version")
    assert told(*said, agreed={"lineage": Answer.YES, "slo": None}).disputed == ("cicd", "standards", "data_version")


def test_what_is_put_together_is_what_counted_when_it_closed(acts):
    check_in = acts.begin(acts.found("Fraud", THREE))
    for who in THREE:
        acts.says(who, check_in, {"cicd": Answer.NO})
    found = acts.run(
        "U1", lambda act: act.repositories.assessments.find_in_check_in(check_in.id, person_of(acts, "U1").id)
    )
    before = result(acts, check_in)
    acts.answer("U1", replace(found, card=replace(found.card, subject="cicd")), Answer.YES)
    after = result(acts, check_in)
    assert before.views["cicd"].answers == after.views["cicd"].answers == {Answer.NO: 3}
    assert (after.turnout, after.result.headline.level.level) == (Turnout(3, 0, 3), 1)


def test_who_declined_and_who_said_nothing_do_not_take_part(acts):
    check_in = acts.begin(acts.found("Fraud", THREE))
    acts.says("U1", check_in, {"cicd": Answer.NO})
    acts.says("U2", check_in, {"cicd": Answer.YES})
    acts.join("U3", check_in, Length.QUICK)
    acts.run("U2", lambda act: decline(act, check_in.id))
    found, side = acts.reading(
        lambda repositories: result_with_sides(repositories, repositories.check_ins.get(check_in.id))
    )
    assert (found.turnout, found.sheet.answers["cicd"]) == (Turnout(3, 1, 1), Answer.NO)
    assert list(side.sheets) == [person_of(acts, "U1").id]
    assert side.roster == {person_of(acts, each).id for each in THREE}
    acts.run("U3", lambda act: record_not_applicable(act, Clicked(current(acts, "U3").id, "cicd", None), "never"))
    found, side = acts.reading(
        lambda repositories: result_with_sides(repositories, repositories.check_ins.get(check_in.id))
    )
    assert set(side.sheets) == {person_of(acts, "U1").id, person_of(acts, "U3").id}
    assert (found.views["cicd"].claims, found.sheet.not_applicable) == (1, frozenset())


def current(acts: Acts, who: str) -> Assessment:
    return acts.reading(lambda repositories: repositories.assessments.find_current(person_of(acts, who).id))


def test_a_claim_counts_on_the_day_on_which_it_closed(acts):
    check_in = acts.begin(acts.found("Fraud", ("U1",)))
    acts.join("U1", check_in, Length.QUICK)
    acts.run("U1", lambda act: record_not_applicable(act, Clicked(current(acts, "U1").id, "cicd", None), "never"))
    ends = acts.now + timedelta(days=365)
    for closed_at, claims in ((ends - timedelta(days=1), 1), (ends, 0)):
        later = replace(check_in, closed_at=closed_at)
        found = acts.reading(lambda act, later=later: team_result(act, later))
        assert found.views["cicd"].claims == claims


def test_what_was_agreed_is_part_of_the_result(acts):
    check_in = acts.begin(acts.found("Fraud", THREE))
    for who in THREE:
        acts.says(who, check_in, {"cicd": Answer.NO})
    agreed = Agreed("cicd", Answer.YES, person_of(acts, "U1").id, acts.now)
    acts.run("U1", lambda act: act.repositories.check_ins.agree(check_in.id, agreed))
    assert (result(acts, check_in).agreed, result(acts, check_in).result.headline.level.level) == (
        {"cicd": Answer.YES},
        2,
    )


@pytest.mark.parametrize(
    ("people", "answering", "are_shown"),
    [(FIVE, 3, True), (FIVE, 2, False), (FIVE[:4], 4, False)],  # a note needs five asked and three who answered
)
def test_notes_are_shown_to_the_team_where_they_have_no_name(acts, people, answering, are_shown):
    check_in = acts.begin(acts.found("Fraud", people))
    for who in people[:answering]:
        begun = acts.join(who, check_in, Length.STANDARD)
        acts.answer(who, begun, Answer.NO)
        acts.run(who, adds("cicd", f"{who} waits for the platform"))
        acts.run(who, adds("slo", "for me alone", shows_note=False))
    said = tuple(f"{who} waits for the platform" for who in people[:answering])
    assert result(acts, check_in).notes == ({"cicd": said} if are_shown else {})


def test_links_are_the_teams_but_for_those_in_a_note_and_each_stands_once_in_no_ones_order(acts):
    check_in = acts.begin(acts.found("Fraud", THREE))
    b, a, mine, c = (f"https://{each}.example.org" for each in ("b", "a", "mine", "c"))
    written = {"U1": adds("slo", "", b, a), "U2": adds("slo", "", a), "U3": adds("slo", f"see {mine}", mine)}
    for who, run in written.items():
        acts.join(who, check_in, Length.STANDARD)
        acts.run(who, run)
        acts.run(who, adds("cicd", "", c))
    found = result(acts, check_in).evidence
    assert found == {"cicd": (c,), "slo": (a, b)}
    assert list(found) == ["cicd", "slo"]


def test_who_said_what_is_for_teams_with_open_answers_where_not_all_said_the_same(acts):
    check_in = acts.begin(acts.found("Fraud", THREE))
    one, two, three = (person_of(acts, each).id for each in THREE)
    said = {three: answered("cicd:y slo:y"), one: answered("cicd:n slo:y lineage:n"), two: answered("cicd:y slo:?")}
    side = CheckInSide(MATURITY, frozenset(said), said, {})
    is_open, reader = replace(check_in, has_open_answers=True), person_of(acts, "U1")
    assert acts.reading(lambda repositories: who_said(repositories, is_open, side, reader)) == (
        WhoSaid(BY_ID["cicd"], ((Answer.YES, ("U2", "U3")), (Answer.NO, ("U1",)))),
        WhoSaid(BY_ID["slo"], ((Answer.YES, ("U1", "U3")), (Answer.UNKNOWN, ("U2",)))),
    )
    assert acts.reading(lambda repositories: who_said(repositories, check_in, side, reader)) == ()
    stranger = replace(reader, id="somebody else")
    assert acts.reading(lambda repositories: who_said(repositories, is_open, side, stranger)) == ()
    erased = replace(person_of(acts, "U1"), slack_id=None)
    acts.run("U2", lambda act: act.repositories.people.save(erased))
    (left,) = acts.reading(lambda repositories: who_said(repositories, is_open, side, reader))
    assert left == WhoSaid(BY_ID["slo"], ((Answer.YES, ("U3",)), (Answer.UNKNOWN, ("U2",))))


def test_the_last_published_check_in_is_the_one_before(acts):
    team = acts.found("Fraud", THREE)
    done = []
    for _ in range(2):
        check_in = acts.begin(team)
        for who in THREE:
            acts.says(who, check_in, {})
        done.append(acts.publish("U1", check_in))
        acts.later(timedelta(days=91))
    running = acts.begin(team)
    first, second = done
    for before, expected in (
        (None, second),
        (running.opened_at, second),
        (second.opened_at, first),
        (first.opened_at, None),
    ):
        assert acts.reading(lambda act, before=before: last_published(act, team.id, before)) == expected


def test_turnout_is_counted_while_it_is_open_and_kept_when_it_has_closed(acts):
    check_in = acts.begin(acts.found("Fraud", THREE))
    for who in THREE[:2]:
        acts.says(who, check_in, {})
    assert acts.reading(
        lambda repositories: turnout_of(repositories, repositories.check_ins.get(check_in.id))
    ) == Turnout(3, 0, 2)
    acts.close("U1", check_in)
    acts.says("U3", check_in, {})
    assert acts.reading(
        lambda repositories: turnout_of(repositories, repositories.check_ins.get(check_in.id))
    ) == Turnout(3, 0, 2)

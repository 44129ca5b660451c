"""One act of one person: who acts and on what, what is kept of it, and what is said when it counts no more."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from flows.acts.assessment.assess import assess
from flows.acts.assessment.card_click import Clicked, answer
from flows.acts.assessment.turn import (
    Occasion,
    current_assessment,
    lateness,
    occasion_of,
    on_new_card,
    recalled,
    with_cards,
)
from flows.acts.assessment.turn import save as save_answers
from flows.acts.check_ins.take_part import decline
from flows.acts.shared.act import Act
from flows.acts.teams.teams import change_team
from flows.assessment.assessment import Assessment, Card, Length, View
from flows.assessment.conversation import begin, change, record_answer, record_note
from flows.cards.cards import Remark, RemarkKind
from flows.check_ins.check_in import CheckIn, CheckInStatus
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from flows.teams.person import Actor, Person, Profile
from storage.rows import PlacementRow, table_of
from tests.support.acts import Acts
from tests.support.arrivals import arrived, change_person, person_of, planned
from tests.support.check_ins import OPENED
from tests.support.clock import NOW

MATURITY = load_maturity()
PEOPLE = ("U1", "U2", "U3")
EMPTY = begin("a1", "p1", Length.QUICK, MATURITY, NOW)
CLOSED = replace(OPENED, status=CheckInStatus.IN_REVIEW, closed_at=OPENED.opened_at + timedelta(days=2))
NOWHERE: Any = None  # what is pure needs no repositories


@pytest.fixture
def acts(database) -> Acts:
    return Acts(database, MATURITY)


def begun(acts: Acts, length: Length = Length.QUICK) -> tuple[CheckIn, Assessment]:
    """A check-in that U1 has begun to answer."""
    check_in = acts.begin(acts.found("Fraud", PEOPLE))
    return check_in, acts.join("U1", check_in, length)


def save(acts: Acts, check_in: CheckIn, before: Assessment, after: Assessment) -> Occasion:
    return acts.run("U1", lambda act: save_answers(act.at(act.repositories.check_ins.lock(check_in.id)), before, after))


def kept(acts: Acts, assessment: Assessment) -> Assessment:
    return acts.reading(lambda repositories: repositories.assessments.find(assessment.id))


def placed(acts: Acts) -> int:
    """How many placements are kept."""
    database: Any = acts.database
    with database.backend.reading.connect() as connection:
        return connection.execute(select(func.count()).select_from(table_of(PlacementRow))).scalar_one()


@pytest.mark.parametrize(
    ("before", "counted", "after", "is_late"),
    [
        (0, None, 1, False),  # the check-in is open
        (3, None, 4, False),
        (3, None, 3, False),
        (3, 3, 4, True),
        (0, 0, 1, True),  # begun after it had closed
        (3, 3, 3, False),  # nothing was recorded
        (4, 3, 5, False),  # it was said before
        (4, 3, 3, False),
    ],
)
def test_an_answer_that_counts_no_more_is_told_once(before, counted, after, is_late):
    act = Act(NOWHERE, MATURITY, NOW, str, Actor("T1", "U1"), CLOSED)
    stored = replace(EMPTY, revision=before, counted_revision=counted)
    remarks = lateness(act, stored, replace(stored, revision=after))
    assert remarks == ((Remark(RemarkKind.LATE, on=date(2027, 1, 13)),) if is_late else ())
    assert lateness(replace(act, check_in=None), stored, replace(stored, revision=after)) == ()


def test_an_answer_in_an_open_check_in_begins_with_nothing_and_the_first_after_it_says_so(acts):
    check_in, found = begun(acts)

    def said(found: Assessment) -> tuple[Assessment, list[RemarkKind]]:
        clicked = Clicked(found.id, found.card.subject, None)
        turn = acts.run("U1", lambda act: answer(act, clicked, Answer.NO))
        return turn.assessment, [each.kind for each in turn.remarks]

    found, first = said(found)
    for who in ("U2", "U3"):
        acts.says(who, check_in, {})
    acts.close("U1", check_in)
    found, second = said(found)
    _, third = said(found)
    assert (first, second, third) == ([], [RemarkKind.LATE], [])


def test_an_act_counts_on_its_day_and_knows_what_it_is_for():
    act = Act(NOWHERE, MATURITY, NOW, str, Actor("T1", "U1"), OPENED)
    assert (act.today, occasion_of(act)) == (date(2026, 11, 21), Occasion(MATURITY, OPENED))


def test_within_a_check_in_its_own_content_is_asked(acts):
    team = acts.found("Fraud", PEOPLE)
    told = acts.run("U1", lambda act: change_team(act, team, lambda found: replace(found, headline_scale="azure"))).team
    check_in = acts.begin(told)
    acts.join("U1", check_in, Length.QUICK)
    acts.run("U9", lambda act: assess(act, Length.QUICK, None))

    def looked(act: Act):
        return act, current_assessment(act, act.lock_person())[0]

    act, alone = acts.run("U9", looked)
    assert alone is act
    assert alone.maturity.headline == "google"
    _, within = acts.run("U1", looked)
    assert (within.check_in, within.maturity.headline) == (check_in, "azure")


def test_who_acts_is_there_again(acts):
    acts.found("Fraud", PEOPLE)
    change_person(acts, "U2", is_gone=True)
    person = acts.run("U2", lambda act: act.lock_person())
    assert (person.is_gone, person_of(acts, "U2")) == (False, person)


def test_somebody_new_is_met_as_slack_describes_them_and_their_own_time_zone_stays(acts):
    tokyo, paris = (Profile("U9", time_zone=each, is_guest=True) for each in ("Asia/Tokyo", "Europe/Paris"))
    met = acts.run("U1", lambda act: act.meet(tokyo))
    assert (met.workspace_id, met.slack_id, met.time_zone, met.is_guest) == ("T1", "U9", "Asia/Tokyo", True)
    assert person_of(acts, "U9") == met
    assert acts.run("U1", lambda act: act.meet(paris)).id == met.id
    assert person_of(acts, "U9").time_zone == "Europe/Paris"
    change_person(acts, "U9", zone_is_own=True)
    assert acts.run("U1", lambda act: act.meet(tokyo)).time_zone == "Europe/Paris"


def test_the_current_assessment_comes_with_its_check_in_and_what_was_said_last_time(acts):
    def current(who: str):
        return acts.run(who, lambda act: current_assessment(act, act.lock_person()))

    assert current("U1")[1] is None
    check_in, _ = begun(acts)
    first, mine = current("U1")
    assert (first.check_in, mine.check_in_id, mine.last_time) == (check_in, check_in.id, None)
    for who in PEOPLE:
        acts.says(who, check_in, {"cicd": Answer.NO})
    acts.publish("U1", check_in)
    acts.later(timedelta(days=91))
    again = acts.begin(acts.reading(lambda repositories: repositories.teams.find(check_in.team_id)))
    acts.join("U1", again, Length.QUICK)
    second, mine = current("U1")
    assert second.check_in == again
    assert (mine.last_time.asked_again, set(mine.last_time.entries)) == (
        ("cicd",),
        {"auto_train", "auto_pipeline", "cicd"},
    )
    acts.run("U1", lambda act: assess(act, Length.QUICK, None))
    own, mine = current("U1")
    assert (own.check_in, mine.check_in_id) == (None, None)


def test_an_assessment_that_follows_none_has_no_last_time(acts):
    _, found = begun(acts)
    assert acts.reading(lambda repositories: recalled(repositories, found, MATURITY, NOW.date())) is found


def test_a_changed_card_keeps_who_declined_and_an_answer_brings_them_back(acts):
    check_in, found = begun(acts)
    acts.run("U1", lambda act: decline(act, check_in.id))
    turned = change(found, "cicd")
    occasion = save(acts, check_in, found, turned)
    assert kept(acts, found) == turned
    assert occasion.check_in.declined == {found.person_id}
    answered = record_answer(turned, "cicd", Answer.NO, now=acts.now)
    occasion = save(acts, check_in, turned, answered)
    assert kept(acts, found) == answered
    assert (occasion.check_in.declined, occasion.maturity.headline) == (frozenset(), "google")
    assert acts.reading(lambda repositories: repositories.check_ins.get(check_in.id)) == occasion.check_in


def test_an_answer_after_the_end_brings_nobody_back(acts):
    check_in, found = begun(acts)
    acts.run("U1", lambda act: decline(act, check_in.id))
    for who in ("U2", "U3"):
        acts.says(who, check_in, {})
    answered = record_answer(kept(acts, found), "cicd", Answer.NO, now=acts.now)
    occasion = save(acts, check_in, kept(acts, found), answered)
    assert (occasion.check_in.status, occasion.check_in.declined) == (CheckInStatus.IN_REVIEW, {found.person_id})


def test_the_last_answer_closes_a_check_in_and_only_once(acts):
    check_in, found = begun(acts)
    acts.says("U2", check_in, {})
    acts.run("U3", lambda act: decline(act, check_in.id))
    answered = record_answer(found, "cicd", Answer.NO, now=acts.now)
    assert save(acts, check_in, found, answered).check_in.is_open
    done = replace(answered, finished_at=acts.now)
    assert save(acts, check_in, answered, done).check_in.status is CheckInStatus.IN_REVIEW


def test_the_card_in_the_channel_is_shown_anew_for_somebody_who_has_finished_and_not_for_each_answer(acts):
    check_in, found = begun(acts)
    (card,) = planned(acts, check_in.channel_id, DeliveryKind.CHECK_IN_CARD)
    arrived(acts, card, acts.now)
    answered = record_answer(found, "cicd", Answer.NO, now=acts.now)
    steps, stale = (answered, replace(answered, finished_at=acts.now)), []
    for before, after in pairwise((found, *steps)):
        save(acts, check_in, before, after)
        stale.append(acts.reading(lambda repositories: repositories.check_ins.has_stale_card("T1", acts.now)))
    assert stale == [False, True]


def test_a_change_of_what_is_finished_does_not_ask_again_whether_all_have_answered(acts):
    check_in, found = begun(acts)
    done = replace(found, finished_at=acts.now)
    assert save(acts, check_in, found, done).check_in.is_open
    for who in ("U2", "U3"):
        person = acts.join(who, check_in, Length.QUICK)
        acts.run(
            who, lambda act, was=person: act.repositories.assessments.save(was, replace(was, finished_at=acts.now))
        )
    noted = record_note(done, "cicd", "soon", ())
    assert save(acts, check_in, done, noted).check_in.is_open


def test_a_result_is_kept_whenever_it_is_shown_for_other_answers(acts):
    check_in, found = begun(acts)
    scales = len(MATURITY.scales)
    answered = record_answer(found, "cicd", Answer.NO, now=acts.now)
    save(acts, check_in, found, answered)
    assert placed(acts) == 0
    done = replace(answered, finished_at=acts.now)
    save(acts, check_in, answered, done)
    assert placed(acts) == scales
    shown = change(done, "cicd")
    save(acts, check_in, done, shown)
    assert placed(acts) == scales
    acts.later(timedelta(minutes=1))
    save(acts, check_in, shown, record_answer(shown, "cicd", Answer.YES, now=acts.now))
    assert placed(acts) == 2 * scales


def test_ones_own_view_is_kept_without_a_check_in(acts):
    found = acts.run("U1", lambda act: assess(act, Length.QUICK, None)).assessment
    done = replace(record_answer(found, "cicd", Answer.NO, now=acts.now), finished_at=acts.now)
    occasion = acts.run("U1", lambda act: save_answers(act, found, done))
    assert (occasion.check_in, kept(acts, found), placed(acts)) == (None, done, len(MATURITY.scales))


def test_a_new_card_leaves_each_message_with_buttons_to_lose_them():
    there, on_its_way = Card(View.QUESTION, "cicd", 2, "2.0"), Card(View.QUESTION, "cicd", 3, None, "1.0")
    nowhere = Card(View.QUESTION, "cicd")
    shown = replace(EMPTY, card=there)
    left = with_cards(shown, (there, on_its_way, nowhere))
    assert [each.card.message_id for each in left] == ["2.0", "1.0"]
    assert [replace(each, card=there) for each in left] == [shown, shown]
    person, occasion = Person("p1", "T1", "U1"), Occasion(MATURITY)
    turn = on_new_card(person, shown, Remark(RemarkKind.FILE), occasion=occasion, outdated=(nowhere, there))
    card = turn.assessment.card
    assert (card.number, card.message_id, card.replaces) == (3, None, "2.0")
    assert (turn.in_place, turn.occasion, turn.remarks) == (False, occasion, (Remark(RemarkKind.FILE),))
    assert [each.card.message_id for each in turn.outdated] == ["2.0"]

"""What a click does, also when the card is old, was clicked twice, or belongs to an earlier assessment or to others."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from flows.acts.assessment import card_click
from flows.acts.assessment.assess import assess
from flows.acts.assessment.card_click import Clicked, Step, answer, click, to
from flows.acts.assessment.turn import Turn
from flows.assessment.assessment import Assessment, Card, Length, View
from flows.cards.cards import RemarkKind
from flows.check_ins.check_in import CheckInStatus
from flows.errors import RefusedError
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from tests.support.acts import Acts
from tests.support.clock import NOW

MATURITY = load_maturity()
PEOPLE = ("U1", "U2", "U3")
FIRST, SECOND, THIRD = "auto_train", "auto_pipeline", "cicd"  # the quick questions


@pytest.fixture
def acts(database) -> Acts:
    return Acts(database, MATURITY)


def begun(acts: Acts, length: Length = Length.QUICK, who: str = "U1") -> Assessment:
    """A view of one's own, on the card 500.1."""
    found = acts.run(who, lambda act: assess(act, length, None)).assessment
    return on_card(acts, found, message_id="500.1", replaces=None)


def on_card(acts: Acts, found: Assessment, **more: Any) -> Assessment:
    """The same with another card."""
    shown = replace(found, card=replace(found.card, **more))
    acts.run("U1", lambda act: act.repositories.assessments.save(found, shown))
    return shown


def kept(acts: Acts, found: Assessment) -> Assessment:
    return acts.reading(lambda repositories: repositories.assessments.find(found.id))


def checked(acts: Acts, turn: Turn) -> Turn:
    stored = kept(acts, turn.assessment)
    assert (stored.card, stored.entries) == (turn.assessment.card, turn.assessment.entries)
    return turn


def says(acts: Acts, found: Assessment, subject: str | None, said: Answer, message: str | None = "500.1") -> Turn:
    """U1 presses an answer on a message, and what is shown is kept."""
    return checked(acts, acts.run("U1", lambda act: answer(act, Clicked(found.id, subject, message), said)))


def presses(
    acts: Acts, found: Assessment, step: Step, message: str | None = "500.1", subject: str | None = None
) -> Turn:
    """U1 presses another button on a message, about what the card is about unless something else is named."""
    clicked = Clicked(found.id, subject or found.card.subject, message)
    return checked(acts, acts.run("U1", lambda act: click(act, clicked, step)))


def finished(acts: Acts) -> Assessment:
    found = begun(acts)
    for subject in (FIRST, SECOND, THIRD):
        found = says(acts, found, subject, Answer.YES).assessment
    return found


def answers(found: Assessment) -> dict[str, Answer | None]:
    return {each.capability: each.answer for each in found.entries.values()}


def left(turn: Turn) -> list[str | None]:
    """The messages that have to lose their buttons."""
    return [each.card.message_id for each in turn.outdated]


def remarks(turn: Turn) -> list[RemarkKind]:
    return [each.kind for each in turn.remarks]


def test_an_answer_is_kept_and_the_next_question_takes_its_place_on_the_card(acts):
    turn = says(acts, begun(acts), FIRST, Answer.NO)
    assert answers(turn.assessment) == {FIRST: Answer.NO}
    assert turn.assessment.card == Card(View.QUESTION, SECOND, message_id="500.1")
    assert (turn.in_place, remarks(turn), left(turn)) == (True, [], [])


def test_a_card_that_is_not_the_last_message_is_followed_by_a_new_one(acts):
    found = on_card(acts, begun(acts), is_last=False)
    turn = says(acts, found, FIRST, Answer.NO)
    assert answers(turn.assessment) == {FIRST: Answer.NO}
    assert turn.assessment.card == Card(View.QUESTION, SECOND, number=2, replaces="500.1")
    assert (turn.in_place, left(turn)) == (False, ["500.1"])


def test_the_second_click_of_two_changes_nothing_and_on_another_answer_that_answer_alone(acts):
    found = says(acts, begun(acts), FIRST, Answer.NO).assessment
    acts.later(timedelta(seconds=1))
    assert says(acts, found, FIRST, Answer.NO).assessment == found
    changed = says(acts, found, FIRST, Answer.YES).assessment
    assert (answers(changed), changed.card) == ({FIRST: Answer.YES}, found.card)


def test_the_same_answer_to_a_question_that_is_shown_again_confirms_it_and_goes_on(acts):
    found = says(acts, begun(acts), FIRST, Answer.NO).assessment
    again = presses(acts, found, card_click.back).assessment
    assert again.card.subject == FIRST
    acts.later(timedelta(minutes=1))
    confirmed = says(acts, again, FIRST, Answer.NO).assessment
    assert (confirmed.entry(FIRST).answered_at, confirmed.entry(FIRST).confirmed_at) == (NOW, acts.now)
    assert confirmed.card.subject == SECOND


def test_an_answer_on_an_old_message_counts_and_shows_where_the_conversation_is(acts):
    found = says(acts, begun(acts), FIRST, Answer.NO).assessment
    turn = says(acts, found, FIRST, Answer.YES, message="400.1")
    assert (answers(turn.assessment), turn.assessment.card.subject) == ({FIRST: Answer.YES}, SECOND)
    assert (turn.in_place, left(turn)) == (False, ["400.1", "500.1"])


def test_an_answer_to_another_question_leaves_the_card_at_the_one_it_shows(acts):
    found = says(acts, begun(acts), FIRST, Answer.NO).assessment
    found = presses(acts, says(acts, found, SECOND, Answer.NO).assessment, card_click.back).assessment
    turn = says(acts, found, FIRST, Answer.YES)
    assert (turn.assessment.entry(FIRST).answer, turn.assessment.card) == (Answer.YES, found.card)


def test_a_click_on_the_card_of_an_earlier_assessment_changes_nothing_in_the_new_one(acts):
    earlier = finished(acts)
    acts.later(timedelta(days=1))
    new = on_card(acts, acts.run("U1", lambda act: assess(act, Length.QUICK, None)).assessment, message_id="600.1")
    assert new.id != earlier.id
    for subject in (FIRST, THIRD):
        turn = says(acts, earlier, subject, Answer.NO)
        assert remarks(turn) == [RemarkKind.OLD_CARD]
        assert (turn.assessment.id, answers(turn.assessment)) == (new.id, {})
        assert (turn.in_place, turn.assessment.card.subject, left(turn)[0]) == (False, FIRST, "500.1")
    assert answers(kept(acts, earlier)) == dict.fromkeys((FIRST, SECOND, THIRD), Answer.YES)
    turn = acts.run("U1", lambda act: click(act, Clicked(earlier.id, FIRST, "500.1"), to(View.PAUSED)))
    assert (turn.assessment.id, turn.assessment.card.view) == (new.id, View.QUESTION)


def test_nobody_answers_for_others(acts):
    others = begun(acts, who="U2")
    with pytest.raises(RefusedError, match="not yours"):  # who has nothing of their own
        says(acts, others, FIRST, Answer.NO)
    mine = begun(acts)
    for wrong in (others.id, "nobody knows it"):
        with pytest.raises(RefusedError, match="not yours"):
            says(acts, replace(mine, id=wrong), FIRST, Answer.NO)
    set_aside = replace(mine, is_current=False, closed_at=acts.now)
    acts.run("U1", lambda act: act.repositories.assessments.save(mine, set_aside))
    with pytest.raises(RefusedError, match="not yours"):
        says(acts, mine, FIRST, Answer.NO)
    assert [answers(kept(acts, each)) for each in (others, mine)] == [{}, {}]


def test_a_question_that_is_not_asked_any_more_is_passed_over(acts):
    found = on_card(acts, begun(acts), subject="gone")
    turn = says(acts, found, "gone", Answer.NO)
    assert (remarks(turn), answers(turn.assessment)) == ([RemarkKind.QUESTION_GONE], {})
    assert (turn.assessment.card.view, turn.assessment.card.subject) == (View.QUESTION, FIRST)


def test_a_claim_is_kept_with_its_reason_and_goes_on(acts):
    found = begun(acts)
    turn = acts.run(
        "U1", lambda act: card_click.record_not_applicable(act, Clicked(found.id, FIRST, None), "we do not train")
    )
    entry = kept(acts, found).entry(FIRST)
    assert (entry.answer, entry.claim.reason, entry.answered_at) == (None, "we do not train", NOW)
    assert turn.assessment.card.subject == SECOND


@pytest.mark.parametrize("shows_note", [True, False])
def test_a_note_leaves_the_card_where_it_is(acts, shows_note):
    found = says(acts, begun(acts), FIRST, Answer.NO).assessment
    links = ("https://a.example.org",)
    clicked = Clicked(found.id, SECOND, None)
    turn = acts.run("U1", lambda act: card_click.note(act, clicked, "soon", links, shows_note=shows_note))
    entry = kept(acts, found).entry(SECOND)
    assert (entry.note, entry.links, entry.shows_note, entry.answer) == ("soon", links, shows_note, None)
    assert (turn.assessment.card.subject, turn.in_place) == (SECOND, True)
    found = presses(acts, turn.assessment, card_click.back).assessment
    assert found.entry(FIRST).answer is Answer.NO  # from a question that is answered it does not go on either
    turn = acts.run("U1", lambda act: card_click.note(act, Clicked(found.id, FIRST, None), "soon", ()))
    assert (turn.assessment.card.subject, turn.assessment.entry(FIRST).shows_note) == (FIRST, False)


def test_a_step_is_taken_only_on_the_card_that_shows_it(acts):
    found = begun(acts)
    on_old = presses(acts, found, to(View.WHY), message="400.1")
    assert (on_old.assessment.card.view, on_old.in_place, left(on_old)) == (View.QUESTION, False, ["400.1", "500.1"])
    found = on_card(acts, on_old.assessment, message_id="600.1", replaces=None)
    about_another = presses(acts, found, to(View.WHY), message="600.1", subject=SECOND)
    assert (about_another.assessment, about_another.in_place) == (found, True)
    taken = presses(acts, found, to(View.WHY), message="600.1")
    assert (taken.assessment.card.view, taken.assessment.card.subject) == (View.WHY, FIRST)
    nothing_before = presses(acts, taken.assessment, card_click.back, message="600.1")
    assert nothing_before.assessment == taken.assessment


CARDS: list[tuple[Card, str | None, bool, list[str]]] = [
    (Card(View.QUESTION, FIRST, message_id="500.1"), "500.1", True, []),
    (Card(View.QUESTION, FIRST, message_id="500.1"), None, True, []),  # a form has no message
    (Card(View.QUESTION, FIRST, message_id="500.1", is_last=False), "600.1", True, ["500.1"]),  # posted, and not noted
    (Card(View.QUESTION, FIRST, message_id="500.1"), "1000.1", True, ["500.1"]),
    (Card(View.QUESTION, FIRST, message_id="1000.1"), "999.1", False, ["999.1", "1000.1"]),
    (Card(View.QUESTION, FIRST, replaces="400.1"), "400.1", True, []),  # not known to have been posted
    (Card(View.QUESTION, FIRST, replaces="400.1"), "500.1", True, ["400.1"]),
    (Card(View.QUESTION, FIRST), "500.1", True, []),
]


def test_which_message_is_the_card(acts):
    found = begun(acts)
    for card, message, is_card, outdated in CARDS:
        shown = on_card(acts, kept(acts, found), **asdict(card))
        turn = presses(acts, shown, to(View.WHY), message=message)
        assert (turn.assessment.card.view is View.WHY, turn.in_place, left(turn)) == (is_card, is_card, outdated)
        if is_card and message:
            assert turn.assessment.card == Card(View.WHY, FIRST, message_id=message)


def test_going_on_shows_the_question_and_after_the_last_one_the_result(acts):
    paused = presses(acts, begun(acts), to(View.PAUSED)).assessment
    assert presses(acts, paused, card_click.go_on).assessment.card.view is View.QUESTION
    done = finished(acts)
    assert (done.card.view, done.finished_at) == (View.RESULT, NOW)


def test_more_is_asked_in_the_next_length_until_there_is_none(acts):
    found = finished(acts)
    standard = presses(acts, found, card_click.go_on_longer).assessment
    assert (standard.length, standard.card.view) == (Length.STANDARD, View.QUESTION)
    full = presses(acts, standard, card_click.go_on_longer).assessment
    assert (full.length, full.card.view) == (Length.FULL, View.QUESTION)
    assert presses(acts, full, card_click.go_on_longer).assessment == full


def test_an_answer_chosen_from_a_list_is_asked_again(acts):
    found = begun(acts)
    for view, subject, message, is_shown in (
        (View.ANSWERS, FIRST, "500.1", True),
        (View.CONFIRM, FIRST, "500.1", True),
        (View.RESULT, FIRST, "500.1", False),
        (View.ANSWERS, "gone", "500.1", False),
        (View.ANSWERS, FIRST, "400.1", False),
    ):
        on_card(acts, kept(acts, found), view=view, subject=None)
        chosen = Clicked(found.id, subject, message)
        turn = acts.run("U1", lambda act, chosen=chosen: card_click.change_chosen(act, chosen))
        card = kept(acts, found).card
        assert (card.view, card.subject) == ((View.QUESTION, FIRST) if is_shown else (view, None))
        assert turn.in_place is (message == "500.1")


def test_starting_over_sets_the_answers_aside_on_the_same_card(acts):
    found = says(acts, begun(acts), FIRST, Answer.NO).assessment
    turn = presses(acts, found, card_click.begin_again)
    assert turn.assessment.id != found.id
    assert turn.assessment.card == Card(View.QUESTION, FIRST, message_id="500.1")
    assert (turn.in_place, remarks(turn), turn.occasion.check_in) == (True, [], None)
    assert (kept(acts, found).closed_at, answers(kept(acts, found))) == (acts.now, {FIRST: Answer.NO})


def test_what_was_said_last_time_is_confirmed_by_category(acts):
    check_in = acts.begin(acts.found("Fraud", PEOPLE))
    for who in PEOPLE:
        acts.says(who, check_in, {})
    acts.publish("U1", check_in)
    acts.later(timedelta(days=91))
    again = acts.begin(acts.reading(lambda repositories: repositories.teams.find(check_in.team_id)))
    found = acts.join("U1", again, Length.QUICK)
    assert (found.card.view, found.card.subject) == (View.CONFIRM, "training")
    asking = on_card(acts, found, view=View.QUESTION)
    assert presses(acts, asking, card_click.confirm_all, message=None).assessment.entries == {}
    nothing = on_card(acts, kept(acts, found), view=View.CONFIRM, subject=None)
    assert presses(acts, nothing, card_click.confirm_all, message=None).assessment.card.subject is None
    found = on_card(acts, kept(acts, found), view=View.CONFIRM, subject="training")
    done = presses(acts, found, card_click.confirm_all, message=None).assessment
    assert (answers(done), done.card.view) == (dict.fromkeys((FIRST, SECOND, THIRD), Answer.YES), View.RESULT)


def test_the_last_answer_of_all_closes_the_check_in_in_the_same_turn(acts):
    check_in = acts.begin(acts.found("Fraud", PEOPLE))
    for who in ("U2", "U3"):
        acts.says(who, check_in, {})
    found = acts.join("U1", check_in, Length.QUICK)
    for subject in (FIRST, SECOND):
        turn = says(acts, found, subject, Answer.YES, message=None)
        assert (turn.occasion.check_in.is_open, remarks(turn)) == (True, [])
    turn = says(acts, found, THIRD, Answer.YES, message=None)
    assert turn.occasion.check_in.status is CheckInStatus.IN_REVIEW
    assert remarks(says(acts, found, THIRD, Answer.NO, message=None)) == [RemarkKind.LATE]

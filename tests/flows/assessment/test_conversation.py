from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.assessment.assessment import Entry, LastTime, Length, View
from flows.assessment.conversation import (
    LONGEST_NOTE,
    LONGEST_REASON,
    MOST_LINKS,
    begin,
    extend,
    go_back,
    new_card,
    record_answer,
    record_claim,
    record_note,
    show_current,
    turn_to,
)
from flows.assessment.questionnaire import next_question
from flows.errors import RefusedError
from flows.maturity.answer import Answer
from flows.maturity.loading import load_maturity
from tests.support.answer_sheets import CAPABILITIES

MATURITY = load_maturity()
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def begun(length=Length.STANDARD):
    return begin("assessment", "person", length, MATURITY, NOW)


def given_answer(assessment, answer, now=NOW):
    recorded = record_answer(assessment, assessment.card.subject, answer, now=now)
    return show_current(recorded, MATURITY, now)


def finished(answer=Answer.NO, length=Length.QUICK):
    assessment = begun(length)
    while assessment.card.view is View.QUESTION:
        assessment = given_answer(assessment, answer)
    return assessment


def test_it_begins_with_the_first_question():
    assessment = begun()
    assert (assessment.card.view, assessment.card.subject) == (View.QUESTION, "auto_pipeline")
    assert assessment.card.message_id is None


def test_an_answer_is_followed_by_the_first_unanswered_question():
    assessment = given_answer(begun(), Answer.NO)
    assert assessment.entry("auto_pipeline").answer is Answer.NO
    assert assessment.card.subject == next_question(assessment.sheet_on(NOW.date()), Length.STANDARD, MATURITY)
    assert assessment.revision == 1


def test_the_last_answer_is_followed_by_the_result():
    assessment = finished()
    assert (assessment.card.view, assessment.card.subject, assessment.finished_at) == (View.RESULT, None, NOW)


def test_the_same_answer_again_confirms_it():
    first = given_answer(begun(), Answer.NO)
    entry = record_answer(first, "auto_pipeline", Answer.NO, now=LATER).entry("auto_pipeline")
    assert (entry.answered_at, entry.confirmed_at, entry.place) == (NOW, LATER, 1)


def test_another_answer_replaces_it_and_keeps_the_note():
    noted = record_note(begun(), "auto_pipeline", "only the scoring model", ("https://a.example.org",))
    entry = record_answer(noted, "auto_pipeline", Answer.PARTIAL, now=LATER).entry("auto_pipeline")
    assert (entry.answer, entry.note, entry.links) == (
        Answer.PARTIAL,
        "only the scoring model",
        ("https://a.example.org",),
    )


LONG_AGO = NOW - timedelta(days=91)
HERE, THERE = ("https://here.example.org",), ("https://there.example.org",)
BEFORE = Entry("auto_pipeline", Answer.NO, None, "as it was", THERE, LONG_AGO, LONG_AGO, place=7, shows_note=True)


def following(entry):
    return replace(begun(), last_time=LastTime({"auto_pipeline": entry}, ()))


@pytest.mark.parametrize(
    ("note", "answer", "expected"),
    [
        (None, Answer.NO, replace(BEFORE, confirmed_at=NOW, place=1, shows_note=False)),
        (None, Answer.YES, replace(BEFORE, answer=Answer.YES, answered_at=NOW, confirmed_at=NOW, place=1, shows_note=False)),
        (("as it is", HERE), Answer.NO, Entry("auto_pipeline", Answer.NO, None, "as it is", HERE, LONG_AGO, NOW, 1, shows_note=True)),
        (("as it is", ()), Answer.NO, Entry("auto_pipeline", Answer.NO, None, "as it is", THERE, LONG_AGO, NOW, 1, shows_note=True)),
        (("", HERE), Answer.NO, Entry("auto_pipeline", Answer.NO, None, "as it was", HERE, LONG_AGO, NOW, 1, shows_note=False)),
    ],
)  # fmt: skip
def test_what_was_said_last_time_comes_along_and_what_is_said_now_goes_before_it(note, answer, expected):
    assessment = following(BEFORE)
    if note:
        assessment = record_note(assessment, "auto_pipeline", *note, shows_note=True)
    assert record_answer(assessment, "auto_pipeline", answer, now=NOW).entry("auto_pipeline") == expected


def test_what_was_not_said_last_time_is_new():
    entry = record_answer(following(BEFORE), "cicd", Answer.NO, now=NOW).entry("cicd")
    assert entry == Entry("cicd", Answer.NO, answered_at=NOW, confirmed_at=NOW, place=1)


def test_a_note_alone_is_no_answer():
    noted = record_note(begun(), "auto_pipeline", "to be asked", ())
    assert show_current(noted, MATURITY, NOW).card.subject == "auto_pipeline"
    assert noted.answered == ()
    assert noted.revision == 1


def test_nothing_changes_when_nothing_changed():
    noted = record_note(begun(), "auto_pipeline", " to be asked ", ())
    assert record_note(noted, "auto_pipeline", "to be asked", ()) is noted


@pytest.mark.parametrize(
    ("text", "links", "said"),
    [
        ("x" * 40_000, (), "40,000 characters; 2,000 fit"),
        ("x" * (LONGEST_NOTE + 1), (), "Nothing was recorded"),
        ("", tuple(f"https://example.org/{each}" for each in range(MOST_LINKS + 1)), "11 links; 10 fit"),
    ],
)
def test_a_note_too_long_is_refused_and_nothing_is_lost(text, links, said):
    noted = record_note(begun(), "auto_pipeline", "before", ())
    with pytest.raises(RefusedError, match=said):
        record_note(noted, "auto_pipeline", text, links)
    assert noted.entry("auto_pipeline").note == "before"


def test_a_claim_takes_the_place_of_an_answer_for_a_year():
    claimed = record_claim(given_answer(begun(), Answer.NO), "auto_pipeline", "  we  train by hand\n", now=NOW)
    entry = claimed.entry("auto_pipeline")
    assert (entry.answer, entry.claim.reason) == (None, "we train by hand")
    assert claimed.sheet_on(NOW.date()).not_applicable == {"auto_pipeline"}
    assert claimed.sheet_on(entry.claim.ends_on).not_applicable == frozenset()
    assert (entry.claim.ends_on - NOW.date()).days == 365


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * (LONGEST_REASON + 1)])
def test_a_claim_needs_a_short_reason(reason):
    with pytest.raises(RefusedError):
        record_claim(begun(), "auto_pipeline", reason, now=NOW)


def test_back_goes_through_the_questions_in_the_order_they_were_answered():
    assessment = begun()
    asked = []
    for _ in range(3):
        asked.append(assessment.card.subject)
        assessment = given_answer(assessment, Answer.NO)
    for expected in reversed(asked):
        assessment = go_back(assessment)
        assert assessment.card.subject == expected
    assert go_back(assessment) is None


def test_answering_after_back_returns_to_the_first_unanswered_question():
    two = given_answer(given_answer(begun(), Answer.NO), Answer.NO)
    one = go_back(two)
    assert one is not None
    assert given_answer(go_back(one), Answer.PARTIAL).card.subject == two.card.subject


@pytest.mark.parametrize("view", [View.PROOF, View.COMPARISON, View.ANSWERS, View.SHARE, View.SHARED])
def test_back_from_a_page_behind_the_result_is_the_result(view):
    assert go_back(turn_to(view)(finished())).card.view is View.RESULT


def test_a_changed_answer_that_opens_questions_asks_them():
    done = finished(length=Length.STANDARD)
    changed = record_answer(done, "auto_pipeline", Answer.YES, now=LATER)
    assert show_current(changed, MATURITY, LATER).card.view is View.QUESTION


def test_a_longer_one_goes_on_where_the_shorter_ended():
    longer = extend(finished(), Length.FULL, MATURITY, LATER)
    assert longer.card.subject == CAPABILITIES[0]
    assert longer.entries == finished().entries


def test_a_new_card_is_a_new_message_about_the_same():
    shown = replace(begun(), card=replace(begun().card, message_id="1.0", is_last=False))
    card = new_card(shown).card
    assert (card.number, card.message_id, card.is_last, card.subject) == (2, None, True, "auto_pipeline")


moves = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from(list(Answer))),
        st.tuples(st.just("back"), st.none()),
        st.tuples(st.just("change"), st.tuples(st.sampled_from(CAPABILITIES), st.sampled_from(list(Answer)))),
        st.tuples(st.just("claim"), st.sampled_from(CAPABILITIES)),
        st.tuples(st.just("note"), st.sampled_from(CAPABILITIES)),
        st.tuples(st.just("length"), st.sampled_from(list(Length))),
    ),
    max_size=40,
)


@given(moves)
def test_whatever_people_do_no_answer_is_lost_and_there_is_always_a_way_on(done):
    assessment, expected = begun(), {}
    for what, value in done:
        before = assessment
        if what == "answer" and assessment.card.subject:
            expected[assessment.card.subject] = value
            assessment = given_answer(assessment, value)
        elif what == "back":
            assessment = go_back(assessment) or assessment
        elif what == "change":
            expected[value[0]] = value[1]
            assessment = show_current(record_answer(assessment, *value, now=NOW), MATURITY, NOW)
        elif what == "claim":
            expected.pop(value, None)
            assessment = record_claim(assessment, value, "never", now=NOW)
        elif what == "note":
            assessment = record_note(assessment, value, "a note", ())
        elif what == "length":
            assessment = extend(assessment, value, MATURITY, NOW)
        assert assessment.revision - before.revision == sum(
            assessment.entries[each] != before.entries.get(each) for each in assessment.entries
        )
    assert assessment.sheet_on(NOW.date()).answers == expected
    places = [entry.place for entry in assessment.answered]
    assert places == list(range(1, len(places) + 1))
    current = show_current(assessment, MATURITY, NOW)
    assert current.card.view is View.RESULT or not current.sheet_on(NOW.date()).asked(str(current.card.subject))

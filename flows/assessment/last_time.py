"""A conversation that starts from the last answers: a few are asked again, the rest is confirmed by category. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from flows.assessment.assessment import Assessment, Entry, LastTime, View
from flows.assessment.questionnaire import next_question, questions_left
from flows.maturity.answer import Sheet
from flows.maturity.capability import Category
from flows.maturity.loading import Maturity
from flows.maturity.result import result_of

MOST_TOGETHER = 8  # answers on one card
LASTS = timedelta(days=370)  # after it was last confirmed an answer is asked for again


def last_time(previous: Assessment, asked_again: Iterable[str], maturity: Maturity, today: date) -> LastTime:
    """What was said in an earlier assessment and can still be true on that day.

    Links of somebody's own view stay there: in a check-in they would be the team's.
    """
    known = {each: entry for each, entry in previous.entries.items() if each in maturity.catalogue.by_id}
    if previous.check_in_id is None:
        known = {each: replace(entry, links=()) for each, entry in known.items()}
    fresh = {each: entry for each, entry in known.items() if _is_fresh(entry, today)}
    return LastTime(fresh, tuple(each for each in asked_again if each in maturity.catalogue.by_id))


def asked_again(previous: Assessment, maturity: Maturity, today: date, first: Iterable[str] = ()) -> tuple[str, ...]:
    """What is asked singly whatever was said: what held the level, what contradicts itself, claims that have ended.

    `first` are asked before these, such as what the team set out to do; of all only what was said something about.
    """
    sheet = previous.sheet_on(today)
    result = result_of(sheet, maturity, maturity.scales)
    held = (each.capability for gate in result.headline.held_by for each in gate.alternatives)
    disputed = (each for pair in result.contradictions for each in pair)
    ended = (each for each, entry in previous.entries.items() if entry.claim and not entry.stands_on(today))
    wanted = dict.fromkeys((*first, *held, *disputed, *ended))
    return tuple(each for each in wanted if previous.entry(each).answer or previous.entry(each).claim)


def next_item(assessment: Assessment, maturity: Maturity, today: date) -> tuple[View, str] | None:
    """The next card: a question, or a category to confirm; None when the questionnaire is complete."""
    sheet, last = assessment.sheet_on(today), assessment.last_time
    if last is None:
        question = next_question(sheet, assessment.length, maturity)
        return (View.QUESTION, question) if question else None
    single = next((each for each in last.asked_again if not sheet.asked(each)), None)
    if single:
        return View.QUESTION, single
    group = next(iter(open_groups(assessment, maturity, today)), None)
    if group:
        return View.CONFIRM, group[0]
    question = next_question(sheet, assessment.length, maturity)
    return (View.QUESTION, question) if question else None


def open_groups(assessment: Assessment, maturity: Maturity, today: date) -> list[tuple[Category, ...]]:
    """The categories in which something is still to be confirmed, in the order of the catalogue, some together.

    A card asks about whole categories, as many as make no more than eight answers.
    """
    by_id = maturity.catalogue.by_id
    sizes = Counter(by_id[each].category for each in _open_entries(assessment, maturity, today))
    return grouped(sizes)


def grouped(sizes: Mapping[Category, int]) -> list[tuple[Category, ...]]:
    """Categories with so many answers each, as they are asked about together."""
    groups: list[tuple[Category, ...]] = []
    room = 0
    for category, size in sizes.items():
        if size > room:
            groups.append(())
            room = MOST_TOGETHER
        groups[-1] += (category,)
        room -= size
    return groups


def to_confirm(assessment: Assessment, first: str, maturity: Maturity, today: date) -> list[Entry]:
    """What was said last time and is neither confirmed nor changed yet, on the card that begins with a category."""
    last, by_id = assessment.last_time, maturity.catalogue.by_id
    group = next((each for each in open_groups(assessment, maturity, today) if each[0] == first), ())
    wanted = _open_entries(assessment, maturity, today)
    return [last.entries[each] for each in wanted if by_id[each].category in group] if last else []


def cards_left(assessment: Assessment, maturity: Maturity, today: date) -> int:
    """About how many cards are still to come."""
    sheet, last = assessment.sheet_on(today), assessment.last_time
    if last is None:
        return questions_left(sheet, assessment.length, maturity)
    singles = sum(not sheet.asked(each) for each in last.asked_again)
    known = Sheet({each: entry.answer for each, entry in last.entries.items() if entry.answer} | dict(sheet.answers))
    return singles + len(open_groups(assessment, maturity, today)) + questions_left(known, assessment.length, maturity)


def _open_entries(assessment: Assessment, maturity: Maturity, today: date) -> list[str]:
    last = assessment.last_time
    if last is None:
        return []
    sheet = assessment.sheet_on(today)
    return [
        each
        for each in maturity.catalogue.by_id
        if each in last.entries and each not in last.asked_again and not sheet.asked(each)
    ]


def _is_fresh(entry: Entry, today: date) -> bool:
    """Whether it says something that may be confirmed as it stands."""
    return entry.stands_on(today) and entry.confirmed_at is not None and entry.confirmed_at.date() + LASTS >= today

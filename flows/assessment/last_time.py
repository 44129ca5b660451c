"""A conversation that starts from the last answers: a few are asked again, the rest is confirmed by category. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

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

    The links of a private assessment stay there: in a check-in they would be the team's.
    """
    by_id = maturity.catalogue.by_id
    entries = [entry for entry in previous.entries.values() if entry.capability in by_id and _is_fresh(entry, today)]
    if previous.check_in_id is None:
        entries = [replace(entry, links=()) for entry in entries]
    again = tuple(capability for capability in asked_again if capability in by_id)
    return LastTime({entry.capability: entry for entry in entries}, again)


def asked_again(previous: Assessment, maturity: Maturity, today: date, first: Iterable[str] = ()) -> tuple[str, ...]:
    """What is asked singly whatever was said: what held the level, what contradicts itself, claims that have ended.

    `first` are asked before these, such as what the team set out to do. Nothing without an answer or a claim is.
    """
    result = result_of(previous.sheet_on(today), maturity, maturity.scales)
    held = (requirement.capability for gate in result.headline.held_by for requirement in gate.alternatives)
    disputed = chain.from_iterable(result.contradictions)
    ended = (entry.capability for entry in previous.entries.values() if entry.claim and not entry.stands_on(today))
    said = {entry.capability for entry in previous.entries.values() if entry.answer or entry.claim}
    wanted = dict.fromkeys((*first, *held, *disputed, *ended))
    return tuple(capability for capability in wanted if capability in said)


def next_item(assessment: Assessment, maturity: Maturity, today: date) -> tuple[View, str] | None:
    """The next card: a question, or a category to confirm; None when the questionnaire is complete."""
    sheet, last = assessment.sheet_on(today), assessment.last_time
    if last is not None:
        for capability in last.asked_again:
            if not sheet.asked(capability):
                return View.QUESTION, capability
        groups = open_groups(assessment, maturity, today)
        if groups:
            return View.CONFIRM, groups[0][0]
    question = next_question(sheet, assessment.length, maturity)
    return (View.QUESTION, question) if question else None


def open_groups(assessment: Assessment, maturity: Maturity, today: date) -> list[tuple[Category, ...]]:
    """The categories in which something is still to be confirmed, in the order of the catalogue, some together.

    A card asks about whole categories, as many as make no more than eight answers.
    """
    by_id = maturity.catalogue.by_id
    return grouped_categories(
        Counter(by_id[entry.capability].category for entry in _open_entries(assessment, maturity, today))
    )


def grouped_categories(sizes: Mapping[Category, int]) -> list[tuple[Category, ...]]:
    """The categories, with how many answers each has, as cards ask about them together."""
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
    by_id = maturity.catalogue.by_id
    for group in open_groups(assessment, maturity, today):
        if group[0] == first:
            entries = _open_entries(assessment, maturity, today)
            return [entry for entry in entries if by_id[entry.capability].category in group]
    return []


def cards_left(assessment: Assessment, maturity: Maturity, today: date) -> int:
    """About how many cards of an assessment are still to come."""
    sheet, last = assessment.sheet_on(today), assessment.last_time
    if last is None:
        return questions_left(sheet, assessment.length, maturity)
    singles = sum(not sheet.asked(capability) for capability in last.asked_again)
    answers = {capability: entry.answer for capability, entry in last.entries.items() if entry.answer}
    known = Sheet({**answers, **sheet.answers})
    return singles + len(open_groups(assessment, maturity, today)) + questions_left(known, assessment.length, maturity)


def _open_entries(assessment: Assessment, maturity: Maturity, today: date) -> list[Entry]:
    """What was said last time and is still to be confirmed, in the order of the catalogue."""
    last = assessment.last_time
    if last is None:
        return []
    sheet = assessment.sheet_on(today)
    return [
        last.entries[capability]
        for capability in maturity.catalogue.by_id
        if capability in last.entries and capability not in last.asked_again and not sheet.asked(capability)
    ]


def _is_fresh(entry: Entry, today: date) -> bool:
    """Whether an entry of last time may be confirmed as it stands."""
    return entry.stands_on(today) and entry.confirmed_at is not None and entry.confirmed_at.date() + LASTS >= today

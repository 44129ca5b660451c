"""What a reply does to an assessment, clicked or typed. Pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from flows.assessment.assessment import Assessment, Card, Claim, Entry, Length, View
from flows.assessment.last_time import next_item, to_confirm
from flows.errors import RefusedError
from flows.maturity.answer import Answer
from flows.maturity.loading import Maturity
from flows.plain_text import lines, one_line

CLAIM_LASTS = timedelta(days=365)
LONGEST_NOTE = 2000  # characters; a plain-text input of a Slack modal holds 3,000
MOST_LINKS = 10
LONGEST_REASON = 300


def begin(assessment_id: str, person_id: str, length: Length, maturity: Maturity, now: datetime) -> Assessment:
    """Begin an empty assessment with its first question."""
    first = next(iter(maturity.catalogue.by_id))
    empty = Assessment(
        id=assessment_id,
        person_id=person_id,
        length=length,
        catalogue_hash=maturity.catalogue.content_hash,
        card=Card(View.QUESTION, first),
        started_at=now,
    )
    return show_current(empty, maturity, now)


def show_current(assessment: Assessment, maturity: Maturity, now: datetime) -> Assessment:
    """Show what comes next in an assessment, or the result when nothing does."""
    item = next_item(assessment, maturity, now.date())
    if item:
        return _showing(assessment, *item)
    return replace(_showing(assessment, View.RESULT), finished_at=assessment.finished_at or now)


def record_answer(assessment: Assessment, capability: str, answer: Answer, *, now: datetime) -> Assessment:
    """Record an answer in place of what was said before; an answer given again is confirmed."""
    entry = _said_so_far(assessment, capability)
    if entry.answer is answer:
        return _with_entry(assessment, replace(entry, confirmed_at=now))
    return _with_entry(assessment, replace(entry, answer=answer, claim=None, answered_at=now, confirmed_at=now))


def confirm(assessment: Assessment, category: str, maturity: Maturity, now: datetime) -> Assessment:
    """Record that all of last time's answers on a card are still true; notes and links come along."""
    for entry in to_confirm(assessment, category, maturity, now.date()):
        assessment = _with_entry(assessment, replace(entry, confirmed_at=now, place=0, shows_note=False))
    return assessment


def record_claim(assessment: Assessment, capability: str, reason: str, *, now: datetime) -> Assessment:
    """Record that a question never applies, for a year; the reason must say why."""
    reason = one_line(reason)
    if not reason:
        raise RefusedError("Please say in a few words why this never applies to your team.")
    if len(reason) > LONGEST_REASON:
        raise RefusedError(f"That reason has {len(reason):,} characters; {LONGEST_REASON} fit. Please shorten it.")
    claim = Claim(reason, (now + CLAIM_LASTS).date())
    entry = replace(assessment.entry(capability), answer=None, claim=claim, answered_at=now, confirmed_at=now)
    return _with_entry(assessment, entry)


def record_note(
    assessment: Assessment, capability: str, text: str, links: tuple[str, ...], *, shows_note: bool = False
) -> Assessment:
    """Set the note and the links that go with an answer; empty ones remove them. A note is private unless shown."""
    note = lines(text).strip()
    if len(note) > LONGEST_NOTE:
        raise RefusedError(
            f"That note would have {len(note):,} characters; {LONGEST_NOTE:,} fit. "
            "Nothing was recorded. Please shorten it, or paste a link to the text."
        )
    if len(links) > MOST_LINKS:
        raise RefusedError(f"That would be {len(links)} links; {MOST_LINKS} fit. Nothing was recorded.")
    before, links = assessment.entry(capability), tuple(dict.fromkeys(links))
    entry = replace(before, note=note or None, links=links, shows_note=shows_note and bool(note))
    return _with_entry(assessment, entry)


def add_note(assessment: Assessment, capability: str, text: str, links: tuple[str, ...]) -> Assessment:
    """Add lines and links to the note that goes with an answer."""
    entry = assessment.entry(capability)
    note = f"{entry.note}\n{text}" if entry.note and text else entry.note or text
    return record_note(assessment, capability, note, (*entry.links, *links), shows_note=entry.shows_note)


def mark_of(text: str) -> str:
    """A few letters by which the lines last added to a note are known."""
    return sha256(lines(text).strip().encode()).hexdigest()[:16]


def take_note_back(assessment: Assessment, capability: str, mark: str) -> Assessment | None:
    """The assessment without the lines that were added last, and their links; None when they are not there any more."""
    entry = assessment.entry(capability)
    written = (entry.note or "").split("\n")
    for begin in range(len(written)):
        rest, added = "\n".join(written[:begin]), "\n".join(written[begin:])
        if entry.note and mark_of(added) == mark:
            links = tuple(link for link in entry.links if link not in added or link in rest)
            return record_note(assessment, capability, rest, links, shows_note=entry.shows_note)
    return None


def go_back(assessment: Assessment) -> Assessment | None:
    """Show the question answered before the one shown, or the result from a page behind it; None at the beginning."""
    card = assessment.card
    if card.view in {View.PROOF, View.COMPARISON, View.ANSWERS, View.SHARE, View.SHARED}:
        return _showing(assessment, View.RESULT)
    if card.view in {View.NOT_APPLICABLE, View.PLANNED}:
        return _showing(assessment, View.QUESTION, card.subject)
    order = [entry.capability for entry in assessment.answered]
    if card.subject in order:
        order = order[: order.index(card.subject)]
    return _showing(assessment, View.QUESTION, order[-1]) if order else None


def change(assessment: Assessment, capability: str) -> Assessment:
    """Show one question of an assessment again."""
    return _showing(assessment, View.QUESTION, capability)


def extend(assessment: Assessment, length: Length, maturity: Maturity, now: datetime) -> Assessment:
    """Go on with another length of an assessment."""
    return show_current(replace(assessment, length=length), maturity, now)


def turn_to(view: View) -> Callable[[Assessment], Assessment]:
    """Make the step that shows another side of an assessment's card; a side about a question keeps the question."""
    if view.asks or view in {View.NOT_APPLICABLE, View.START_OVER, View.PAUSED, View.PLANNED}:
        return lambda assessment: _showing(assessment, view, assessment.card.subject)
    return lambda assessment: _showing(assessment, view)


def new_card(assessment: Assessment) -> Assessment:
    """Show the card of an assessment on a new message, because something else was posted below the old one."""
    card = assessment.card
    shown = Card(card.view, card.subject, number=card.number + 1, replaces=card.message_id or card.replaces)
    return replace(assessment, card=shown)


def _said_so_far(assessment: Assessment, capability: str) -> Entry:
    """What was said about a capability this time, else last time; its place is given anew."""
    entry, last = assessment.entry(capability), assessment.last_time
    if entry.answer or entry.claim or last is None or capability not in last.entries:
        return entry
    before = last.entries[capability]
    before = replace(before, place=0, links=entry.links or before.links, shows_note=False)
    if entry.note:
        return replace(before, note=entry.note, shows_note=entry.shows_note)
    return before


def _showing(assessment: Assessment, view: View, subject: str | None = None) -> Assessment:
    return replace(assessment, card=assessment.card.showing(view, subject))


def _with_entry(assessment: Assessment, entry: Entry) -> Assessment:
    """The assessment with another entry, one revision later; unchanged if the entry is."""
    if entry == assessment.entry(entry.capability):
        return assessment
    if (entry.answer or entry.claim) and not entry.place:
        last_place = max((other.place for other in assessment.entries.values()), default=0)
        entry = replace(entry, place=last_place + 1)
    entries = {**assessment.entries, entry.capability: entry}
    return replace(assessment, entries=entries, revision=assessment.revision + 1)

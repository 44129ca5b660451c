"""What a typed message does: it goes to the card shown last, and the reply names it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flows.acts.assessment.card_click import confirm_all
from flows.acts.assessment.turn import Turn, current_assessment, lateness, occasion_of, on_new_card, posted_below, save
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, Entry, View
from flows.assessment.cards import Remark, RemarkKind
from flows.assessment.conversation import go_back, record_answer, record_note, show_current, turn_to
from flows.assessment.typed_replies import FreeText, Word, read_reply
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability
from flows.teams.person import Person

Said = tuple[Assessment, tuple[Remark, ...]]


@dataclass(frozen=True)
class Typed:
    """A message typed in the direct-message conversation. `has_file`: something was attached that Rung cannot read."""

    text: str
    has_file: bool = False


@dataclass(frozen=True)
class Listening:
    """A card that is waiting for words, and the practice it is about."""

    act: Act
    person: Person
    active: Assessment
    practice: Capability


def say(act: Act, typed: Typed) -> Turn | None:
    """Take a typed reply; None when nothing is waiting for one."""
    person = act.lock_person()
    act, active = current_assessment(act, person)
    about_one = active is not None and active.card.view is not View.CONFIRM  # which has a category's name
    practice = act.maturity.catalogue.by_id.get(active.card.subject or "") if active and about_one else None
    if active is None or (practice is None and not _has_way(active, typed)):
        posted_below(act)
        return None
    if practice:
        after, remarks = _taken(Listening(act, person, active, practice), typed)
    elif active.card.view in {View.CONFIRM, View.PAUSED}:
        after, remarks = _about_category(act, active, typed)
    else:
        after, remarks = _gone_back(active)
    remarks = (*remarks, *lateness(act, active, after))
    turn = on_new_card(person, after, *remarks, occasion=occasion_of(act), outdated=(active.card,))
    return replace(turn, occasion=save(act, active, turn.assessment))


def _has_way(active: Assessment, typed: Typed) -> bool:
    """Whether words mean something on a card that is about no question."""
    if active.card.message_id is None:
        return False
    return active.card.view in {View.CONFIRM, View.PAUSED} or read_reply(typed.text) is Word.BACK


def _about_category(act: Act, active: Assessment, typed: Typed) -> Said:
    """Yes, or same as last time, says that all is still true; what has changed is chosen from the menu.

    Paused before such a card, any word goes on.
    """
    meaning = read_reply(typed.text)
    if active.card.view is View.PAUSED:
        return show_current(active, act.maturity, act.now), ()
    if meaning in {Answer.YES, Word.SAME}:
        return confirm_all(act, active) or active, ()
    if meaning is Word.BACK:
        return _gone_back(active)
    if meaning is Word.PAUSE:
        return turn_to(View.PAUSED)(active), ()
    return active, (Remark(RemarkKind.USE_BUTTONS),)


def _gone_back(active: Assessment) -> Said:
    return go_back(active) or active, ()


def _taken(listening: Listening, typed: Typed) -> Said:
    if listening.active.card.message_id is None:  # the question is decided, but nobody has seen it yet
        return listening.active, (Remark(RemarkKind.NOT_SHOWN_YET),)
    about_file = (Remark(RemarkKind.FILE),) if typed.has_file else ()
    if typed.has_file and not typed.text.strip():
        return listening.active, about_file
    meaning = read_reply(typed.text)
    if listening.active.card.view is View.PLANNED:
        after, remarks = _about_planned(listening, meaning)
    elif not listening.active.card.view.asks:
        after, remarks = _beside_question(listening, meaning)
    elif isinstance(meaning, Answer):
        after, remarks = _answered(listening, meaning)
    elif isinstance(meaning, FreeText):
        after, remarks = _noted(listening, meaning)
    else:
        after, remarks = _WORDS[meaning](listening)
    return after, (*about_file, *remarks)


def _answered(listening: Listening, given: Answer) -> Said:
    act, practice = listening.act, listening.practice
    recorded = record_answer(listening.active, practice.id, given, now=act.now)
    remark = Remark(RemarkKind.RECORDED, practice, recorded.entry(practice.id))
    return show_current(recorded, act.maturity, act.now), (remark,)


def _noted(listening: Listening, text: FreeText) -> Said:
    active, practice = listening.active, listening.practice
    entry = active.entry(practice.id)
    links = (*entry.links, *text.links)
    if text.text in text.links:
        recorded = record_note(active, practice.id, entry.note or "", links)
        kind = RemarkKind.LINK_FOR_TEAM if active.check_in_id else RemarkKind.LINK_KEPT
        return recorded, (Remark(kind, practice, recorded.entry(practice.id)),)
    note = f"{entry.note}\n{text.text}" if entry.note else text.text
    recorded = record_note(active, practice.id, note, links)
    return recorded, (Remark(RemarkKind.NOTE_KEPT, practice, recorded.entry(practice.id), text.could_be),)


def _about_planned(listening: Listening, meaning: Answer | Word | FreeText) -> Said:
    """Yes agrees to record No; anything else shows the question again, with nothing recorded."""
    if meaning is Answer.YES:
        return _answered(listening, Answer.NO)
    return turn_to(View.QUESTION)(listening.active), ()


def _beside_question(listening: Listening, meaning: Answer | Word | FreeText) -> Said:
    """Paused, or asked something that only buttons answer: a typed yes would be a guess."""
    active = listening.active
    if meaning is Word.BACK and active.card.view is View.NOT_APPLICABLE:
        return _gone_back(active)
    if meaning is Word.CONTINUE or active.card.view is View.PAUSED:
        return _going_on(listening)
    return active, (Remark(RemarkKind.USE_BUTTONS),)


def _going_on(listening: Listening) -> Said:
    return show_current(listening.active, listening.act.maturity, listening.act.now), ()


def _back(listening: Listening) -> Said:
    before = go_back(listening.active)
    return (before, ()) if before else (listening.active, (Remark(RemarkKind.FIRST_QUESTION),))


def _same(listening: Listening) -> Said:
    previous = _previous_entry(listening)
    if previous is None or previous.answer is None:
        return listening.active, (Remark(RemarkKind.NOTHING_BEFORE),)
    return _answered(listening, previous.answer)


def _previous_entry(listening: Listening) -> Entry | None:
    assessments = listening.act.repositories.assessments
    if listening.active.last_time:
        return listening.active.last_time.entries.get(listening.practice.id)
    last = assessments.find_last_closed(listening.person.id)
    return last.entries.get(listening.practice.id) if last else None


def _seen_from(view: View) -> Callable[[Listening], Said]:
    return lambda listening: (turn_to(view)(listening.active), ())


def _remarked(kind: RemarkKind) -> Callable[[Listening], Said]:
    return lambda listening: (listening.active, (Remark(kind),))


_WORDS: dict[Word, Callable[[Listening], Said]] = {
    Word.BACK: _back,
    Word.WHY: _seen_from(View.WHY),
    Word.PAUSE: _seen_from(View.PAUSED),
    Word.CONTINUE: _going_on,
    Word.SAME: _same,
    Word.NOT_APPLICABLE: _seen_from(View.NOT_APPLICABLE),
    Word.START_OVER: _seen_from(View.START_OVER),
    Word.PLANNED: _seen_from(View.PLANNED),
    Word.ASKS: _remarked(RemarkKind.CANNOT_TALK),
    Word.UNREADABLE: _remarked(RemarkKind.UNREADABLE),
}

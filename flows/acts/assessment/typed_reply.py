"""Typed replies: a message goes to the card shown last, and the reply names what it was taken for."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flows.acts.assessment.card_click import confirm_all
from flows.acts.assessment.turn import Turn, current_assessment, lateness, occasion_of, on_new_card, posted_below, save
from flows.acts.shared.act import Act
from flows.assessment.assessment import Assessment, Entry, View
from flows.assessment.conversation import add_note, go_back, record_answer, show_current, turn_to
from flows.assessment.typed_replies import FreeText, Meaning, NearMiss, Word, read_reply
from flows.cards.cards import Remark, RemarkKind
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability
from flows.teams.person import Person

# The assessment after a typed reply, and the sentences before its card.
Reply = tuple[Assessment, tuple[Remark, ...]]


@dataclass(frozen=True)
class Typed:
    """A message typed in the direct-message conversation. `has_file`: a file was attached that Rung cannot read.

    `links` are the addresses in it, where somebody has said where they end.
    """

    text: str
    links: tuple[str, ...] = ()
    has_file: bool = False


@dataclass(frozen=True)
class Awaiting:
    """A card that is waiting for words, and the practice it is about."""

    act: Act
    person: Person
    active: Assessment
    practice: Capability


def say(act: Act, typed: Typed) -> Turn | None:
    """Take a typed message as the reply to the person's card; None when no card is waiting for one."""
    person = act.lock_person()
    act, active = current_assessment(act, person)
    reply = _reply_to(act, person, active, typed) if active else None
    if active is None or reply is None:
        posted_below(act)
        return None
    after, remarks = reply
    remarks = (*remarks, *lateness(act, active, after))
    turn = on_new_card(person, after, *remarks, occasion=occasion_of(act), outdated=(active.card,))
    return replace(turn, occasion=save(act, active, turn.assessment))


def edited(act: Act, before: str) -> Turn | None:
    """Say on the person's card that a message that they have changed was read as it was before; None without a card."""
    person = act.lock_person()
    act, active = current_assessment(act, person)
    if active is None or active.card.message_id is None:
        return None
    read = Remark(RemarkKind.EDITED, text=before)
    turn = on_new_card(person, active, read, occasion=occasion_of(act), outdated=(active.card,))
    return replace(turn, occasion=save(act, active, turn.assessment))


def _reply_to(act: Act, person: Person, active: Assessment, typed: Typed) -> Reply | None:
    """The reply on a card; None where words mean nothing, which is on most cards that are about no question."""
    practice = act.maturity.catalogue.by_id.get(active.card.subject or "")
    if practice and active.card.view is not View.CONFIRM:  # whose subject is a category
        return _taken(Awaiting(act, person, active, practice), typed)
    if active.card.message_id is None:
        return None
    if active.card.view in {View.CONFIRM, View.PAUSED}:
        return _about_category(act, active, typed)
    return _gone_back(active) if read_reply(typed.text) is Word.BACK else None


def _about_category(act: Act, active: Assessment, typed: Typed) -> Reply:
    """Yes, or same as last time, says that a whole category is still true; changes are chosen from the menu.

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


def _gone_back(active: Assessment) -> Reply:
    return go_back(active) or active, ()


def _taken(awaiting: Awaiting, typed: Typed) -> Reply:
    if awaiting.active.card.message_id is None:  # the question is decided, but nobody has seen it yet
        return awaiting.active, (Remark(RemarkKind.NOT_SHOWN_YET),)
    if not typed.has_file:
        return _meant(awaiting, typed)
    about_file = Remark(RemarkKind.FILE)
    if not typed.text.strip():
        return awaiting.active, (about_file,)
    after, remarks = _meant(awaiting, typed)
    return after, (about_file, *remarks)


def _meant(awaiting: Awaiting, typed: Typed) -> Reply:
    meaning = read_reply(typed.text, typed.links)
    if awaiting.active.card.view is View.PLANNED:
        return _about_planned(awaiting, meaning)
    if not awaiting.active.card.view.asks:
        return _beside_question(awaiting, meaning)
    return _about_question(awaiting, meaning)


def _about_question(awaiting: Awaiting, meaning: Meaning) -> Reply:
    if isinstance(meaning, Answer):
        return _answered(awaiting, meaning)
    if isinstance(meaning, NearMiss):
        near = Remark(RemarkKind.NEAR_MISS, awaiting.practice, could_be=(meaning.meant,), text=meaning.text)
        return awaiting.active, (near,)
    if isinstance(meaning, FreeText):
        return _noted(awaiting, meaning)
    return _WORDS[meaning](awaiting)


def _answered(awaiting: Awaiting, given: Answer) -> Reply:
    act, practice = awaiting.act, awaiting.practice
    recorded = record_answer(awaiting.active, practice.id, given, now=act.now)
    remark = Remark(RemarkKind.RECORDED, practice, recorded.entry(practice.id))
    return show_current(recorded, act.maturity, act.now), (remark,)


def _noted(awaiting: Awaiting, text: FreeText) -> Reply:
    active, practice = awaiting.active, awaiting.practice
    if text.text in text.links:
        recorded = add_note(active, practice.id, "", text.links)
        kind = RemarkKind.LINK_FOR_TEAM if active.check_in_id else RemarkKind.LINK_KEPT
        return recorded, (Remark(kind, practice, recorded.entry(practice.id)),)
    recorded = add_note(active, practice.id, text.text, text.links)
    kept = Remark(RemarkKind.NOTE_KEPT, practice, recorded.entry(practice.id), text.could_be, text=text.text)
    return recorded, (kept,)


def _about_planned(awaiting: Awaiting, meaning: Meaning) -> Reply:
    """Yes agrees to record No, and no could mean either; anything else is about the question itself."""
    if meaning is Answer.YES:
        return _answered(awaiting, Answer.NO)
    asked = replace(awaiting, active=turn_to(View.QUESTION)(awaiting.active))
    if meaning is Answer.NO:
        return asked.active, (Remark(RemarkKind.NOT_RECORDED),)
    return (asked.active, ()) if meaning is Word.BACK else _about_question(asked, meaning)


def _beside_question(awaiting: Awaiting, meaning: Meaning) -> Reply:
    """Paused, or asked something that only buttons answer: a typed yes would be a guess."""
    active = awaiting.active
    if meaning is Word.BACK and active.card.view is View.NOT_APPLICABLE:
        return _gone_back(active)
    if meaning is Word.CONTINUE or active.card.view is View.PAUSED:
        return _going_on(awaiting)
    return active, (Remark(RemarkKind.USE_BUTTONS),)


def _going_on(awaiting: Awaiting) -> Reply:
    return show_current(awaiting.active, awaiting.act.maturity, awaiting.act.now), ()


def _back(awaiting: Awaiting) -> Reply:
    before = go_back(awaiting.active)
    if before is None:
        return awaiting.active, (Remark(RemarkKind.FIRST_QUESTION),)
    return before, ()


def _same(awaiting: Awaiting) -> Reply:
    previous = _previous_entry(awaiting)
    if previous is None or previous.answer is None:
        return awaiting.active, (Remark(RemarkKind.NOTHING_BEFORE),)
    return _answered(awaiting, previous.answer)


def _previous_entry(awaiting: Awaiting) -> Entry | None:
    assessments = awaiting.act.repositories.assessments
    if awaiting.active.last_time:
        return awaiting.active.last_time.entries.get(awaiting.practice.id)
    last = assessments.find_last_closed(awaiting.person.id)
    return last.entries.get(awaiting.practice.id) if last else None


def _seen_from(view: View) -> Callable[[Awaiting], Reply]:
    return lambda awaiting: (turn_to(view)(awaiting.active), ())


def _remarked(kind: RemarkKind) -> Callable[[Awaiting], Reply]:
    return lambda awaiting: (awaiting.active, (Remark(kind),))


_WORDS: dict[Word, Callable[[Awaiting], Reply]] = {
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
    Word.SKIP: _remarked(RemarkKind.SKIP),
}

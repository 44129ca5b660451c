"""Each card of the conversation as a Slack message: words from its template, buttons from here."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.slack.blocks import Block, Message, actions, bold, channel_menu, context, divider, menu, message, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import Safe, render_notice, render_words, sentence
from flows.assessment.assessment import Length, View
from flows.assessment.conversation import mark_of
from flows.cards.cards import (
    AnswerList,
    CardNotice,
    Confirmation,
    LevelProofs,
    NotApplicableCheck,
    PausedCard,
    PlannedCheck,
    PrivateResult,
    QuestionCard,
    Remark,
    RemarkKind,
    RetiredCard,
    ScaleComparison,
    ShareDone,
    SharedResult,
    SharePreview,
    StartOverCheck,
)

_LONGER = {Length.STANDARD: "Ask me a few more", Length.FULL: "Ask me the rest"}


def render_card(notice: CardNotice, handle: Handle, remarks: Sequence[Remark] = ()) -> Message:
    """Make the message for one card of the conversation; sentences that come before it are `remarks`."""
    said = Safe()
    if remarks:
        said = Safe(render_words("remarks", remarks=remarks).text)
    card = _BUILDERS[type(notice)](notice, handle, said)
    row = actions(*(_button_of(remark, handle) for remark in remarks))
    return replace(card, blocks=[*card.blocks[:1], row, *card.blocks[1:]]) if row else card


def _button_of(remark: Remark, handle: Handle) -> Block | None:
    """The button that goes with a sentence before the card of the same question."""
    if remark.practice is None or remark.practice.id != handle.subject:
        return None
    about = f"{handle.subject} "
    if remark.kind is RemarkKind.NOTE_KEPT:
        return handle.about(about + mark_of(remark.text)).button("Take the note back", ActionId.TAKE_NOTE_BACK)
    if remark.kind is RemarkKind.NEAR_MISS:
        return handle.about(about + remark.text).button("Keep as a note", ActionId.KEEP_NOTE)
    return None


def render_shared(notice: SharedResult) -> Message:
    """Make the message in which a channel reads one person's shared view."""
    words = render_notice("shared_result", notice)
    part = words.parts
    return message(
        words.text,
        context(part["opening"]),
        sections(_under(part["level"], part["means"]), _under(part["step"], part["beginning"])),
        context(part["others"]),
        context(part["invitation"]),
    )


def render_retired(notice: RetiredCard) -> Message:
    """Make the one line that is left of an old card."""
    words = render_notice("retired_card", notice)
    return message(words.text, context(words.text))


def _under(heading: str, *texts: str) -> str:
    """Paragraphs under a sentence that the eye finds first."""
    return "\n".join(filter(None, [bold(heading), *texts]))


def _question_card(notice: QuestionCard, handle: Handle, remarks: str) -> Message:
    words = render_notice("question_card", notice, remarks=remarks)
    part = words.parts
    question = f"{bold(part['practice'])}\n{sentence(part['question'])}\n{part['partly']}"
    return message(
        words.text,
        sections(remarks),
        context(part["progress"]),
        context(part["opening"]),
        sections(question, part["why"]),
        context(part["so_far"]),
        actions(
            handle.button("Yes", ActionId.YES),
            handle.button("Partly", ActionId.PARTIAL),
            handle.button("No", ActionId.NO),
            handle.button("Not sure", ActionId.UNKNOWN),
        ),
        _further(notice, handle),
        _more(notice, handle),
        context(part["how"]),
    )


def _further(notice: QuestionCard, handle: Handle) -> Block | None:
    row = [handle.button("Why this question", ActionId.WHY)]
    if notice.view is View.WHY:
        row = [
            handle.button("Hide the explanation", ActionId.LESS),
            handle.button("Read more", ActionId.READ_MORE),
        ]
    row.append(handle.button("Add a note or link", ActionId.NOTE))
    if notice.can_go_back:
        row.append(handle.button("Back", ActionId.BACK))
    if notice.view is not View.MORE:
        row.append(handle.button("More", ActionId.MORE))
    return actions(*row)


def _more(notice: QuestionCard, handle: Handle) -> Block | None:
    if notice.view is not View.MORE:
        return None
    return actions(
        handle.button("Does not apply", ActionId.NOT_APPLICABLE),
        handle.button("Start over", ActionId.START_OVER),
        handle.button("Pause", ActionId.PAUSE),
    )


def _confirmation(notice: Confirmation, handle: Handle, remarks: str) -> Message:
    words = render_notice("confirmation", notice, remarks=remarks)
    part = words.parts
    options = [(practice.name, handle.about(practice.id).value) for practice, _ in notice.entries]
    return message(
        words.text,
        sections(remarks),
        context(part["progress"]),
        sections(f"{bold(part['category'])}\n{part['said']}"),
        actions(
            handle.button("All still true", ActionId.CONFIRM, style="primary"),
            menu("Something changed", ActionId.CHANGE_ANSWER, options),
        ),
        actions(handle.button("Back", ActionId.BACK), handle.button("Pause", ActionId.PAUSE)),
        context(part["how"]),
    )


def _not_applicable_check(notice: NotApplicableCheck, handle: Handle, remarks: str) -> Message:
    words = render_notice("not_applicable_check", notice, remarks=remarks)
    row = actions(
        handle.button("It is a No", ActionId.NO),
        handle.button("It never applies", ActionId.GIVE_REASON),
        handle.button("Back", ActionId.BACK),
    )
    return message(words.text, sections(remarks, words.parts["question"]), context(words.parts["what"]), row)


def _planned_check(notice: PlannedCheck, handle: Handle, remarks: str) -> Message:
    words = render_notice("planned_check", notice, remarks=remarks)
    row = actions(handle.button("Record No", ActionId.NO), handle.button("Back", ActionId.BACK))
    return message(words.text, sections(remarks, words.parts["question"]), row)


def _start_over_check(notice: StartOverCheck, handle: Handle, remarks: str) -> Message:
    words = render_notice("start_over_check", notice, remarks=remarks)
    row = actions(handle.button("Start over", ActionId.BEGIN_AGAIN), handle.button("Keep my answers", ActionId.GO_ON))
    return message(words.text, sections(remarks, words.parts["question"]), row)


def _paused_card(notice: PausedCard, handle: Handle, remarks: str) -> Message:
    words = render_notice("paused_card", notice, remarks=remarks)
    row = actions(handle.button("Continue", ActionId.GO_ON))
    return message(words.text, sections(remarks, words.parts["state"]), row, context(words.parts["how"]))


def _private_result(notice: PrivateResult, handle: Handle, remarks: str) -> Message:
    words = render_notice("private_result", notice, remarks=remarks)
    part = words.parts
    return message(
        words.text,
        sections(remarks),
        context(part["opening"]),
        sections(
            _under(part["level"], part["means"], part["proof"]), _under(part["step"], part["beginning"], part["jump"])
        ),
        context(part["others"]),
        context(f"{part['unsettled']}\n{part['doubts']}".strip()),
        _after_result(notice, handle),
        _ask_more(notice, handle),
        _closing(notice, part["closing"]),
    )


def _closing(notice: PrivateResult, text: str) -> Block | None:
    if notice.check_in is None:
        return None
    return context(text)


def _after_result(notice: PrivateResult, handle: Handle) -> Block | None:
    row = [
        handle.button("What holds each level", ActionId.SHOW_PROOF),
        handle.button("Compare the scales", ActionId.SHOW_COMPARISON),
        handle.button("Change an answer", ActionId.SHOW_ANSWERS),
    ]
    if notice.check_in is None:
        row.append(handle.button("Share", ActionId.PREVIEW_SHARE))
    return actions(*row)


def _ask_more(notice: PrivateResult, handle: Handle) -> Block | None:
    if notice.longer is None:
        return None
    return actions(handle.button(_LONGER[notice.longer], ActionId.ASK_MORE))


def _level_proofs(notice: LevelProofs, handle: Handle, remarks: str) -> Message:
    words = render_notice("level_proofs", notice, remarks=remarks)
    scales = sections(*words.parts["scales"].split("\n"))
    return message(words.text, sections(remarks, bold(words.parts["opening"])), scales, _to_result(handle))


def _scale_comparison(notice: ScaleComparison, handle: Handle, remarks: str) -> Message:
    words = render_notice("scale_comparison", notice, remarks=remarks)
    part = words.parts
    shown = sections(remarks, bold(part["opening"]), part["scales"], part["differences"])
    return message(words.text, shown, _to_result(handle))


def _answer_list(notice: AnswerList, handle: Handle, remarks: str) -> Message:
    words = render_notice("answer_list", notice, remarks=remarks)
    options = [(practice.name, handle.about(practice.id).value) for practice, _ in notice.entries]
    return message(
        words.text,
        sections(remarks, words.parts["opening"], words.parts["answers"]),
        actions(
            menu("Choose a question", ActionId.CHANGE_ANSWER, options),
            handle.button("Start over", ActionId.START_OVER),
            handle.button("Back to the result", ActionId.SHOW_RESULT),
        ),
    )


def _share_preview(notice: SharePreview, handle: Handle, remarks: str) -> Message:
    shared = render_shared(notice.shared)
    words = render_notice("share_preview", notice, remarks=remarks, shared=Safe(shared.text))
    opening, back = words.parts["opening"], handle.button("Back to the result", ActionId.SHOW_RESULT)
    block_id = f"share:{handle.value}"
    if notice.channel_id is None:
        choose = channel_menu("Choose a channel", ActionId.CHOOSE_CHANNEL)
        text = f"{remarks}\n{opening}".strip()
        return message(text, sections(remarks, opening), actions(choose, back, block_id=block_id))
    row = actions(
        handle.button("Share", ActionId.SHARE, style="primary"),
        channel_menu("Another channel", ActionId.CHOOSE_CHANNEL),
        back,
        block_id=block_id,
    )
    return message(words.text, sections(remarks, opening), [divider(), *shared.blocks, divider()], row)


def _share_done(notice: ShareDone, handle: Handle, remarks: str) -> Message:
    words = render_notice("share_done", notice, remarks=remarks)
    return message(words.text, sections(words.text), _to_result(handle))


def _to_result(handle: Handle) -> Block | None:
    return actions(handle.button("Back to the result", ActionId.SHOW_RESULT))


_BUILDERS: dict[type, Callable[[Any, Handle, str], Message]] = {
    QuestionCard: _question_card,
    Confirmation: _confirmation,
    NotApplicableCheck: _not_applicable_check,
    PlannedCheck: _planned_check,
    StartOverCheck: _start_over_check,
    PausedCard: _paused_card,
    PrivateResult: _private_result,
    LevelProofs: _level_proofs,
    ScaleComparison: _scale_comparison,
    AnswerList: _answer_list,
    SharePreview: _share_preview,
    ShareDone: _share_done,
}

"""What people read about check-ins: invitations, the card in the channel, previews and summaries."""

from typing import Any

from bot.slack.blocks import (
    START_OR_CONTINUE,
    Block,
    Message,
    actions,
    bold,
    channel_menu,
    context,
    menu,
    message,
    sections,
    write,
)
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice, render_words
from flows.acts.check_ins.check_in_notices import (
    CheckInCard,
    Discussion,
    Invitation,
    OverLine,
    ResultPreview,
)
from flows.acts.check_ins.nudge_notices import ChannelReminder, Nudge, NudgeItem
from flows.acts.own_time.time_off import Snooze
from flows.acts.results.level_change import LevelChange
from flows.acts.results.team_result import TeamResult, WrittenNotes
from flows.assessment.questionnaire import USUAL_QUESTIONS
from flows.check_ins.check_in import Nudging
from flows.exports.documents import DOES_NOT_APPLY
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability
from flows.maturity.result import jump_warnings

MOST_AGREED_ON = 5  # practices that a preview offers to record an agreement on
MOST_LINKS = 10
MOST_NOTES = 10
_OTHER_TIMES = (Snooze.AFTERNOON, Snooze.MONDAY)
_AGREEMENTS = {"yes": Answer.YES, "partly": Answer.PARTIAL, "no": Answer.NO, "does not apply": None}


def render_over(line: OverLine) -> Message:
    """Make the one line that is left of a message whose buttons are of no use any more."""
    words = render_notice("over_line", line)
    return message(words.text, context(words.text))


def render_summary(change: LevelChange) -> Message:
    """Make the summary that a team's channel reads when a result is published."""
    others = [each for each in change.rose if each != change.step_taken]
    full = [each for each in others if change.now.sheet.says(each.id, Answer.YES)]
    words = render_notice(
        "level_change_summary",
        change,
        level=change.now.result.headline,
        word=change.now.result.headline.scale.level_word,
        is_unchanged=change.is_unchanged,
        closer=_is_closer(change),
        others_rose=[each.short for each in full],
        partly_rose=[each.short for each in others if each not in full],
    )
    part = words.parts
    return message(
        words.text,
        sections("\n".join(filter(None, [bold(part["level"]), part["means"], part["work"], part["causes"]]))),
        sections("\n".join(filter(None, [part["step"], part["talk"]]))),
        context(part["turnout"]),
    )


def render_details(change: LevelChange) -> Message:
    """Make the details that stand in the thread below a summary."""
    breakages = jump_warnings(change.now.result, change.now.sheet, change.now.maturity.jumps)
    links, notes = _by_practice(change.now, change.now.evidence), _by_practice(change.now, change.now.notes)
    words = render_notice(
        "summary_details",
        change,
        breakages=breakages,
        evidence=links[:MOST_LINKS],
        links_left=len(links[MOST_LINKS:]),
        notes=notes[:MOST_NOTES],
        notes_left=len(notes[MOST_NOTES:]),
    )
    part = words.parts
    return message(
        words.text,
        sections(
            part["proof"],
            part["beginning"],
            part["jump"],
            part["others"],
            part["views"],
            part["evidence"],
            part["notes"],
            part["doubts"],
        ),
        context(part["privacy"]),
    )


def _by_practice(result: TeamResult, written: WrittenNotes) -> list[tuple[Capability, str]]:
    return [(result.practices[each], line) for each, lines in written.items() for line in lines]


def write_summary(change: LevelChange) -> tuple[str, str]:
    """Write a summary and its details as deliveries keep them."""
    return write(render_summary(change)), write(render_details(change))


def _is_closer(change: LevelChange) -> bool:
    now, before = change.now.result.headline.progress, change.before and change.before.result.headline.progress
    return bool(now and before and now.in_place > before.in_place)


def render_invitation(notice: Invitation) -> Message:
    """Make the invitation to a check-in, with all that the person can do about it."""
    words, handle = render_notice("invitation", notice), Handle(notice.check_in.id)
    row = actions(
        handle.button("Start", ActionId.JOIN, style="primary"),
        handle.about(Snooze.TOMORROW).button("Remind me tomorrow", ActionId.SNOOZE),
        menu("Another time", ActionId.SNOOZE_UNTIL, [(str(each), handle.about(each).value) for each in _OTHER_TIMES]),
        handle.button("Not this time", ActionId.DECLINE),
        handle.button("Stop asking me", ActionId.STOP_ASKING),
    )
    return message(words.text, sections(words.parts["news"]), row, context(words.parts["why"]))


def render_check_in_card(notice: CheckInCard) -> Message:
    """Make the one card of a check-in that stands in the team's channel."""
    words = render_notice("check_in_card", notice)
    return message(words.text, sections(words.parts["state"]), context(words.parts["how"]))


def render_preview(notice: ResultPreview) -> Message:
    """Make the preview of a result, which owners see before others do."""
    result, handle = notice.result, Handle(notice.result.check_in.id)
    first = next(iter(result.disputed), None)
    is_compared = any(each.agreement for each in result.views.values())
    words = render_notice("result_preview", notice, level=result.result.headline, first=first, is_compared=is_compared)
    part = words.parts
    row: list[Block | None] = [handle.button("Publish now", ActionId.PUBLISH, style="primary")]
    if not result.check_in.was_discussed:
        row.append(handle.button("Discuss first", ActionId.DISCUSS))
    return message(
        words.text,
        sections(part["turnout"], f"{bold(part['level'])}\n{part['step']}", part["views"], part["said"], part["plan"]),
        actions(*row, _agreements(notice, handle)),
        actions(channel_menu("Another channel", ActionId.SUMMARY_CHANNEL), block_id=f"summary:{handle.value}"),
    )


def _agreements(notice: ResultPreview, handle: Handle) -> dict[str, Any] | None:
    """A menu of what the team may have agreed on, for the practices on which views differ."""
    result = notice.result
    claimed = [each for each, views in result.views.items() if views.claims and each not in result.disputed]
    practices = list(dict.fromkeys((*result.disputed[:MOST_AGREED_ON], *claimed[:MOST_AGREED_ON], *result.agreed)))
    options = [
        (f"{result.practices[each].short}: {said}", handle.about(f"{each} {answer or DOES_NOT_APPLY}").value)
        for each in practices
        for said, answer in _AGREEMENTS.items()
    ]
    return menu("Record what was agreed", ActionId.AGREE, options)


def render_discussion(notice: Discussion) -> Message:
    """Make the list of practices worth talking about before a result is published."""
    words = render_notice("discussion", notice)
    return message(words.text, sections(words.parts["news"], words.parts["practices"]), context(words.parts["why"]))


def render_nudge(nudge: Nudge) -> Message:
    """Make the reminder of open check-ins: buttons for one, menus for several."""
    is_only = all(each.check_in.nudging is Nudging.GENTLE for each in nudge.items)
    words = render_notice("nudge", nudge, usual=USUAL_QUESTIONS, is_only=is_only)
    part = words.parts
    return message(words.text, sections(part["news"], part["last"]), _row_of(nudge.items), context(part["why"]))


def render_nudge_over() -> Message:
    """Make the line that is left of a reminder when nothing waits any more."""
    text = render_words("nudge_over").text
    return message(text, context(text))


def render_channel_reminder(reminder: ChannelReminder) -> Message:
    """Make the reminder that a team's channel reads once."""
    words, handle = render_notice("channel_reminder", reminder), Handle(reminder.check_in.id)
    row = actions(handle.button("Answer", ActionId.JOIN))
    return message(words.text, sections(words.parts["news"]), row, context(words.parts["why"]))


def _row_of(items: tuple[NudgeItem, ...]) -> Block | None:
    if len(items) > 1:
        return _several(items)
    handle, label = Handle(items[0].check_in.id), START_OR_CONTINUE[items[0].progress is not None]
    return actions(
        handle.button(label, ActionId.JOIN, style="primary"),
        handle.button("Not this time", ActionId.DECLINE),
        handle.button("Stop asking me", ActionId.STOP_ASKING),
    )


def _several(items: tuple[NudgeItem, ...]) -> Block | None:
    options = [(each.check_in.team_name, Handle(each.check_in.id).value) for each in items]
    return actions(
        menu("Answer for", ActionId.JOIN, options),
        menu("Not this time", ActionId.DECLINE, options),
        menu("Stop asking me", ActionId.STOP_ASKING, options),
    )

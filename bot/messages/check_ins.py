"""What people read about check-ins: replies, invitations, the card in the channel, previews and reminders."""

from typing import Any

from bot.slack.blocks import (
    START_OR_CONTINUE,
    Block,
    Message,
    actions,
    bold,
    button,
    channel_menu,
    context,
    menu,
    message,
    sections,
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
from flows.acts.check_ins.see_check_ins import CheckInState
from flows.acts.check_ins.take_part import WantsRevision, WhichOne
from flows.acts.own_time.time_off import Snooze
from flows.assessment.questionnaire import USUAL_QUESTIONS
from flows.check_ins.check_in import Nudging
from flows.exports.documents import DOES_NOT_APPLY
from flows.maturity.answer import Answer

MOST_AGREED_ON = 5  # practices that a preview offers to record an agreement on
_OTHER_TIMES = (Snooze.AFTERNOON, Snooze.MONDAY)
_AGREEMENTS = {"yes": Answer.YES, "partly": Answer.PARTIAL, "no": Answer.NO, "does not apply": None}


def check_in_status(state: CheckInState) -> Message:
    """How a check-in stands, with what the person can do about it."""
    words = render_notice("check_in_status", state)
    return message(words.text, sections(words.parts["state"]), _next_to(state), context(words.parts["how"]))


def check_in_done(state: CheckInState, what: str) -> Message:
    """Say what has just been done to a check-in."""
    text = render_notice("check_in_done", state, what=what).text
    return message(text, sections(text))


def _next_to(state: CheckInState) -> Block | None:
    """What the person can do now."""
    check_in, row = state.check_in, []
    if check_in is None or not check_in.status.is_running:
        if state.can_decide:
            row.append(Handle(state.team.id).button("Start a check-in", ActionId.START_CHECK_IN))
        return actions(*row)
    handle = Handle(check_in.id)
    if state.is_asked:
        row.append(handle.button("Answer", ActionId.JOIN))
    if state.can_decide and check_in.is_open:
        row.append(handle.button("Close now", ActionId.CLOSE_CHECK_IN))
    elif state.can_decide:
        row += [handle.button("Publish now", ActionId.PUBLISH), handle.button("Discuss first", ActionId.DISCUSS)]
    return actions(*row)


def which_check_in(which: WhichOne) -> Message:
    """Ask which of several open check-ins is meant."""
    words = render_notice("which_check_in", which)
    options = [(f"{check_in.team_name}, {check_in.period}", Handle(check_in.id).value) for check_in in which.check_ins]
    row = actions(
        menu("Choose a check-in", ActionId.JOIN, options),
        button("Just my own view", ActionId.ASSESS_PRIVATELY, "private"),
    )
    return message(words.text, sections(words.text), row)


def wants_revision(wants: WantsRevision) -> Message:
    """Ask an owner whether to ask the team again in a period that has a result."""
    words = render_notice("wants_revision", wants)
    row = actions(Handle(wants.team.id).button("Start a revision", ActionId.START_REVISION))
    return message(words.text, sections(words.text), row)


def render_over(line: OverLine) -> Message:
    """Make the one line that is left of a message whose buttons are of no use any more."""
    words = render_notice("over_line", line)
    return message(words.text, context(words.text))


def render_invitation(notice: Invitation) -> Message:
    """Make the invitation to a check-in, with all that the person can do about it."""
    words, handle = render_notice("invitation", notice), Handle(notice.check_in.id)
    row = actions(
        handle.button("Start", ActionId.JOIN, style="primary"),
        handle.about(Snooze.TOMORROW).button("Remind me tomorrow", ActionId.SNOOZE),
        menu("Another time", ActionId.SNOOZE_UNTIL, [(str(time), handle.about(time).value) for time in _OTHER_TIMES]),
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
    is_compared = any(views.agreement for views in result.views.values())
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
    claimed = [practice for practice, views in result.views.items() if views.claims and practice not in result.disputed]
    practices = list(dict.fromkeys((*result.disputed[:MOST_AGREED_ON], *claimed[:MOST_AGREED_ON], *result.agreed)))
    options = [
        (f"{result.practices[practice].short}: {said}", handle.about(f"{practice} {answer or DOES_NOT_APPLY}").value)
        for practice in practices
        for said, answer in _AGREEMENTS.items()
    ]
    return menu("Record what was agreed", ActionId.AGREE, options)


def render_discussion(notice: Discussion) -> Message:
    """Make the list of practices worth talking about before a result is published."""
    words = render_notice("discussion", notice)
    return message(words.text, sections(words.parts["news"], words.parts["practices"]), context(words.parts["why"]))


def render_nudge(nudge: Nudge) -> Message:
    """Make the reminder of open check-ins: buttons for one, menus for several."""
    is_only = all(item.check_in.nudging is Nudging.GENTLE for item in nudge.items)
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
    options = [(item.check_in.team_name, Handle(item.check_in.id).value) for item in items]
    return actions(
        menu("Answer for", ActionId.JOIN, options),
        menu("Not this time", ActionId.DECLINE, options),
        menu("Stop asking me", ActionId.STOP_ASKING, options),
    )

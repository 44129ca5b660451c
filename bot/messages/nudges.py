"""Reminders of check-ins that are open."""

from bot.slack.blocks import Block, Message, actions, context, menu, message, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice, render_words
from flows.acts.check_ins.nudges import ChannelReminder, Nudge, NudgeItem
from flows.assessment.questionnaire import USUAL_QUESTIONS
from flows.check_ins.check_in import Nudging


def render_nudge(nudge: Nudge) -> Message:
    """What somebody is reminded of, with buttons for one check-in, and menus for several."""
    is_only = all(each.check_in.nudging is Nudging.GENTLE for each in nudge.items)
    words = render_notice("nudge", nudge, usual=USUAL_QUESTIONS, is_only=is_only)
    part = words.parts
    row = _several(nudge.items) if len(nudge.items) > 1 else _one(nudge.items[0])
    return message(words.text, sections(part["news"], part["last"]), row, context(part["why"]))


def render_nudge_over() -> Message:
    """What is left of a reminder when nothing waits any more."""
    text = render_words("nudge_over").text
    return message(text, context(text))


def render_channel_reminder(reminder: ChannelReminder) -> Message:
    """What the channel reads once."""
    words, handle = render_notice("channel_reminder", reminder), Handle(reminder.check_in.id)
    row = actions(handle.button("Answer", ActionId.JOIN))
    return message(words.text, sections(words.parts["news"]), row, context(words.parts["why"]))


def _one(item: NudgeItem) -> Block:
    handle = Handle(item.check_in.id)
    return actions(
        handle.button("Continue" if item.going else "Start", ActionId.JOIN, style="primary"),
        handle.button("Not this time", ActionId.DECLINE),
        handle.button("Stop asking me", ActionId.STOP_ASKING),
    )


def _several(items: tuple[NudgeItem, ...]) -> Block:
    options = [(each.check_in.team_name, Handle(each.check_in.id).value) for each in items]
    return actions(
        menu("Answer for", ActionId.JOIN, options),
        menu("Not this time", ActionId.DECLINE, options),
        menu("Stop asking me", ActionId.STOP_ASKING, options),
    )

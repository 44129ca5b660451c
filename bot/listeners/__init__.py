"""What Slack can send: acknowledge, parse, one use case, hand over the reply."""

from slack_bolt import App

from bot.listeners import cards as actions
from bot.listeners import commands, events, forms, home, invitations, messages, own_time, schedules, teams_forms
from bot.listeners.listening import Listening


def register(app: App, listening: Listening) -> None:
    """Register every listener; the events listener comes last, because it acknowledges whatever is left."""
    for each in (commands, actions, forms, teams_forms, schedules, own_time, messages, invitations, home, events):
        each.register(app, listening)

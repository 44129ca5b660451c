"""`/rung actions …`: what a team has set out to do."""

import re
from datetime import date
from functools import partial

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import HERE, TEAM
from bot.listeners.typed_words import read_day, read_people
from bot.slack.blocks import Message, actions, context, menu, message, sections
from bot.slack.candidates import LookUp
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.inbound import Command, Pressed
from bot.slack.rendering import render_notice
from flows.acts.shared.act import Act
from flows.acts.teams.action_items import ActionList, add_action, end_action, list_actions, take_on
from flows.acts.teams.teams import meet
from flows.errors import RefusedError
from flows.maturity.wording import whole_number
from flows.teams.action_item import ActionStatus
from flows.teams.team import Team

_DAY = re.compile(r"(?:\b(?:until|by)\s+)?\b(\d{4}-\d{2}-\d{2})\b")


def handle_list(listening: Listening, command: Command) -> Message | None:
    """The open actions."""
    return rendered(listening.once_for_team(command, list_actions), action_list)


def handle_add(listening: Listening, command: Command) -> None:
    """An action in own words, with who looks after it and until when."""
    people, typed = read_people(command.marked)
    text, due_on = _read_due(typed)
    look_up = LookUp(listening.gateway)

    def answer() -> None:
        named = look_up.profiles(people[:1])  # before the transaction, which must not wait for Slack

        def add(act: Act, team: Team) -> ActionList:
            met, _ = meet(act, named)
            return add_action(act, team, text, next((person.id for person in met), None), due_on)

        listening.answer(rendered(listening.once_for_team(command, add), action_list), command)

    listening.work(command, answer)


def _read_due(typed: str) -> tuple[str, date | None]:
    """What is to be done, and until when."""
    day, text = _DAY.search(typed), " ".join(_DAY.sub(" ", typed).split())
    if day is None:
        return text, None
    return text, read_day(day[1], "2027-03-31")


def handle_end(listening: Listening, command: Command, *, status: ActionStatus) -> Message | None:
    """Say of an action that it is done, or dropped."""
    number = whole_number(command.words)
    if number < 0:
        raise RefusedError("Please say which one, by its number, for example /rung actions done 1.")
    ended = listening.once_for_team(command, lambda act, team: end_action(act, team, number, status))
    return rendered(ended, action_list)


def handle_take_on(listening: Listening, pressed: Pressed) -> Message | None:
    """A step of the last result, chosen from the menu."""
    return rendered(listening.once_for_team(pressed, lambda act, team: take_on(act, team, pressed.words)), action_list)


def action_list(listed: ActionList) -> Message:
    """What a team has set out to do, and could."""
    words = render_notice("action_list", listed)
    handle = Handle(listed.team.id)
    options = [(practice.name, handle.about(practice.id).value) for practice in listed.suggestions]
    row = actions(menu("Take on a step", ActionId.TAKE_ON, options)) if options else None
    part = words.parts
    return message(words.text, sections(part["opening"], part["actions"]), row, context(part["how"]))


ROUTES = (
    Route("/rung actions", HERE, handle_list),
    Route("/rung actions add", TEAM, handle_add),
    Route("/rung actions done", TEAM, partial(handle_end, status=ActionStatus.DONE)),
    Route("/rung actions drop", TEAM, partial(handle_end, status=ActionStatus.DROPPED)),
    Route(ActionId.TAKE_ON, TEAM, handle_take_on),
)

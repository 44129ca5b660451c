"""`/rung actions …`: what a team has set out to do."""

from functools import partial

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import HERE, TEAM
from bot.listeners.typed_words import read_people, without_owner
from bot.slack.blocks import Message, actions, context, menu, message, sections
from bot.slack.candidates import LookUp
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.inbound import Command, Pressed
from bot.slack.rendering import render_notice
from flows.acts.shared.act import Act
from flows.acts.teams.action_items import ActionList, add_action, end_action, list_actions, take_on
from flows.acts.teams.teams import meet
from flows.calendar.typed_days import split_due
from flows.errors import RefusedError
from flows.maturity.wording import whole_number
from flows.teams.action_item import ActionStatus
from flows.teams.team import Team


def handle_list(listening: Listening, command: Command) -> Message | None:
    """The open actions."""
    return rendered(listening.once_for_team(command, list_actions), action_list)


def handle_add(listening: Listening, command: Command) -> None:
    """An action in own words, with who looks after it and until when."""
    people, _ = read_people(command.marked)
    look_up = LookUp(listening.gateway)

    def answer() -> None:
        named = look_up.profiles(people[:1])  # before the transaction, which must not wait for Slack

        def add(act: Act, team: Team) -> ActionList:
            met, _ = meet(act, named)
            text, due_on = split_due(command.marked, act.today)
            return add_action(act, team, without_owner(text), next((person.id for person in met), None), due_on)

        listening.answer(rendered(listening.once_for_team(command, add), action_list), command)

    listening.work(command, answer)


def handle_end(listening: Listening, command: Command, *, status: ActionStatus) -> Message | None:
    """Say of an action that it is done, or dropped."""
    number = whole_number(command.words)
    if number < 0:
        unknown = f'"{command.words}" is no number of an action. ' if command.words else ""
        raise RefusedError(f"{unknown}Please say which one, by its number, for example /rung actions done 1.")
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
    Route("/rung actions add", TEAM, handle_add, takes_words=True),
    Route("/rung actions done", TEAM, partial(handle_end, status=ActionStatus.DONE), takes_words=True),
    Route("/rung actions drop", TEAM, partial(handle_end, status=ActionStatus.DROPPED), takes_words=True),
    Route(ActionId.TAKE_ON, TEAM, handle_take_on),
)

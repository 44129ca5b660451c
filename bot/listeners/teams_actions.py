"""`/rung actions …`: what a team has set out to do."""

import re
from collections.abc import Callable
from datetime import date

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.listeners.teams_changes import place_of, read_people
from bot.listeners.words import handler_of
from bot.slack.blocks import Message, actions, context, menu, message, sections
from bot.slack.candidates import profiles
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.payloads import Inbound, Pressed
from bot.slack.rendering import render_notice
from flows.acts.shared.act import Act
from flows.acts.teams.action_items import ActionList, add_action, end_action, list_actions, take_on
from flows.acts.teams.teams import Where, meet
from flows.errors import RefusedError
from flows.teams.action_item import ActionStatus
from flows.teams.team import Team

Handler = Callable[[Listening, Inbound, str], Message | None]
_DAY = re.compile(r"(?:\b(?:until|by)\s+)?\b(\d{4}-\d{2}-\d{2})\b")


def handle_actions(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung actions …`."""
    handler, rest = handler_of(words, "/rung actions", ACTION_WORDS)
    return handler(listening, inbound, rest)


def handle_list(listening: Listening, inbound: Inbound, _: str) -> Message | None:
    """The open ones."""
    found = listening.once_for_team(Doing.SEE_ACTIONS, inbound, place_of(inbound), list_actions)
    return action_list(found) if found else None


def handle_add(listening: Listening, inbound: Inbound, words: str) -> None:
    """One in own words, with who looks after it and until when."""
    people, text = read_people(words)
    day = _DAY.search(text)
    due_on = _day(day[1]) if day else None
    text = " ".join(_DAY.sub(" ", text).split())

    def answer() -> None:
        named = profiles(listening.gateway, people[:1])  # before the transaction, which must not wait for Slack

        def add(act: Act, team: Team) -> ActionList:
            met, _ = meet(act, named)
            return add_action(act, team, text, met[0].id if met else None, due_on)

        found = listening.once_for_team(Doing.ADD_ACTION, inbound, place_of(inbound), add)
        listening.answer(action_list(found) if found else None, inbound)

    listening.reply(inbound, answer)


def _ending(what: str, status: ActionStatus) -> Handler:
    def handle(listening: Listening, inbound: Inbound, words: str) -> Message | None:
        if not words.isdecimal():
            raise RefusedError("Please say which one, by its number, for example /rung actions done 1.")
        found = listening.once_for_team(
            what, inbound, place_of(inbound), lambda act, team: end_action(act, team, int(words), status)
        )
        return action_list(found) if found else None

    return handle


def handle_take_on(listening: Listening, pressed: Pressed) -> None:
    """A step of the last result, chosen from the menu."""
    found = listening.once_for_team(
        pressed.action,
        pressed.inbound,
        Where(team_id=pressed.handle.id),
        lambda act, team: take_on(act, team, pressed.handle.subject or ""),
    )
    listening.answer(action_list(found) if found else None, pressed.inbound)


def action_list(found: ActionList) -> Message:
    """What a team has set out to do, and could."""
    words = render_notice("action_list", found)
    handle = Handle(found.team.id)
    options = [(practice.name, handle.about(practice.id).value) for practice in found.suggestions]
    row = actions(menu("Take on a step", ActionId.TAKE_ON, options)) if options else None
    part = words.parts
    return message(words.text, sections(part["opening"], part["actions"]), row, context(part["how"]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f'"{text}" is no day. Please write one like 2027-03-31. Nothing was changed.') from None


ACTION_WORDS: dict[str, Handler] = {
    "": handle_list,
    "add": handle_add,
    "done": _ending(Doing.END_ACTION, ActionStatus.DONE),
    "drop": _ending(Doing.DROP_ACTION, ActionStatus.DROPPED),
}

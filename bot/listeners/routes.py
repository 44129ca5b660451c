"""The routes of all listeners in one table, and how a request comes to its own."""

from collections.abc import Mapping
from dataclasses import replace

from bot.listeners import (
    action_items,
    cards,
    check_ins,
    commands,
    events,
    exports,
    leaderboards,
    learning,
    own_time,
    quizzes,
    reports,
    schedules,
    teams,
    teams_forms,
)
from bot.listeners.commands import handle_help
from bot.listeners.listening import Listening, Route
from bot.listeners.roles import Role
from bot.listeners.teams_shared import offer
from bot.slack.blocks import Message
from bot.slack.errors import PayloadError
from bot.slack.inbound import Command, Inbound, Pressed
from bot.slack.typed_text import as_seen
from flows.acts.teams.see_teams import list_teams
from flows.errors import NoTeamError, RefusedError
from flows.maturity.wording import closest
from flows.plain_text import bare_words

ALL_ROUTES: tuple[Route, ...] = (
    *commands.ROUTES,
    *cards.ROUTES,
    *check_ins.ROUTES,
    *teams.ROUTES,
    *teams_forms.ROUTES,
    *action_items.ROUTES,
    *schedules.ROUTES,
    *own_time.ROUTES,
    *learning.ROUTES,
    *quizzes.ROUTES,
    *leaderboards.ROUTES,
    *exports.ROUTES,
    *reports.ROUTES,
    *events.ROUTES,
)
ROUTES: Mapping[str, Route] = {route.id: route for route in ALL_ROUTES}
ALLOWED: Mapping[str, frozenset[Role]] = {route.id: route.allowed for route in ALL_ROUTES}

RUNG = "/rung"
MOST_TYPED = 4_000  # characters after a command; Slack takes no more
OTHERS = "…"  # stands for any further words that have no route of their own


def handle(listening: Listening, route_id: str, request: Inbound) -> Message | None:
    """Have a request handled on a route; the answer, or None when that comes later."""
    return ROUTES[route_id].handler(listening, replace(request, route=route_id))


def handle_press(listening: Listening, pressed: Pressed) -> None:
    """A button or a menu."""
    if pressed.action not in ROUTES:
        raise PayloadError("That button is from an older Rung. /rung assess shows where you are now.")
    listening.answer(handle(listening, pressed.action, pressed), pressed)


def handle_command(listening: Listening, command: Command) -> Message | None:
    """What was typed after `/rung`; None when the reply comes later."""
    if len(command.marked) > MOST_TYPED:
        raise RefusedError(f"That has more than {MOST_TYPED:,} characters. Please shorten it. Nothing was changed.")
    meant = find_command(command)
    if meant is None:
        word, _ = _first_word(command.marked)
        return handle_help(listening, command, as_seen(word), closest(_known_as(word), _words_after(RUNG)))
    try:
        return handle(listening, *meant)
    except NoTeamError:
        if command.shared_channel_id is None:
            raise
        # Anything about a team in a channel that is none: whether to make it one.
        seen = listening.runner.run(command.actor, list_teams)
        offer(listening, command, command.shared_channel_id, seen)
        return None


def find_command(command: Command) -> tuple[str, Command] | None:
    """The route of what was typed after `/rung`, and the command as it has it; None when there is no such command."""
    word, rest = _first_word(command.marked)
    command_id = f"{RUNG} {_known_as(word)}".strip()
    if command_id not in ROUTES:
        return None
    route_id, marked = find_route(command_id, rest)
    if marked and not ROUTES[route_id].takes_words:
        raise RefusedError(f'I do not know "{as_seen(marked)}" after {route_id}. Nothing was changed.')
    return route_id, replace(command, marked=marked)


def find_route(command_id: str, typed: str) -> tuple[str, str]:
    """The route of a command with the words typed after it, and those of them that are not the route's own.

    A command that has routes with further words refuses all others, unless it has one for them.
    """
    word, rest = _first_word(typed)
    others, longer = f"{command_id} {OTHERS}", f"{command_id} {_known_as(word)}"
    known = _words_after(command_id)
    if longer in ROUTES and longer != others:
        return find_route(longer, rest)
    if not typed or not known:
        return command_id, typed
    if others in ROUTES:
        return others, typed
    near = closest(_known_as(word), known)
    hint = f"; did you mean {command_id} {near}?" if near else ". /rung help lists what there is."
    raise RefusedError(f'I do not know "{command_id} {as_seen(word)}"{hint} Nothing was changed.')


def _first_word(typed: str) -> tuple[str, str]:
    word, _, rest = typed.partition(" ")
    return word, rest.strip()


def _known_as(word: str) -> str:
    return bare_words(word).casefold()


def _words_after(command_id: str) -> set[str]:
    """The words that may follow a command."""
    longer = (route_id.removeprefix(f"{command_id} ") for route_id in ROUTES if route_id.startswith(f"{command_id} "))
    return {words.partition(" ")[0] for words in longer}

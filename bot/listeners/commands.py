"""`/rung` alone, `/rung help`, `/rung assess …` and `/rung claim CODE`."""

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import HERE, PEOPLE
from bot.messages.check_ins import which_check_in
from bot.messages.replies import became_admin_reply, help_page, help_with, what_waits_reply
from bot.slack.blocks import Message
from bot.slack.ids import ActionId
from bot.slack.inbound import Command, Inbound, Pressed
from flows.acts.assessment.assess import read_wish, what_waits
from flows.acts.check_ins.take_part import WhichOne, assess_here
from flows.acts.teams.become_admin import become_admin


def handle_waiting(listening: Listening, command: Command) -> Message:
    """`/rung`: what waits for the person."""
    return rendered(listening.once(command, what_waits), what_waits_reply) or handle_help(listening, command)


def handle_help(listening: Listening, _: Inbound, unknown: str = "", closest: str | None = None) -> Message:
    """`/rung help`: what can be typed; also for a word that is no command."""
    return help_page(len(listening.runner.maturity.catalogue.by_id), unknown, closest)


def handle_help_with(listening: Listening, command: Command) -> Message:
    """`/rung help WORD`: what can be typed about one command."""
    practices, word = len(listening.runner.maturity.catalogue.by_id), command.words.casefold()
    return (help_with(practices, word) if word else None) or help_page(practices, command.typed)


def handle_assess(listening: Listening, request: Command | Pressed) -> Message | None:
    """`/rung assess [private] [length]`, Start or Continue: the next question, in the direct messages."""
    wish = read_wish(request.words)
    turn = listening.once(request, lambda act: assess_here(act, wish, request.shared_channel_id))
    if isinstance(turn, WhichOne):
        return which_check_in(turn)
    listening.show(turn, request)
    return None


def handle_claim(listening: Listening, command: Command) -> Message | None:
    """`/rung claim CODE`: look after Rung here."""
    answer = listening.once(command, lambda act: become_admin(act, command.words, listening.admin_code))
    return rendered(answer, became_admin_reply)


ROUTES = (
    Route("/rung", HERE, handle_waiting),
    Route("/rung help", HERE, handle_help_with, takes_words=True),
    Route("/rung assess", HERE, handle_assess, takes_words=True),
    Route(ActionId.ASSESS, HERE, handle_assess),
    Route("/rung claim", PEOPLE, handle_claim, takes_words=True),
)

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.listeners.check_ins import handle_check_in, handle_history, handle_level, handle_next
from bot.listeners.exports import handle_export
from bot.listeners.leaderboards import handle_digest, handle_leaderboard
from bot.listeners.learning import handle_learn
from bot.listeners.listening import Listening
from bot.listeners.own_time import handle_away, handle_settings, handle_upcoming
from bot.listeners.permissions import Doing
from bot.listeners.quizzes import handle_quiz
from bot.listeners.reports import handle_report
from bot.listeners.schedules import handle_schedule
from bot.listeners.teams import handle_team
from bot.listeners.teams_actions import handle_actions
from bot.listeners.teams_changes import offer
from bot.listeners.what_if import handle_what_if
from bot.messages.check_in_answers import which_check_in
from bot.messages.replies import claimed, help_page, standing_now
from bot.slack.blocks import Message
from bot.slack.payloads import Inbound, read_command
from flows.acts.assessment.assess import assess, parse_length, what_waits
from flows.acts.assessment.turn import Turn
from flows.acts.check_ins.take_part import WhichOne, assess_here
from flows.acts.shared.act import Act
from flows.acts.teams.become_admin import become_admin
from flows.acts.teams.see_teams import list_teams
from flows.errors import NoTeamError
from flows.maturity.wording import closest

Handler = Callable[[Listening, Inbound, str], Message | None]


def register(app: App, listening: Listening) -> None:
    """Register `/rung`."""

    @app.command("/rung")
    def handle_command(ack: Ack, body: dict[str, Any]) -> None:
        reply = handle_words(listening, *read_command(body))
        if reply is None:
            ack()
        else:
            ack(response_type="ephemeral", text=reply.text, blocks=reply.blocks)


def handle_words(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """What was typed after `/rung`; None when the reply comes later."""
    word, _, rest = words.strip().partition(" ")
    try:
        return COMMANDS.get(word.casefold(), _unknown(word))(listening, inbound, rest.strip())
    except NoTeamError:
        if inbound.in_direct_messages or inbound.channel_id is None:
            raise
        _offer_team(listening, inbound, inbound.channel_id)
        return None


def _offer_team(listening: Listening, inbound: Inbound, channel_id: str) -> None:
    """Anything about a team in a channel that is none: whether to make it one."""
    seen = listening.runner.run(inbound.actor, lambda act: list_teams(act, act.lock_person()))
    offer(listening, inbound, channel_id, seen)


def handle_standing(listening: Listening, inbound: Inbound, _: str) -> Message:
    """`/rung`: what waits for the person."""
    waiting = listening.once(Doing.SEE_STANDING, inbound, what_waits)
    return standing_now(waiting) if waiting else help_page(_questions(listening))


def handle_help(listening: Listening, _: Inbound, __: str) -> Message:
    """`/rung help`: what can be typed."""
    return help_page(_questions(listening))


def handle_assess(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung assess [private] [length]`: the next question, in the direct messages."""
    typed = words.split()
    is_private = [each.casefold() for each in typed[:1]] == ["private"]
    length = parse_length(" ".join(typed[is_private:])) if typed[is_private:] else None
    origin = None if inbound.in_direct_messages else inbound.channel_id

    def assessed(act: Act) -> Turn | WhichOne:
        if is_private:
            return assess(act, length, origin)
        return assess_here(act, length, origin)

    turn = listening.once(Doing.ASSESS, inbound, assessed)
    if isinstance(turn, WhichOne):
        return which_check_in(turn)
    listening.show(turn, inbound)
    return None


def handle_claim(listening: Listening, inbound: Inbound, words: str) -> Message | None:
    """`/rung claim CODE`: look after Rung here."""
    answer = listening.once(Doing.CLAIM, inbound, lambda act: become_admin(act, words, listening.admin_code))
    return claimed(answer) if answer else None


def _unknown(word: str) -> Handler:
    return lambda listening, _, __: help_page(
        _questions(listening), word, closest(word.casefold(), filter(None, COMMANDS))
    )


def _questions(listening: Listening) -> int:
    return len(listening.runner.maturity.catalogue.by_id)


COMMANDS: dict[str, Handler] = {
    "": handle_standing,
    "actions": handle_actions,
    "assess": handle_assess,
    "away": handle_away,
    "claim": handle_claim,
    "check-in": handle_check_in,
    "digest": handle_digest,
    "export": handle_export,
    "help": handle_help,
    "history": handle_history,
    "leaderboard": handle_leaderboard,
    "learn": handle_learn,
    "level": handle_level,
    "next": handle_next,
    "quiz": handle_quiz,
    "report": handle_report,
    "schedule": handle_schedule,
    "settings": handle_settings,
    "team": handle_team,
    "upcoming": handle_upcoming,
    "what-if": handle_what_if,
}

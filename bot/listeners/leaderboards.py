"""`/rung leaderboard …` and `/rung digest …`: teams side by side."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.listeners.listening import Listening, Route, rendered
from bot.listeners.roles import ADMINS, DECIDING, PEOPLE
from bot.messages.digests import digest_seen
from bot.messages.leaderboards import leaderboard_left, leaderboard_seen, leaderboard_shared, posting_card
from bot.sending.recipients import introduce
from bot.slack.blocks import Message
from bot.slack.candidates import is_in
from bot.slack.ids import ActionId
from bot.slack.inbound import Command, Inbound, Pressed
from flows.acts.leaderboards.leaderboards import leave_leaderboard, see_digest, see_leaderboard, share
from flows.acts.leaderboards.postings import MESSAGES, PostingCard, post_here, stop_posting
from flows.errors import RefusedError
from flows.leaderboards.posting import PostingKind
from flows.maturity.wording import whole_number


def handle_leaderboard(listening: Listening, command: Command) -> None:
    """Teams side by side, from the first page on."""
    _answer(listening, command, lambda: _seen(listening, command, f"1 {command.words}"))


def handle_digest(listening: Listening, command: Command) -> None:
    """All teams together."""

    def seen() -> Message | None:
        digest = listening.once(command, lambda act: see_digest(act, command.words))
        return rendered(digest, lambda shown: digest_seen(shown, command.shared_channel_id))

    _answer(listening, command, seen)


def handle_page(listening: Listening, pressed: Pressed) -> None:
    """Another page, in place of the one before."""
    _answer(listening, pressed, lambda: _seen(listening, pressed, pressed.words))


def handle_more(listening: Listening, pressed: Pressed) -> None:
    """The rows that a channel's message has no room for, shown to one person."""
    _introduced(listening, pressed, lambda: _seen(listening, pressed, pressed.words), listening.tell)


def handle_share(listening: Listening, pressed: Pressed, *, kind: PostingKind) -> None:
    """Share here."""
    kinds, channel_id = MESSAGES[kind], pressed.shared_channel_id
    if channel_id is None:
        raise RefusedError("Please type that in the channel in which you want to share it.")

    def shared() -> Message | None:
        channel = listening.once(pressed, lambda act: share(act, kinds, pressed.words, channel_id))
        listening.sender.wake()
        return rendered(channel, leaderboard_shared)

    _answer(listening, pressed, shared)


def handle_leave(listening: Listening, pressed: Pressed) -> Message | None:
    """Leave us out."""
    return rendered(listening.once_for_team(pressed, leave_leaderboard), leaderboard_left)


def handle_post(listening: Listening, command: Command, *, kind: PostingKind) -> None:
    """Post something here from now on, and say what is missing for that."""
    channel_id = _channel_of(command, kind)

    def answer() -> None:
        missing = not is_in(listening.gateway, channel_id)
        card = listening.once(command, lambda act: post_here(act, kind, channel_id, command.words))
        if card:
            listening.answer(posting_card(replace(card, needs_invitation=missing)), command)

    listening.reply(command, answer)


def handle_off(listening: Listening, command: Command, *, kind: PostingKind) -> None:
    """Post something here no more."""
    channel_id = _channel_of(command, kind)
    card: PostingCard | None = listening.once(command, lambda act: stop_posting(act, kind, channel_id))
    listening.answer(rendered(card, posting_card), command)


def _answer(listening: Listening, inbound: Inbound, see: Callable[[], Message | None]) -> None:
    _introduced(listening, inbound, see, listening.answer)


def _introduced(
    listening: Listening,
    inbound: Inbound,
    see: Callable[[], Message | None],
    say: Callable[[Message, Inbound], None],
) -> None:
    """Say what is seen once it is known whether the asker is a guest, for whom this is not."""

    def answer() -> None:
        introduce(listening.runner, listening.gateway, inbound.actor)
        message = see()
        if message:  # as a reply of its own: when Slack wants it later, it is still there
            say(message, inbound)

    listening.reply(inbound, answer)


def _seen(listening: Listening, inbound: Inbound, subject: str) -> Message | None:
    """A page, by its number and the words that were typed."""
    page, _, words = subject.partition(" ")
    number, channel_id = max(1, whole_number(page)), inbound.shared_channel_id
    leaderboard = listening.once(inbound, lambda act: see_leaderboard(act, words))
    return rendered(leaderboard, lambda shown: leaderboard_seen(shown, number, channel_id))


def _channel_of(inbound: Inbound, kind: PostingKind) -> str:
    if inbound.shared_channel_id is None:
        raise RefusedError(f"Please type this in the channel in which the {kind} is to be read.")
    return inbound.shared_channel_id


ROUTES = (
    Route("/rung leaderboard", PEOPLE, handle_leaderboard, takes_words=True),
    Route("/rung leaderboard …", PEOPLE, handle_leaderboard, takes_words=True),
    Route(ActionId.LEADERBOARD_PAGE, PEOPLE, handle_page),
    Route(ActionId.LEADERBOARD_BACK, PEOPLE, handle_page),
    Route(ActionId.LEADERBOARD_MORE, PEOPLE, handle_more),
    Route(ActionId.SHARE_LEADERBOARD, PEOPLE, partial(handle_share, kind=PostingKind.LEADERBOARD)),
    Route("/rung leaderboard here", ADMINS, partial(handle_post, kind=PostingKind.LEADERBOARD), takes_words=True),
    Route("/rung leaderboard off", ADMINS, partial(handle_off, kind=PostingKind.LEADERBOARD)),
    Route(ActionId.LEAVE_LEADERBOARD, DECIDING, handle_leave),
    Route("/rung digest", PEOPLE, handle_digest, takes_words=True),
    Route("/rung digest …", PEOPLE, handle_digest, takes_words=True),
    Route(ActionId.SHARE_DIGEST, PEOPLE, partial(handle_share, kind=PostingKind.DIGEST)),
    Route("/rung digest here", ADMINS, partial(handle_post, kind=PostingKind.DIGEST), takes_words=True),
    Route("/rung digest off", ADMINS, partial(handle_off, kind=PostingKind.DIGEST)),
)

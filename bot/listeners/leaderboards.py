"""`/rung leaderboard …` and `/rung digest …`: teams side by side."""

from collections.abc import Callable
from dataclasses import replace

from bot.listeners.listening import Listening
from bot.listeners.permissions import Doing
from bot.messages.digests import digest_seen
from bot.messages.leaderboards import leaderboard_left, leaderboard_seen, leaderboard_shared, posting_card
from bot.sending.recipients import introduce
from bot.slack.blocks import Message
from bot.slack.candidates import is_in
from bot.slack.ids import ActionId
from bot.slack.payloads import Inbound, Pressed
from flows.acts.leaderboards.leaderboards import leave_leaderboard, see_digest, see_leaderboard, share
from flows.acts.leaderboards.postings import MESSAGES, post_here, stop_posting
from flows.acts.teams.teams import Where
from flows.errors import RefusedError
from flows.leaderboards.posting import PostingKind
from flows.maturity.wording import whole_number


def handle_leaderboard(listening: Listening, inbound: Inbound, words: str) -> None:
    """See it, or have it posted in the channel from now on."""
    if not _about_posting(listening, Doing.POST_LEADERBOARD, inbound, PostingKind.LEADERBOARD, words):
        _answer(listening, inbound, lambda: _seen(listening, Doing.SEE_LEADERBOARD, inbound, f"1 {words}"))


def handle_digest(listening: Listening, inbound: Inbound, words: str) -> None:
    """The same about all teams together."""

    def seen() -> Message | None:
        found = listening.once(Doing.SEE_DIGEST, inbound, lambda act: see_digest(act, words))
        return digest_seen(found, _here(inbound)) if found else None

    if not _about_posting(listening, Doing.POST_DIGEST, inbound, PostingKind.DIGEST, words):
        _answer(listening, inbound, seen)


def _about_posting(listening: Listening, what: str, inbound: Inbound, kind: PostingKind, words: str) -> bool:
    """Begin or end to post something here, if that is what was typed."""
    word, _, rest = words.partition(" ")
    handler = POSTING_WORDS.get(word.casefold())
    if handler:
        handler(listening, what, inbound, kind, rest)
    return handler is not None


def _answer(listening: Listening, inbound: Inbound, see: Callable[[], Message | None], *, beside: bool = False) -> None:
    """Answer once it is known whether the asker is a guest, for whom this is not; `beside` what stands there."""

    def answer() -> None:
        introduce(listening.runner, listening.gateway, inbound.actor)
        found = see()
        if found:
            (listening.presenter.tell if beside else listening.presenter.answer)(found, inbound)

    listening.reply(inbound, answer)


def handle_page(listening: Listening, pressed: Pressed) -> None:
    """Another page, in place of the one before."""
    subject = pressed.handle.subject or ""
    _answer(listening, pressed.inbound, lambda: _seen(listening, pressed.action, pressed.inbound, subject))


def handle_more(listening: Listening, pressed: Pressed) -> None:
    """The rows that a channel's message has no room for, for whoever wants to see them."""
    subject = pressed.handle.subject or ""
    _answer(listening, pressed.inbound, lambda: _seen(listening, pressed.action, pressed.inbound, subject), beside=True)


def handle_share(listening: Listening, pressed: Pressed) -> None:
    """Share here."""
    kinds = MESSAGES[SHARED[ActionId(pressed.action)]]
    words, channel_id = pressed.handle.subject or "", _here(pressed.inbound)
    if channel_id is None:
        raise RefusedError("Please type that in the channel in which you want to share it.")

    def shared() -> Message | None:
        where = listening.once(pressed.action, pressed.inbound, lambda act: share(act, kinds, words, channel_id))
        listening.sender.wake()
        return leaderboard_shared(where) if where else None

    _answer(listening, pressed.inbound, shared)


def handle_leave(listening: Listening, pressed: Pressed) -> None:
    """Leave us out."""
    where = Where(team_id=pressed.handle.id)
    team = listening.once_for_team(pressed.action, pressed.inbound, where, leave_leaderboard)
    listening.answer(leaderboard_left(team) if team else None, pressed.inbound)


def _seen(listening: Listening, what: str, inbound: Inbound, subject: str) -> Message | None:
    page, _, words = subject.partition(" ")
    found = listening.once(what, inbound, lambda act: see_leaderboard(act, words))
    if found is None:
        return None
    return leaderboard_seen(found, max(1, whole_number(page)), _here(inbound))


def _here(inbound: Inbound) -> str | None:
    """The channel in which it can be shared."""
    return None if inbound.in_direct_messages else inbound.channel_id


def begin_posting(listening: Listening, what: str, inbound: Inbound, kind: PostingKind, words: str) -> None:
    """Post something here from now on, and say what is missing for that."""
    channel_id = _channel_of(inbound, kind)

    def answer() -> None:
        card = listening.once(what, inbound, lambda act: post_here(act, kind, channel_id, words))
        if card:
            missing = not is_in(listening.gateway, channel_id)
            listening.presenter.answer(posting_card(replace(card, needs_invitation=missing)), inbound)

    listening.reply(inbound, answer)


def end_posting(listening: Listening, what: str, inbound: Inbound, kind: PostingKind, _: str) -> None:
    """Post it here no more."""
    channel_id = _channel_of(inbound, kind)
    card = listening.once(what, inbound, lambda act: stop_posting(act, kind, channel_id))
    listening.answer(posting_card(card) if card else None, inbound)


def _channel_of(inbound: Inbound, kind: PostingKind) -> str:
    here = _here(inbound)
    if here is None:
        raise RefusedError(f"Please type this in the channel in which the {kind} is to be read.")
    return here


SHARED = {
    ActionId.SHARE_LEADERBOARD: PostingKind.LEADERBOARD,
    ActionId.SHARE_DIGEST: PostingKind.DIGEST,
}
POSTING_WORDS: dict[str, Callable[[Listening, str, Inbound, PostingKind, str], None]] = {
    "here": begin_posting,
    "off": end_posting,
}
LEADERBOARD_HANDLERS: dict[str, Callable[[Listening, Pressed], None]] = {
    ActionId.LEADERBOARD_PAGE: handle_page,
    ActionId.LEADERBOARD_BACK: handle_page,
    ActionId.LEADERBOARD_MORE: handle_more,
    **dict.fromkeys(SHARED, handle_share),
    ActionId.LEAVE_LEADERBOARD: handle_leave,
}

"""`/rung leaderboard …` and `/rung digest …`: teams side by side."""

from collections.abc import Callable
from dataclasses import replace

from bot.listeners.listening import Front
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


def handle_leaderboard(front: Front, inbound: Inbound, words: str) -> None:
    """See it, or have it posted in the channel from now on."""
    if not _about_posting(front, Doing.POST_LEADERBOARD, inbound, PostingKind.LEADERBOARD, words):
        _answer(front, inbound, lambda: _seen(front, Doing.SEE_LEADERBOARD, inbound, f"1 {words}"))


def handle_digest(front: Front, inbound: Inbound, words: str) -> None:
    """The same about all teams together."""

    def seen() -> Message | None:
        found = front.once(Doing.SEE_DIGEST, inbound, lambda it: see_digest(it, words))
        return digest_seen(found, _here(inbound)) if found else None

    if not _about_posting(front, Doing.POST_DIGEST, inbound, PostingKind.DIGEST, words):
        _answer(front, inbound, seen)


def _about_posting(front: Front, what: str, inbound: Inbound, kind: PostingKind, words: str) -> bool:
    """Begin or end to post something here, if that is what was typed."""
    word, _, rest = words.partition(" ")
    act = POSTING_WORDS.get(word.casefold())
    if act:
        act(front, what, inbound, kind, rest)
    return act is not None


def _answer(front: Front, inbound: Inbound, see: Callable[[], Message | None], *, beside: bool = False) -> None:
    """Answer once it is known whether the asker is a guest, for whom this is not; `beside` what stands there."""

    def answer() -> None:
        introduce(front.desk, front.gateway, inbound.acting)
        found = see()
        if found:
            (front.presenter.tell if beside else front.presenter.answer)(found, inbound)

    front.reply(inbound, answer)


def handle_page(front: Front, pressed: Pressed) -> None:
    """Another page, in place of the one before."""
    subject = pressed.handle.subject or ""
    _answer(front, pressed.inbound, lambda: _seen(front, pressed.action, pressed.inbound, subject))


def handle_more(front: Front, pressed: Pressed) -> None:
    """The rows that a channel's message has no room for, for whoever wants to see them."""
    subject = pressed.handle.subject or ""
    _answer(front, pressed.inbound, lambda: _seen(front, pressed.action, pressed.inbound, subject), beside=True)


def handle_share(front: Front, pressed: Pressed) -> None:
    """Share here."""
    kinds = MESSAGES[SHARED[ActionId(pressed.action)]]
    words, channel_id = pressed.handle.subject or "", _here(pressed.inbound)
    if channel_id is None:
        raise RefusedError("Please type that in the channel in which you want to share it.")

    def shared() -> Message | None:
        where = front.once(pressed.action, pressed.inbound, lambda it: share(it, kinds, words, channel_id))
        front.sender.wake()
        return leaderboard_shared(where) if where else None

    _answer(front, pressed.inbound, shared)


def handle_leave(front: Front, pressed: Pressed) -> None:
    """Leave us out."""
    where = Where(team_id=pressed.handle.id)
    team = front.once_for_team(pressed.action, pressed.inbound, where, leave_leaderboard)
    front.answer(leaderboard_left(team) if team else None, pressed.inbound)


def _seen(front: Front, what: str, inbound: Inbound, subject: str) -> Message | None:
    page, _, words = subject.partition(" ")
    found = front.once(what, inbound, lambda it: see_leaderboard(it, words))
    if found is None:
        return None
    return leaderboard_seen(found, max(1, whole_number(page)), _here(inbound))


def _here(inbound: Inbound) -> str | None:
    """The channel in which it can be shared."""
    return None if inbound.in_direct_messages else inbound.channel_id


def begin_posting(front: Front, what: str, inbound: Inbound, kind: PostingKind, words: str) -> None:
    """Post something here from now on, and say what is missing for that."""
    channel_id = _channel_of(inbound, kind)

    def answer() -> None:
        card = front.once(what, inbound, lambda it: post_here(it, kind, channel_id, words))
        if card:
            missing = not is_in(front.gateway, channel_id)
            front.presenter.answer(posting_card(replace(card, needs_invitation=missing)), inbound)

    front.reply(inbound, answer)


def end_posting(front: Front, what: str, inbound: Inbound, kind: PostingKind, _: str) -> None:
    """Post it here no more."""
    channel_id = _channel_of(inbound, kind)
    card = front.once(what, inbound, lambda it: stop_posting(it, kind, channel_id))
    front.answer(posting_card(card) if card else None, inbound)


def _channel_of(inbound: Inbound, kind: PostingKind) -> str:
    here = _here(inbound)
    if here is None:
        raise RefusedError(f"Please type this in the channel in which the {kind} is to be read.")
    return here


SHARED = {
    ActionId.SHARE_LEADERBOARD: PostingKind.LEADERBOARD,
    ActionId.SHARE_DIGEST: PostingKind.DIGEST,
}
POSTING_WORDS: dict[str, Callable[[Front, str, Inbound, PostingKind, str], None]] = {
    "here": begin_posting,
    "off": end_posting,
}
LEADERBOARD_HANDLERS: dict[str, Callable[[Front, Pressed], None]] = {
    ActionId.LEADERBOARD_PAGE: handle_page,
    ActionId.LEADERBOARD_BACK: handle_page,
    ActionId.LEADERBOARD_MORE: handle_more,
    **dict.fromkeys(SHARED, handle_share),
    ActionId.LEAVE_LEADERBOARD: handle_leave,
}

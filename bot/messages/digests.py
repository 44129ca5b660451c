"""What people read about all teams together."""

from bot.pictures.pictures import chart, image
from bot.slack.blocks import Block, Message, actions, bold, context, message, or_else, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import Words, render_notice
from flows.acts.leaderboards.leaderboard_reading import DigestDetails
from flows.acts.results.pictures import distribution_of
from flows.leaderboards.digest import Digest
from flows.leaderboards.typed_selection import words_of

DIGEST = Handle("digest")
PRACTICE = Handle("practice")  # what Read more is about


def digest_seen(digest: Digest, channel_id: str | None = None) -> Message:
    """A digest with its details for one person, who can share it where they are."""
    words, more = digest_words(digest), render_notice("digest_details", DigestDetails(digest))
    share = DIGEST.about(words_of(digest.selection)).button("Share here", ActionId.SHARE_DIGEST)
    row = [*_learn(digest), share if channel_id and digest.takes_part else None]
    details = [*sections(more.parts["news"], more.parts["lacking"])] if digest.takes_part else []
    text = f"{words.text}\n{more.text}" if digest.takes_part else words.text
    about = context(more.parts["about"]) if digest.takes_part else None
    rest = (details, actions(*row) if any(row) else None, about)
    rich, plainer = (message(text, _blocks(words, each), *rest) for each in _drawn(digest))
    return or_else(rich, plainer)


def render_digest(digest: Digest) -> Message:
    """A digest for a channel."""
    words, row = digest_words(digest), _learn(digest)
    rich, plainer = (
        message(words.text, _blocks(words, each), actions(*row) if row else None) for each in _drawn(digest)
    )
    return or_else(rich, plainer)


def render_digest_details(details: DigestDetails) -> Message:
    """What stands in the thread below it."""
    words = render_notice("digest_details", details)
    part = words.parts
    return message(words.text, sections(part["news"], part["lacking"]), context(part["about"]))


def digest_words(digest: Digest) -> Words:
    """A digest in words."""
    return render_notice("digest", digest, word=digest.scale.level_word)


def _drawn(digest: Digest) -> tuple[list[Block], list[Block]]:
    """How many teams are at each level, as a chart and as an image; nothing where there is nothing to see."""
    found = distribution_of(digest)
    return ([chart(found)], [image(found)]) if found else ([], [])


def _blocks(words: Words, picture: list[Block]) -> list[Block]:
    part = words.parts
    top = sections(f"{bold(part['title'])} {part['who']}", part["levels"])
    return [*top, *picture, *sections(part["moved"], part["lacking"], part["following"])]


def _learn(digest: Digest) -> list[Block]:
    """What leads to the topic of the practice that most teams lack."""
    return [PRACTICE.about(each.id).button("Learn about it", ActionId.READ_MORE) for each, _ in digest.lacking[:1]]

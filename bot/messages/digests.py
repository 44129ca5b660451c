"""Digests: what people read about all teams together."""

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
    """Show a digest with its details to one person, who can share it in the channel where they are."""
    words, more = digest_words(digest), render_notice("digest_details", DigestDetails(digest))
    row = _learn(digest)
    if not digest.takes_part:
        return _with_picture(digest, words, words.text, actions(*row))
    if channel_id:
        row.append(DIGEST.about(words_of(digest.selection)).button("Share here", ActionId.SHARE_DIGEST))
    details, about = sections(more.parts["news"], more.parts["lacking"]), context(more.parts["about"])
    return _with_picture(digest, words, f"{words.text}\n{more.text}", details, actions(*row), about)


def render_digest(digest: Digest) -> Message:
    """Make the digest that a channel reads."""
    words = digest_words(digest)
    return _with_picture(digest, words, words.text, actions(*_learn(digest)))


def render_digest_details(details: DigestDetails) -> Message:
    """Make the details that stand in the thread below a digest."""
    words = render_notice("digest_details", details)
    part = words.parts
    return message(words.text, sections(part["news"], part["lacking"]), context(part["about"]))


def digest_words(digest: Digest) -> Words:
    """Put a digest into words."""
    return render_notice("digest", digest, word=digest.scale.level_word)


def _with_picture(digest: Digest, words: Words, text: str, *rest: Block | list[Block] | None) -> Message:
    """A digest with the chart of how many teams are at each level, where Slack takes charts, else with an image."""
    part, spread = words.parts, distribution_of(digest)
    top = sections(f"{bold(part['title'])} {part['who']}", part["levels"])
    below = sections(part["moved"], part["lacking"], part["following"])
    if spread is None:
        return message(text, top, below, *rest)
    rich = message(text, top, chart(spread), below, *rest)
    return or_else(rich, message(text, top, image(spread), below, *rest))


def _learn(digest: Digest) -> list[Block]:
    """The button that leads to the topic of the practice that most teams lack, if they lack one."""
    most_lacking = digest.lacking[:1]
    return [PRACTICE.about(practice.id).button("Learn about it", ActionId.READ_MORE) for practice, _ in most_lacking]

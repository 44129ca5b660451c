"""Replies to `/rung learn`."""

from bot.slack.blocks import Block, Message, actions, bold, button, context, menu, message, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import Safe, Words, render_notice
from flows.acts.learning.learn import ScaleLesson, TopicCard, TopicList
from flows.learning.lessons import LevelLesson

ANY_QUIZ = "any"  # the one that is open, else a new one
TOPIC, SCALE = Handle("topic"), Handle("scale")


def topic_list(topics: TopicList) -> Message:
    """Show the topics to choose from."""
    words = render_notice("topic_list", topics, numbered=list(enumerate(topics.topics, 1)))
    part = words.parts
    row = actions(
        menu("Open a topic", ActionId.LEARN, [(topic.title, TOPIC.about(topic.id).value) for topic in topics.topics]),
        button("The levels", ActionId.LEARN_LEVELS, SCALE.value),
        button("Take a quiz", ActionId.QUIZ, ANY_QUIZ),
    )
    first = bold(part["first"])
    return message(words.text, sections(part["opening"], first, part["topics"]), row, context(part["how"]))


def topic_card(card: TopicCard) -> Message:
    """Show one topic."""
    words = render_notice("topic_card", card)
    part, following = words.parts, card.following
    row = [button("All topics", ActionId.LEARN_TOPICS, TOPIC.value)]
    if following:
        row.insert(0, TOPIC.about(following.id).button(f"Next: {following.title}", ActionId.LEARN))
    return message(
        words.text,
        context(part["place"]),
        sections(
            f"{bold(part['title'])}\n{part['idea']}\n{part['when']}",
            part["change"],
            part["commands"],
            part["mistakes"],
            part["know_by"],
        ),
        context(part["sources"]),
        actions(*row),
    )


def scale_lesson(lesson: ScaleLesson) -> Message:
    """Explain a scale level by level."""
    levels = [_level(level, lesson) for level in lesson.lessons]
    words = render_notice("scale_lesson", lesson, levels=[Safe(level.text) for level in levels])
    row: Block | None = None
    if lesson.others:
        options = [(scale.title, SCALE.about(scale.scale).value) for scale in lesson.others]
        row = actions(
            menu("Another scale", ActionId.LEARN_LEVELS, options),
            button("All topics", ActionId.LEARN_TOPICS, TOPIC.value),
        )
    return message(
        words.text,
        sections(f"{bold(words.parts['title'])}\n{words.parts['note']}".strip()),
        sections(*(_shown(level) for level in levels)),
        context(words.parts["how"]),
        row,
    )


def _level(lesson: LevelLesson, of: ScaleLesson) -> Words:
    def short(practices: tuple[str, ...]) -> list[str]:
        return [of.practices[practice].short for practice in practices]

    without: list[str] = []
    if lesson.breaks:
        without = short(lesson.breaks.before)
    return render_notice(
        "level_lesson",
        lesson,
        scale=of.scale,
        practices=of.practices,
        rests_on=short(lesson.rests_on),
        without=without,
    )


def _shown(words: Words) -> str:
    part = words.parts
    return "\n".join(
        filter(None, [f"{bold(part['name'])} {part['means']}", part["changes"], part["order"], part["elsewhere"]])
    )

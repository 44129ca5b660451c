"""Topics and levels, for people who want to know the words, the order and the reasons."""

from dataclasses import dataclass

from flows.acts.learning.viewpoint import Viewpoint, viewpoint_of
from flows.acts.shared.act import Act
from flows.acts.teams.teams import Where
from flows.errors import RefusedError
from flows.learning.lessons import LevelLesson, lessons_of, topics_first
from flows.learning.loading import Learning
from flows.learning.topic import Topic, find_topics
from flows.maturity.capability import Capability, stems
from flows.maturity.loading import Maturity
from flows.maturity.result import result_of
from flows.maturity.scale import Scale


@dataclass(frozen=True)
class TopicList:
    """The topics to choose from: all, or those that fit what was `typed`. `first` are the ones to begin with."""

    topics: tuple[Topic, ...]
    first: tuple[Topic, ...]
    viewpoint: Viewpoint
    typed: str = ""
    fits: bool = False


@dataclass(frozen=True)
class TopicCard:
    """A topic, its place among all from 1, and the one after it."""

    topic: Topic
    number: int
    of: int
    practices: dict[str, Capability]
    following: Topic | None


@dataclass(frozen=True)
class ScaleLesson:
    """A scale level by level, and the other scales that can be explained."""

    scale: Scale
    lessons: tuple[LevelLesson, ...]
    practices: dict[str, Capability]
    others: tuple[Scale, ...]


def learn(act: Act, learning: Learning, where: Where, typed: str = "") -> TopicList | TopicCard:
    """Show the topic that is meant, or a list to choose from."""
    topics = learning.topics
    fitting = find_topics(topics, act.maturity.catalogue, typed)
    if len(fitting) == 1:
        return see_topic(act, learning, fitting[0].id)
    viewpoint, step = viewpoint_of(act, where), None
    if viewpoint.is_known:
        step = result_of(viewpoint.sheet, viewpoint.maturity, viewpoint.maturity.scales).next_step
    return TopicList(fitting or topics.topics, topics_first(topics, step), viewpoint, typed, bool(fitting))


def see_topic(act: Act, learning: Learning, topic_id: str) -> TopicCard:
    """Show the topic of an id."""
    topics = learning.topics.topics
    topic = learning.topics.by_id.get(topic_id)
    if topic is None:
        raise RefusedError("That topic is not there any more. /rung learn lists those that are.")
    number = topics.index(topic) + 1
    following = next(iter(topics[number:]), None)
    return TopicCard(topic, number, len(topics), act.maturity.catalogue.by_id, following)


def see_topic_of_practice(act: Act, learning: Learning, practice: str) -> TopicCard:
    """Show the topic that a practice belongs to."""
    topic = learning.topics.of_practice.get(practice)
    return see_topic(act, learning, topic.id if topic else "")


def learn_levels(act: Act, where: Where, typed: str = "") -> ScaleLesson:
    """Explain the scale that is meant, else the one on which results are told here."""
    maturity = act.maturity
    scale = _scale_meant(maturity, typed) if typed else maturity.scale(viewpoint_of(act, where).maturity.headline)
    others = tuple(other for other in maturity.scales if other is not scale)
    return ScaleLesson(scale, lessons_of(scale, maturity), maturity.catalogue.by_id, others)


def _scale_meant(maturity: Maturity, typed: str) -> Scale:
    wanted = stems([typed])
    if typed.casefold() not in maturity.by_name and wanted:
        for scale in maturity.scales:
            if wanted <= stems([scale.scale.replace("_", " "), scale.label, scale.short, scale.title]):
                return scale
    return maturity.scale(typed.casefold())

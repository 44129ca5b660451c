"""Which topic somebody means who types its name, a practice, or a tool."""

from flows.learning.topic import Topic, Topics
from flows.maturity.capability import Catalogue
from flows.maturity.finding import find_practices, stems


def find_topics(topics: Topics, catalogue: Catalogue, typed: str) -> tuple[Topic, ...]:
    """The topics that can be meant, in their order: one when it is clear, none when nothing fits."""
    folded = " ".join(typed.casefold().split())
    for topic in topics.topics:
        if folded in {topic.id, topic.title.casefold()}:
            return (topic,)
    wanted, practices = stems([folded]), {*find_practices(catalogue, typed)}
    if not wanted:
        return ()
    by_title = tuple(each for each in topics.topics if wanted <= stems([each.title, each.id]))
    by_practice = tuple(each for each in topics.topics if practices & {*each.practices})
    return by_title or by_practice or tuple(each for each in topics.topics if wanted <= stems(_all_it_says(each)))


def _all_it_says(topic: Topic) -> list[str]:
    commands = [text for each in topic.commands for text in (each.run, each.does)]
    return [topic.title, topic.idea, topic.when, topic.before, topic.after, *commands]

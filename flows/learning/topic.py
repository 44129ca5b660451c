"""What `/rung learn` teaches: nine topics, each on one card."""

from functools import cached_property
from typing import Self

from pydantic import Field, ValidationInfo, model_validator

from flows.maturity.capability import Catalogue, find_practices, stems
from flows.maturity.scale import CapabilityId
from flows.maturity.wording import Content, Identifier, Phrase, Sentence, Version, check_once, first_sentence, refuse


class Command(Content):
    """One command to try, and what it does. Words in capitals are to be replaced."""

    run: Phrase
    does: Sentence


class Mistake(Content):
    """A common mistake, what it costs, and what to do instead."""

    mistake: Sentence
    hurts: Sentence
    instead: Sentence


class Reference(Content):
    """Where to read more about a topic, and what is there."""

    url: Sentence
    note: Sentence


class Topic(Content):
    """One topic; `docs/learning.md` explains each field."""

    id: Identifier
    title: Phrase
    practices: tuple[CapabilityId, ...] = Field(min_length=1)
    idea: Sentence
    when: Sentence
    before: Sentence
    after: Sentence
    commands: tuple[Command, ...] = Field(min_length=1)
    mistakes: tuple[Mistake, ...] = Field(min_length=1)
    know_by: CapabilityId
    sources: tuple[Reference, ...] = Field(min_length=1)

    @property
    def in_short(self) -> str:
        """The first sentence of the idea."""
        return first_sentence(self.idea)

    @model_validator(mode="after")
    def _check_question(self) -> Self:
        if self.know_by not in self.practices:
            raise refuse(f'"{self.know_by}" is not among the practices of this topic', ("know_by",))
        return self


class Topics(Content):
    """All topics, in the order in which a team needs them; each practice of the catalogue belongs to one."""

    version: Version
    topics: tuple[Topic, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> dict[str, Topic]:
        """Topics by id, in their order."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def of_practice(self) -> dict[str, Topic]:
        """The topic that each practice belongs to."""
        return {practice: topic for topic in self.topics for practice in topic.practices}

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        check_once([topic.id for topic in self.topics], "topics")
        return self

    @model_validator(mode="after")
    def _check_practices(self, info: ValidationInfo) -> Self:
        taken: dict[str, str] = {}
        for place, topic in enumerate(self.topics):
            for practice in topic.practices:
                if taken.setdefault(practice, topic.id) != topic.id:
                    raise refuse(f'"{practice}" belongs to {taken[practice]} too', ("topics", place, "practices"))
        for practice in (info.context or {}).get("capabilities", ()):
            if practice not in taken:
                raise refuse(f'"{practice}" belongs to no topic', ("topics",))
        return self


def find_topics(topics: Topics, catalogue: Catalogue, typed: str) -> tuple[Topic, ...]:
    """The topics that somebody can mean who types a name, in their order: one when it is clear, none when none fits."""
    folded = " ".join(typed.casefold().split())
    for topic in topics.topics:
        if folded in {topic.id, topic.title.casefold()}:
            return (topic,)
    wanted = stems([folded])
    if not wanted:
        return ()
    practices = set(find_practices(catalogue, typed))
    by_title = tuple(topic for topic in topics.topics if wanted <= stems([topic.title, topic.id]))
    by_practice = tuple(topic for topic in topics.topics if practices.intersection(topic.practices))
    return by_title or by_practice or tuple(topic for topic in topics.topics if wanted <= stems(_all_it_says(topic)))


def _all_it_says(topic: Topic) -> list[str]:
    commands = [text for command in topic.commands for text in (command.run, command.does)]
    return [topic.title, topic.idea, topic.when, topic.before, topic.after, *commands]

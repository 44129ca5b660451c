"""Which files hold what is taught; flows.maturity.loading reads and checks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from flows.errors import ContentError
from flows.learning.describing import Descriptions
from flows.learning.question import LEVELS, Question, Questions
from flows.learning.topic import Topics
from flows.maturity.loading import SCALE_ORDER, Maturity, content_context, load_content
from flows.maturity.wording import Content


@dataclass(frozen=True)
class Learning:
    """All that is taught and asked; `questions` has those on the levels, then those of every topic, by topic."""

    topics: Topics
    questions: dict[str, tuple[Question, ...]]
    descriptions: Descriptions

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Questions by id, in the order of the topics."""
        return {question.id: question for questions in self.questions.values() for question in questions}


def load_learning(maturity: Maturity, folder: Path | None = None) -> Learning:
    """Read and check what Rung teaches, or what is in a folder laid out like it; a ContentError says what is wrong."""
    return _load(maturity, folder or files("flows.learning"))


def _load(maturity: Maturity, folder: Path | Traversable) -> Learning:
    context = _context(maturity)
    topics = load_content(Topics, folder / "topics.yml", context)
    by_topic: dict[str, tuple[Question, ...]] = {}
    places: dict[str, str] = {}
    for path in _question_files(folder):
        content = load_content(Questions, path, context)
        if content.topic not in {LEVELS, *topics.by_id}:
            raise ContentError(f'{path}: "{content.topic}" is not a topic')
        for question in content.questions:
            if question.id in places:
                raise ContentError(f'{path}: "{question.id}" is in {places[question.id]} too')
            places[question.id] = path.name
        by_topic[content.topic] = (*by_topic.get(content.topic, ()), *content.questions)
    ordered = {topic: by_topic[topic] for topic in (LEVELS, *topics.by_id) if topic in by_topic}
    return Learning(topics, ordered, load_content(Descriptions, folder / "descriptions.yml", context))


def learning_problems(maturity: Maturity, folder: Path | None = None) -> list[str]:
    """What is wrong with what is taught: the first problem of every file, else what clashes, else what is left out."""
    place = folder or files("flows.learning")
    try:
        return list(_left_out(_load(maturity, place), maturity))
    except ContentError as error:
        return list(_problems(place, _context(maturity))) or [str(error)]


def _problems(place: Path | Traversable, context: dict[str, Any]) -> Iterator[str]:
    """The first problem of every file by itself."""
    kinds: list[tuple[type[Content], Path | Traversable]]
    kinds = [(Topics, place / "topics.yml"), (Descriptions, place / "descriptions.yml")]
    kinds += [(Questions, path) for path in _question_files(place)]
    for kind, path in kinds:
        try:
            load_content(kind, path, context)
        except ContentError as error:
            yield str(error)


def _left_out(learning: Learning, maturity: Maturity) -> Iterator[str]:
    """The topics, levels of Rung's own scales, practices and entries of what breaks that no question is about."""
    covered = {("topic", topic) for topic in learning.questions}
    for question in learning.by_id.values():
        covered.update(("level", name) for name in question.levels)
        covered.update(("practice", name) for name in question.practices)
        covered.update(("entry", name) for name in question.jumps)
    wanted = [("topic", topic) for topic in (LEVELS, *learning.topics.by_id)]
    for scale in SCALE_ORDER:
        wanted += [("level", f"{scale}:{level.level}") for level in maturity.scale(scale).levels]
    wanted += [("practice", name) for name in maturity.catalogue.by_id]
    wanted += [("entry", jump.id) for jump in maturity.jumps.jumps]
    for kind, name in wanted:
        if (kind, name) not in covered:
            yield f"no question is about the {kind} {name}"


def _question_files(folder: Path | Traversable) -> list[Path | Traversable]:
    """The question files of a folder, in the order of their names."""
    try:
        paths = sorted((folder / "questions").iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise ContentError(f"{folder}: {error.strerror or error}") from None
    return [path for path in paths if path.name.endswith((".yml", ".yaml"))]


def _context(maturity: Maturity) -> dict[str, Any]:
    return {
        **content_context(maturity.catalogue),
        "scales": maturity.by_name,
        "jumps": [jump.id for jump in maturity.jumps.jumps],
    }

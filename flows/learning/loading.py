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
    """All that is taught and asked. `questions` are those of each topic, and of the levels."""

    topics: Topics
    questions: dict[str, tuple[Question, ...]]
    descriptions: Descriptions

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Questions by id, in the order of the topics."""
        return {each.id: each for questions in self.questions.values() for each in questions}


def load_learning(maturity: Maturity, folder: Path | None = None) -> Learning:
    """Read and check what Rung teaches, or what is in a folder laid out like it; a ContentError says what is wrong."""
    return _load(maturity, folder or files("flows.learning"))


def _load(maturity: Maturity, folder: Path | Traversable) -> Learning:
    context = _context(maturity)
    topics = load_content(Topics, folder / "topics.yml", context)
    found: dict[str, tuple[Question, ...]] = {}
    places: dict[str, str] = {}
    for path in _question_files(folder):
        content = load_content(Questions, path, context)
        if content.topic not in {LEVELS, *topics.by_id}:
            raise ContentError(f'{path}: "{content.topic}" is not a topic')
        for each in content.questions:
            if each.id in places:
                raise ContentError(f'{path}: "{each.id}" is in {places[each.id]} too')
            places[each.id] = path.name
        found[content.topic] = (*found.get(content.topic, ()), *content.questions)
    ordered = {topic: found[topic] for topic in (LEVELS, *topics.by_id) if topic in found}
    return Learning(topics, ordered, load_content(Descriptions, folder / "descriptions.yml", context))


def learning_problems(maturity: Maturity, folder: Path | None = None) -> list[str]:
    """What is wrong, a sentence each: the first problem of every file, else what clashes, else what is left out."""
    place = folder or files("flows.learning")
    try:
        return list(_left_out(_load(maturity, place), maturity))
    except ContentError as error:
        return list(_problems(place, _context(maturity))) or [str(error)]


def _problems(place: Path | Traversable, context: dict[str, Any]) -> Iterator[str]:
    """The first problem of every file by itself."""
    yield from _problem(Topics, place / "topics.yml", context)
    yield from _problem(Descriptions, place / "descriptions.yml", context)
    for path in _question_files(place):
        yield from _problem(Questions, path, context)


def _problem(kind: type[Content], path: Path | Traversable, context: dict[str, Any]) -> Iterator[str]:
    try:
        load_content(kind, path, context)
    except ContentError as error:
        yield str(error)


def _left_out(learning: Learning, maturity: Maturity) -> Iterator[str]:
    """The topics, levels of Rung's own scales, practices and entries of what breaks that no question is about."""
    asked = learning.by_id.values()
    covered = {
        "topic": set(learning.questions),
        "level": {name for each in asked for name in each.levels},
        "practice": {practice for each in asked for practice in each.practices},
        "entry": {jump for each in asked for jump in each.jumps},
    }
    wanted = {
        "topic": [LEVELS, *learning.topics.by_id],
        "level": [f"{name}:{each.level}" for name in SCALE_ORDER for each in maturity.scale(name).levels],
        "practice": [*maturity.catalogue.by_id],
        "entry": [each.id for each in maturity.jumps.jumps],
    }
    for kind, names in wanted.items():
        for name in names:
            if name not in covered[kind]:
                yield f"no question is about the {kind} {name}"


def _question_files(folder: Path | Traversable) -> list[Path | Traversable]:
    """Those of a folder, by name."""
    try:
        found = [each for each in (folder / "questions").iterdir() if each.name.endswith((".yml", ".yaml"))]
    except OSError as error:
        raise ContentError(f"{folder}: {error.strerror or error}") from None
    return sorted(found, key=lambda each: each.name)


def _context(maturity: Maturity) -> dict[str, Any]:
    return {
        **content_context(maturity.catalogue),
        "scales": maturity.by_name,
        "jumps": [each.id for each in maturity.jumps.jumps],
    }

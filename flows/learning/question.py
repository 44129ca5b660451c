"""What the quiz asks, with the right answer, the mistake behind each other one, and a hint."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, model_validator

from flows.maturity.scale import CapabilityId, Scale
from flows.maturity.wording import Content, Identifier, Phrase, Sentence, did_you_mean, refuse

LEVELS = "levels"  # the topic of questions about the scales themselves
Difficulty = Literal["easy", "medium", "hard"]


def _check_level(written: str, info: ValidationInfo) -> str:
    """Read `google:1`: a scale and one of its levels, which must be there when the scales are given."""
    scales: dict[str, Scale] | None = (info.context or {}).get("scales")
    name, _, number = written.partition(":")
    if scales is not None:
        if name not in scales:
            raise refuse(f'"{name}" is not a scale Rung knows{did_you_mean(name, scales)}')
        if number not in {str(level.level) for level in scales[name].levels}:
            raise refuse(f"{name} has no level {number}")
    return written


def _check_jump(written: str, info: ValidationInfo) -> str:
    jumps: Sequence[str] | None = (info.context or {}).get("jumps")
    if jumps is not None and written not in jumps:
        raise refuse(f'"{written}" is not an entry of jumps.yml{did_you_mean(written, jumps)}')
    return written


LevelName = Annotated[str, StringConstraints(strict=True), AfterValidator(_check_level)]
JumpId = Annotated[str, StringConstraints(strict=True), AfterValidator(_check_jump)]
Description = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1000)]


class Option(Content):
    """One answer to choose from; every wrong one says which mistake is behind it."""

    says: Phrase
    right: Annotated[bool, Field(strict=True)] = False
    mistake: Sentence | None = None

    @model_validator(mode="after")
    def _check_mistake(self) -> Self:
        if self.right == (self.mistake is not None):
            raise refuse("is right and has a mistake" if self.right else "is wrong and names no mistake", ("mistake",))
        return self


class Question(Content):
    """One question, and what it is about: levels, practices, or entries of what breaks."""

    id: Identifier
    difficulty: Difficulty
    asks: Description
    hint: Sentence
    options: tuple[Option, ...] = Field(min_length=3, max_length=4)
    reason: Sentence
    levels: tuple[LevelName, ...] = ()
    practices: tuple[CapabilityId, ...] = ()
    jumps: tuple[JumpId, ...] = ()

    @property
    def right(self) -> int:
        """The place of the right option, from 0."""
        return next(place for place, option in enumerate(self.options) if option.right)

    @model_validator(mode="after")
    def _check_options(self) -> Self:
        right = sum(option.right for option in self.options)
        if right == 0:
            raise refuse("has no right answer", ("options",))
        if right > 1:
            raise refuse("has two right answers", ("options",))
        if len({option.says.casefold() for option in self.options}) < len(self.options):
            raise refuse("has two answers that are alike", ("options",))
        if not self.levels + self.practices + self.jumps:
            raise refuse("is about nothing; name levels, practices or jumps")
        return self


class Questions(Content):
    """The questions about one topic."""

    topic: Identifier
    questions: tuple[Question, ...] = Field(min_length=1)

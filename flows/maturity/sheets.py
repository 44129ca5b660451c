"""Answer sheets written by people and programs: YAML, JSON, or JSON Lines with one sheet a line."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError

from flows.errors import ContentError
from flows.maturity.answer import Answer, Sheet
from flows.maturity.capability import Catalogue
from flows.maturity.loading import read_yaml
from flows.maturity.scale import CapabilityId
from flows.maturity.wording import Content, problem_of, refuse


def _read_answer(value: object) -> Answer:
    if isinstance(value, str) and value in set(Answer):
        return Answer(value)
    raise refuse(f"{json.dumps(value, ensure_ascii=False, default=str)} is not an answer; use {_WORDS}")


_WORDS = "yes, partial, no or unknown"


class _WrittenSheet(Content):
    answers: dict[CapabilityId, Annotated[Answer, BeforeValidator(_read_answer)]]


def read_sheets(text: str, name: str, catalogue: Catalogue) -> list[Sheet]:
    """Read all sheets of a text, in order; a ContentError names `name`, the line or key, and the first problem."""
    return [_sheet(data, where, catalogue) for where, data in _documents(text, name)]


def _documents(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Each sheet with the place to name in an error. What begins with `{` is JSON or JSON Lines, else it is YAML."""
    if not text.strip():
        raise ContentError(f'{name}: there is no sheet in it; the smallest is {{"answers": {{}}}}')
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if text.lstrip().startswith("{") and _is_json(text):
        yield name, _read_json(text, name)
    elif text.lstrip().startswith("{") and any(_is_json(line) for _, line in lines):
        for number, line in lines:
            where = f"{name}, line {number}"
            yield where, _read_json(line, where)
    else:
        yield name, read_yaml(text, name)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _read_json(text: str, where: str) -> Any:  # noqa: ANN401 - JSON holds anything
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        raise ContentError(f"{where}: this is not valid JSON: {error.msg} at column {error.colno}") from None
    except _RepeatedKeyError as error:
        raise ContentError(f'{where}: "{error}" is there twice') from None
    except RecursionError:
        raise ContentError(f"{where}: this is nested too deeply to be read") from None


class _RepeatedKeyError(Exception):
    pass


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise _RepeatedKeyError(key)
        seen[key] = value
    return seen


def _sheet(data: object, where: str, catalogue: Catalogue) -> Sheet:
    try:
        written = _WrittenSheet.model_validate(data, context={"capabilities": catalogue.by_id})
    except ValidationError as error:
        raise ContentError(f"{where}: {problem_of(error)[1]}") from None
    return Sheet(written.answers)

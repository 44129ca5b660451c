"""Every field of a file that comes in, wrong in every way that its JSON Schema allows to name: nothing of it is kept."""

import json
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from itertools import count
from typing import Any

import pytest

from flows.acts.exports.check_import import read_export
from flows.acts.exports.import_results import import_workspace
from flows.errors import ContentError
from flows.exports.documents import Export
from storage.database import SqlDatabase
from tests.flows.acts.exports.test_export import MATURITY, acts, exported, filled  # noqa: F401 - fixtures
from tests.flows.calendar.test_typed_rule import NEVER, REFUSED
from tests.support.clock import NOW
from tests.support.databases import opened
from tests.support.steps import most_steps

Path = tuple[str | int, ...]
SCHEMA = Export.model_json_schema()
MISSING = object()
# JSON of every kind; those of a field's own kind are left out.
OF_KIND: dict[str, tuple[Any, ...]] = {
    "string": ("nonsense",),
    "integer": (7,),
    "number": (1.5,),
    "boolean": (True,),
    "null": (None,),
    "array": ([],),
    "object": ({},),
}
BEYOND: dict[str, tuple[Any, ...]] = {
    "integer": (-1, 0, 10**6 + 1, 10**30),
    "string": ("", " ", "a\u0000b", "two\nlines", "x" * 5000),
    "enum": ("nonsense", ""),
    "date": ("nonsense", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-21T10:00:00Z"),
    "date-time": ("nonsense", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-21T10:00:00", "2026-11-21"),
    "time": ("nonsense", "25:00:00", "10:00:30", "10:00:00+02:00"),
}
# What is beyond the bounds of most fields, and no fault of these.
FINE: dict[str, tuple[Any, ...]] = {
    "weekday": (0,),
    "revision": (0,),
    "answered": (0,),
    "causes[0][1]": (0, -1),
    "words": ("", " "),  # the whole leaderboard
    "schedule_words": ("", " "),
    "nth": (-1,),  # the last one
    "version": (True,),  # which is 1 in Python
}
# Where another field than the changed one is named: two that belong together, and only one of them can be told.
ELSEWHERE = {
    "leaderboard_from": "on_leaderboard",
    "content_hash": "content",
    "kind": "name",
    "opened_at": "closed_at",
    "created_at": "changed_at",
    "away_words[0]": "away_words",
}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return resolved(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    return schema


def alternatives(schema: dict[str, Any]) -> list[dict[str, Any]]:
    schema = resolved(schema)
    return [resolved(each) for each in schema.get("anyOf", [schema])]


def kinds_of(schema: dict[str, Any]) -> set[str]:
    types = {each.get("type", "string") for each in alternatives(schema)}
    return types | ({"boolean"} if "boolean" in types else set())


def fields(
    schema: dict[str, Any], value: Any, path: Path = (), *, needed: bool = False
) -> Iterator[tuple[Path, dict[str, Any], bool]]:
    """Every place of the schema that the document fills, the first of each list, and whether it must be there."""
    yield path, schema, needed
    for each in alternatives(schema):
        if each.get("type") == "object" and isinstance(value, dict):
            inner = each.get("properties") or dict.fromkeys(list(value)[:1], each.get("additionalProperties"))
            for name, of in inner.items():
                if isinstance(of, dict) and name in value:
                    yield from fields(of, value[name], (*path, name), needed=name in each.get("required", ()))
        if each.get("type") == "array" and isinstance(value, list) and value:
            for number, of in enumerate(each.get("prefixItems") or [each["items"]]):
                yield from fields(of, value[number], (*path, number))


def wrong_values(schema: dict[str, Any], name: str) -> Iterator[Any]:
    kinds = kinds_of(schema)
    own = {value for kind in kinds for value in map(repr, OF_KIND[kind])}
    yield from (
        value for values in OF_KIND.values() for value in values if repr(value) not in own and not is_fine(name, value)
    )
    for each in alternatives(schema):
        kind = "enum" if "enum" in each else each.get("format") or each.get("type", "")
        yield from (value for value in BEYOND.get(kind, ()) if not is_fine(name, value))


def is_fine(name: str, value: Any) -> bool:
    return any(type(value) is type(fine) and value == fine for fine in FINE.get(name, ()))


def written(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def split(path: Path) -> tuple[Path, str]:
    """Where a field stands, and its name with the places in its list."""
    begins = max(number for number, part in enumerate(path) if isinstance(part, str))
    return path[:begins], written(path[begins:])


def changed(document: Any, path: Path, value: Any) -> Any:
    copy = deepcopy(document)
    *parents, last = path
    inside = copy
    for part in parents:
        inside = inside[part]
    if value is MISSING:
        del inside[last]
    else:
        inside[last] = value
    return copy


class TakenError(Exception):
    pass


def take(database: SqlDatabase, document: Any) -> None:
    """Take a document in, and back out again."""
    numbers = count(1)
    export = read_export(json.dumps(document), "a file", MATURITY)
    with database.transaction() as repositories:
        import_workspace(repositories, export, NOW, lambda: f"11111111-{next(numbers):012d}")
        raise TakenError


def why_not(database: SqlDatabase, document: Any) -> str | None:
    with suppress(TakenError):
        try:
            take(database, document)
        except ContentError as error:
            return str(error)
    return None


@pytest.fixture
def document(filled) -> Any:  # noqa: F811
    return json.loads(exported(filled.database))


@pytest.fixture
def empty(filled, fresh_database) -> Iterator[SqlDatabase]:  # noqa: F811
    """A database of the kind that the document comes from, with tables alone."""
    with opened(fresh_database(filled.database.backend.writing.dialect.name, empty=True)) as database:
        database.upgrade()
        yield database


def faults(document: Any) -> Iterator[tuple[Path, Any]]:
    for path, schema, needed in fields(SCHEMA, document):
        if not path:
            continue
        yield from ((path, value) for value in wrong_values(schema, split(path)[1]))
        if needed:
            yield path, MISSING
        for each in alternatives(schema):
            if each.get("type") == "object" and path[-1] != "content":
                yield (*path, "no_such_key"), "nonsense"


def test_every_field_wrong_in_every_way(document, empty):
    tried, wrong = list(faults(document)), []
    for path, value in tried:
        said = why_not(empty, changed(document, path, value))
        holder, name = split(path)
        places = written(path), written((*holder, ELSEWHERE.get(name, name)))
        if said is None:
            wrong.append(f"{written(path)} = {str(value)[:40]!r} is taken")
        elif not any(place in said for place in places):
            wrong.append(f"{written(path)} = {str(value)[:40]!r} is found elsewhere: {said[:200]}")
    assert not wrong, "\n".join(wrong)
    assert len(tried) > 500
    with empty.reading() as repositories:
        assert repositories.workspaces.list_ids() == []
    assert why_not(empty, document) is None


def test_a_rule_that_never_ends_or_is_none(document):
    schedule: Path = ("teams", 0, "schedule")
    by_rule = changed(document, (*schedule, "every"), "rule")
    for rule in (*NEVER, *REFUSED):
        for path, text in (
            ((*schedule, "rule_of_own"), rule),
            (("workspace", "schedule_words"), f"rule {rule or '-'}"),
        ):
            with most_steps(2_000_000), pytest.raises(ContentError) as refused:
                read_export(json.dumps(changed(by_rule, path, text)), "a file", MATURITY)
            assert str(refused.value).startswith(f"a file: {written(path)}: "), rule

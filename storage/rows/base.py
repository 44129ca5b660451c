"""The base of all tables, what their columns have in common, and the one way from rows to values of flows and back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import CheckConstraint, MetaData, String, Table, Text, bindparam, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import Json, Names, UTCDateTime, word

Value = TypeVar("Value")


class Row(DeclarativeBase):
    """A table. Every constraint has a name, so that migrations can change it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        str: Text(),
        datetime: UTCDateTime(),
        dict[str, Any]: Json,
        list[str]: Json,
        tuple[str, ...]: Names,
    }


def table_of(row: type[Row]) -> Table:
    """The table of a row class: statements on it take half the time of those on the class."""
    return cast("Table", row.__table__)


def id_column() -> Mapped[str]:
    """The key of a table whose rows have ids of ours."""
    return mapped_column(String(36), primary_key=True)


def one_of(name: str, words: type[StrEnum], *, primary_key: bool = False) -> Mapped[Any]:
    """A column of that name that holds one of these words; null where the row's class says so."""
    listed = ", ".join(f"'{word}'" for word in words)
    check = CheckConstraint(f"{name} IN ({listed})", name=name)
    return mapped_column(word(words), check, primary_key=primary_key)


class Mapper(Generic[Value]):
    """From the rows of a table to dataclasses of flows, and back: a column has the name of the field that it keeps.

    `parts` are the fields that are dataclasses themselves: a field of theirs has a column of its name, with the name of
    the part before it where there is one so named. A part is None where its first column is null. `elsewhere` are the
    fields that this table does not keep, `derived` the columns that only queries look at, with what they hold.
    """

    def __init__(
        self,
        row: type[Row],
        kind: type[Value],
        *,
        parts: Mapping[str, type[Any]] | None = None,
        elsewhere: Collection[str] = (),
        derived: Mapping[str, Callable[[Value], Any]] | None = None,
    ) -> None:
        self.kind, self.table, self._derived = kind, table_of(row), derived or {}
        parts = parts or {}
        self._own = tuple(name for name in _fields(kind) if name not in {*parts, *elsewhere})
        self._parts = [(name, part, len(_fields(part)), attrgetter(*_fields(part))) for name, part in parts.items()]
        self._read_own = attrgetter(*self._own)
        of_parts = [self._column(name, field) for name, part in parts.items() for field in _fields(part)]
        names = (*self._own, *of_parts)
        self._written = (*names, *self._derived)
        self.columns = tuple(self.table.c[name] for name in names)
        self.select = select(*self.columns)
        self.insert = insert(self.table)
        # A key's parameters are named apart from the columns, which an update sets.
        self.key = tuple(column == bindparam(f"the_{column.name}") for column in self.table.primary_key)
        self.by_key = self.select.where(*self.key)
        self.locked = self.by_key.with_for_update()
        self.update = update(self.table).where(*self.key)

    def value(self, row: Sequence[Any], **elsewhere: Any) -> Value:  # noqa: ANN401 - values of any field
        """The value of a row that begins with the mapper's columns, and of what is kept elsewhere."""
        end = len(self._own)
        kept = dict(zip(self._own, row[:end], strict=True))
        for name, part, width, _ in self._parts:
            begin, end = end, end + width
            kept[name] = None if row[begin] is None else part(*row[begin:end])
        return self.kind(**kept, **elsewhere)

    def columns_of(self, value: Value) -> dict[str, Any]:
        """What the table keeps of a value, by column."""
        return dict(zip(self._written, self._kept(value), strict=True))

    def changes(self, before: Value, after: Value) -> dict[str, Any]:
        """The columns in which two values differ, as they are after."""
        both = zip(self._written, self._kept(before), self._kept(after), strict=True)
        return {name: new for name, old, new in both if new != old}

    def _kept(self, value: Value) -> tuple[Any, ...]:
        kept: tuple[Any, ...] = self._read_own(value)
        for name, _, width, read in self._parts:
            part = getattr(value, name)
            kept += (None,) * width if part is None else read(part)
        return kept + tuple(worked_out(value) for worked_out in self._derived.values())

    def _column(self, part: str, field: str) -> str:
        named = f"{part}_{field}"
        return named if named in self.table.c else field


def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))

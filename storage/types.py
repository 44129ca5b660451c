"""Column types that mean the same on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. SQLite keeps no offset, so everything is stored in UTC and comes back aware, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse an instant without an offset: nobody could tell what it means."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("an instant needs an offset")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """PostgreSQL's instant in UTC, whatever the time zone of the connection."""
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Read SQLite's text with the offset that it has dropped, once instead of twice."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


class Stored(TypeDecorator[Any]):
    """A value kept as a plainer one: `write` makes that of it, and `read` the value again. Both are given null too."""

    impl = Text
    cache_ok = True

    def __init__(
        self, plain: TypeEngine[Any], read: Callable[[Any], Any], write: Callable[[Any], Any] | None = None
    ) -> None:
        super().__init__()
        self.impl_instance = plain
        self.plain, self.read, self.write = plain, read, write

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Make the plainer value, then what the driver takes for it."""
        return _in_turn(self.write, self.impl_instance.bind_processor(dialect))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read what the driver gives, then the value."""
        return _in_turn(self.impl_instance.result_processor(dialect, coltype), self.read)


def _in_turn(first: Callable[[Any], Any] | None, second: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    if first is None or second is None:
        return first or second
    return lambda value: second(first(value))


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Names = Stored(Json, tuple)
# Null for none: most have none, and reading JSON costs more than all the rest.
FewNames = Stored(Json, lambda names: tuple(names or ()), lambda names: list(names or ()) or None)
# The same for days.
FewDays = Stored(
    Json,
    lambda days: tuple(map(date.fromisoformat, days or ())),
    lambda days: [day.isoformat() for day in days] or None,
)


def word(words: type[StrEnum]) -> Stored:
    """One of these words; a KeyError for another one in the table."""
    members: dict[str | None, StrEnum | None] = {None: None, **{word.value: word for word in words}}
    return Stored(Text(), members.__getitem__)

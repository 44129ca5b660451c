from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from flows.errors import StorageBusyError, StorageLostError


class Backend(Protocol):
    """What SQLite and PostgreSQL do in their own way.

    `where` is the place, for people and without a password. A transaction on a connection of `writing` may change
    things, one on a connection of `reading` may not.
    """

    where: str
    writing: Engine
    reading: Engine

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction, waited for at most a second."""

    def read(self) -> AbstractContextManager[Connection]:
        """A consistent view."""

    def served_by_us(self, waiting: Callable[[], None]) -> AbstractContextManager[None]:
        """The right to serve people from the database, until the block ends; `waiting` is called before it waits."""

    def check(self) -> None:
        """Raise StorageLostError when the database is not the one that was opened."""

    def meaning_of(self, error: DBAPIError) -> StorageBusyError | StorageLostError | None:
        """Whether somebody else was in the way or the database cannot be used; None for a mistake in the program."""

    def loss(self) -> str | None:
        """Why `check` fails, and what an operator can do about it; None when it does not fail."""

    def create(self) -> None:
        """Make an empty database where there is none."""

    def migrating(self) -> AbstractContextManager[Connection]:
        """A transaction that no other process migrates in, on a connection without the short time-outs of requests."""

    def back_up(self) -> Path | None:
        """Keep a copy and say where; None for a server, which is backed up with its own tools."""

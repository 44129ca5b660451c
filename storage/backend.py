from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from flows.errors import StorageBusyError, StorageLostError


class Backend(Protocol):
    """What SQLite and PostgreSQL do in their own way."""

    @property
    def where(self) -> str:
        """The place, for people and without a password."""

    @property
    def writing(self) -> Engine:
        """Connections on which a transaction may change things."""

    @property
    def reading(self) -> Engine:
        """Connections on which it may not."""

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction, waited for at most a second."""

    def read(self) -> AbstractContextManager[Connection]:
        """A consistent view."""

    def served_by_us(self, waiting: Callable[[], None]) -> AbstractContextManager[None]:
        """The right to serve people from it, until the block ends."""

    def check(self) -> None:
        """Raise StorageLostError when the database is not the one that was opened."""

    def meaning_of(self, error: DBAPIError) -> StorageBusyError | StorageLostError | None:
        """What to tell a person, or None for a mistake in the program."""

    def loss(self) -> str | None:
        """Why `check` fails and what whoever runs Rung can do about it, or None when it does not."""

    def create(self) -> None:
        """Make an empty database where there is none."""

    def migrating(self) -> AbstractContextManager[Connection]:
        """A transaction that no other process migrates in, on a connection without the short time-outs of requests."""

    def back_up(self) -> Path | None:
        """Keep a copy; None where that is the business of whoever runs the server."""

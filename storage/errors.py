"""What a database's errors mean for a person who has just clicked, and for an operator of Rung."""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from flows.errors import FlowError


class StorageError(FlowError):
    """A database that Rung cannot start with: which, why, and what to do."""


def reason(error: SQLAlchemyError) -> str:
    """What the driver says, on one line. Drivers name host and user, never the password."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(cause).split()) or type(cause).__name__

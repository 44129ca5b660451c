"""For developers of the tables: `python -m storage.migrations "Add an owner to each team"` writes the migration.

It holds what storage/rows/ has and the migrations so far do not make. Read it, and then store databases that it has
made, with its sha256, after which it never changes: `python -m tests.storage.store`.
"""

import re
import sys
import tempfile
from pathlib import Path

from storage.migrating import MIGRATIONS, write_migration
from storage.sqlite import SqliteBackend


def main(message: str, migrations: Path = MIGRATIONS) -> Path:
    """Write a migration named after the message."""
    name = re.sub(r"\W+", "_", message.casefold()).strip("_")
    with tempfile.TemporaryDirectory() as folder:
        backend = SqliteBackend(f"sqlite:///{folder}/rung.db")
        backend.create()
        try:
            return write_migration(backend, message, name, migrations)
        finally:
            backend.writing.dispose()
            backend.reading.dispose()


if __name__ == "__main__":
    print(main(" ".join(sys.argv[1:])))  # noqa: T201 - a developer reads it
